-- What is held fast is told by the journal alone: an entry says what, a later posting ends it.
CREATE INDEX ledger_entry_account_frozen ON ledger_entry (to_account) WHERE type = 'freeze';
CREATE INDEX ledger_entry_units_held_fast ON ledger_entry (series, first_serial)
    WHERE type IN ('freeze', 'pledge');

CREATE VIEW ledger_standing AS
SELECT e.posting_id, e.type, e.to_account, e.series, e.first_serial, e.last_serial, p.body
FROM ledger_entry e JOIN ledger_posting p ON p.id = e.posting_id
WHERE e.type IN ('freeze', 'pledge') AND NOT EXISTS (
    SELECT FROM ledger_posting u WHERE u.subject = p.subject
    AND u.kind = CASE p.kind WHEN 'freeze' THEN 'unfreeze' ELSE 'release' END);

CREATE UNIQUE INDEX ledger_posting_once ON ledger_posting (kind, subject)
    WHERE kind IN ('freeze', 'unfreeze', 'pledge', 'release', 'proposal', 'correction');
CREATE UNIQUE INDEX ledger_posting_decision ON ledger_posting (subject)
    WHERE kind IN ('approval', 'rejection', 'withdrawal', 'expiry');

-- Limits in force, with what the account holds; only accounts with controls have a row.
CREATE TABLE ledger_limit (
    account text PRIMARY KEY,
    holding_t bigint CHECK (holding_t >= 0),
    transfer_t bigint CHECK (transfer_t >= 0),
    held_t numeric NOT NULL
) WITH (fillfactor = 50);

CREATE FUNCTION ledger_set_limit(name text, holding bigint, transfer bigint) RETURNS void
LANGUAGE sql AS $$
    INSERT INTO ledger_limit AS l VALUES (name, holding, transfer, (
        SELECT coalesce(sum(last_serial - first_serial + 1), 0) FROM ledger_holding
        WHERE account = name) + (
        SELECT coalesce(sum(units), 0) FROM ledger_balance WHERE account = name))
    ON CONFLICT (account) DO UPDATE
    SET holding_t = excluded.holding_t, transfer_t = excluded.transfer_t;
$$;

-- Whoever builds on what a limited account holds waits here, before it is numbered.
CREATE FUNCTION ledger_lock_limits(entries jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM ledger_limit WHERE account IN (
        SELECT e->>6 FROM jsonb_array_elements(entries) e
        UNION ALL SELECT e->>7 FROM jsonb_array_elements(entries) e)
    ORDER BY account FOR NO KEY UPDATE;
END $$;

-- Entries of one statement against the journal, and against what stands and what is limited;
-- acquisitions are mirrors.
CREATE FUNCTION ledger_check_controls() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    moved record;
    unasked boolean;
    controlled boolean;
BEGIN
    SELECT count(*) > count(p.id), EXISTS (SELECT FROM ledger_limit)
        OR EXISTS (SELECT FROM ledger_entry WHERE type IN ('freeze', 'pledge'))
    INTO unasked, controlled
    FROM added a LEFT JOIN ledger_posting p ON p.id = a.posting_id;
    IF unasked THEN
        RAISE EXCEPTION 'an entry without a posting' USING ERRCODE = 'foreign_key_violation';
    ELSIF NOT controlled THEN
        RETURN NULL;
    END IF;
    IF EXISTS (
        SELECT FROM added a JOIN ledger_standing s ON s.type = 'freeze'
        AND s.to_account IN (a.from_account, a.to_account)
        WHERE a.type NOT IN ('freeze', 'pledge') AND coalesce(a.first_serial, a.quantity) > 0
        UNION ALL
        SELECT FROM added a JOIN ledger_standing s ON s.series = a.series
        AND s.first_serial <= a.last_serial AND s.last_serial >= a.first_serial
        WHERE a.type NOT IN ('freeze', 'pledge')
    ) THEN
        PERFORM ledger_unexpected('restraints');
    END IF;
    IF EXISTS (
        SELECT FROM added a WHERE a.type = 'pledge' AND a.last_serial - a.first_serial + 1 <> (
            SELECT coalesce(sum(least(h.last_serial, a.last_serial)
                                - greatest(h.first_serial, a.first_serial) + 1), 0)
            FROM ledger_holding h JOIN ledger_series s ON s.id = h.series_id
            WHERE s.name = a.series AND h.account = a.from_account AND NOT h.ended
              AND h.first_serial <= a.last_serial AND h.last_serial >= a.first_serial)
    ) THEN
        PERFORM ledger_unexpected('pledged units');
    END IF;
    FOR moved IN
        SELECT account, sum(units) AS units, max(-units) AS given,
               max(by_then) FILTER (WHERE units > 0) AS most
        FROM (
            SELECT account, way * coalesce(quantity, last_serial - first_serial + 1) AS units,
                   sum(way * coalesce(quantity, last_serial - first_serial + 1))
                   OVER (PARTITION BY account ORDER BY id) AS by_then
            FROM added, LATERAL (VALUES (to_account, 1), (from_account, -1)) ways (account, way)
            WHERE type NOT IN ('acquisition', 'freeze', 'pledge')
              AND from_account IS DISTINCT FROM to_account
              AND coalesce(first_serial, quantity) > 0
              AND account IN (SELECT l.account FROM ledger_limit l)
        ) a GROUP BY account ORDER BY account
    LOOP
        UPDATE ledger_limit SET held_t = held_t + moved.units
        WHERE account = moved.account
          AND (moved.most IS NULL OR holding_t IS NULL OR held_t + moved.most <= holding_t)
          AND (transfer_t IS NULL OR moved.given <= transfer_t);
        IF NOT FOUND THEN
            PERFORM ledger_unexpected('account ' || moved.account);
        END IF;
    END LOOP;
    RETURN NULL;
END $$;
CREATE TRIGGER ledger_entry_controls AFTER INSERT ON ledger_entry
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_check_controls();

REVOKE ALL ON FUNCTION
    ledger_set_limit(text, bigint, bigint), ledger_lock_limits(jsonb) FROM PUBLIC;
