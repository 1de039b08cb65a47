-- What a call changes is what its entries say, whoever calls: who may call the functions that post
-- moves nothing past the journal.

-- What is to change, and what the entries say against it (`way` -1): ranges that move, are first
-- transferred or no longer are (`firsts` -1), and amounts. An acquisition mirrors a transfer, what
-- is held fast stays, and a first transfer from an account to itself is of units that stay there.
CREATE FUNCTION ledger_told(asked jsonb) RETURNS TABLE (
    way integer, name text, giver text, taker text, told_on text, first_one text, last_one text,
    authorized text, moves integer, firsts integer, units bigint
) LANGUAGE sql STABLE AS $$
    SELECT 1, m->>1, m->>5, m->>6, m->>7, m->>2, m->>3, m->>11, 1,
           CASE WHEN (m->>10)::boolean THEN 1 WHEN (m->>13)::boolean THEN -1 ELSE 0 END, 0::bigint
    FROM jsonb_array_elements(asked->'waves') w, jsonb_array_elements(w) m
    UNION ALL
    SELECT 1, l->>0, '', l->>3, l->>4, l->>1, l->>2, l->>6, 1,
           CASE WHEN l->>5 IS NULL THEN 0 ELSE 1 END, 0
    FROM jsonb_array_elements(asked->'lots') l
    UNION ALL
    SELECT 1, p->>3, p->>0, p->>1, NULL, NULL, NULL, NULL, 0, 0, (p->>2)::bigint
    FROM jsonb_array_elements(asked->'payments') p
    UNION ALL
    SELECT -1, coalesce(e->>14, e->>24), coalesce(e->>6, ''), e->>7,
           CASE WHEN e->>14 IS NOT NULL THEN e->>2 END, e->>15, e->>16, e->>13,
           CASE WHEN e->>14 IS NULL OR e->>3 = 'first_transfer' AND e->>6 = e->>7 THEN 0 ELSE 1 END,
           CASE WHEN e->>3 = 'first_transfer' THEN 1
                WHEN e->>3 = 'correction' AND e->>9 = 'first_transfer' THEN -1 ELSE 0 END,
           coalesce((e->>23)::bigint, 0)
    FROM jsonb_array_elements(asked->'entries') e
    WHERE coalesce(e->>14, e->>23) IS NOT NULL
      AND e->>3 NOT IN ('acquisition', 'freeze', 'pledge')
$$;

-- The same by the edges of ranges, since one entry may name what lies in several lots, and units
-- may move twice in a call: each unit goes from one account to another as often as entries say.
CREATE FUNCTION ledger_differs(asked jsonb) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM ledger_told(asked) t, LATERAL (VALUES
            (giver, taker, first_one::bigint - 1, way * moves),
            (giver, taker, last_one::bigint, -way * moves),
            (NULL, NULL, first_one::bigint - 1, way * firsts),
            (NULL, NULL, last_one::bigint, -way * firsts),
            (giver, taker, NULL, way * units)
        ) edges (said_giver, said_taker, place, number)
        GROUP BY name, told_on, authorized, said_giver, said_taker, place
        HAVING sum(number) <> 0
    ) OR EXISTS (SELECT FROM ledger_told(asked) WHERE first_one::bigint > last_one::bigint)
$$;

-- Refuse a call whose entries say less or more than it changes. Mostly each range that moves has an
-- entry of its own, which is seen sooner.
CREATE FUNCTION ledger_match(asked jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM ledger_told(asked)
        GROUP BY first_one, last_one, name, told_on, authorized
        HAVING sum(way * moves) <> 0 OR sum(way * firsts) <> 0 OR sum(way * units) <> 0
            OR min(giver) FILTER (WHERE moves + units <> 0)
               <> max(giver) FILTER (WHERE moves + units <> 0)
            OR min(taker) FILTER (WHERE moves + units <> 0)
               <> max(taker) FILTER (WHERE moves + units <> 0)
    ) AND ledger_differs(asked) THEN
        RAISE EXCEPTION 'what moves is not what the entries say'
        USING ERRCODE = 'integrity_constraint_violation';
    END IF;
END $$;

-- Refuse a record whose body does not say what the database is to keep of it. Whether an account is
-- an end is told by its kind, which the program knows.
CREATE FUNCTION ledger_match_kept(asked jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF asked->'postings'->-1->>2 IS NULL OR asked->'kept' IS NOT NULL AND NOT EXISTS (
        SELECT FROM jsonb_array_elements(asked->'postings') p,
            LATERAL (SELECT (p->>3)::jsonb AS said, asked->'kept' AS kept) told
        WHERE said->>'kind' = p->>1 AND kept = CASE p->>1
            WHEN 'account' THEN jsonb_build_array(
                said->'id', kept->1, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, false)
            WHEN 'authorization' THEN jsonb_build_array(
                NULL, false, said->'id', said->'on', said->'authorized_quantity_t',
                NULL, NULL, NULL, NULL, NULL, NULL, false)
            WHEN 'controls' THEN jsonb_build_array(
                NULL, false, NULL, NULL, NULL, said->'account', said->'holding_t',
                said->'transfer_t', NULL, NULL, NULL, false)
            WHEN 'forecast' THEN jsonb_build_array(
                NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, said->'party',
                coalesce((
                    SELECT jsonb_object_agg(key, greatest(
                        (said->'target_t'->>key)::numeric - value::numeric, 0))
                    FROM jsonb_each_text(said->'emissions_t')
                    WHERE jsonb_exists(said->'target_t', key)), '{}'), NULL, false)
            WHEN 'approach' THEN jsonb_build_array(
                NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, said->'id',
                coalesce(said->'host_covered', 'false'))
        END
    ) THEN
        RAISE EXCEPTION 'what is kept of a record is not what it says'
        USING ERRCODE = 'integrity_constraint_violation';
    END IF;
END $$;

-- A snapshot older than the locks of a call would not show it what was frozen or limited meanwhile.
CREATE FUNCTION ledger_require_fresh() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'postings are written in transactions that are read committed'
        USING ERRCODE = 'invalid_transaction_state';
    END IF;
END $$;
