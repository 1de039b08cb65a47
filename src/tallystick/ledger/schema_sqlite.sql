-- The journal: postings as they were asked, entries as what they came to. Holdings are derived.
CREATE TABLE IF NOT EXISTS ledger_schema (version integer NOT NULL);
INSERT INTO ledger_schema (version) SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM ledger_schema);

CREATE TABLE IF NOT EXISTS ledger_posting (
    id integer PRIMARY KEY AUTOINCREMENT,
    key text NOT NULL UNIQUE,
    kind text NOT NULL,
    subject text NOT NULL,
    body text NOT NULL,
    recorded_at text NOT NULL
);
CREATE INDEX IF NOT EXISTS ledger_posting_subject ON ledger_posting (kind, subject);
CREATE UNIQUE INDEX IF NOT EXISTS ledger_posting_account
    ON ledger_posting (subject) WHERE kind = 'account';

CREATE TABLE IF NOT EXISTS ledger_entry (
    id integer PRIMARY KEY AUTOINCREMENT,
    posting_id integer NOT NULL REFERENCES ledger_posting (id),
    effective_on text NOT NULL,
    type text NOT NULL,
    party text,
    counterparty text,
    from_account text,
    to_account text,
    authorization_id text,
    authorized_on text,
    subtype text,
    purpose text,
    use_year integer,
    entity text,
    series text,
    first_serial integer CHECK (first_serial > 0),
    last_serial integer CHECK (last_serial < 9223372036854775807),
    metric text,
    mitigation_type text,
    unit_registry text,
    first_unit text,
    last_unit text,
    first_transferred_on text,
    CHECK (first_serial <= last_serial)
);
CREATE INDEX IF NOT EXISTS ledger_entry_day ON ledger_entry (effective_on);
CREATE INDEX IF NOT EXISTS ledger_entry_party ON ledger_entry (party, effective_on);
CREATE INDEX IF NOT EXISTS ledger_entry_authorization ON ledger_entry (authorization_id, type);

CREATE TABLE IF NOT EXISTS ledger_holding (
    series text NOT NULL,
    first_serial integer NOT NULL CHECK (first_serial > 0),
    last_serial integer NOT NULL CHECK (last_serial < 9223372036854775807),
    account text NOT NULL,
    received_on text NOT NULL,
    authorization_id text NOT NULL,
    metric text NOT NULL,
    mitigation_type text NOT NULL,
    unit_registry text,
    first_unit text,
    last_unit text,
    first_transferred_on text,
    PRIMARY KEY (series, first_serial),
    CHECK (first_serial <= last_serial)
);

CREATE TABLE IF NOT EXISTS ledger_backing (
    registry text NOT NULL,
    stem text NOT NULL,
    first_unit integer NOT NULL,
    last_unit integer NOT NULL CHECK (last_unit < 9223372036854775807),
    series text NOT NULL,
    first_serial integer NOT NULL,
    last_serial integer NOT NULL,
    PRIMARY KEY (registry, stem, first_unit),
    CHECK (first_unit <= last_unit)
);

CREATE TRIGGER IF NOT EXISTS ledger_holding_overlap BEFORE INSERT ON ledger_holding
WHEN EXISTS (SELECT 1 FROM ledger_holding
             WHERE series = NEW.series
               AND first_serial <= NEW.last_serial AND last_serial >= NEW.first_serial)
BEGIN SELECT RAISE(ABORT, 'holdings of a series never overlap'); END;

CREATE TRIGGER IF NOT EXISTS ledger_holding_update BEFORE UPDATE ON ledger_holding
BEGIN SELECT RAISE(ABORT, 'a holding is replaced, not updated'); END;

CREATE TRIGGER IF NOT EXISTS ledger_backing_overlap BEFORE INSERT ON ledger_backing
WHEN EXISTS (SELECT 1 FROM ledger_backing
             WHERE registry = NEW.registry AND stem = NEW.stem
               AND first_unit <= NEW.last_unit AND last_unit >= NEW.first_unit)
BEGIN SELECT RAISE(ABORT, 'an underlying unit backs one unit only'); END;

CREATE TRIGGER IF NOT EXISTS ledger_posting_update BEFORE UPDATE ON ledger_posting
BEGIN SELECT RAISE(ABORT, 'the journal is never changed'); END;
CREATE TRIGGER IF NOT EXISTS ledger_posting_delete BEFORE DELETE ON ledger_posting
BEGIN SELECT RAISE(ABORT, 'the journal is never changed'); END;
CREATE TRIGGER IF NOT EXISTS ledger_entry_update BEFORE UPDATE ON ledger_entry
BEGIN SELECT RAISE(ABORT, 'the journal is never changed'); END;
CREATE TRIGGER IF NOT EXISTS ledger_entry_delete BEFORE DELETE ON ledger_entry
BEGIN SELECT RAISE(ABORT, 'the journal is never changed'); END;
CREATE TRIGGER IF NOT EXISTS ledger_backing_update BEFORE UPDATE ON ledger_backing
BEGIN SELECT RAISE(ABORT, 'the journal is never changed'); END;
CREATE TRIGGER IF NOT EXISTS ledger_backing_delete BEFORE DELETE ON ledger_backing
BEGIN SELECT RAISE(ABORT, 'the journal is never changed'); END;

-- INSERT OR REPLACE deletes without firing delete triggers.
CREATE TRIGGER IF NOT EXISTS ledger_posting_replace BEFORE INSERT ON ledger_posting
WHEN EXISTS (SELECT 1 FROM ledger_posting WHERE id = NEW.id OR key = NEW.key
             OR (kind = 'account' AND NEW.kind = 'account' AND subject = NEW.subject))
BEGIN SELECT RAISE(ABORT, 'the journal is never changed'); END;
CREATE TRIGGER IF NOT EXISTS ledger_entry_replace BEFORE INSERT ON ledger_entry
WHEN EXISTS (SELECT 1 FROM ledger_entry WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'the journal is never changed'); END;

CREATE TABLE IF NOT EXISTS ledger_leaf (
    posting_id integer PRIMARY KEY,
    leaf text NOT NULL
);
CREATE TRIGGER IF NOT EXISTS ledger_leaf_update BEFORE UPDATE ON ledger_leaf
BEGIN SELECT RAISE(ABORT, 'the journal is never changed'); END;
CREATE TRIGGER IF NOT EXISTS ledger_leaf_delete BEFORE DELETE ON ledger_leaf
BEGIN SELECT RAISE(ABORT, 'the journal is never changed'); END;
