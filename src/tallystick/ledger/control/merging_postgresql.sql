-- Neighbouring ranges that differ in nothing become one; the journal knows nothing of it.

-- The ranges to be; holds rows only inside a transaction that merges.
CREATE TABLE ledger_merging (
    series_id integer NOT NULL,
    first_serial bigint NOT NULL,
    last_serial bigint NOT NULL,
    PRIMARY KEY (series_id, first_serial)
);

-- A range goes only into the one before it that is about to be stretched over it.
CREATE FUNCTION ledger_keep_units() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM ledger_merging m
        JOIN ledger_holding h ON h.series_id = m.series_id AND h.first_serial = m.first_serial
        WHERE m.series_id = OLD.series_id AND m.first_serial < OLD.first_serial
          AND m.last_serial >= OLD.last_serial
          AND (h.account, h.received_on, h.lot, h.first_transferred_on, h.ended)
              IS NOT DISTINCT FROM
              (OLD.account, OLD.received_on, OLD.lot, OLD.first_transferred_on, OLD.ended)
    ) THEN
        RAISE EXCEPTION 'units do not vanish' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER ledger_holding_delete BEFORE DELETE ON ledger_holding
    FOR EACH ROW EXECUTE FUNCTION ledger_keep_units();

-- Merge the ranges of a series while nothing is posted; return how many fewer there are.
CREATE FUNCTION ledger_merge(series text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    gone bigint;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('ledger records'));
    INSERT INTO ledger_merging
    SELECT series_id, min(first_serial), max(last_serial)
    FROM (
        SELECT *, sum(starts) OVER (ORDER BY first_serial) AS run
        FROM (
            SELECT *, CASE WHEN lag(last_serial) OVER before + 1 = first_serial
                AND (account, received_on, lot, first_transferred_on, ended)
                    IS NOT DISTINCT FROM
                    (lag(account) OVER before, lag(received_on) OVER before,
                     lag(lot) OVER before, lag(first_transferred_on) OVER before,
                     lag(ended) OVER before)
                THEN 0 ELSE 1 END AS starts
            FROM ledger_holding
            WHERE series_id = (SELECT s.id FROM ledger_series s WHERE s.name = series)
            WINDOW before AS (ORDER BY first_serial)
        ) neighbours
    ) runs
    GROUP BY series_id, run HAVING count(*) > 1;
    DELETE FROM ledger_holding h USING ledger_merging m
    WHERE h.series_id = m.series_id AND h.first_serial > m.first_serial
      AND h.last_serial <= m.last_serial;
    GET DIAGNOSTICS gone = ROW_COUNT;
    UPDATE ledger_holding h SET last_serial = m.last_serial FROM ledger_merging m
    WHERE h.series_id = m.series_id AND h.first_serial = m.first_serial;
    DELETE FROM ledger_merging;
    RETURN gone;
END $$;

DO $$
BEGIN
    REVOKE ALL ON FUNCTION ledger_merge(text) FROM PUBLIC;
    EXECUTE format('ALTER FUNCTION ledger_merge(text) SET search_path = %I, pg_temp',
                   current_schema());
END $$;
