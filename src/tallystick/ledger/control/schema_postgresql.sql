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

-- What the newest forecast of a host leaves to be first transferred of each vintage, with what has
-- been; only vintages with a forecast have a row. Approaches listed let no more pass.
CREATE TABLE ledger_cover (
    party text NOT NULL,
    vintage integer NOT NULL,
    covered_t bigint CHECK (covered_t >= 0),
    first_transferred_t numeric NOT NULL,
    PRIMARY KEY (party, vintage)
) WITH (fillfactor = 50);
CREATE TABLE ledger_covered (approach text PRIMARY KEY);

-- What the state of the ledger says of all this, so that postings need one look.
CREATE FUNCTION ledger_is_controlled() RETURNS boolean LANGUAGE sql AS $$
    SELECT EXISTS (SELECT FROM ledger_entry WHERE type IN ('freeze', 'pledge'))
        OR EXISTS (SELECT FROM ledger_limit)
        OR EXISTS (SELECT FROM ledger_cover) OR EXISTS (SELECT FROM ledger_covered)
$$;

CREATE FUNCTION ledger_set_limit(name text, holding bigint, transfer bigint) RETURNS void
LANGUAGE sql AS $$
    INSERT INTO ledger_limit AS l VALUES (name, holding, transfer, (
        SELECT coalesce(sum(last_serial - first_serial + 1), 0) FROM ledger_holding
        WHERE account = name) + (
        SELECT coalesce(sum(units), 0) FROM ledger_balance WHERE account = name))
    ON CONFLICT (account) DO UPDATE
    SET holding_t = excluded.holding_t, transfer_t = excluded.transfer_t;
$$;

CREATE FUNCTION ledger_set_cover(host text, covers jsonb) RETURNS void LANGUAGE sql AS $$
    UPDATE ledger_cover SET covered_t = NULL WHERE party = host;
    INSERT INTO ledger_cover AS c
    SELECT host, key::integer, value::bigint, coalesce(units, 0)
    FROM jsonb_each_text(covers) LEFT JOIN (
        SELECT split_part(series, '-', 4) AS vintage,
               sum(CASE type WHEN 'correction' THEN -1 ELSE 1 END
                   * (last_serial - first_serial + 1)) AS units
        FROM ledger_entry
        WHERE (type = 'first_transfer' OR type = 'correction' AND subtype = 'first_transfer')
          AND split_part(series, '-', 3) = host
        GROUP BY 1
    ) sent ON vintage = key
    ON CONFLICT (party, vintage) DO UPDATE SET covered_t = excluded.covered_t;
$$;

CREATE FUNCTION ledger_set_covered(name text, covered boolean) RETURNS void LANGUAGE sql AS $$
    DELETE FROM ledger_covered WHERE approach = name AND NOT covered;
    INSERT INTO ledger_covered SELECT name WHERE covered ON CONFLICT DO NOTHING;
$$;

-- Whoever builds on what is limited or covered waits here, before it is numbered.
CREATE FUNCTION ledger_lock_limits(entries jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM ledger_limit WHERE account IN (
        SELECT e->>6 FROM jsonb_array_elements(entries) e
        UNION ALL SELECT e->>7 FROM jsonb_array_elements(entries) e)
    ORDER BY account FOR NO KEY UPDATE;
    PERFORM FROM ledger_cover WHERE (party, vintage::text) IN (
        SELECT split_part(e->>14, '-', 3), split_part(e->>14, '-', 4)
        FROM jsonb_array_elements(entries) e
        WHERE e->>3 = 'first_transfer' OR e->>3 = 'correction' AND e->>9 = 'first_transfer')
    ORDER BY party, vintage FOR NO KEY UPDATE;
END $$;

-- Entries of one statement against the journal, and against what stands, what is limited and what
-- is covered; acquisitions are mirrors.
CREATE FUNCTION ledger_check_controls() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    moved record;
    unfounded boolean;
    restrains boolean;
    controlled boolean;
BEGIN
    SELECT EXISTS (
        SELECT FROM added a LEFT JOIN ledger_posting p ON p.id = a.posting_id
        WHERE p.id IS NULL OR NOT (
            a.first_serial BETWEEN 1 AND a.last_serial
            AND a.last_serial < 9223372036854775807 AND a.quantity > 0)),
           EXISTS (SELECT FROM added WHERE type IN ('freeze', 'pledge')),
           (SELECT s.controlled FROM ledger_state s)
    INTO unfounded, restrains, controlled;
    IF unfounded THEN
        RAISE EXCEPTION 'an entry without a posting, or without units'
        USING ERRCODE = 'foreign_key_violation';
    ELSIF restrains AND NOT controlled THEN
        UPDATE ledger_state SET controlled = true;
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
    FOR moved IN
        SELECT split_part(series, '-', 3) AS party, split_part(series, '-', 4)::integer AS vintage,
               sum(CASE type WHEN 'correction' THEN -1 ELSE 1 END
                   * (last_serial - first_serial + 1)) AS units,
               bool_or(type = 'first_transfer' AND split_part(series, '-', 1) IN (
                   SELECT approach FROM ledger_covered)) AS bound
        FROM added
        WHERE type = 'first_transfer' OR type = 'correction' AND subtype = 'first_transfer'
        GROUP BY 1, 2 ORDER BY 1, 2
    LOOP
        UPDATE ledger_cover SET first_transferred_t = first_transferred_t + moved.units
        WHERE party = moved.party AND vintage = moved.vintage
          AND (NOT moved.bound OR first_transferred_t + moved.units <= covered_t);
        IF NOT FOUND AND moved.bound THEN
            PERFORM ledger_unexpected('cover of ' || moved.party);
        END IF;
    END LOOP;
    RETURN NULL;
END $$;
CREATE TRIGGER ledger_entry_controls AFTER INSERT ON ledger_entry
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_check_controls();

REVOKE ALL ON FUNCTION
    ledger_is_controlled(), ledger_set_limit(text, bigint, bigint), ledger_lock_limits(jsonb),
    ledger_set_cover(text, jsonb), ledger_set_covered(text, boolean) FROM PUBLIC;
