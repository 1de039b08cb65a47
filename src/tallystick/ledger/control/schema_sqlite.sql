-- What is held fast is told by the journal alone: an entry says what, a later posting ends it.
CREATE INDEX ledger_entry_account_frozen ON ledger_entry (to_account) WHERE type = 'freeze';
CREATE INDEX ledger_entry_units_held_fast ON ledger_entry (series, first_serial)
    WHERE type IN ('freeze', 'pledge');

CREATE VIEW ledger_standing AS
SELECT e.posting_id, e.type, e.to_account, e.series, e.first_serial, e.last_serial, p.body
FROM ledger_entry e JOIN ledger_posting p ON p.id = e.posting_id
WHERE e.type IN ('freeze', 'pledge') AND NOT EXISTS (
    SELECT 1 FROM ledger_posting u WHERE u.subject = p.subject
    AND u.kind = CASE p.kind WHEN 'freeze' THEN 'unfreeze' ELSE 'release' END);

CREATE UNIQUE INDEX ledger_posting_once ON ledger_posting (kind, subject)
    WHERE kind IN ('freeze', 'unfreeze', 'pledge', 'release', 'proposal', 'correction');
CREATE UNIQUE INDEX ledger_posting_decision ON ledger_posting (subject)
    WHERE kind IN ('approval', 'rejection', 'withdrawal', 'expiry');
-- INSERT OR REPLACE deletes without firing delete triggers.
CREATE TRIGGER ledger_posting_once_replace BEFORE INSERT ON ledger_posting
WHEN NEW.subject IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'a matter is opened once and ended once')
    WHERE NEW.kind IN ('freeze', 'unfreeze', 'pledge', 'release', 'proposal', 'correction')
      AND EXISTS (SELECT 1 FROM ledger_posting WHERE kind = NEW.kind AND subject = NEW.subject);
    SELECT RAISE(ABORT, 'a proposal is decided once')
    WHERE NEW.kind IN ('approval', 'rejection', 'withdrawal', 'expiry')
      AND EXISTS (SELECT 1 FROM ledger_posting WHERE subject = NEW.subject
                  AND kind IN ('approval', 'rejection', 'withdrawal', 'expiry'));
END;

-- Limits in force, with what the account holds; only accounts with controls have a row.
CREATE TABLE ledger_limit (
    account text PRIMARY KEY,
    holding_t integer CHECK (holding_t >= 0),
    transfer_t integer CHECK (transfer_t >= 0),
    held_t integer NOT NULL
);
CREATE TRIGGER ledger_limit_insert BEFORE INSERT ON ledger_limit
WHEN NOT EXISTS (SELECT 1 FROM ledger_writing)
BEGIN SELECT RAISE(ABORT, 'limits change by postings only'); END;
CREATE TRIGGER ledger_limit_update BEFORE UPDATE ON ledger_limit
WHEN NOT EXISTS (SELECT 1 FROM ledger_writing)
BEGIN SELECT RAISE(ABORT, 'limits change by postings only'); END;
CREATE TRIGGER ledger_limit_delete BEFORE DELETE ON ledger_limit
BEGIN SELECT RAISE(ABORT, 'limits change by postings only'); END;

-- Where nothing was ever frozen, pledged or limited, this ends with one look at an index.
CREATE TRIGGER ledger_entry_held_fast BEFORE INSERT ON ledger_entry
WHEN NEW.type = 'pledge' OR EXISTS (SELECT 1 FROM ledger_entry WHERE type IN ('freeze', 'pledge'))
BEGIN
    SELECT RAISE(ABORT, 'the account or units are frozen or pledged')
    WHERE NEW.type NOT IN ('freeze', 'pledge') AND coalesce(NEW.first_serial, NEW.quantity) > 0
      AND EXISTS (
        SELECT 1 FROM ledger_standing
        WHERE type = 'freeze' AND to_account IN (NEW.from_account, NEW.to_account)
        UNION ALL SELECT 1 FROM ledger_standing WHERE type IN ('freeze', 'pledge')
        AND series = NEW.series
        AND first_serial <= NEW.last_serial AND last_serial >= NEW.first_serial);
    SELECT RAISE(ABORT, 'only who holds units pledges them')
    WHERE NEW.type = 'pledge' AND NEW.last_serial - NEW.first_serial + 1 <> (
        SELECT coalesce(sum(min(h.last_serial, NEW.last_serial)
                            - max(h.first_serial, NEW.first_serial) + 1), 0)
        FROM ledger_holding h JOIN ledger_series s ON s.id = h.series_id
        WHERE s.name = NEW.series AND h.account = NEW.from_account AND NOT h.ended
          AND h.first_serial <= NEW.last_serial AND h.last_serial >= NEW.first_serial);
END;

CREATE TRIGGER ledger_entry_limited AFTER INSERT ON ledger_entry
WHEN EXISTS (SELECT 1 FROM ledger_limit)
 AND NEW.type NOT IN ('acquisition', 'freeze', 'pledge')
 AND NEW.from_account IS NOT NEW.to_account
 AND coalesce(NEW.first_serial, NEW.quantity) > 0
 AND EXISTS (SELECT 1 FROM ledger_limit WHERE account IN (NEW.from_account, NEW.to_account))
BEGIN
    UPDATE ledger_limit
    SET held_t = held_t - coalesce(NEW.quantity, NEW.last_serial - NEW.first_serial + 1)
    WHERE account = NEW.from_account;
    UPDATE ledger_limit
    SET held_t = held_t + coalesce(NEW.quantity, NEW.last_serial - NEW.first_serial + 1)
    WHERE account = NEW.to_account;
    SELECT RAISE(ABORT, 'the account exceeds its limit') FROM ledger_limit
    WHERE (account = NEW.to_account AND held_t > holding_t)
       OR (account = NEW.from_account AND transfer_t <
           coalesce(NEW.quantity, NEW.last_serial - NEW.first_serial + 1));
END;

-- What the newest forecast of a host leaves to be first transferred of each vintage, with what has
-- been; only vintages with a forecast have a row. Approaches listed let no more pass.
CREATE TABLE ledger_cover (
    party text NOT NULL,
    vintage integer NOT NULL,
    covered_t integer CHECK (covered_t >= 0),
    first_transferred_t integer NOT NULL,
    PRIMARY KEY (party, vintage)
) WITHOUT ROWID;
CREATE TABLE ledger_covered (approach text PRIMARY KEY);
CREATE TRIGGER ledger_cover_insert BEFORE INSERT ON ledger_cover
WHEN NOT EXISTS (SELECT 1 FROM ledger_writing)
BEGIN SELECT RAISE(ABORT, 'cover changes by postings only'); END;
CREATE TRIGGER ledger_cover_update BEFORE UPDATE ON ledger_cover
WHEN NOT EXISTS (SELECT 1 FROM ledger_writing)
BEGIN SELECT RAISE(ABORT, 'cover changes by postings only'); END;
CREATE TRIGGER ledger_cover_delete BEFORE DELETE ON ledger_cover
WHEN NOT EXISTS (SELECT 1 FROM ledger_writing)
BEGIN SELECT RAISE(ABORT, 'cover changes by postings only'); END;
CREATE TRIGGER ledger_covered_insert BEFORE INSERT ON ledger_covered
WHEN NOT EXISTS (SELECT 1 FROM ledger_writing)
BEGIN SELECT RAISE(ABORT, 'cover changes by postings only'); END;
CREATE TRIGGER ledger_covered_update BEFORE UPDATE ON ledger_covered
WHEN NOT EXISTS (SELECT 1 FROM ledger_writing)
BEGIN SELECT RAISE(ABORT, 'cover changes by postings only'); END;
CREATE TRIGGER ledger_covered_delete BEFORE DELETE ON ledger_covered
WHEN NOT EXISTS (SELECT 1 FROM ledger_writing)
BEGIN SELECT RAISE(ABORT, 'cover changes by postings only'); END;

CREATE TRIGGER ledger_entry_covered AFTER INSERT ON ledger_entry
WHEN (NEW.type = 'first_transfer' OR NEW.type = 'correction' AND NEW.subtype = 'first_transfer')
 AND (EXISTS (SELECT 1 FROM ledger_cover) OR EXISTS (SELECT 1 FROM ledger_covered))
BEGIN
    UPDATE ledger_cover
    SET first_transferred_t = first_transferred_t + CASE NEW.type WHEN 'correction' THEN -1 ELSE 1
        END * (NEW.last_serial - NEW.first_serial + 1)
    WHERE party = substr(NEW.series, -8, 3)
      AND vintage = CAST(substr(NEW.series, -4) AS integer);
    SELECT RAISE(ABORT, 'the host is not covered')
    WHERE NEW.type = 'first_transfer' AND EXISTS (
        SELECT 1 FROM ledger_covered
        WHERE approach = substr(NEW.series, 1, instr(NEW.series, '-') - 1)
    ) AND NOT EXISTS (
        SELECT 1 FROM ledger_cover
        WHERE party = substr(NEW.series, -8, 3)
          AND vintage = CAST(substr(NEW.series, -4) AS integer)
          AND first_transferred_t <= covered_t);
END;
