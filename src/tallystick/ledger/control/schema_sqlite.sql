
-- Controls. What stands is told by the journal alone: a restraint is ended by a posting.
CREATE TABLE IF NOT EXISTS ledger_restraint (
    posting_id integer PRIMARY KEY,
    account text,
    series text,
    first_serial integer,
    last_serial integer,
    CHECK ((account IS NULL) <> (series IS NULL)),
    CHECK ((series IS NULL) = (first_serial IS NULL)),
    CHECK (first_serial <= last_serial)
);
CREATE INDEX IF NOT EXISTS ledger_restraint_account ON ledger_restraint (account)
    WHERE account IS NOT NULL;
CREATE INDEX IF NOT EXISTS ledger_restraint_block ON ledger_restraint (series, first_serial);

CREATE VIEW IF NOT EXISTS ledger_standing AS
SELECT r.*, p.body FROM ledger_restraint r JOIN ledger_posting p ON p.id = r.posting_id
WHERE NOT EXISTS (
    SELECT 1 FROM ledger_posting e WHERE e.subject = p.subject
    AND e.kind = CASE p.kind WHEN 'freeze' THEN 'unfreeze' ELSE 'release' END);

-- Limits in force, with what the account holds; only accounts with a limit have a row.
CREATE TABLE IF NOT EXISTS ledger_limit (
    account text PRIMARY KEY,
    holding_t integer CHECK (holding_t >= 0),
    transfer_t integer CHECK (transfer_t >= 0),
    held_t integer NOT NULL
);

CREATE UNIQUE INDEX IF NOT EXISTS ledger_posting_once ON ledger_posting (kind, subject)
    WHERE kind IN ('freeze', 'unfreeze', 'pledge', 'release', 'proposal', 'correction');
CREATE UNIQUE INDEX IF NOT EXISTS ledger_posting_decision ON ledger_posting (subject)
    WHERE kind IN ('approval', 'rejection', 'withdrawal', 'expiry');

CREATE TRIGGER IF NOT EXISTS ledger_restraint_update BEFORE UPDATE ON ledger_restraint
BEGIN SELECT RAISE(ABORT, 'the journal is never changed'); END;
CREATE TRIGGER IF NOT EXISTS ledger_restraint_delete BEFORE DELETE ON ledger_restraint
BEGIN SELECT RAISE(ABORT, 'the journal is never changed'); END;
CREATE TRIGGER IF NOT EXISTS ledger_restraint_replace BEFORE INSERT ON ledger_restraint
WHEN EXISTS (SELECT 1 FROM ledger_restraint WHERE posting_id = NEW.posting_id)
BEGIN SELECT RAISE(ABORT, 'the journal is never changed'); END;

-- INSERT OR REPLACE deletes without firing delete triggers.
CREATE TRIGGER IF NOT EXISTS ledger_posting_once_replace BEFORE INSERT ON ledger_posting
WHEN EXISTS (
    SELECT 1 FROM ledger_posting WHERE subject = NEW.subject AND kind = NEW.kind
    AND kind IN ('freeze', 'unfreeze', 'pledge', 'release', 'proposal', 'correction')
    UNION ALL SELECT 1 FROM ledger_posting WHERE subject = NEW.subject
    AND kind IN ('approval', 'rejection', 'withdrawal', 'expiry')
    AND NEW.kind IN ('approval', 'rejection', 'withdrawal', 'expiry'))
BEGIN SELECT RAISE(ABORT, 'a matter is opened once and ended once'); END;

CREATE TRIGGER IF NOT EXISTS ledger_entry_restrained BEFORE INSERT ON ledger_entry
WHEN NEW.series IS NOT NULL AND EXISTS (
    SELECT 1 FROM ledger_standing WHERE account IN (NEW.from_account, NEW.to_account)
    UNION ALL SELECT 1 FROM ledger_standing WHERE series = NEW.series
    AND first_serial <= NEW.last_serial AND last_serial >= NEW.first_serial)
BEGIN SELECT RAISE(ABORT, 'the account or units are frozen or pledged'); END;

CREATE TRIGGER IF NOT EXISTS ledger_entry_limited AFTER INSERT ON ledger_entry
WHEN NEW.series IS NOT NULL AND NEW.type <> 'acquisition'
 AND NEW.from_account IS NOT NEW.to_account
BEGIN
    UPDATE ledger_limit SET held_t = held_t - (NEW.last_serial - NEW.first_serial + 1)
    WHERE account = NEW.from_account;
    UPDATE ledger_limit SET held_t = held_t + (NEW.last_serial - NEW.first_serial + 1)
    WHERE account = NEW.to_account;
    SELECT RAISE(ABORT, 'the account exceeds its limit') FROM ledger_limit
    WHERE (account = NEW.to_account AND held_t > holding_t)
       OR (account = NEW.from_account AND NEW.last_serial - NEW.first_serial >= transfer_t);
END;
