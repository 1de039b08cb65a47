-- What guards the ledger that the search path leads to: kind, name and definition of each object.
-- An owner is named unless it is the ledger's own, so that the ledgers of two makers look alike;
-- the owner that is made for ledgers is always named.
WITH ledger AS (
    SELECT relnamespace AS here, relowner AS keeper
    FROM pg_class WHERE oid = to_regclass('ledger_schema')
), relation AS (
    SELECT c.* FROM pg_class c JOIN ledger ON c.relnamespace = here
    WHERE left(c.relname, 7) = 'ledger_'
), function AS (
    SELECT p.*, concat_ws(' ', p.proname, nullif(pg_get_function_identity_arguments(p.oid), ''))
        AS called
    FROM pg_proc p JOIN ledger ON p.pronamespace = here WHERE left(p.proname, 7) = 'ledger_'
), owner AS (
    SELECT oid, CASE WHEN oid <> keeper OR rolname = 'tallystick_owner' THEN rolname END AS named
    FROM pg_roles CROSS JOIN ledger
), granted AS (
    SELECT relname AS on_what, relowner AS owner,
           coalesce(relacl, acldefault('r', relowner)) AS held
    FROM relation WHERE relkind = 'r'
    UNION ALL
    SELECT concat_ws(' ', relname, attname), relowner, attacl
    FROM relation r JOIN pg_attribute a ON a.attrelid = r.oid
    WHERE relkind = 'r' AND attacl IS NOT NULL
    UNION ALL
    SELECT called, proowner, coalesce(proacl, acldefault('f', proowner)) FROM function
)
-- A trigger that was switched off is as good as dropped.
SELECT 'trigger', tgname, concat_ws(' ', pg_get_triggerdef(t.oid), tgenabled)
FROM pg_trigger t JOIN relation r ON r.oid = tgrelid WHERE NOT tgisinternal
UNION ALL
SELECT 'constraint', concat_ws(' ', relname, conname),
       concat_ws(' ', pg_get_constraintdef(k.oid), convalidated)
FROM pg_constraint k JOIN relation r ON r.oid = conrelid
UNION ALL
SELECT 'index', i.relname, pg_get_indexdef(i.oid)
FROM pg_index x JOIN relation r ON r.oid = indrelid JOIN pg_class i ON i.oid = indexrelid
UNION ALL
SELECT 'function', called, concat_ws(' ', pg_get_functiondef(f.oid), o.named)
FROM function f JOIN owner o ON o.oid = proowner
UNION ALL
-- The columns of tables, and the attributes of types.
SELECT 'column', concat_ws(' ', relname, attname),
       concat_ws(' ', format_type(atttypid, atttypmod), attnotnull, attidentity, attgenerated,
                 pg_get_expr(adbin, adrelid))
FROM pg_attribute a JOIN relation r ON r.oid = attrelid
LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
WHERE attnum > 0 AND NOT attisdropped AND relkind IN ('r', 'c')
UNION ALL
-- Row security, inheritance and unlogged storage change what a table shows or keeps.
SELECT 'relation', relname,
       concat_ws(' ', relkind, relpersistence, relrowsecurity, relforcerowsecurity, relispartition,
                 EXISTS (SELECT FROM pg_inherits WHERE r.oid IN (inhrelid, inhparent)),
                 array_to_string(reloptions, ','), o.named)
FROM relation r JOIN owner o ON o.oid = relowner WHERE relkind NOT IN ('i', 'c')
UNION ALL
SELECT 'rule', concat_ws(' ', relname, rulename), pg_get_ruledef(w.oid)
FROM pg_rewrite w JOIN relation r ON r.oid = ev_class
UNION ALL
SELECT 'policy', concat_ws(' ', relname, polname),
       concat_ws(' ', polcmd, pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid))
FROM pg_policy y JOIN relation r ON r.oid = polrelid
UNION ALL
SELECT 'grant',
       concat_ws(' ', on_what, privilege_type, CASE grantee WHEN 0 THEN 'PUBLIC'
                 ELSE CAST(CAST(grantee AS regrole) AS text) END),
       CAST(is_grantable AS text)
FROM granted g CROSS JOIN LATERAL aclexplode(held) WHERE grantee <> g.owner
