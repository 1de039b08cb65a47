-- The log: which leaf stands where, and what the keeper signed.
CREATE TABLE ledger_log (
    log_index integer PRIMARY KEY CHECK (log_index >= 0),
    posting_id integer NOT NULL UNIQUE,
    leaf_hash blob NOT NULL CHECK (length(leaf_hash) = 32)
);
CREATE TABLE ledger_checkpoint (
    size integer PRIMARY KEY CHECK (size >= 0),
    note text NOT NULL,
    peaks blob NOT NULL
);

CREATE TRIGGER ledger_log_update BEFORE UPDATE ON ledger_log
BEGIN SELECT RAISE(ABORT, 'the log is never changed'); END;
CREATE TRIGGER ledger_log_delete BEFORE DELETE ON ledger_log
BEGIN SELECT RAISE(ABORT, 'the log is never changed'); END;
CREATE TRIGGER ledger_checkpoint_update BEFORE UPDATE ON ledger_checkpoint
BEGIN SELECT RAISE(ABORT, 'the log is never changed'); END;
CREATE TRIGGER ledger_checkpoint_delete BEFORE DELETE ON ledger_checkpoint
BEGIN SELECT RAISE(ABORT, 'the log is never changed'); END;

-- INSERT OR REPLACE deletes without firing delete triggers.
CREATE TRIGGER ledger_log_replace BEFORE INSERT ON ledger_log
WHEN EXISTS (SELECT 1 FROM ledger_log
             WHERE log_index = NEW.log_index OR posting_id = NEW.posting_id)
BEGIN SELECT RAISE(ABORT, 'the log is never changed'); END;
CREATE TRIGGER ledger_checkpoint_replace BEFORE INSERT ON ledger_checkpoint
WHEN EXISTS (SELECT 1 FROM ledger_checkpoint WHERE size = NEW.size)
BEGIN SELECT RAISE(ABORT, 'the log is never changed'); END;
