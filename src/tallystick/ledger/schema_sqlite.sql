-- The journal: postings as they were asked, entries as what they came to. The rest follows from it.
CREATE TABLE ledger_schema (version integer NOT NULL, fingerprint text NOT NULL);

-- The number of the newest posting that records something rather than moving units.
CREATE TABLE ledger_state (records integer NOT NULL);
INSERT INTO ledger_state (records) VALUES (0);

CREATE TABLE ledger_posting (
    id integer PRIMARY KEY,
    key text NOT NULL UNIQUE,
    kind text NOT NULL,
    subject text,
    body text NOT NULL,
    recorded_at text NOT NULL
);
CREATE INDEX ledger_posting_subject ON ledger_posting (kind, subject) WHERE subject IS NOT NULL;
CREATE INDEX ledger_posting_record ON ledger_posting (id) WHERE subject IS NOT NULL;

-- What the log holds of a posting.
CREATE TABLE ledger_leaf (
    posting_id integer PRIMARY KEY,
    leaf text NOT NULL
);

CREATE TABLE ledger_entry (
    id integer PRIMARY KEY,
    posting_id integer NOT NULL REFERENCES ledger_posting (id),
    effective_on text NOT NULL,
    type text NOT NULL,
    party text,
    counterparty text,
    from_account text,
    to_account text,
    authorized_on text,
    subtype text,
    purpose text,
    use_year integer,
    entity text,
    authorization_id text,
    series text,
    first_serial integer CHECK (first_serial > 0),
    last_serial integer CHECK (last_serial < 9223372036854775807),
    metric text,
    mitigation_type text,
    unit_registry text,
    first_unit text,
    last_unit text,
    first_transferred_on text,
    quantity integer CHECK (quantity > 0),
    unit_type text,
    CHECK (first_serial <= last_serial)
);
CREATE INDEX ledger_entry_party ON ledger_entry (party, effective_on) WHERE party IS NOT NULL;
-- For whoever reads pages of transfers between Parties, and the life of units.
CREATE INDEX ledger_entry_abroad ON ledger_entry (id)
    WHERE counterparty IS NOT NULL AND type <> 'acquisition';
CREATE INDEX ledger_entry_given ON ledger_entry (party)
    WHERE counterparty IS NOT NULL AND type <> 'acquisition';
-- By the order of magnitude of a range's length too, so that what holds a unit lies close together.
CREATE INDEX ledger_entry_units ON ledger_entry (
    series, length(CAST(last_serial - first_serial AS text)), first_serial, last_serial)
    WHERE series IS NOT NULL;

-- What the statements that post check of accounts and authorizations; records tell the rest.
CREATE TABLE ledger_account (
    id text PRIMARY KEY,
    terminal integer NOT NULL
) WITHOUT ROWID;

CREATE TABLE ledger_authorization (
    id text PRIMARY KEY,
    cap_t integer,
    first_transferred_t integer NOT NULL DEFAULT 0,
    last_on text,
    CHECK (first_transferred_t <= cap_t)
) WITHOUT ROWID;

CREATE TABLE ledger_series (
    id integer PRIMARY KEY,
    name text NOT NULL UNIQUE
);

-- A lot is a block as it was issued; a part of it keeps what was true of the whole.
CREATE TABLE ledger_lot (
    series_id integer NOT NULL REFERENCES ledger_series (id),
    first_serial integer NOT NULL CHECK (first_serial > 0),
    last_serial integer NOT NULL CHECK (last_serial < 9223372036854775807),
    authorization_id text NOT NULL,
    metric text NOT NULL,
    mitigation_type text NOT NULL,
    unit_registry text,
    first_unit text,
    last_unit text,
    PRIMARY KEY (series_id, first_serial),
    CHECK (first_serial <= last_serial)
) WITHOUT ROWID;

-- Holdings are by range; `lot` is the first serial of the lot, or null where nobody authorized.
CREATE TABLE ledger_holding (
    series_id integer NOT NULL,
    first_serial integer NOT NULL CHECK (first_serial > 0),
    last_serial integer NOT NULL CHECK (last_serial < 9223372036854775807),
    account text NOT NULL CHECK (account <> ''),
    received_on text NOT NULL,
    lot integer,
    first_transferred_on text,
    ended integer NOT NULL,
    PRIMARY KEY (series_id, first_serial),
    CHECK (first_serial <= last_serial)
) WITHOUT ROWID;
-- For whoever reads pages of what an account holds.
CREATE INDEX ledger_holding_account ON ledger_holding (account, series_id, first_serial);

CREATE TABLE ledger_balance (
    account text NOT NULL CHECK (account <> ''),
    unit_type text NOT NULL,
    units integer NOT NULL CHECK (units >= 0),
    PRIMARY KEY (account, unit_type)
) WITHOUT ROWID;

CREATE TABLE ledger_backing (
    registry text NOT NULL,
    stem text NOT NULL,
    first_unit integer NOT NULL,
    last_unit integer NOT NULL CHECK (last_unit < 9223372036854775807),
    series text NOT NULL,
    first_serial integer NOT NULL,
    last_serial integer NOT NULL,
    PRIMARY KEY (registry, stem, first_unit),
    CHECK (first_unit <= last_unit)
) WITHOUT ROWID;

-- Holds a row only inside a transaction that posts.
CREATE TABLE ledger_writing (posting integer PRIMARY KEY);

-- Neighbouring ranges to be made one; holds rows only inside a transaction that merges.
CREATE TABLE ledger_merging (
    series_id integer NOT NULL,
    first_serial integer NOT NULL,
    last_serial integer NOT NULL,
    PRIMARY KEY (series_id, first_serial)
) WITHOUT ROWID;
