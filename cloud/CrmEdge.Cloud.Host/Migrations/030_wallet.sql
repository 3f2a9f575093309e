-- Homes of wallets, under the platform's tenants.
CREATE TABLE wallet_home (
    tenant uuid NOT NULL,
    id uuid NOT NULL,
    code text NOT NULL CHECK (code ~ '^[0-9]{16}$'),
    last_otp_step bigint NOT NULL,
    failures int NOT NULL,
    locked_until timestamptz,
    PRIMARY KEY (tenant, id),
    CONSTRAINT wallet_home_code UNIQUE (tenant, code)
);
CALL crmedge_system.partition_table('wallet_home');

-- The secret that a wallet's one-time codes follow from, sealed under the platform tenant's data key.
CREATE TABLE wallet_secret (
    tenant uuid NOT NULL,
    id uuid NOT NULL,
    sealed bytea NOT NULL,
    made_at timestamptz NOT NULL,
    PRIMARY KEY (tenant, id)
);
CALL crmedge_system.back_office_table('wallet_secret');

-- Tokens live for minutes and are good once, so that a plain hash of their texts is enough.
CREATE TABLE spend_token (
    tenant uuid NOT NULL,
    id uuid NOT NULL,
    wallet uuid NOT NULL,
    business uuid NOT NULL,
    scanned_hash bytea NOT NULL CHECK (length(scanned_hash) = 32),
    keyed_hash bytea NOT NULL CHECK (length(keyed_hash) = 32),
    amount bigint CHECK (amount > 0),
    currency char(3),
    expires_at timestamptz NOT NULL,
    claim uuid,
    PRIMARY KEY (tenant, id),
    CONSTRAINT spend_token_scanned UNIQUE (tenant, scanned_hash),
    CONSTRAINT spend_token_keyed UNIQUE (tenant, keyed_hash),
    CHECK ((amount IS NULL) = (currency IS NULL))
);
CALL crmedge_system.partition_table('spend_token');

CREATE TABLE spend_claim (
    tenant uuid NOT NULL,
    id uuid NOT NULL,
    wallet uuid NOT NULL,
    business uuid NOT NULL,
    purchase uuid NOT NULL,
    attempt uuid NOT NULL,
    proof uuid NOT NULL,
    token_amount bigint,
    token_currency char(3),
    currency char(3) NOT NULL,
    held bigint NOT NULL CHECK (held >= 0),
    state text NOT NULL CHECK (state IN ('open', 'settled', 'released')),
    made_at timestamptz NOT NULL,
    PRIMARY KEY (tenant, id)
);
CALL crmedge_system.partition_table('spend_claim');
CREATE INDEX spend_claim_open ON spend_claim (made_at) WHERE state = 'open';

CREATE TABLE terminal_attempts (
    tenant uuid NOT NULL,
    id uuid NOT NULL,
    failures int NOT NULL,
    locked_until timestamptz,
    PRIMARY KEY (tenant, id)
);
CALL crmedge_system.partition_table('terminal_attempts');

CREATE UNIQUE INDEX contact_wallet ON contact (tenant, wallet_id) WHERE wallet_id IS NOT NULL;
CREATE UNIQUE INDEX contact_wallet_code ON contact (tenant, wallet_code) WHERE wallet_code IS NOT NULL;

-- A wallet's journal: what moved for a contact, its wallet or one of its lots. Transfers of nobody in particular cost nothing.
CREATE INDEX ledger_transfer_subject ON ledger_transfer (tenant, ref_subject, recorded_at) WHERE ref_subject IS NOT NULL;
