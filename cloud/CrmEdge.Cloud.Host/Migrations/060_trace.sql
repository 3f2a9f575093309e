-- From a posting back to its ticket or reading. A transfer's ref_operation is the purchase; that of a charge is named by its usage
-- rows' transfer, and they are found by its ref_subject, the device. Transfers themselves carry nothing more.
ALTER TABLE purchase ADD COLUMN trace text CHECK (length(trace) = 32);
ALTER TABLE usage_row ADD COLUMN trace text CHECK (length(trace) = 32);
ALTER TABLE quarantine ADD COLUMN trace text;
