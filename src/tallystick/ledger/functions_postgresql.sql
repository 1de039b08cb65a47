-- Posting in one round trip. A statement that cannot post as it was expected to writes nothing and
-- says why: LG001, there are newer records; LG002, units are not where or what they were taken for.

CREATE TYPE ledger_move AS (
    series text,
    first_serial bigint,
    last_serial bigint,
    lot bigint,
    giver text,
    taker text,
    moved_on date,
    transferred_from date,
    transferred_to date,
    transfers boolean,
    authorization_id text,
    cap_t bigint,
    undoes boolean
);

CREATE FUNCTION ledger_unexpected(what text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% not as expected', what USING ERRCODE = 'LG002';
END $$;

-- Lock the ranges that share units with a block, lowest first. Who waited for another writer
-- looks again, since that writer may have split a range into some that were not there before.
CREATE FUNCTION ledger_lock(block ledger_move, OUT series integer, OUT held ledger_holding[])
LANGUAGE plpgsql AS $$
DECLARE
    missing numeric;
BEGIN
    SELECT id INTO series FROM ledger_series WHERE name = block.series;
    FOR attempt IN 1..100 LOOP
        SELECT array_agg(h ORDER BY h.first_serial),
               block.last_serial - block.first_serial + 1
               - coalesce(sum(least(h.last_serial, block.last_serial)
                              - greatest(h.first_serial, block.first_serial) + 1), 0)
        INTO held, missing
        FROM (
            SELECT * FROM ledger_holding
            WHERE series_id = series AND last_serial >= block.first_serial
              AND first_serial <= block.last_serial AND first_serial >= coalesce(
                  (SELECT max(first_serial) FROM ledger_holding
                   WHERE series_id = series AND first_serial <= block.first_serial),
                  block.first_serial)
            ORDER BY first_serial FOR NO KEY UPDATE
        ) h;
        EXIT WHEN missing = 0;
        IF attempt > 1 AND NOT EXISTS (
            SELECT FROM ledger_holding WHERE series_id = series
            AND int8range(first_serial, last_serial, '[]')
                && int8range(block.first_serial, block.last_serial, '[]')
            HAVING sum(least(last_serial, block.last_serial)
                       - greatest(first_serial, block.first_serial) + 1)
                   = block.last_serial - block.first_serial + 1
        ) THEN
            PERFORM ledger_unexpected('units');
        END IF;
    END LOOP;
END $$;

-- Put the part of a range that lies inside the block in other hands, and leave the rest.
CREATE FUNCTION ledger_cut(held ledger_holding, block ledger_move, since date, ends boolean)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF held.first_serial < block.first_serial THEN
        UPDATE ledger_holding SET last_serial = block.first_serial - 1
        WHERE series_id = held.series_id AND first_serial = held.first_serial;
    ELSIF held.last_serial > block.last_serial THEN
        UPDATE ledger_holding SET first_serial = block.last_serial + 1
        WHERE series_id = held.series_id AND first_serial = held.first_serial;
    ELSE
        UPDATE ledger_holding
        SET account = block.taker, received_on = block.moved_on,
            first_transferred_on = since, ended = ends
        WHERE series_id = held.series_id AND first_serial = held.first_serial;
        RETURN;
    END IF;
    INSERT INTO ledger_holding VALUES (
        held.series_id, greatest(held.first_serial, block.first_serial),
        least(held.last_serial, block.last_serial), block.taker, block.moved_on, held.lot,
        since, ends);
    IF held.first_serial < block.first_serial AND held.last_serial > block.last_serial THEN
        INSERT INTO ledger_holding VALUES (
            held.series_id, block.last_serial + 1, held.last_serial, held.account,
            held.received_on, held.lot, held.first_transferred_on, held.ended);
    END IF;
END $$;

-- Move a block that is held as expected; return since when its units are first transferred.
CREATE FUNCTION ledger_shift(block ledger_move) RETURNS date LANGUAGE plpgsql AS $$
DECLARE
    ranges ledger_holding[];
    held ledger_holding;
    since date;
    ends boolean;
BEGIN
    SELECT terminal INTO ends FROM ledger_account WHERE id = block.taker;
    SELECT l.held INTO ranges FROM ledger_lock(block) l;
    since := ranges[1].first_transferred_on;
    FOREACH held IN ARRAY ranges LOOP
        IF held.account <> block.giver OR held.ended OR held.received_on > block.moved_on
            OR held.lot IS DISTINCT FROM block.lot
            OR held.first_transferred_on IS DISTINCT FROM since
            OR since IS NULL <> (block.transferred_from IS NULL)
            OR since NOT BETWEEN block.transferred_from AND block.transferred_to
        THEN
            PERFORM ledger_unexpected('units');
        END IF;
    END LOOP;
    IF block.transfers THEN
        since := block.moved_on;
    ELSIF block.undoes THEN
        since := NULL;
    END IF;
    FOREACH held IN ARRAY ranges LOOP
        PERFORM ledger_cut(held, block, since, coalesce(ends, false));
    END LOOP;
    RETURN since;
END $$;

-- Bring new lots into being, each whole on one account.
CREATE FUNCTION ledger_issue(lots jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO ledger_series (name)
    SELECT DISTINCT l->>0 FROM jsonb_array_elements(lots) l ORDER BY 1
    ON CONFLICT DO NOTHING;
    INSERT INTO ledger_lot
    SELECT s.id, (l->>1)::bigint, (l->>2)::bigint, l->>6, l->>7, l->>8, l->>9, l->>10, l->>11
    FROM jsonb_array_elements(lots) l JOIN ledger_series s ON s.name = l->>0
    WHERE l->>6 IS NOT NULL;
    INSERT INTO ledger_backing
    SELECT l->>9, l->>12, (l->>13)::bigint, (l->>14)::bigint, l->>0,
           (l->>1)::bigint, (l->>2)::bigint
    FROM jsonb_array_elements(lots) l WHERE l->>12 IS NOT NULL ORDER BY 1, 2, 3;
    INSERT INTO ledger_holding
    SELECT s.id, (l->>1)::bigint, (l->>2)::bigint, l->>3, (l->>4)::date,
           CASE WHEN l->>6 IS NOT NULL THEN (l->>1)::bigint END, (l->>5)::date,
           coalesce(a.terminal, false)
    FROM jsonb_array_elements(lots) l
    JOIN ledger_series s ON s.name = l->>0
    LEFT JOIN ledger_account a ON a.id = l->>3;
END $$;

-- Move units that have no numbers from one balance to another; from nowhere, they are new.
CREATE FUNCTION ledger_pay(giver text, taker text, quantity bigint, kind text)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM ledger_balance WHERE account IN (giver, taker) AND unit_type = kind
    ORDER BY account FOR NO KEY UPDATE;
    IF giver <> '' THEN
        UPDATE ledger_balance SET units = units - quantity
        WHERE account = giver AND unit_type = kind;
        IF NOT FOUND THEN
            PERFORM ledger_unexpected('units');
        END IF;
    END IF;
    INSERT INTO ledger_balance AS b VALUES (taker, kind, quantity)
    ON CONFLICT (account, unit_type) DO UPDATE SET units = b.units + excluded.units;
END $$;

-- Count what is first transferred under each authorization, against the cap in force.
CREATE FUNCTION ledger_count(lots jsonb, moves ledger_move[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    counted record;
BEGIN
    FOR counted IN
        SELECT authorization_id AS id, sum(units) AS units, max(moved_on) AS moved_on,
               min(cap_t) AS cap_t
        FROM (
            SELECT authorization_id, last_serial - first_serial + 1 AS units, moved_on, cap_t
            FROM unnest(moves) WHERE transfers
            UNION ALL
            SELECT authorization_id, first_serial - last_serial - 1, NULL, NULL
            FROM unnest(moves) WHERE undoes
            UNION ALL
            SELECT l->>6, (l->>2)::bigint - (l->>1)::bigint + 1, (l->>5)::date, (l->>15)::bigint
            FROM jsonb_array_elements(lots) l WHERE l->>5 IS NOT NULL
        ) one GROUP BY authorization_id ORDER BY authorization_id
    LOOP
        UPDATE ledger_authorization
        SET first_transferred_t = first_transferred_t + counted.units,
            last_on = greatest(last_on, counted.moved_on)
        WHERE id = counted.id
          AND (counted.cap_t IS NULL OR first_transferred_t + counted.units <= counted.cap_t);
        IF NOT FOUND THEN
            PERFORM ledger_unexpected('authorization ' || counted.id);
        END IF;
    END LOOP;
END $$;

-- Write postings with their leaves; return the numbers of the postings. Whoever has locked all that
-- a posting builds on asks last, so that it has a higher number than what it builds on.
CREATE FUNCTION ledger_ask(postings jsonb) RETURNS bigint[] LANGUAGE plpgsql AS $$
DECLARE
    ids bigint[];
BEGIN
    WITH written AS (
        INSERT INTO ledger_posting (key, kind, subject, body, recorded_at)
        SELECT p->>0, p->>1, p->>2, p->>3, now() FROM jsonb_array_elements(postings) p
        RETURNING id, key
    ), leaves AS (
        INSERT INTO ledger_leaf (posting_id, leaf)
        SELECT w.id, p->>4 FROM jsonb_array_elements(postings) p JOIN written w ON w.key = p->>0
        RETURNING posting_id
    )
    SELECT array_agg(posting_id ORDER BY posting_id) INTO ids FROM leaves;
    RETURN ids;
END $$;

CREATE FUNCTION ledger_enter(entries jsonb, ids bigint[], since date[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO ledger_entry (
        posting_id, effective_on, type, party, counterparty, from_account, to_account,
        authorized_on, subtype, purpose, use_year, entity, authorization_id, series, first_serial,
        last_serial, metric, mitigation_type, unit_registry, first_unit, last_unit,
        first_transferred_on, quantity, unit_type)
    SELECT ids[(e->>0)::int], (e->>2)::date, e->>3, e->>4, e->>5, e->>6, e->>7,
        (e->>8)::date, e->>9, e->>10, (e->>11)::int, e->>12, e->>13, e->>14, (e->>15)::bigint,
        (e->>16)::bigint, e->>17, e->>18, e->>19, e->>20, e->>21,
        coalesce((e->>22)::date, since[(e->>1)::int]), (e->>23)::bigint, e->>24
    FROM jsonb_array_elements(entries) e;
END $$;

-- Put units in other hands; return for each shift since when its units are first transferred.
CREATE FUNCTION ledger_hand_over(asked jsonb) RETURNS date[] LANGUAGE plpgsql AS $$
DECLARE
    moves ledger_move[];
    block ledger_move;
    payment jsonb;
    since date[];
BEGIN
    IF asked->'lots' IS NOT NULL THEN
        PERFORM ledger_issue(asked->'lots');
    END IF;
    IF asked->'moves' IS NOT NULL THEN
        SELECT array_agg(ROW(
            m->>0, m->>1, m->>2, m->>3, m->>4, m->>5, m->>6, m->>7, m->>8, m->>9, m->>10, m->>11,
            m->>12
        )::ledger_move) INTO moves FROM jsonb_array_elements(asked->'moves') m;
        IF array_length(moves, 1) > 1 THEN
            PERFORM ledger_lock(m) FROM (
                SELECT m FROM unnest(moves) m ORDER BY m.series, m.first_serial
            ) ordered;
        END IF;
        FOREACH block IN ARRAY moves LOOP
            since := since || ledger_shift(block);
        END LOOP;
    END IF;
    FOR payment IN SELECT jsonb_array_elements(asked->'payments') LOOP
        PERFORM ledger_pay(
            payment->>0, payment->>1, (payment->>2)::bigint, payment->>3);
    END LOOP;
    PERFORM ledger_count(asked->'lots', moves);
    RETURN since;
END $$;

CREATE FUNCTION ledger_post(asked jsonb) RETURNS bigint[]
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    ids bigint[];
    since date[];
BEGIN
    PERFORM pg_advisory_xact_lock_shared(hashtext('ledger records'));
    IF (SELECT records FROM ledger_state) <> (asked->>'records')::bigint THEN
        RAISE EXCEPTION 'there are newer records' USING ERRCODE = 'LG001';
    END IF;
    since := ledger_hand_over(asked);
    PERFORM ledger_lock_limits(asked->'entries');
    ids := ledger_ask(asked->'postings');
    PERFORM ledger_enter(asked->'entries', ids, since);
    RETURN ids;
END $$;

-- Record something that postings are judged by, alone, while nothing else is posted; the record
-- is the last posting asked for, and those before it follow from it.
CREATE FUNCTION ledger_record(asked jsonb) RETURNS bigint[]
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    ids bigint[];
    since date[];
    kept jsonb := asked->'kept';
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('ledger records'));
    IF (SELECT records FROM ledger_state) <> (asked->>'records')::bigint THEN
        RAISE EXCEPTION 'there are newer records' USING ERRCODE = 'LG001';
    END IF;
    since := ledger_hand_over(asked);
    ids := ledger_ask(asked->'postings');
    PERFORM ledger_enter(asked->'entries', ids, since);
    IF kept->>0 IS NOT NULL THEN
        INSERT INTO ledger_account VALUES (kept->>0, (kept->>1)::boolean);
    END IF;
    IF kept->>2 IS NOT NULL THEN
        INSERT INTO ledger_authorization AS a (id, cap_t) VALUES (kept->>2, (kept->>4)::bigint)
        ON CONFLICT (id) DO UPDATE SET cap_t = CASE
            WHEN a.cap_t IS NULL OR excluded.cap_t IS NULL THEN NULL
            ELSE greatest(a.cap_t, excluded.cap_t) END
        WHERE a.last_on IS NULL OR a.last_on < (kept->>3)::date;
        IF NOT FOUND THEN
            PERFORM ledger_unexpected('authorization ' || (kept->>2));
        END IF;
    END IF;
    IF kept->>5 IS NOT NULL THEN
        PERFORM ledger_set_limit(kept->>5, (kept->>6)::bigint, (kept->>7)::bigint);
    END IF;
    UPDATE ledger_state SET records = ids[array_length(ids, 1)];
    RETURN ids;
END $$;

-- Whoever wants to post calls the first two; the others work for them.
REVOKE ALL ON FUNCTION
    ledger_post(jsonb), ledger_record(jsonb), ledger_unexpected(text), ledger_lock(ledger_move),
    ledger_cut(ledger_holding, ledger_move, date, boolean), ledger_shift(ledger_move),
    ledger_issue(jsonb), ledger_pay(text, text, bigint, text), ledger_count(jsonb, ledger_move[]),
    ledger_ask(jsonb), ledger_enter(jsonb, bigint[], date[]), ledger_hand_over(jsonb)
FROM PUBLIC;

DO $$
BEGIN
    EXECUTE format('ALTER FUNCTION ledger_post(jsonb) SET search_path = %I, pg_temp',
                   current_schema());
    EXECUTE format('ALTER FUNCTION ledger_record(jsonb) SET search_path = %I, pg_temp',
                   current_schema());
END $$;
