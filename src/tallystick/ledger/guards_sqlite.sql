-- The journal is only ever added to.
CREATE TRIGGER ledger_posting_update BEFORE UPDATE ON ledger_posting
BEGIN SELECT RAISE(ABORT, 'the journal is never changed'); END;
CREATE TRIGGER ledger_posting_delete BEFORE DELETE ON ledger_posting
BEGIN SELECT RAISE(ABORT, 'the journal is never changed'); END;
CREATE TRIGGER ledger_leaf_update BEFORE UPDATE ON ledger_leaf
BEGIN SELECT RAISE(ABORT, 'the journal is never changed'); END;
CREATE TRIGGER ledger_leaf_delete BEFORE DELETE ON ledger_leaf
BEGIN SELECT RAISE(ABORT, 'the journal is never changed'); END;
CREATE TRIGGER ledger_entry_update BEFORE UPDATE ON ledger_entry
BEGIN SELECT RAISE(ABORT, 'the journal is never changed'); END;
CREATE TRIGGER ledger_entry_delete BEFORE DELETE ON ledger_entry
BEGIN SELECT RAISE(ABORT, 'the journal is never changed'); END;
CREATE TRIGGER ledger_backing_update BEFORE UPDATE ON ledger_backing
BEGIN SELECT RAISE(ABORT, 'the journal is never changed'); END;
CREATE TRIGGER ledger_backing_delete BEFORE DELETE ON ledger_backing
BEGIN SELECT RAISE(ABORT, 'the journal is never changed'); END;
CREATE TRIGGER ledger_lot_update BEFORE UPDATE ON ledger_lot
BEGIN SELECT RAISE(ABORT, 'the journal is never changed'); END;
CREATE TRIGGER ledger_lot_delete BEFORE DELETE ON ledger_lot
BEGIN SELECT RAISE(ABORT, 'the journal is never changed'); END;
CREATE TRIGGER ledger_series_update BEFORE UPDATE ON ledger_series
BEGIN SELECT RAISE(ABORT, 'the journal is never changed'); END;
CREATE TRIGGER ledger_series_delete BEFORE DELETE ON ledger_series
BEGIN SELECT RAISE(ABORT, 'the journal is never changed'); END;
CREATE TRIGGER ledger_account_update BEFORE UPDATE ON ledger_account
BEGIN SELECT RAISE(ABORT, 'an account stays what it is'); END;
CREATE TRIGGER ledger_account_delete BEFORE DELETE ON ledger_account
BEGIN SELECT RAISE(ABORT, 'an account stays what it is'); END;

-- INSERT OR REPLACE deletes without firing delete triggers.
CREATE TRIGGER ledger_posting_replace BEFORE INSERT ON ledger_posting
WHEN EXISTS (SELECT 1 FROM ledger_posting WHERE id = NEW.id OR key = NEW.key)
BEGIN SELECT RAISE(ABORT, 'the journal is never changed'); END;
CREATE TRIGGER ledger_leaf_replace BEFORE INSERT ON ledger_leaf
WHEN EXISTS (SELECT 1 FROM ledger_leaf WHERE posting_id = NEW.posting_id)
BEGIN SELECT RAISE(ABORT, 'the journal is never changed'); END;
CREATE TRIGGER ledger_entry_replace BEFORE INSERT ON ledger_entry
WHEN EXISTS (SELECT 1 FROM ledger_entry WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'the journal is never changed'); END;
CREATE TRIGGER ledger_series_replace BEFORE INSERT ON ledger_series
WHEN EXISTS (SELECT 1 FROM ledger_series WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'the journal is never changed'); END;
CREATE TRIGGER ledger_account_replace BEFORE INSERT ON ledger_account
WHEN EXISTS (SELECT 1 FROM ledger_account WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'an account stays what it is'); END;

-- Holdings change only while a posting is written, never overlap, and stay where they end. Since
-- ranges do not overlap, only the last that starts by the end of a new one can reach into it.
CREATE TRIGGER ledger_holding_insert BEFORE INSERT ON ledger_holding
BEGIN
    SELECT RAISE(ABORT, 'holdings change by postings only')
    WHERE NOT EXISTS (SELECT 1 FROM ledger_writing);
    SELECT RAISE(ABORT, 'holdings of a series never overlap')
    WHERE (SELECT last_serial FROM ledger_holding
           WHERE series_id = NEW.series_id AND first_serial <= NEW.last_serial
           ORDER BY first_serial DESC LIMIT 1) >= NEW.first_serial;
END;
CREATE TRIGGER ledger_holding_update BEFORE UPDATE ON ledger_holding
BEGIN
    SELECT RAISE(ABORT, 'holdings change by postings only')
    WHERE NOT EXISTS (SELECT 1 FROM ledger_writing);
    SELECT RAISE(ABORT, 'ended units never move')
    WHERE OLD.ended AND NEW.last_serial <= OLD.last_serial;
    SELECT RAISE(ABORT, 'a range is cut, or merged with those behind it')
    WHERE NEW.series_id <> OLD.series_id OR NEW.first_serial < OLD.first_serial
       OR NEW.last_serial > OLD.last_serial AND (
        NEW.account <> OLD.account OR NEW.received_on <> OLD.received_on
        OR NEW.lot IS NOT OLD.lot OR NEW.ended <> OLD.ended
        OR NEW.first_transferred_on IS NOT OLD.first_transferred_on
        OR NOT EXISTS (
            SELECT 1 FROM ledger_merging WHERE series_id = NEW.series_id
            AND first_serial = NEW.first_serial AND last_serial = NEW.last_serial)
        OR EXISTS (
            SELECT 1 FROM ledger_holding WHERE series_id = NEW.series_id
            AND first_serial > NEW.first_serial AND first_serial <= NEW.last_serial));
END;
CREATE TRIGGER ledger_holding_delete BEFORE DELETE ON ledger_holding
WHEN NOT EXISTS (
    SELECT 1 FROM ledger_merging m
    JOIN ledger_holding h ON h.series_id = m.series_id AND h.first_serial = m.first_serial
    WHERE m.series_id = OLD.series_id AND m.first_serial < OLD.first_serial
      AND m.last_serial >= OLD.last_serial AND h.account = OLD.account
      AND h.received_on = OLD.received_on AND h.lot IS OLD.lot AND h.ended = OLD.ended
      AND h.first_transferred_on IS OLD.first_transferred_on)
BEGIN SELECT RAISE(ABORT, 'units do not vanish'); END;

CREATE TRIGGER ledger_balance_insert BEFORE INSERT ON ledger_balance
WHEN NOT EXISTS (SELECT 1 FROM ledger_writing)
BEGIN SELECT RAISE(ABORT, 'holdings change by postings only'); END;
CREATE TRIGGER ledger_balance_update BEFORE UPDATE ON ledger_balance
WHEN NOT EXISTS (SELECT 1 FROM ledger_writing)
BEGIN SELECT RAISE(ABORT, 'holdings change by postings only'); END;
CREATE TRIGGER ledger_balance_delete BEFORE DELETE ON ledger_balance
BEGIN SELECT RAISE(ABORT, 'units do not vanish'); END;

CREATE TRIGGER ledger_authorization_update BEFORE UPDATE ON ledger_authorization
WHEN NOT EXISTS (SELECT 1 FROM ledger_writing)
BEGIN SELECT RAISE(ABORT, 'what is first transferred is counted by postings only'); END;
CREATE TRIGGER ledger_authorization_delete BEFORE DELETE ON ledger_authorization
BEGIN SELECT RAISE(ABORT, 'what is first transferred is counted by postings only'); END;

CREATE TRIGGER ledger_backing_overlap BEFORE INSERT ON ledger_backing
WHEN (SELECT last_unit FROM ledger_backing
      WHERE registry = NEW.registry AND stem = NEW.stem AND first_unit <= NEW.last_unit
      ORDER BY first_unit DESC LIMIT 1) >= NEW.first_unit
BEGIN SELECT RAISE(ABORT, 'an underlying unit backs one unit only'); END;
CREATE TRIGGER ledger_lot_overlap BEFORE INSERT ON ledger_lot
WHEN (SELECT last_serial FROM ledger_lot
      WHERE series_id = NEW.series_id AND first_serial <= NEW.last_serial
      ORDER BY first_serial DESC LIMIT 1) >= NEW.first_serial
BEGIN SELECT RAISE(ABORT, 'lots of a series never overlap'); END;
