-- The CA of edges and of the endpoints they talk to. Its key is sealed under the platform's own data key.
CREATE TABLE edge_authority (
    tenant uuid NOT NULL,
    id uuid NOT NULL,
    certificate bytea NOT NULL,
    sealed_key bytea NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (tenant, id)
);
CALL crmedge_system.back_office_table('edge_authority');
REVOKE UPDATE, DELETE ON edge_authority FROM crmedge_api;

-- A box at a store, or a hub of devices.
CREATE TABLE edge (
    tenant uuid NOT NULL,
    id uuid NOT NULL,
    name text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('STORE', 'HUB')),
    organisation uuid NOT NULL,
    state text NOT NULL CHECK (state IN ('NEW', 'ENROLLED', 'REVOKED')),
    hardware text,
    agent_version text,
    created_at timestamptz NOT NULL,
    enrolled_at timestamptz,
    revoked_at timestamptz,
    CONSTRAINT edge_pkey PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, organisation) REFERENCES organisation (tenant, id)
);
CALL crmedge_system.back_office_table('edge');

-- The tills an edge speaks for.
CREATE TABLE edge_tap (
    tenant uuid NOT NULL,
    edge uuid NOT NULL,
    tap uuid NOT NULL,
    PRIMARY KEY (tenant, edge, tap),
    FOREIGN KEY (tenant, edge) REFERENCES edge (tenant, id),
    FOREIGN KEY (tenant, tap) REFERENCES tap (tenant, id)
);
CALL crmedge_system.back_office_table('edge_tap');

-- The code itself is never stored. used_by is the hash of the key it enrolled: the same key may ask again.
CREATE TABLE edge_pairing_code (
    tenant uuid NOT NULL,
    id uuid NOT NULL,
    edge uuid NOT NULL,
    hash bytea NOT NULL CHECK (length(hash) = 32),
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz,
    used_by bytea,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, edge) REFERENCES edge (tenant, id),
    CHECK ((used_at IS NULL) = (used_by IS NULL))
);
CALL crmedge_system.back_office_table('edge_pairing_code');
CREATE INDEX edge_pairing_code_hash ON edge_pairing_code (hash);

CREATE TABLE edge_certificate (
    tenant uuid NOT NULL,
    id uuid NOT NULL,
    edge uuid NOT NULL,
    serial text NOT NULL,
    valid_from timestamptz NOT NULL,
    valid_until timestamptz NOT NULL,
    issued_at timestamptz NOT NULL,
    revoked_at timestamptz,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, edge) REFERENCES edge (tenant, id)
);
CALL crmedge_system.back_office_table('edge_certificate');
REVOKE DELETE ON edge_certificate FROM crmedge_api;
CREATE UNIQUE INDEX edge_certificate_serial ON edge_certificate (tenant, serial);

-- Keys that an edge seals one-time secrets under, sealed here under the tenant's data key.
CREATE TABLE edge_intake_key (
    tenant uuid NOT NULL,
    edge uuid NOT NULL,
    id int NOT NULL CHECK (id > 0),
    sealed bytea NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (tenant, edge, id),
    FOREIGN KEY (tenant, edge) REFERENCES edge (tenant, id)
);
CALL crmedge_system.back_office_table('edge_intake_key');
REVOKE UPDATE, DELETE ON edge_intake_key FROM crmedge_api;
