-- What edges hold of contacts, one row per identification value, with the transaction that changed it last: everything below
-- the oldest running transaction is final, so that number is a version no late commit slips under.
CREATE TABLE contact_cim_change (
    tenant uuid NOT NULL,
    id uuid NOT NULL,
    contact uuid NOT NULL,
    key_id int NOT NULL,
    hash bytea NOT NULL,
    removed boolean NOT NULL,
    changed bigint NOT NULL,
    PRIMARY KEY (tenant, id)
);
CALL crmedge_system.back_office_table('contact_cim_change');
CREATE INDEX contact_cim_change_changed ON contact_cim_change (tenant, changed);
CREATE INDEX contact_cim_change_contact ON contact_cim_change (tenant, contact);

CREATE FUNCTION crmedge_system.note_cim() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    cim contact_cim := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
BEGIN
    INSERT INTO contact_cim_change (tenant, id, contact, key_id, hash, removed, changed)
    VALUES (cim.tenant, cim.id, cim.contact, cim.key_id, cim.hash, TG_OP = 'DELETE', pg_current_xact_id()::text::bigint)
    ON CONFLICT (tenant, id) DO UPDATE SET contact = excluded.contact, key_id = excluded.key_id, hash = excluded.hash,
        removed = excluded.removed, changed = excluded.changed;
    RETURN NULL;
END $$;
CREATE TRIGGER note_cim AFTER INSERT OR UPDATE OR DELETE ON contact_cim
    FOR EACH ROW EXECUTE FUNCTION crmedge_system.note_cim();

CREATE FUNCTION crmedge_system.note_contact() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE contact_cim_change SET changed = pg_current_xact_id()::text::bigint
    WHERE tenant = NEW.tenant AND contact = NEW.id AND NOT removed;
    RETURN NULL;
END $$;
CREATE TRIGGER note_contact AFTER UPDATE OF code, first_name ON contact
    FOR EACH ROW WHEN (OLD.code IS DISTINCT FROM NEW.code OR OLD.first_name IS DISTINCT FROM NEW.first_name)
    EXECUTE FUNCTION crmedge_system.note_contact();
