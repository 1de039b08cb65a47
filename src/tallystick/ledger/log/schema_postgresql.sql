-- The log: which leaf stands where, and what the keeper signed.
CREATE TABLE ledger_log (
    log_index bigint PRIMARY KEY CHECK (log_index >= 0),
    posting_id bigint NOT NULL UNIQUE,
    leaf_hash bytea NOT NULL CHECK (octet_length(leaf_hash) = 32)
);
-- Every leaf written on this server by a transaction older than the horizon is in the log.
CREATE TABLE ledger_checkpoint (
    size bigint PRIMARY KEY CHECK (size >= 0),
    note text NOT NULL,
    peaks bytea NOT NULL,
    server bigint NOT NULL,
    horizon xid8 NOT NULL
);
CREATE INDEX ledger_leaf_xid ON ledger_leaf (xid);

CREATE TRIGGER ledger_log_change BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_log
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse('the log is never changed');
CREATE TRIGGER ledger_checkpoint_change BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_checkpoint
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse('the log is never changed');
