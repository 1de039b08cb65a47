-- The log: which leaf stands where, and what the keeper signed.
CREATE TABLE ledger_log (
    log_index bigint PRIMARY KEY CHECK (log_index >= 0),
    posting_id bigint NOT NULL UNIQUE,
    leaf_hash bytea NOT NULL CHECK (octet_length(leaf_hash) = 32)
);
-- The hash of every complete subtree of 256 leaves, and of 256 such, and so on, by its place among
-- those of its level, so that a proof reads a few of them and not the whole log.
CREATE TABLE ledger_subtree (
    level integer NOT NULL CHECK (level > 0),
    place bigint NOT NULL CHECK (place >= 0),
    hash bytea NOT NULL CHECK (octet_length(hash) = 32),
    PRIMARY KEY (level, place)
);
-- Every leaf written on this server by a transaction older than the horizon is in the log.
CREATE TABLE ledger_checkpoint (
    size bigint PRIMARY KEY CHECK (size >= 0),
    number bigint NOT NULL UNIQUE,
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
CREATE TRIGGER ledger_subtree_change BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_subtree
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse('the log is never changed');
