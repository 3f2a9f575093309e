-- How a business rewards. Absent: the defaults of RewardPolicy.
CREATE TABLE reward_setting (
    tenant uuid PRIMARY KEY,
    setting jsonb NOT NULL,
    updated_at timestamptz NOT NULL
);
CALL crmedge_system.back_office_table('reward_setting');

CREATE TABLE commerce_pool (
    tenant uuid NOT NULL,
    id uuid NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    rule jsonb NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (tenant, id),
    CONSTRAINT commerce_pool_code UNIQUE (tenant, code)
);
CALL crmedge_system.back_office_table('commerce_pool');

-- The version grows with each change; an award keeps the words of the version it was decided by.
CREATE TABLE reward_offer (
    tenant uuid NOT NULL,
    id uuid NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    version int NOT NULL CHECK (version > 0),
    state text NOT NULL CHECK (state IN ('ACTIVE', 'INACTIVE')),
    pool uuid NOT NULL,
    rule jsonb NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (tenant, id),
    CONSTRAINT reward_offer_code UNIQUE (tenant, code),
    FOREIGN KEY (tenant, pool) REFERENCES commerce_pool (tenant, id)
);
CALL crmedge_system.back_office_table('reward_offer');

-- Units of the tenant's currency for one unit of another.
CREATE TABLE exchange_rate (
    tenant uuid NOT NULL,
    currency char(3) NOT NULL,
    rate numeric(20, 10) NOT NULL CHECK (rate > 0),
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (tenant, currency)
);
CALL crmedge_system.back_office_table('exchange_rate');

-- A lot that is empty has no open_owner, so that a contact's used-up lots are never loaded again.
CREATE TABLE commerce_lot (
    tenant uuid NOT NULL,
    id uuid NOT NULL,
    contact uuid NOT NULL,
    open_owner uuid,
    pool uuid NOT NULL,
    currency char(3) NOT NULL,
    expires_at timestamptz,
    given_at timestamptz NOT NULL,
    PRIMARY KEY (tenant, id)
);
CALL crmedge_system.partition_table('commerce_lot');
CREATE INDEX commerce_lot_open ON commerce_lot (tenant, open_owner) WHERE open_owner IS NOT NULL;
CREATE INDEX commerce_lot_due ON commerce_lot (expires_at) WHERE open_owner IS NOT NULL AND expires_at IS NOT NULL;
CREATE INDEX commerce_lot_contact ON commerce_lot (tenant, contact);

CREATE TABLE contact_standing (
    tenant uuid NOT NULL,
    id uuid NOT NULL,
    spend_blocked boolean NOT NULL,
    PRIMARY KEY (tenant, id)
);
CALL crmedge_system.partition_table('contact_standing');

CREATE TABLE spend_counter (
    tenant uuid NOT NULL,
    id uuid NOT NULL,
    number int NOT NULL CHECK (number > 0),
    amount bigint NOT NULL,
    currency char(3) NOT NULL,
    PRIMARY KEY (tenant, id)
);
CALL crmedge_system.partition_table('spend_counter');
