-- What kinds of purchase there are; made when a ticket first names one.
CREATE TABLE purchase_classification (
    tenant uuid NOT NULL,
    id uuid NOT NULL,
    name text NOT NULL,
    PRIMARY KEY (tenant, id),
    CONSTRAINT purchase_classification_name UNIQUE (tenant, name)
);
CALL crmedge_system.back_office_table('purchase_classification');

CREATE TABLE purchase (
    tenant uuid NOT NULL,
    id uuid NOT NULL,
    attempt uuid NOT NULL,
    contact uuid NOT NULL,
    wallet uuid,
    organisation uuid NOT NULL,
    tap text NOT NULL,
    business_day text NOT NULL,
    reference text NOT NULL,
    classification uuid,
    payment_medium text,
    at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL,
    currency char(3) NOT NULL,
    net bigint NOT NULL CHECK (net >= 0),
    tax bigint NOT NULL CHECK (tax >= 0),
    total bigint NOT NULL,
    discount bigint NOT NULL,
    rung bigint,
    rung_currency char(3),
    rate numeric(20, 10),
    awarded bigint NOT NULL,
    redeemed bigint NOT NULL,
    spent_business bigint NOT NULL,
    spent_cash bigint NOT NULL,
    amount_to_pay bigint NOT NULL CHECK (amount_to_pay >= 0),
    state text NOT NULL CHECK (state IN ('posted', 'cancelled')),
    arrears bigint,
    PRIMARY KEY (tenant, id),
    CHECK (net + tax = total),
    CHECK ((rung IS NULL) = (rung_currency IS NULL) AND (rung IS NULL) = (rate IS NULL))
);
CALL crmedge_system.partition_table('purchase');
CREATE INDEX purchase_contact ON purchase (tenant, contact, at);

CREATE TABLE purchase_line (
    tenant uuid NOT NULL,
    purchase uuid NOT NULL,
    number int NOT NULL,
    sku text NOT NULL,
    name text,
    quantity numeric(20, 6) NOT NULL CHECK (quantity > 0),
    net bigint NOT NULL,
    tax bigint NOT NULL,
    PRIMARY KEY (tenant, purchase, number)
);
CALL crmedge_system.fact_table('purchase_line');

CREATE TABLE purchase_reward (
    tenant uuid NOT NULL,
    purchase uuid NOT NULL,
    number int NOT NULL,
    type text NOT NULL CHECK (type IN ('award', 'redeem', 'spend_business', 'spend_cash')),
    amount bigint NOT NULL CHECK (amount > 0),
    currency char(3) NOT NULL,
    why text NOT NULL,
    rule uuid,
    pool uuid,
    lot uuid,
    PRIMARY KEY (tenant, purchase, number)
);
CALL crmedge_system.fact_table('purchase_reward');

-- Word from businesses to wallet homes. Written with the decision it reports; marked once the home has heard.
CREATE TABLE home_message (
    tenant uuid NOT NULL,
    id uuid NOT NULL,
    type text NOT NULL CHECK (type IN ('settle_hold', 'refund_cash')),
    wallet uuid NOT NULL,
    purchase uuid NOT NULL,
    attempt uuid NOT NULL,
    amount bigint NOT NULL CHECK (amount >= 0),
    currency char(3) NOT NULL,
    written_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    heard_at timestamptz,
    PRIMARY KEY (tenant, id)
);
CALL crmedge_system.partition_table('home_message');
CREATE INDEX home_message_waiting ON home_message (written_at) WHERE heard_at IS NULL;
