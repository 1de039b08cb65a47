-- Two roles that cannot log in, where the one who makes the ledger may make roles.
DO $$
DECLARE
    made text;
BEGIN
    FOREACH made IN ARRAY ARRAY['tallystick_owner', 'tallystick_poster'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = made) THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN', made);
        END IF;
    END LOOP;
    EXECUTE format('GRANT tallystick_owner TO %I', current_user);
    EXECUTE format('GRANT CREATE, USAGE ON SCHEMA %I TO tallystick_owner', current_schema());
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO tallystick_poster', current_schema());
    FOR made IN
        SELECT format('ALTER TABLE %s OWNER TO tallystick_owner', oid::regclass) FROM pg_class
        WHERE relnamespace = current_schema()::regnamespace AND relname ^@ 'ledger_'
          AND relkind IN ('r', 'v')
        UNION ALL
        SELECT format('ALTER FUNCTION %s OWNER TO tallystick_owner', oid::regprocedure)
        FROM pg_proc
        WHERE pronamespace = current_schema()::regnamespace AND proname ^@ 'ledger_'
        UNION ALL
        SELECT format('GRANT SELECT ON %s TO tallystick_poster', oid::regclass) FROM pg_class
        WHERE relnamespace = current_schema()::regnamespace AND relname ^@ 'ledger_'
          AND relkind IN ('r', 'v')
    LOOP
        EXECUTE made;
    END LOOP;
    GRANT INSERT ON ledger_log, ledger_subtree, ledger_checkpoint TO tallystick_poster;
    FOR made IN
        SELECT format('GRANT EXECUTE ON FUNCTION %s TO tallystick_poster', oid::regprocedure)
        FROM pg_proc WHERE pronamespace = current_schema()::regnamespace
          AND proname IN ('ledger_post', 'ledger_move', 'ledger_record', 'ledger_merge')
    LOOP
        EXECUTE made;
    END LOOP;
EXCEPTION WHEN insufficient_privilege THEN
    NULL;
END $$;
