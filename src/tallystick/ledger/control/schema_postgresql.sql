
-- Controls. What stands is told by the journal alone: a restraint is ended by a posting.
CREATE TABLE ledger_restraint (
    posting_id bigint PRIMARY KEY,
    account text,
    series text,
    first_serial bigint,
    last_serial bigint,
    CHECK ((account IS NULL) <> (series IS NULL)),
    CHECK ((series IS NULL) = (first_serial IS NULL)),
    CHECK (first_serial <= last_serial)
);
CREATE INDEX ledger_restraint_account ON ledger_restraint (account) WHERE account IS NOT NULL;
CREATE INDEX ledger_restraint_block ON ledger_restraint (series, first_serial);

CREATE VIEW ledger_standing AS
SELECT r.*, p.body FROM ledger_restraint r JOIN ledger_posting p ON p.id = r.posting_id
WHERE NOT EXISTS (
    SELECT FROM ledger_posting e WHERE e.subject = p.subject
    AND e.kind = CASE p.kind WHEN 'freeze' THEN 'unfreeze' ELSE 'release' END);

-- Limits in force, with what the account holds; only accounts with a limit have a row.
CREATE TABLE ledger_limit (
    account text PRIMARY KEY,
    holding_t bigint CHECK (holding_t >= 0),
    transfer_t bigint CHECK (transfer_t >= 0),
    held_t bigint NOT NULL
) WITH (fillfactor = 50);

CREATE UNIQUE INDEX ledger_posting_once ON ledger_posting (kind, subject)
    WHERE kind IN ('freeze', 'unfreeze', 'pledge', 'release', 'proposal', 'correction');
CREATE UNIQUE INDEX ledger_posting_decision ON ledger_posting (subject)
    WHERE kind IN ('approval', 'rejection', 'withdrawal', 'expiry');

CREATE TRIGGER ledger_restraint_change BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_restraint
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();

-- Who restrains holds off writers first, so the statements below see whatever committed before.
CREATE FUNCTION ledger_check_restraints() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM added a JOIN ledger_standing s ON s.account = a.from_account
        UNION ALL SELECT FROM added a JOIN ledger_standing s ON s.account = a.to_account
        WHERE a.series IS NOT NULL
        UNION ALL SELECT FROM added a JOIN ledger_standing s ON s.series = a.series
        AND s.first_serial <= a.last_serial AND s.last_serial >= a.first_serial
    ) THEN
        RAISE EXCEPTION 'the account or units are frozen or pledged' USING ERRCODE = 'LG002';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER ledger_entry_restrained AFTER INSERT ON ledger_entry
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_check_restraints();

CREATE FUNCTION ledger_check_limits() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    moved record;
BEGIN
    FOR moved IN
        SELECT account, sum(quantity_t) AS quantity_t, sum(greatest(-quantity_t, 0)) AS given_t
        FROM added a, LATERAL (VALUES
            (a.to_account, a.last_serial - a.first_serial + 1),
            (a.from_account, a.first_serial - a.last_serial - 1)) ways (account, quantity_t)
        WHERE a.series IS NOT NULL AND a.type <> 'acquisition'
          AND a.from_account IS DISTINCT FROM a.to_account
          AND account IN (SELECT l.account FROM ledger_limit l)
        GROUP BY account ORDER BY account
    LOOP
        UPDATE ledger_limit SET held_t = held_t + moved.quantity_t
        WHERE account = moved.account
          AND (moved.quantity_t <= 0 OR holding_t IS NULL
               OR held_t + moved.quantity_t <= holding_t)
          AND (transfer_t IS NULL OR moved.given_t <= transfer_t);
        IF NOT FOUND THEN
            RAISE EXCEPTION 'account % exceeds its limit', moved.account USING ERRCODE = 'LG002';
        END IF;
    END LOOP;
    RETURN NULL;
END $$;
CREATE TRIGGER ledger_entry_limited AFTER INSERT ON ledger_entry
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_check_limits();
