-- Accounts as they are now. The sums are redundant to the transfers: see the trial balance.
CREATE TABLE ledger_account (
    tenant uuid NOT NULL,
    id uuid NOT NULL,
    partition smallint NOT NULL,
    kind text NOT NULL,
    owner uuid NOT NULL,
    currency char(3) NOT NULL,
    limits int NOT NULL,
    debits_posted bigint NOT NULL CHECK (debits_posted >= 0),
    credits_posted bigint NOT NULL CHECK (credits_posted >= 0),
    debits_pending bigint NOT NULL CHECK (debits_pending >= 0),
    credits_pending bigint NOT NULL CHECK (credits_pending >= 0),
    PRIMARY KEY (tenant, id),
    CONSTRAINT exceeds_credits CHECK (limits & 1 = 0 OR debits_posted + debits_pending <= credits_posted),
    CONSTRAINT exceeds_debits CHECK (limits & 2 = 0 OR credits_posted + credits_pending <= debits_posted)
) WITH (fillfactor = 70);
CALL crmedge_system.partition_table('ledger_account');
CREATE INDEX ledger_account_owner ON ledger_account (tenant, owner);

-- Every movement, hold and end of a hold. The key decides what is a repeat.
CREATE TABLE ledger_transfer (
    tenant uuid NOT NULL,
    id uuid NOT NULL,
    debit uuid NOT NULL,
    credit uuid NOT NULL,
    amount bigint NOT NULL CHECK (amount > 0),
    recorded_at timestamptz NOT NULL,
    event_at timestamptz NOT NULL,
    partition smallint NOT NULL,
    currency char(3) NOT NULL,
    kind text NOT NULL CHECK (kind IN ('posted', 'pending', 'post_pending', 'void_pending', 'expire_pending')),
    code text NOT NULL,
    pending_id uuid,
    expires_at timestamptz,
    ref_operation uuid,
    ref_subject uuid,
    ref_rule uuid,
    PRIMARY KEY (tenant, id),
    CHECK (debit <> credit),
    CHECK ((pending_id IS NOT NULL) = (kind IN ('post_pending', 'void_pending', 'expire_pending'))),
    CHECK (expires_at IS NULL OR kind = 'pending')
);
CALL crmedge_system.fact_table('ledger_transfer');
CREATE UNIQUE INDEX ledger_transfer_ends_hold ON ledger_transfer (tenant, pending_id) WHERE pending_id IS NOT NULL;

-- Grants keep the serving roles out; this keeps out slips of the owner and of superusers too.
CREATE FUNCTION crmedge_system.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% of % is refused: a posted transfer is corrected by a new one', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_transfer
    FOR EACH STATEMENT EXECUTE FUNCTION crmedge_system.refuse_change();

-- Holds that nothing has ended yet, so that finding what is due does not read history.
CREATE TABLE ledger_hold (
    tenant uuid NOT NULL,
    id uuid NOT NULL,
    partition smallint NOT NULL,
    debit uuid NOT NULL,
    expires_at timestamptz,
    PRIMARY KEY (tenant, id)
);
CALL crmedge_system.partition_table('ledger_hold');
GRANT DELETE ON ledger_hold TO crmedge_ledger;
CREATE INDEX ledger_hold_due ON ledger_hold (expires_at) WHERE expires_at IS NOT NULL;
CREATE INDEX ledger_hold_debit ON ledger_hold (tenant, debit);

-- Ids refused for the state of the books, kept for as long as anybody may repeat them.
CREATE TABLE ledger_refusal (
    tenant uuid NOT NULL,
    id uuid NOT NULL,
    code text NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (tenant, id)
);
CALL crmedge_system.fact_table('ledger_refusal');
GRANT DELETE ON ledger_refusal TO crmedge_ledger;
CREATE INDEX ledger_refusal_at ON ledger_refusal (at);

-- One writer per partition: whoever holds the row, until the database's clock passes expires_at.
CREATE TABLE crmedge_system.ledger_partition (
    partition smallint PRIMARY KEY,
    owner uuid,
    epoch bigint NOT NULL DEFAULT 0,
    expires_at timestamptz NOT NULL DEFAULT '-infinity'
) WITH (fillfactor = 20);
GRANT SELECT, INSERT, UPDATE ON crmedge_system.ledger_partition TO crmedge_ledger;

-- The number of partitions is settled by the first host that asks; later ones are told.
CREATE FUNCTION crmedge_system.ledger_partitions(wanted int) RETURNS int LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('crmedge ledger partitions'));
    IF NOT EXISTS (SELECT 1 FROM crmedge_system.ledger_partition) THEN
        INSERT INTO crmedge_system.ledger_partition (partition) SELECT generate_series(0, wanted - 1);
    END IF;
    RETURN (SELECT count(*) FROM crmedge_system.ledger_partition);
END $$;

-- First statement of every write transaction: it holds the row until the commit, so that no other host takes the partition
-- meanwhile, and renews the lease. A writer whose epoch has passed gets an error, and with it nothing is written.
CREATE FUNCTION crmedge_system.ledger_fence(which smallint, held bigint, lease interval) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    UPDATE crmedge_system.ledger_partition SET expires_at = clock_timestamp() + lease WHERE partition = which AND epoch = held;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'partition % is written by another host', which USING ERRCODE = 'CL001';
    END IF;
END $$;
