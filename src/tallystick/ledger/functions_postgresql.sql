-- Posting in one round trip. A call that cannot write what it was asked to writes nothing and says
-- why: LG001, there are newer records; LG002, units are not where or what they were taken for.
-- Rows come as JSON arrays, in the order of the fields of the program's plans.

-- The part of a range held that one move takes.
CREATE TYPE ledger_piece AS (
    move integer,
    series_id integer,
    held_first bigint,
    held_last bigint,
    holder text,
    held_since date,
    lot bigint,
    transferred_on date,
    first_serial bigint,
    last_serial bigint,
    taker text,
    moved_on date,
    moved_transferred_on date,
    ends boolean
);

-- What each entry of a movement has its own.
CREATE TYPE ledger_side AS (
    type text,
    party text,
    counterparty text,
    from_account text,
    to_account text,
    subtype text,
    use_year integer
);

CREATE FUNCTION ledger_unexpected(what text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% not as expected', what USING ERRCODE = 'LG002';
END $$;

-- Lock the ranges that moves take units from, in one order, and return what is taken from each.
-- The moves do not share units. Who waited for another writer looks again, since that writer may
-- have cut a range into some that were not there before.
CREATE FUNCTION ledger_take(moves jsonb) RETURNS ledger_piece[] LANGUAGE plpgsql AS $$
DECLARE
    pieces ledger_piece[];
    asked numeric := (SELECT sum((m->>3)::bigint - (m->>2)::bigint + 1)
                      FROM jsonb_array_elements(moves) m);
    taken numeric;
    expected boolean;
BEGIN
    FOR attempt IN 1..3 LOOP
        SELECT array_agg(ROW(
                   move, series_id, held_first, held_last, account, received_on, lot, since,
                   greatest(held_first, first_one), least(held_last, last_one), taker, moved_on,
                   CASE WHEN transfers THEN moved_on WHEN NOT undoes THEN since END,
                   coalesce(ends, false)
               )::ledger_piece),
               sum(least(held_last, last_one) - greatest(held_first, first_one) + 1),
               bool_and(coalesce(
                   account = giver AND NOT ended AND received_on <= moved_on
                   AND lot IS NOT DISTINCT FROM expected_lot
                   AND (since IS NULL AND lowest IS NULL OR since BETWEEN lowest AND highest),
                   false))
        INTO pieces, taken, expected
        FROM (
            SELECT (m->>0)::integer AS move, (m->>2)::bigint AS first_one,
                   (m->>3)::bigint AS last_one, (m->>4)::bigint AS expected_lot,
                   m->>5 AS giver, m->>6 AS taker, (m->>7)::date AS moved_on,
                   (m->>8)::date AS lowest, (m->>9)::date AS highest,
                   (m->>10)::boolean AS transfers, (m->>13)::boolean AS undoes,
                    a.terminal AS ends, h.series_id,
                   h.first_serial AS held_first, h.last_serial AS held_last, h.account,
                   h.received_on, h.lot, h.first_transferred_on AS since, h.ended
            FROM jsonb_array_elements(moves) m
            JOIN ledger_series s ON s.name = m->>1
            LEFT JOIN ledger_account a ON a.id = m->>6
            JOIN LATERAL (
                SELECT * FROM ledger_holding
                WHERE series_id = s.id AND first_serial <= (m->>3)::bigint
                  AND last_serial >= (m->>2)::bigint AND first_serial >= coalesce(
                      (SELECT max(first_serial) FROM ledger_holding
                       WHERE series_id = s.id AND first_serial <= (m->>2)::bigint), 0)
            ) h ON true
            ORDER BY h.series_id, h.first_serial FOR NO KEY UPDATE OF h
        ) found;
        EXIT WHEN taken = asked;
    END LOOP;
    IF taken IS DISTINCT FROM asked OR NOT expected THEN
        PERFORM ledger_unexpected('units');
    END IF;
    RETURN pieces;
END $$;

-- Move units that are held as expected: a range becomes the first piece taken from it, and what
-- else is taken or left of it stands in ranges of its own. Return the pieces.
CREATE FUNCTION ledger_shift(moves jsonb) RETURNS ledger_piece[] LANGUAGE plpgsql AS $$
DECLARE
    pieces ledger_piece[] := ledger_take(moves);
    cut boolean := false;
    piece ledger_piece;
BEGIN
    UPDATE ledger_holding h
    SET first_serial = p.first_serial, last_serial = p.last_serial, account = p.taker,
        received_on = p.moved_on, first_transferred_on = p.moved_transferred_on, ended = p.ends
    FROM (
        SELECT DISTINCT ON (series_id, held_first) * FROM unnest(pieces)
        ORDER BY series_id, held_first, first_serial
    ) p
    WHERE h.series_id = p.series_id AND h.first_serial = p.held_first;
    FOREACH piece IN ARRAY pieces LOOP
        EXIT WHEN cut;
        cut := piece.held_first < piece.first_serial OR piece.last_serial < piece.held_last;
    END LOOP;
    IF cut THEN
        INSERT INTO ledger_holding
        SELECT series_id, first_serial, last_serial, taker, moved_on, lot, moved_transferred_on,
               ends
        FROM (SELECT *, row_number() OVER held AS place FROM unnest(pieces)
              WINDOW held AS (PARTITION BY series_id, held_first ORDER BY first_serial)) p
        WHERE place > 1
        UNION ALL
        SELECT series_id, left_first, left_last, holder, held_since, lot, transferred_on, false
        FROM (
            SELECT *, coalesce(lag(last_serial) OVER held + 1, held_first) AS left_first,
                   first_serial - 1 AS left_last
            FROM unnest(pieces)
            WINDOW held AS (PARTITION BY series_id, held_first ORDER BY first_serial)
            UNION ALL
            SELECT *, last_serial + 1, held_last FROM (
                SELECT DISTINCT ON (series_id, held_first) * FROM unnest(pieces)
                ORDER BY series_id, held_first, first_serial DESC
            ) final
        ) rest
        WHERE left_first <= left_last;
    END IF;
    RETURN pieces;
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

-- Count what is first transferred under an authorization, against the cap in force.
CREATE FUNCTION ledger_count(authorized text, units bigint, counted_on date, cap bigint)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    UPDATE ledger_authorization
    SET first_transferred_t = first_transferred_t + units,
        last_on = greatest(last_on, counted_on)
    WHERE id = authorized AND (cap IS NULL OR first_transferred_t + units <= cap);
    IF NOT FOUND THEN
        PERFORM ledger_unexpected('authorization ' || authorized);
    END IF;
END $$;

-- Lock the balances of a group in one order, so that two groups never wait for each other.
CREATE FUNCTION ledger_reserve(payments jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO ledger_balance
    SELECT DISTINCT p->>1, p->>3, 0 FROM jsonb_array_elements(payments) p ORDER BY 1, 2
    ON CONFLICT DO NOTHING;
    PERFORM FROM ledger_balance
    WHERE (account, unit_type) IN (
        SELECT p->>0, p->>3 FROM jsonb_array_elements(payments) p
        UNION SELECT p->>1, p->>3 FROM jsonb_array_elements(payments) p)
    ORDER BY account, unit_type FOR NO KEY UPDATE;
END $$;

-- Write postings with their leaves; return the numbers of the postings. Whoever has locked all that
-- a posting builds on asks last, so that it has a higher number than what it builds on.
CREATE FUNCTION ledger_ask(postings jsonb) RETURNS bigint[] LANGUAGE plpgsql AS $$
DECLARE
    ids bigint[] := ARRAY(SELECT nextval('ledger_posting_id_seq')
                          FROM generate_series(1, jsonb_array_length(postings)));
BEGIN
    INSERT INTO ledger_posting (id, key, kind, subject, body, recorded_at)
    SELECT ids[place], p->>0, p->>1, p->>2, p->>3, now()
    FROM jsonb_array_elements(postings) WITH ORDINALITY asked (p, place);
    INSERT INTO ledger_leaf (posting_id, leaf)
    SELECT ids[place], p->>4
    FROM jsonb_array_elements(postings) WITH ORDINALITY asked (p, place);
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

-- Put units in other hands, as the entries say, and count what is first transferred under each
-- authorization; return for each move since when its units are first transferred.
CREATE FUNCTION ledger_hand_over(asked jsonb) RETURNS date[] LANGUAGE plpgsql AS $$
DECLARE
    since date[];
    piece ledger_piece;
    one jsonb;
    counted record;
BEGIN
    PERFORM ledger_match(asked);
    IF asked->'lots' IS NOT NULL THEN
        PERFORM ledger_issue(asked->'lots');
    END IF;
    IF asked->'waves' IS NOT NULL THEN
        FOR one IN SELECT jsonb_array_elements(asked->'waves') LOOP
            FOREACH piece IN ARRAY ledger_shift(one) LOOP
                IF since[piece.move] <> piece.moved_transferred_on THEN
                    PERFORM ledger_unexpected('units');
                END IF;
                since[piece.move] := piece.moved_transferred_on;
            END LOOP;
        END LOOP;
    END IF;
    IF asked->'payments' IS NOT NULL THEN
        IF jsonb_array_length(asked->'payments') > 1 THEN
            PERFORM ledger_reserve(asked->'payments');
        END IF;
        FOR one IN SELECT jsonb_array_elements(asked->'payments') LOOP
            PERFORM ledger_pay(one->>0, one->>1, (one->>2)::bigint, one->>3);
        END LOOP;
    END IF;
    FOR counted IN
        SELECT authorized, sum(units)::bigint AS units, max(counted_on) AS latest, min(cap) AS cap
        FROM (
            SELECT m->>11 AS authorized,
                   ((m->>3)::bigint - (m->>2)::bigint + 1)
                   * CASE WHEN (m->>10)::boolean THEN 1 ELSE -1 END AS units,
                   CASE WHEN (m->>10)::boolean THEN (m->>7)::date END AS counted_on,
                   (m->>12)::bigint AS cap
            FROM jsonb_array_elements(asked->'waves') w, jsonb_array_elements(w) m
            WHERE (m->>10)::boolean OR (m->>13)::boolean
            UNION ALL
            SELECT l->>6, (l->>2)::bigint - (l->>1)::bigint + 1, (l->>5)::date, (l->>15)::bigint
            FROM jsonb_array_elements(asked->'lots') l WHERE l->>5 IS NOT NULL
        ) each
        GROUP BY authorized ORDER BY authorized
    LOOP
        PERFORM ledger_count(counted.authorized, counted.units, counted.latest, counted.cap);
    END LOOP;
    RETURN since;
END $$;

-- Write postings that move units, with all that follows from them; return their numbers.
CREATE FUNCTION ledger_post(asked jsonb) RETURNS bigint[]
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    ids bigint[];
    since date[];
BEGIN
    PERFORM ledger_require_fresh();
    IF asked @@ '$.postings[*][2] != null' THEN
        RAISE EXCEPTION 'a record is written alone' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    PERFORM pg_advisory_xact_lock_shared(hashtext('ledger records'));
    IF (SELECT records FROM ledger_state) <> (asked->>'records')::bigint THEN
        RAISE EXCEPTION 'there are newer records' USING ERRCODE = 'LG001';
    END IF;
    since := ledger_hand_over(asked);
    IF (SELECT controlled FROM ledger_state) THEN
        PERFORM ledger_lock_limits(asked->'entries');
    END IF;
    ids := ledger_ask(asked->'postings');
    PERFORM ledger_enter(asked->'entries', ids, since);
    RETURN ids;
END $$;

-- What ledger_post does, for a posting that moves one part of a lot or of a range, as most do: one
-- update where the part is a whole range or the start of one. Where it is not, or anything is not
-- as expected, ledger_post finds the way, or says why there is none. The server makes ready every
-- expression and every function in a statement anew at each call, so there are few, and what can be
-- assigned is not made a statement.
CREATE FUNCTION ledger_move(
    known bigint, asked_key text, asked_body text, asked_leaf text, first_one bigint,
    last_one bigint, expected_lot bigint, first_backing text, last_backing text, asked_kind text,
    moved_series text, giver text, taker text, moved_on date, lowest date, highest date,
    transfers boolean, authorized text, cap bigint, agreed_on date, purposed text,
    by_entity text, counted_in text, mitigating text, backed_by text, entries ledger_side[]
) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    locked boolean := pg_advisory_xact_lock_shared(hashtext('ledger records')) IS NOT NULL;
    number bigint;
    series integer;
    since date;
    ends boolean;
    cut boolean;
    controlled boolean;
    side ledger_side;
    moves integer := 0;
    firsts integer := 0;
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        PERFORM ledger_require_fresh();
    END IF;
    UPDATE ledger_holding h
    SET first_serial = CASE WHEN h.last_serial > last_one THEN last_one + 1 ELSE first_one END,
        account = CASE WHEN h.last_serial > last_one THEN h.account ELSE taker END,
        received_on = CASE WHEN h.last_serial > last_one THEN h.received_on ELSE moved_on END,
        first_transferred_on = CASE WHEN transfers AND h.last_serial = last_one THEN moved_on
                                    ELSE h.first_transferred_on END,
        ended = h.last_serial = last_one AND s.ends
    FROM (
        SELECT l.records, l.controlled,
               (SELECT id FROM ledger_series WHERE name = moved_series) AS series,
               coalesce((SELECT terminal FROM ledger_account WHERE id = taker), false) AS ends
        FROM ledger_state l
    ) s
    WHERE s.records = known AND h.series_id = s.series AND h.first_serial = first_one
      AND h.last_serial >= last_one AND h.account = giver AND NOT h.ended
      AND h.received_on <= moved_on AND h.lot IS NOT DISTINCT FROM expected_lot
      AND (h.first_transferred_on IS NULL AND lowest IS NULL
           OR h.first_transferred_on BETWEEN lowest AND highest)
    RETURNING h.series_id, s.ends, s.controlled, h.first_serial > first_one,
              CASE WHEN transfers THEN moved_on ELSE h.first_transferred_on END
    INTO series, ends, controlled, cut, since;
    IF NOT FOUND THEN
        RETURN (ledger_post(jsonb_strip_nulls(jsonb_build_object(
            'records', known,
            'postings', jsonb_build_array(jsonb_build_array(
                asked_key, asked_kind, NULL, asked_body, asked_leaf)),
            'waves', jsonb_build_array(jsonb_build_array(jsonb_build_array(
                1, moved_series, first_one, last_one, expected_lot, giver, taker, moved_on,
                lowest, highest, transfers, authorized, cap, false))),
            'entries', (
                SELECT jsonb_agg(jsonb_build_array(
                    1, 1, moved_on, type, party, counterparty, from_account, to_account, agreed_on,
                    subtype, purposed, use_year, by_entity, authorized, moved_series, first_one,
                    last_one, counted_in, mitigating, backed_by, first_backing, last_backing,
                    NULL, NULL, NULL) ORDER BY place)
                FROM unnest(entries) WITH ORDINALITY sides (
                    type, party, counterparty, from_account, to_account, subtype, use_year, place)
            )))))[1];
    END IF;
    FOREACH side IN ARRAY entries LOOP
        IF side.type = 'first_transfer' THEN
            firsts := firsts + 1;
        END IF;
        IF (side.from_account = giver AND side.to_account IN (giver, taker)) IS NOT TRUE THEN
            moves := NULL;
        ELSIF side.type <> 'acquisition' AND side.to_account = taker THEN
            moves := moves + 1;
        END IF;
    END LOOP;
    IF moves IS DISTINCT FROM 1 OR firsts <> transfers::integer THEN
        RAISE EXCEPTION 'what moves is not what the entries say'
        USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF cut THEN
        INSERT INTO ledger_holding VALUES (
            series, first_one, last_one, taker, moved_on, expected_lot, since, ends);
    END IF;
    IF transfers THEN
        UPDATE ledger_authorization
        SET first_transferred_t = first_transferred_t + last_one - first_one + 1,
            last_on = greatest(last_on, moved_on)
        WHERE id = authorized
          AND (cap IS NULL OR first_transferred_t + last_one - first_one < cap);
        IF NOT FOUND THEN
            PERFORM ledger_unexpected('authorization ' || authorized);
        END IF;
    END IF;
    IF controlled THEN
        PERFORM FROM ledger_limit WHERE account IN (giver, taker)
        ORDER BY account FOR NO KEY UPDATE;
        PERFORM FROM ledger_cover
        WHERE transfers AND party = split_part(moved_series, '-', 3)
          AND vintage::text = split_part(moved_series, '-', 4)
        FOR NO KEY UPDATE;
    END IF;
    INSERT INTO ledger_posting (key, kind, body, recorded_at)
    VALUES (asked_key, asked_kind, asked_body, now()) RETURNING id INTO number;
    INSERT INTO ledger_leaf (posting_id, leaf) VALUES (number, asked_leaf);
    INSERT INTO ledger_entry (
        posting_id, effective_on, type, party, counterparty, from_account, to_account,
        authorized_on, subtype, purpose, use_year, entity, authorization_id, series, first_serial,
        last_serial, metric, mitigation_type, unit_registry, first_unit, last_unit,
        first_transferred_on)
    SELECT number, moved_on, type, party, counterparty, from_account, to_account,
        agreed_on, subtype, purposed, use_year, by_entity, authorized, moved_series, first_one,
        last_one, counted_in, mitigating, backed_by, first_backing, last_backing, since
    FROM unnest(entries);
    RETURN number;
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
    PERFORM ledger_require_fresh();
    PERFORM ledger_match_kept(asked);
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
    IF kept->>8 IS NOT NULL THEN
        PERFORM ledger_set_cover(kept->>8, kept->9);
    END IF;
    IF kept->>10 IS NOT NULL THEN
        PERFORM ledger_set_covered(kept->>10, (kept->>11)::boolean);
    END IF;
    UPDATE ledger_state
    SET records = ids[array_length(ids, 1)], controlled = ledger_is_controlled();
    RETURN ids;
END $$;

-- Whoever wants to post calls these three; the others work for them. Their statements are planned
-- once, by index whatever the statistics of the moment say.
DO $$
DECLARE
    made text;
BEGIN
    FOR made IN
        SELECT format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', oid::regprocedure) FROM pg_proc
        WHERE pronamespace = current_schema()::regnamespace AND proname ^@ 'ledger_'
        UNION ALL
        SELECT format('ALTER FUNCTION %s SET %s', oid::regprocedure, setting)
        FROM pg_proc, unnest(ARRAY[
            format('search_path = %I, pg_temp', current_schema()),
            'plan_cache_mode = force_generic_plan', 'enable_seqscan = off',
            'enable_hashjoin = off', 'enable_mergejoin = off', 'jit = off']) setting
        WHERE pronamespace = current_schema()::regnamespace AND prosecdef
          AND proname ^@ 'ledger_'
    LOOP
        EXECUTE made;
    END LOOP;
END $$;
