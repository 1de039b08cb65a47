-- The journal is only ever added to, and what has come to its end stays there, whoever writes.

CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER ledger_posting_change BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_posting
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse('the journal is never changed');
CREATE TRIGGER ledger_leaf_change BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_leaf
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse('the journal is never changed');
CREATE TRIGGER ledger_entry_change BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_entry
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse('the journal is never changed');
CREATE TRIGGER ledger_backing_change BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_backing
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse('the journal is never changed');
CREATE TRIGGER ledger_lot_change BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_lot
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse('the journal is never changed');
CREATE TRIGGER ledger_series_change BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_series
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse('the journal is never changed');
CREATE TRIGGER ledger_account_change BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_account
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse('an account stays what it is');
CREATE TRIGGER ledger_holding_gone BEFORE TRUNCATE ON ledger_holding
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse('units do not vanish');

-- An ended range may only grow, over others that are joined to it.
CREATE FUNCTION ledger_keep_ended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.last_serial < OLD.last_serial OR (
        NEW.series_id, NEW.first_serial, NEW.account, NEW.received_on, NEW.lot,
        NEW.first_transferred_on, NEW.ended) IS DISTINCT FROM (
        OLD.series_id, OLD.first_serial, OLD.account, OLD.received_on, OLD.lot,
        OLD.first_transferred_on, OLD.ended)
    THEN
        RAISE EXCEPTION 'ended units never move' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ledger_holding_ended BEFORE UPDATE ON ledger_holding
    FOR EACH ROW WHEN (OLD.ended) EXECUTE FUNCTION ledger_keep_ended();
