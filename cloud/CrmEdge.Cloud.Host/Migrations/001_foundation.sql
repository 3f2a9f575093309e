-- Roles exist already: crmedge_migrator (this session), crmedge_api, crmedge_ledger; see deploy/postgres/roles.sql.
-- Platform-wide tables live in crmedge_system, where the api role has no business at all.
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO crmedge_api, crmedge_ledger;
GRANT USAGE ON SCHEMA crmedge_system TO crmedge_ledger;

-- Three kinds of table. Each has a column "tenant" leading its key; the policy compares it with the transaction's tenant,
-- which is null where none was set: then nothing is seen and nothing can be written.
CREATE PROCEDURE crmedge_system.guard_tenant(name text) LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE public.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format($policy$
        CREATE POLICY tenant_only ON public.%I
            USING (tenant = nullif(current_setting('crmedge.tenant', true), '')::uuid)
            WITH CHECK (tenant = nullif(current_setting('crmedge.tenant', true), '')::uuid)
        $policy$, name);
END $$;

-- Changed by back-office requests; the ledger may read it.
CREATE PROCEDURE crmedge_system.back_office_table(name text) LANGUAGE plpgsql AS $$
BEGIN
    CALL crmedge_system.guard_tenant(name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON public.%I TO crmedge_api', name);
    EXECUTE format('GRANT SELECT ON public.%I TO crmedge_ledger', name);
END $$;

-- Owned by a partition: changed by its committer alone; requests may read it.
CREATE PROCEDURE crmedge_system.partition_table(name text) LANGUAGE plpgsql AS $$
BEGIN
    CALL crmedge_system.guard_tenant(name);
    EXECUTE format('GRANT SELECT ON public.%I TO crmedge_api', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE ON public.%I TO crmedge_ledger', name);
END $$;

-- Facts of a partition: never changed, never deleted, by no role that serves.
CREATE PROCEDURE crmedge_system.fact_table(name text) LANGUAGE plpgsql AS $$
BEGIN
    CALL crmedge_system.guard_tenant(name);
    EXECUTE format('GRANT SELECT ON public.%I TO crmedge_api', name);
    EXECUTE format('GRANT SELECT, INSERT ON public.%I TO crmedge_ledger', name);
END $$;

-- An organisation that keeps books has two: live and test. The offset moves a test tenant's clock, never a live one's.
CREATE TABLE tenant (
    tenant uuid PRIMARY KEY,
    organisation uuid NOT NULL,
    mode text NOT NULL CHECK (mode IN ('live', 'test')),
    currency char(3) NOT NULL,
    country char(3) NOT NULL,
    zone text NOT NULL,
    clock_offset_seconds bigint NOT NULL DEFAULT 0 CHECK (clock_offset_seconds >= 0),
    created_at timestamptz NOT NULL,
    CHECK (mode = 'test' OR clock_offset_seconds = 0)
);
CALL crmedge_system.back_office_table('tenant');
REVOKE DELETE ON tenant FROM crmedge_api;

-- Secrets of one tenant, sealed under the master key that the file outside the data folder holds.
CREATE TABLE tenant_key (
    tenant uuid NOT NULL,
    purpose text NOT NULL CHECK (purpose IN ('cim', 'data')),
    id int NOT NULL CHECK (id > 0),
    sealed bytea NOT NULL,
    created_at timestamptz NOT NULL,
    retired_at timestamptz,
    PRIMARY KEY (tenant, purpose, id)
);
CALL crmedge_system.back_office_table('tenant_key');
REVOKE DELETE ON tenant_key FROM crmedge_api;

-- The key itself is never stored. Its text names the tenant, so that no look-up crosses tenants.
CREATE TABLE api_key (
    tenant uuid NOT NULL,
    id uuid NOT NULL,
    organisation uuid NOT NULL,
    hash bytea NOT NULL CHECK (length(hash) = 32),
    kind text NOT NULL CHECK (kind IN ('public', 'secret')),
    role text NOT NULL CHECK (role IN ('read', 'operate', 'approve')),
    name text NOT NULL,
    created_at timestamptz NOT NULL,
    revoked_at timestamptz,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, hash)
);
CALL crmedge_system.back_office_table('api_key');
REVOKE DELETE ON api_key FROM crmedge_api;

-- Who did what. Rows are written in the transaction of the deed and never changed.
CREATE TABLE audit (
    tenant uuid NOT NULL,
    id uuid NOT NULL,
    at timestamptz NOT NULL,
    actor uuid NOT NULL,
    actor_name text NOT NULL,
    action text NOT NULL,
    subject text NOT NULL,
    subject_id text NOT NULL,
    trace text,
    PRIMARY KEY (tenant, id)
);
CALL crmedge_system.back_office_table('audit');
REVOKE UPDATE, DELETE ON audit FROM crmedge_api;
GRANT INSERT ON audit TO crmedge_ledger;
CREATE INDEX audit_at ON audit (tenant, at);
