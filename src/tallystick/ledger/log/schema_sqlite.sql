-- The log: which leaf stands where, and what the keeper signed.
CREATE TABLE ledger_log (
    log_index integer PRIMARY KEY CHECK (log_index >= 0),
    posting_id integer NOT NULL UNIQUE,
    leaf_hash blob NOT NULL CHECK (length(leaf_hash) = 32)
);
-- The hash of every complete subtree of 256 leaves, and of 256 such, and so on, by its place among
-- those of its level, so that a proof reads a few of them and not the whole log.
CREATE TABLE ledger_subtree (
    level integer NOT NULL CHECK (level > 0),
    place integer NOT NULL CHECK (place >= 0),
    hash blob NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (level, place)
) WITHOUT ROWID;
CREATE TABLE ledger_checkpoint (
    size integer PRIMARY KEY CHECK (size >= 0),
    number integer NOT NULL UNIQUE,
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
CREATE TRIGGER ledger_subtree_update BEFORE UPDATE ON ledger_subtree
BEGIN SELECT RAISE(ABORT, 'the log is never changed'); END;
CREATE TRIGGER ledger_subtree_delete BEFORE DELETE ON ledger_subtree
BEGIN SELECT RAISE(ABORT, 'the log is never changed'); END;

-- INSERT OR REPLACE deletes without firing delete triggers.
CREATE TRIGGER ledger_log_replace BEFORE INSERT ON ledger_log
WHEN EXISTS (SELECT 1 FROM ledger_log
             WHERE log_index = NEW.log_index OR posting_id = NEW.posting_id)
BEGIN SELECT RAISE(ABORT, 'the log is never changed'); END;
CREATE TRIGGER ledger_checkpoint_replace BEFORE INSERT ON ledger_checkpoint
WHEN EXISTS (SELECT 1 FROM ledger_checkpoint WHERE size = NEW.size OR number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'the log is never changed'); END;
CREATE TRIGGER ledger_subtree_replace BEFORE INSERT ON ledger_subtree
WHEN EXISTS (SELECT 1 FROM ledger_subtree WHERE level = NEW.level AND place = NEW.place)
BEGIN SELECT RAISE(ABORT, 'the log is never changed'); END;
