-- Booking keys whose sale was taken back before it came. Kept for ever: a journal may come back from an old backup.
CREATE TABLE reversed_sale (
    tenant uuid NOT NULL,
    id uuid NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (tenant, id)
);
CALL crmedge_system.partition_table('reversed_sale');
