-- What a usage service costs, version by version: a version is never changed, because charges name it.
CREATE TABLE usage_price (
    tenant uuid NOT NULL,
    id uuid NOT NULL,
    product uuid NOT NULL,
    version int NOT NULL CHECK (version > 0),
    currency char(3) NOT NULL,
    model text NOT NULL CHECK (model IN ('flat', 'tiered', 'volume', 'stairstep')),
    tiers jsonb NOT NULL,
    allowance numeric(20, 6) NOT NULL CHECK (allowance >= 0),
    fee_at_zero boolean NOT NULL,
    unit text,
    effective_from timestamptz NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT usage_price_pkey PRIMARY KEY (tenant, id),
    CONSTRAINT usage_price_version UNIQUE (tenant, product, currency, version),
    FOREIGN KEY (tenant, product) REFERENCES product (tenant, id)
);
CALL crmedge_system.back_office_table('usage_price');
REVOKE UPDATE, DELETE ON usage_price FROM crmedge_api;

-- The one tax rate of a business from a day on; the latest that has begun counts.
CREATE TABLE tax_rate (
    tenant uuid NOT NULL,
    id uuid NOT NULL,
    percent numeric(7, 4) NOT NULL CHECK (percent BETWEEN 0 AND 100),
    effective_from date NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT tax_rate_pkey PRIMARY KEY (tenant, id)
);
CALL crmedge_system.back_office_table('tax_rate');
REVOKE UPDATE, DELETE ON tax_rate FROM crmedge_api;

-- One thing with a serial number: an instance of a product that can be traced.
CREATE TABLE device (
    tenant uuid NOT NULL,
    id uuid NOT NULL,
    serial_number text NOT NULL,
    electronic_id text,
    product uuid,
    created_at timestamptz NOT NULL,
    CONSTRAINT device_pkey PRIMARY KEY (tenant, id),
    CONSTRAINT device_serial_number UNIQUE (tenant, serial_number),
    FOREIGN KEY (tenant, product) REFERENCES product (tenant, id)
);
CALL crmedge_system.back_office_table('device');
REVOKE DELETE ON device FROM crmedge_api;

CREATE TABLE subscription (
    tenant uuid NOT NULL,
    id uuid NOT NULL,
    owner uuid NOT NULL,
    code text NOT NULL,
    currency char(3) NOT NULL,
    first_day date NOT NULL,
    billed_to date NOT NULL,
    opened_at timestamptz NOT NULL,
    CONSTRAINT subscription_pkey PRIMARY KEY (tenant, id),
    CONSTRAINT subscription_code UNIQUE (tenant, code)
);
CALL crmedge_system.partition_table('subscription');
CREATE INDEX subscription_owner ON subscription (tenant, owner);
CREATE INDEX subscription_billed_to ON subscription (tenant, billed_to);

CREATE TABLE subscription_service (
    tenant uuid NOT NULL,
    id uuid NOT NULL,
    owner uuid NOT NULL,
    product uuid NOT NULL,
    meter text NOT NULL,
    state text NOT NULL CHECK (state IN ('effective', 'cancelled')),
    since date NOT NULL,
    CONSTRAINT subscription_service_pkey PRIMARY KEY (tenant, id),
    CONSTRAINT subscription_service_meter UNIQUE (tenant, owner, meter)
);
CALL crmedge_system.partition_table('subscription_service');

-- What a contact may owe; the id is that of its receivable account.
CREATE TABLE credit_terms (
    tenant uuid NOT NULL,
    id uuid NOT NULL,
    contact uuid NOT NULL,
    currency char(3) NOT NULL,
    limit_minor bigint CHECK (limit_minor >= 0),
    CONSTRAINT credit_terms_pkey PRIMARY KEY (tenant, id)
);
CALL crmedge_system.partition_table('credit_terms');

CREATE TABLE payment (
    tenant uuid NOT NULL,
    id uuid NOT NULL,
    contact uuid NOT NULL,
    amount bigint NOT NULL CHECK (amount > 0),
    currency char(3) NOT NULL,
    method text NOT NULL CHECK (method IN ('cash', 'cheque', 'electronic_transfer', 'crm_wallet')),
    reference text,
    at timestamptz NOT NULL,
    CONSTRAINT payment_pkey PRIMARY KEY (tenant, id)
);
CALL crmedge_system.fact_table('payment');
CREATE INDEX payment_contact ON payment (tenant, contact);

-- A device sold to a subscription; the id is the device's, the owner the contact. Desired state and what became of it.
CREATE TABLE device_binding (
    tenant uuid NOT NULL,
    id uuid NOT NULL,
    owner uuid NOT NULL,
    subscription uuid NOT NULL,
    currency char(3) NOT NULL,
    edge uuid,
    desired text NOT NULL CHECK (desired IN ('enabled', 'suspended', 'removed')),
    reason text,
    version bigint NOT NULL CHECK (version >= 0),
    outcome text NOT NULL CHECK (outcome IN ('accepted', 'applied', 'failed')),
    applied_version bigint NOT NULL,
    changed_at timestamptz NOT NULL,
    CONSTRAINT device_binding_pkey PRIMARY KEY (tenant, id)
);
CALL crmedge_system.partition_table('device_binding');
CREATE INDEX device_binding_owner ON device_binding (tenant, owner);
CREATE INDEX device_binding_subscription ON device_binding (tenant, subscription);

CREATE TABLE device_hub (
    tenant uuid NOT NULL,
    id uuid NOT NULL,
    device uuid NOT NULL,
    edge uuid NOT NULL,
    since timestamptz NOT NULL,
    CONSTRAINT device_hub_pkey PRIMARY KEY (tenant, id)
);
CALL crmedge_system.partition_table('device_hub');
CREATE INDEX device_hub_edge ON device_hub (tenant, edge);

-- The id is made of the code's hash; the code itself is never stored.
CREATE TABLE pairing_ticket (
    tenant uuid NOT NULL,
    id uuid NOT NULL,
    contact uuid NOT NULL,
    subscription uuid NOT NULL,
    currency char(3) NOT NULL,
    expires_at timestamptz NOT NULL,
    device uuid,
    CONSTRAINT pairing_ticket_pkey PRIMARY KEY (tenant, id)
);
CALL crmedge_system.partition_table('pairing_ticket');

-- Which numbers of one start of a device were taken: a watermark, ranges above it, holes given up below it.
CREATE TABLE usage_mark (
    tenant uuid NOT NULL,
    id uuid NOT NULL,
    device uuid NOT NULL,
    boot bigint NOT NULL,
    watermark bigint NOT NULL CHECK (watermark >= 0),
    above text NOT NULL,
    closed text NOT NULL,
    hole_since timestamptz,
    CONSTRAINT usage_mark_pkey PRIMARY KEY (tenant, id)
) WITH (fillfactor = 70);
CALL crmedge_system.partition_table('usage_mark');

-- What a service used at one price in one cycle: the sum of its charges, and how much of it invoices have.
CREATE TABLE period_usage (
    tenant uuid NOT NULL,
    id uuid NOT NULL,
    owner uuid NOT NULL,
    service uuid NOT NULL,
    price uuid NOT NULL,
    cycle_start date NOT NULL,
    cycle_end date NOT NULL,
    currency char(3) NOT NULL,
    quantity numeric NOT NULL CHECK (quantity >= 0),
    charged bigint NOT NULL,
    invoiced bigint NOT NULL,
    CONSTRAINT period_usage_pkey PRIMARY KEY (tenant, id)
) WITH (fillfactor = 70);
CALL crmedge_system.partition_table('period_usage');
CREATE INDEX period_usage_owner ON period_usage (tenant, owner, cycle_start);
CREATE INDEX period_usage_open ON period_usage (tenant, owner) WHERE charged <> invoiced;

-- Every reading that was rated, once.
CREATE TABLE usage_row (
    tenant uuid NOT NULL,
    device uuid NOT NULL,
    boot bigint NOT NULL,
    seq bigint NOT NULL CHECK (seq > 0),
    meter text NOT NULL,
    quantity numeric(20, 6) NOT NULL CHECK (quantity >= 0),
    measured_at timestamptz NOT NULL,
    period uuid NOT NULL,
    transfer uuid,
    rated_at timestamptz NOT NULL,
    CONSTRAINT usage_row_pkey PRIMARY KEY (tenant, device, boot, seq)
);
CALL crmedge_system.fact_table('usage_row');
CREATE INDEX usage_row_period ON usage_row (tenant, period);

-- Invoices are numbered when they are final, without gaps, and never change.
CREATE TABLE invoice (
    tenant uuid NOT NULL,
    id uuid NOT NULL,
    owner uuid NOT NULL,
    subscription uuid NOT NULL,
    number bigint NOT NULL CHECK (number > 0),
    cycle_start date NOT NULL,
    cycle_end date NOT NULL,
    currency char(3) NOT NULL,
    net bigint NOT NULL,
    tax bigint NOT NULL,
    tax_percent numeric(7, 4) NOT NULL,
    issued_at timestamptz NOT NULL,
    CONSTRAINT invoice_pkey PRIMARY KEY (tenant, id),
    CONSTRAINT invoice_number UNIQUE (tenant, number)
);
CALL crmedge_system.partition_table('invoice');
CREATE INDEX invoice_owner ON invoice (tenant, owner);
CREATE INDEX invoice_subscription ON invoice (tenant, subscription);

CREATE TABLE invoice_line (
    tenant uuid NOT NULL,
    invoice uuid NOT NULL,
    number int NOT NULL,
    service uuid NOT NULL,
    price uuid NOT NULL,
    period uuid NOT NULL,
    cycle_start date NOT NULL,
    cycle_end date NOT NULL,
    quantity numeric NOT NULL,
    amount bigint NOT NULL,
    tax bigint NOT NULL,
    CONSTRAINT invoice_line_pkey PRIMARY KEY (tenant, invoice, number)
);
CALL crmedge_system.fact_table('invoice_line');

CREATE TABLE invoice_counter (
    tenant uuid NOT NULL,
    id uuid NOT NULL,
    last bigint NOT NULL CHECK (last >= 0),
    CONSTRAINT invoice_counter_pkey PRIMARY KEY (tenant, id)
);
CALL crmedge_system.partition_table('invoice_counter');
