-- The journal: postings as they were asked, entries as what they came to. Holdings are derived.
CREATE EXTENSION IF NOT EXISTS btree_gist;

CREATE TABLE ledger_schema (version integer NOT NULL);
INSERT INTO ledger_schema (version) VALUES (1);

CREATE TABLE ledger_posting (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key text NOT NULL UNIQUE,
    kind text NOT NULL,
    subject text NOT NULL,
    body text NOT NULL,
    recorded_at timestamptz NOT NULL
);
CREATE INDEX ledger_posting_subject ON ledger_posting (kind, subject);
CREATE UNIQUE INDEX ledger_posting_account ON ledger_posting (subject) WHERE kind = 'account';

CREATE TABLE ledger_entry (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    posting_id bigint NOT NULL REFERENCES ledger_posting (id),
    effective_on date NOT NULL,
    type text NOT NULL,
    party text,
    counterparty text,
    from_account text,
    to_account text,
    authorization_id text,
    authorized_on date,
    subtype text,
    purpose text,
    use_year integer,
    entity text,
    series text,
    first_serial bigint CHECK (first_serial > 0),
    last_serial bigint CHECK (last_serial < 9223372036854775807),
    metric text,
    mitigation_type text,
    unit_registry text,
    first_unit text,
    last_unit text,
    first_transferred_on date,
    CHECK (first_serial <= last_serial)
);
CREATE INDEX ledger_entry_day ON ledger_entry (effective_on);
CREATE INDEX ledger_entry_party ON ledger_entry (party, effective_on);
CREATE INDEX ledger_entry_authorization ON ledger_entry (authorization_id, type);

CREATE TABLE ledger_holding (
    series text NOT NULL,
    first_serial bigint NOT NULL CHECK (first_serial > 0),
    last_serial bigint NOT NULL CHECK (last_serial < 9223372036854775807),
    account text NOT NULL,
    received_on date NOT NULL,
    authorization_id text NOT NULL,
    metric text NOT NULL,
    mitigation_type text NOT NULL,
    unit_registry text,
    first_unit text,
    last_unit text,
    first_transferred_on date,
    PRIMARY KEY (series, first_serial),
    CHECK (first_serial <= last_serial),
    CONSTRAINT ledger_holding_overlap
        EXCLUDE USING gist (series WITH =, int8range(first_serial, last_serial, '[]') WITH &&)
);

CREATE TABLE ledger_backing (
    registry text NOT NULL,
    stem text NOT NULL,
    first_unit bigint NOT NULL,
    last_unit bigint NOT NULL CHECK (last_unit < 9223372036854775807),
    series text NOT NULL,
    first_serial bigint NOT NULL,
    last_serial bigint NOT NULL,
    PRIMARY KEY (registry, stem, first_unit),
    CHECK (first_unit <= last_unit),
    CONSTRAINT ledger_backing_overlap
        EXCLUDE USING gist
        (registry WITH =, stem WITH =, int8range(first_unit, last_unit, '[]') WITH &&)
);

CREATE FUNCTION ledger_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the journal is never changed' USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER ledger_posting_change BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_posting
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER ledger_entry_change BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_entry
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER ledger_backing_change BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_backing
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();

CREATE TABLE ledger_leaf (
    posting_id bigint PRIMARY KEY,
    leaf text NOT NULL,
    xid xid8 NOT NULL DEFAULT pg_current_xact_id()
);
CREATE TRIGGER ledger_leaf_change BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_leaf
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
