-- The business network. An organisation that keeps books of its own (operator, service owner, transaction processor,
-- business) appears in its own tenants and in those of every organisation above it; the others in the tenant they were made in.
CREATE TABLE organisation (
    tenant uuid NOT NULL,
    id uuid NOT NULL,
    parent uuid,
    type text NOT NULL CHECK (type IN (
        'OPERATOR', 'SERVICE_OWNER', 'TRANSACTION_PROCESSOR', 'BUSINESS', 'ORGANISATION', 'MERCHANT', 'VENUE')),
    code text NOT NULL,
    name text NOT NULL,
    description text,
    created_at timestamptz NOT NULL,
    CONSTRAINT organisation_pkey PRIMARY KEY (tenant, id),
    CONSTRAINT organisation_code UNIQUE (tenant, code)
);
CALL crmedge_system.back_office_table('organisation');
CREATE INDEX organisation_parent ON organisation (tenant, parent);

-- A transaction acquiring point: where a till stands. Codes are those of the acquirer; several businesses may share one.
CREATE TABLE tap (
    tenant uuid NOT NULL,
    id uuid NOT NULL,
    code text NOT NULL,
    organisation uuid NOT NULL,
    name text,
    created_at timestamptz NOT NULL,
    CONSTRAINT tap_pkey PRIMARY KEY (tenant, id),
    CONSTRAINT tap_code UNIQUE (tenant, code),
    FOREIGN KEY (tenant, organisation) REFERENCES organisation (tenant, id)
);
CALL crmedge_system.back_office_table('tap');
CREATE INDEX tap_organisation ON tap (tenant, organisation);
