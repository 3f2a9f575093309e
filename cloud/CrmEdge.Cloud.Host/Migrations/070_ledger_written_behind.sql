-- Balances are written behind: a transfer changes its accounts in the memory of the partition's writer, and their rows follow
-- within moments. A row is exact as of as_of; what a partition has not written begins at unwritten_from, 'infinity' where
-- there is nothing. ledger_balance adds the two up.
ALTER TABLE ledger_account ADD as_of timestamptz NOT NULL DEFAULT '-infinity', ADD last_transfer uuid;

ALTER TABLE crmedge_system.ledger_partition
    ADD recorded_at timestamptz NOT NULL DEFAULT '-infinity',
    ADD unwritten_from timestamptz NOT NULL DEFAULT 'infinity';
GRANT UPDATE ON crmedge_system.ledger_partition TO crmedge_ledger;

-- Each transfer names the one before it on either account: a statement is a walk, whatever the length of all history.
ALTER TABLE ledger_transfer ADD options smallint NOT NULL DEFAULT 0, ADD debit_previous uuid, ADD credit_previous uuid;

ALTER TABLE ledger_transfer DISABLE TRIGGER immutable;
WITH leg AS (
    SELECT t.tenant, t.id, l.is_debit, lag(t.id) OVER (PARTITION BY t.tenant, l.account ORDER BY t.recorded_at, t.id) AS previous
    FROM ledger_transfer t CROSS JOIN LATERAL (VALUES (t.debit, true), (t.credit, false)) AS l (account, is_debit)
), linked AS (
    SELECT tenant, id,
        (array_agg(previous) FILTER (WHERE is_debit))[1] AS debit_previous,
        (array_agg(previous) FILTER (WHERE NOT is_debit))[1] AS credit_previous
    FROM leg GROUP BY tenant, id
)
UPDATE ledger_transfer t SET debit_previous = l.debit_previous, credit_previous = l.credit_previous
FROM linked l WHERE l.tenant = t.tenant AND l.id = t.id;
ALTER TABLE ledger_transfer ENABLE TRIGGER immutable;

WITH last AS (
    SELECT DISTINCT ON (t.tenant, l.account) t.tenant, l.account, t.id, t.recorded_at
    FROM ledger_transfer t CROSS JOIN LATERAL (VALUES (t.debit), (t.credit)) AS l (account)
    ORDER BY t.tenant, l.account, t.recorded_at DESC, t.id DESC
)
UPDATE ledger_account a SET as_of = l.recorded_at, last_transfer = l.id
FROM last l WHERE l.tenant = a.tenant AND l.account = a.id;
UPDATE crmedge_system.ledger_partition p
SET recorded_at = coalesce((SELECT max(recorded_at) FROM ledger_transfer t WHERE t.partition = p.partition), '-infinity');

-- Rows come in the order of their time: a range of pages says which times it holds, for next to no cost.
CREATE INDEX ledger_transfer_recorded ON ledger_transfer USING brin (recorded_at) WITH (pages_per_range = 32, autosummarize = on);

-- A partition's refusals, so that a writer may keep them in memory while they are few.
ALTER TABLE ledger_refusal ADD partition smallint NOT NULL DEFAULT -1;
ALTER TABLE ledger_refusal ALTER partition DROP DEFAULT;
CREATE INDEX ledger_refusal_partition ON ledger_refusal (partition, at);

-- What transfers from since to until (both included) moved on each account beyond the account's as_of.
CREATE FUNCTION ledger_moved(which smallint, since timestamptz, until timestamptz)
RETURNS TABLE (tenant uuid, account uuid, debits_posted bigint, credits_posted bigint, debits_pending bigint,
    credits_pending bigint, as_of timestamptz, last_transfer uuid)
LANGUAGE sql STABLE AS $$
    SELECT leg.tenant, leg.account,
        coalesce(sum(leg.posted) FILTER (WHERE leg.is_debit), 0)::bigint,
        coalesce(sum(leg.posted) FILTER (WHERE NOT leg.is_debit), 0)::bigint,
        coalesce(sum(leg.pending) FILTER (WHERE leg.is_debit), 0)::bigint,
        coalesce(sum(leg.pending) FILTER (WHERE NOT leg.is_debit), 0)::bigint,
        max(leg.recorded_at),
        (array_agg(leg.id ORDER BY leg.recorded_at DESC))[1]
    FROM (
        SELECT t.tenant, t.id, l.account, l.is_debit, t.recorded_at,
            CASE WHEN t.kind IN ('posted', 'post_pending') THEN t.amount ELSE 0 END AS posted,
            CASE WHEN t.kind = 'pending' THEN t.amount ELSE -coalesce(h.amount, 0) END AS pending
        FROM ledger_transfer t
        LEFT JOIN ledger_transfer h ON h.tenant = t.tenant AND h.id = t.pending_id
        CROSS JOIN LATERAL (VALUES (t.debit, true), (t.credit, false)) AS l (account, is_debit)
        WHERE t.recorded_at BETWEEN since AND until AND (which IS NULL OR t.partition = which)
    ) leg
    JOIN ledger_account a ON a.tenant = leg.tenant AND a.id = leg.account AND a.as_of < leg.recorded_at
    GROUP BY leg.tenant, leg.account
$$;

-- The one thing of another schema that readers of balances need.
CREATE FUNCTION ledger_unwritten_from() RETURNS timestamptz LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT coalesce(min(unwritten_from), 'infinity') FROM crmedge_system.ledger_partition
$$;

-- Every account as it is at this instant.
CREATE VIEW ledger_balance WITH (security_invoker = true) AS
SELECT a.tenant, a.id, a.partition, a.kind, a.owner, a.currency, a.limits,
    a.debits_posted + coalesce(m.debits_posted, 0) AS debits_posted,
    a.credits_posted + coalesce(m.credits_posted, 0) AS credits_posted,
    a.debits_pending + coalesce(m.debits_pending, 0) AS debits_pending,
    a.credits_pending + coalesce(m.credits_pending, 0) AS credits_pending,
    greatest(a.as_of, m.as_of) AS as_of,
    coalesce(m.last_transfer, a.last_transfer) AS last_transfer
FROM ledger_account a
LEFT JOIN ledger_moved(NULL, ledger_unwritten_from(), 'infinity') m ON m.tenant = a.tenant AND m.account = a.id;
GRANT SELECT ON ledger_balance TO crmedge_api, crmedge_ledger;

-- The fence says as well how far the partition has recorded, and from where on balances are not written.
DROP FUNCTION crmedge_system.ledger_fence(smallint, bigint, interval);
CREATE FUNCTION crmedge_system.ledger_fence(
    which smallint, held bigint, lease interval, recorded timestamptz, unwritten timestamptz) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    UPDATE crmedge_system.ledger_partition
    SET expires_at = clock_timestamp() + lease, recorded_at = greatest(recorded_at, recorded), unwritten_from = unwritten
    WHERE partition = which AND epoch = held;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'partition % is written by another host', which USING ERRCODE = 'CL001';
    END IF;
END $$;

-- Writes balances that a former owner left unwritten, from at most so many transfers; answers whether some are left, and with
-- the latest time recorded. Reads what is unwritten and nothing before it.
CREATE FUNCTION crmedge_system.ledger_settle(which smallint, held bigint, lease interval, most int)
RETURNS TABLE (recorded timestamptz, unwritten timestamptz)
LANGUAGE plpgsql AS $$
DECLARE
    since timestamptz;
    until timestamptz;
BEGIN
    SELECT p.recorded_at, p.unwritten_from INTO recorded, since FROM crmedge_system.ledger_partition p WHERE p.partition = which;
    unwritten := 'infinity';
    IF since < 'infinity' THEN
        SELECT t.recorded_at INTO until FROM ledger_transfer t
        WHERE t.partition = which AND t.recorded_at >= since ORDER BY t.recorded_at OFFSET most LIMIT 1;
        UPDATE ledger_account a
        SET debits_posted = a.debits_posted + m.debits_posted, credits_posted = a.credits_posted + m.credits_posted,
            debits_pending = a.debits_pending + m.debits_pending, credits_pending = a.credits_pending + m.credits_pending,
            as_of = m.as_of, last_transfer = m.last_transfer
        FROM ledger_moved(which, since, coalesce(until, 'infinity')) m
        WHERE a.tenant = m.tenant AND a.id = m.account;
        unwritten := coalesce(until, unwritten);
    END IF;
    PERFORM crmedge_system.ledger_fence(which, held, lease, recorded, unwritten);
    RETURN NEXT;
END $$;

-- The rate of a conversion, whose two transfers carry its id as their operation.
CREATE TABLE ledger_conversion (
    tenant uuid NOT NULL,
    id uuid NOT NULL,
    rate numeric NOT NULL CHECK (rate > 0),
    from_currency char(3) NOT NULL,
    from_amount bigint NOT NULL CHECK (from_amount > 0),
    to_currency char(3) NOT NULL,
    to_amount bigint NOT NULL CHECK (to_amount > 0),
    at timestamptz NOT NULL,
    PRIMARY KEY (tenant, id)
);
CALL crmedge_system.fact_table('ledger_conversion');
