-- Which run of the agent a stream is of, on which host, and the last greeting of the edge that was refused.
ALTER TABLE edge_link
    ADD COLUMN run uuid,
    ADD COLUMN host uuid,
    ADD COLUMN refused text,
    ADD COLUMN refused_at timestamptz;

-- Content of the record at seq: a journal that has another one there went another way. Null where it cannot be told.
ALTER TABLE inbox_watermark ADD COLUMN fingerprint bytea CHECK (length(fingerprint) = 16);
