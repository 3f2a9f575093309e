-- The stream that speaks for an edge, and what it said of itself.
CREATE TABLE edge_link (
    tenant uuid NOT NULL,
    edge uuid NOT NULL,
    stream uuid NOT NULL,
    incarnation uuid NOT NULL,
    journal_start text,
    agent_version text,
    first_kept bigint NOT NULL,
    last_kept bigint NOT NULL,
    connected_at timestamptz NOT NULL,
    seen_at timestamptz NOT NULL,
    ended_at timestamptz,
    PRIMARY KEY (tenant, edge)
) WITH (fillfactor = 50);
CALL crmedge_system.partition_table('edge_link');

-- Everything up to seq is committed in inbox. Every batch names its stream, so that one that was replaced can add nothing.
-- id is that of the mark how far the rows have taken effect.
CREATE TABLE inbox_watermark (
    tenant uuid NOT NULL,
    edge uuid NOT NULL,
    incarnation uuid NOT NULL,
    id uuid NOT NULL,
    stream uuid NOT NULL,
    seq bigint NOT NULL CHECK (seq >= 0),
    begun_at timestamptz NOT NULL,
    retired_at timestamptz,
    PRIMARY KEY (tenant, edge, incarnation)
) WITH (fillfactor = 50);
CALL crmedge_system.partition_table('inbox_watermark');

-- What edges sent, as it came but for card data. Kept for a while after it was applied.
CREATE TABLE inbox (
    tenant uuid NOT NULL,
    edge uuid NOT NULL,
    incarnation uuid NOT NULL,
    seq bigint NOT NULL,
    first bigint NOT NULL,
    type int NOT NULL,
    version int NOT NULL,
    recorded_at timestamptz NOT NULL,
    received_at timestamptz NOT NULL,
    scrubbed boolean NOT NULL,
    trace text,
    payload bytea NOT NULL,
    PRIMARY KEY (tenant, edge, incarnation, seq),
    CHECK (first BETWEEN 1 AND seq)
);
CALL crmedge_system.fact_table('inbox');
GRANT DELETE ON inbox TO crmedge_ledger;
CREATE INDEX inbox_received ON inbox (received_at);

CREATE TABLE inbox_mark (
    tenant uuid NOT NULL,
    id uuid NOT NULL,
    seq bigint NOT NULL,
    PRIMARY KEY (tenant, id)
) WITH (fillfactor = 50);
CALL crmedge_system.partition_table('inbox_mark');

CREATE TABLE quarantine (
    tenant uuid NOT NULL,
    id uuid NOT NULL,
    edge uuid NOT NULL,
    incarnation uuid NOT NULL,
    seq bigint NOT NULL,
    type int NOT NULL,
    version int NOT NULL,
    recorded_at timestamptz NOT NULL,
    set_aside_at timestamptz NOT NULL,
    code text NOT NULL,
    message text NOT NULL,
    payload bytea NOT NULL,
    state text NOT NULL CHECK (state IN ('open', 'replayed', 'discarded')),
    settled_at timestamptz,
    PRIMARY KEY (tenant, id)
);
CALL crmedge_system.partition_table('quarantine');
GRANT DELETE ON quarantine TO crmedge_ledger;
CREATE INDEX quarantine_open ON quarantine (tenant, set_aside_at) WHERE state = 'open';
CREATE INDEX quarantine_settled ON quarantine (settled_at) WHERE settled_at IS NOT NULL;
