"""A ledger of as many ranges as wanted: in every other part of its lots, units have been sent.

One posting of each lot goes through the ledger; the others, which differ in their serials alone,
are copied from its rows by the owner of the tables, as an import would: indexes are made and ranges
are held against each other when all are there.
"""

import random
from collections.abc import Iterator
from contextlib import ExitStack

import psycopg

from benchmarks._ledger_load import (
    AUTHORIZATIONS,
    LOT_T,
    PART_T,
    authorization,
    prepare,
    sent_and_used,
    series,
)
from tallystick.article6.postings.records import Posting
from tallystick.core.identifiers import Block
from tallystick.ledger import open_ledger
from tallystick.ledger.postgresql_loading import bare

LOTS = 50
PAIR_T = 2 * PART_T
TABLES = ("ledger_posting", "ledger_leaf", "ledger_entry", "ledger_holding")
CUT = "UPDATE ledger_holding SET last_serial = %(pair_t)s WHERE last_serial = %(lot_t)s"
COPY = """
WITH part AS (
    SELECT id AS old_id, nextval('ledger_posting_id_seq') AS new_id,
           place::bigint * %(pair_t)s AS shift
    FROM ledger_posting, generate_series(1, %(pairs)s - 1) place WHERE key = ANY(%(keys)s)
), posting AS (
    INSERT INTO ledger_posting (id, key, kind, body, recorded_at)
    SELECT new_id, concat(key, ' ', shift), kind, replace(body, '"first":1,"last":10',
           format('"first":%%s,"last":%%s', 1 + shift, 10 + shift)), recorded_at
    FROM ledger_posting JOIN part ON id = old_id
), leaf AS (
    INSERT INTO ledger_leaf (posting_id, leaf)
    SELECT new_id, replace(replace(leaf, '"first":"1","last":"10"',
           format('"first":"%%s","last":"%%s"', 1 + shift, 10 + shift)),
           to_json(key)::text, to_json(concat(key, ' ', shift))::text)
    FROM ledger_leaf JOIN ledger_posting ON id = posting_id JOIN part ON id = old_id
), entry AS (
    INSERT INTO ledger_entry (
        posting_id, effective_on, type, party, counterparty, from_account, to_account,
        authorized_on, subtype, authorization_id, series, first_serial, last_serial, metric,
        mitigation_type, first_transferred_on)
    SELECT new_id, effective_on, type, party, counterparty, from_account, to_account,
        authorized_on, subtype, authorization_id, series, first_serial + shift,
        last_serial + shift, metric, mitigation_type, first_transferred_on
    FROM ledger_entry JOIN part ON posting_id = old_id ORDER BY new_id, ledger_entry.id
)
INSERT INTO ledger_holding
SELECT series_id, first_serial + shift,
       CASE last_serial + shift WHEN %(pairs)s::bigint * %(pair_t)s THEN %(lot_t)s
           ELSE last_serial + shift END,
       account, received_on, lot, first_transferred_on, ended
FROM ledger_holding, (
    SELECT place::bigint * %(pair_t)s AS shift FROM generate_series(1, %(pairs)s - 1) place
) places
"""
COUNT = "UPDATE ledger_authorization SET first_transferred_t = %s WHERE id = %s"


def fill(url: str, ranges: int) -> None:
    """Make a ledger of as many ranges, evenly over its lots."""
    pairs = ranges // LOTS // 2
    with open_ledger(url) as ledger:
        prepare(ledger, LOTS)
        sent = [
            next(sent_and_used(f"lot {lot}", Block(series(lot), 1, PART_T))) for lot in range(LOTS)
        ]
        for key, posting in sent:
            ledger.post(posting, key=key)
    values = {"keys": [key for key, _ in sent], "pairs": pairs, "pair_t": PAIR_T, "lot_t": LOT_T}
    with psycopg.connect(url, autocommit=True) as owner:
        with ExitStack() as away:
            for table in TABLES:
                away.enter_context(bare(owner, table))
            owner.execute(CUT, values)
            owner.execute(COPY, values)
        for name in range(AUTHORIZATIONS):
            lots = len(range(name, LOTS, AUTHORIZATIONS))
            owner.execute(COUNT, (lots * pairs * PART_T, authorization(name)))
        owner.execute("VACUUM ANALYZE")


def random_parts(ranges: int) -> Iterator[tuple[str, Posting]]:
    """Send and use the first half of ranges that have not been sent yet, at random."""
    choice = random.Random(ranges)  # noqa: S311 (a repeatable load, no secret)
    pairs = ranges // LOTS // 2
    for number in choice.sample(range(LOTS * pairs), min(LOTS * pairs, 1_000)):
        lot, place = divmod(number, pairs)
        first = 1 + PART_T + place * PAIR_T
        block = Block(series(lot), first, first + PART_T // 2 - 1)
        yield from sent_and_used(f"{lot} {first}", block)
