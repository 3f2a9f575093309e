-- Names are kept as they are, for search. All else that tells who somebody is lies sealed: addresses, demographics and
-- document numbers in "profile", phones, emails and loyalty identifiers in contact_cim.
CREATE TABLE contact (
    tenant uuid NOT NULL,
    id uuid NOT NULL,
    code text NOT NULL,
    type text NOT NULL CHECK (type IN ('PERSON', 'COMPANY')),
    first_name text,
    middle_name text,
    last_name text,
    company_name text,
    language_code text,
    country_of_agreement char(3) NOT NULL,
    currency char(3) NOT NULL,
    sms_opt_out boolean NOT NULL,
    email_opt_out boolean NOT NULL,
    custom_fields jsonb NOT NULL,
    profile bytea,
    wallet_id uuid,
    wallet_code text,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    CONSTRAINT contact_pkey PRIMARY KEY (tenant, id),
    CONSTRAINT contact_code UNIQUE (tenant, code)
);
CALL crmedge_system.back_office_table('contact');
CREATE INDEX contact_created ON contact (tenant, created_at);
CREATE INDEX contact_without_wallet ON contact (tenant, created_at) WHERE wallet_id IS NULL;

-- A contact identification medium. The value is there as a keyed hash alone, and sealed where it has to be shown again;
-- of cards and gift passes nothing but the hash is kept.
CREATE TABLE contact_cim (
    tenant uuid NOT NULL,
    id uuid NOT NULL,
    contact uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('CARD', 'PHONE', 'EMAIL', 'LOYALTY_IDENTIFIER', 'GIFT_PASS')),
    key_id int NOT NULL,
    hash bytea NOT NULL CHECK (length(hash) = 32),
    sealed bytea,
    created_at timestamptz NOT NULL,
    CONSTRAINT contact_cim_pkey PRIMARY KEY (tenant, id),
    CONSTRAINT contact_cim_value UNIQUE (tenant, hash, key_id, kind),
    FOREIGN KEY (tenant, contact) REFERENCES contact (tenant, id),
    CHECK (sealed IS NULL OR kind NOT IN ('CARD', 'GIFT_PASS'))
);
CALL crmedge_system.back_office_table('contact_cim');
CREATE INDEX contact_cim_contact ON contact_cim (tenant, contact);
