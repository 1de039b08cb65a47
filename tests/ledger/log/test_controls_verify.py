"""A journal with every control in it is proved, moved and verified, and altered ones are found."""

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from control.control_samples import (
    PART,
    REST,
    controls,
    correct,
    decide,
    freeze,
    pledge,
    propose,
    release,
    unfreeze,
    within_ghana,
)
from ledger_samples import LOT, authorize, issue, send, start

from postgresql import Server
from tallystick.article6.postings.batches import Batch
from tallystick.article6.postings.control_approvals import Approve, Expire, Reject, Withdraw
from tallystick.article6.postings.movements import Subtype, Transfer
from tallystick.article6.postings.plain import Amount, Move, MoveUnits, Range
from tallystick.article6.postings.records import Posting
from tallystick.ledger import Ledger, open_ledger
from tallystick.ledger.importing.importing import Outcome, import_export
from tallystick.ledger.log.exporting import export_ledger
from tallystick.ledger.log.proving import Proof, prove
from tallystick.ledger.log.sequencer import sequence
from tallystick.ledger.log.verify import verify_ledger
from tallystick.ledger.opening import store_at
from tallystick.ledger.proof.keys import SigningKey
from tallystick.ledger.proof.verify import verify_export
from tallystick.ledger.store import Store

from .conftest import Run

DAY = within_ghana().on
RANGE = Range("VCS-1", 1, 10)
NEW = Move(on=DAY, range=RANGE, from_account="", to_account="a")
ON = Move(on=DAY, range=RANGE, from_account="a", to_account="b")
PAID = MoveUnits(on=DAY, amount=Amount(7, "VCU"), from_account="", to_account="a")
PAY = MoveUnits(on=DAY, amount=Amount(5, "VCU"), from_account="a", to_account="b")
POSTINGS: dict[str, Posting] = {
    "limit": controls("GHA:entity", holding_t=900, transfer_t=900),
    "frozen": freeze("F1", PART),
    "thawed": unfreeze("F1"),
    "pledged": pledge("P1", PART),
    "released": release("P1"),
    "pledged still": pledge("P2", LOT.part(901, 1000)),
    "mistake": within_ghana(PART),
    "put right": correct("mistake"),
    "abroad by mistake": send(PART, on=5),
    "abroad put right": correct("abroad by mistake", on=6),
    "new": NEW,
    "paid": PAID,
    "batch": Batch(on=DAY, postings=(ON, PAY)),
    "batch put right": correct("batch"),
    "frozen range": replace(freeze("F3", PART), range=RANGE),
    "asked": propose(within_ghana(PART, on=7), "Q1"),
    "agreed": decide(Approve, proposal="Q1"),
    "asked to correct": propose(correct("proposal Q1", on=8), "Q2"),
    "agreed to correct": decide(Approve, proposal="Q2"),
    "asked in vain": propose(within_ghana(REST.part(101, 200), on=7), "Q3"),
    "turned down": decide(Reject, proposal="Q3"),
    "asked and": propose(within_ghana(REST.part(101, 200), on=7), "Q4"),
    "taken back": decide(Withdraw, "ann", proposal="Q4"),
    "asked too long": propose(within_ghana(REST.part(101, 200), on=7), "Q5"),
    "run out": decide(Expire, hours=24 * 8, proposal="Q5"),
    "sold": within_ghana(REST.part(201, 300), on=9),
    "given to the Fund": Transfer(
        on=within_ghana(on=9).on,
        block=LOT.part(801, 810),
        from_account="GHA",
        to_account="GHA:fund",
        subtype=Subtype.VOLUNTARY_CONTRIBUTION,
    ),
}


@pytest.fixture
def controlled(ledger: Ledger) -> Ledger:
    start(ledger, authorize(cap=1000), issue())
    for key, posting in POSTINGS.items():
        ledger.post(posting, key=key)
    return ledger


@pytest.fixture
def sealed(controlled: Ledger, store: Store, key: SigningKey) -> Store:
    sequence(store, key)
    return store


def test_journal_with_every_control_is_valid_and_each_control_is_proved(
    sealed: Store, key: SigningKey
) -> None:
    verified = verify_ledger(sealed, key.public)
    assert (verified.found.findings, verified.pending) == ((), 0)
    for posted in (*POSTINGS, "proposal Q1", "proposal Q2"):
        assert isinstance(prove(sealed, posted), Proof)


def test_export_with_every_control_is_valid_offline(
    sealed: Store, key: SigningKey, tmp_path: Path
) -> None:
    exported = export_ledger(sealed, tmp_path / "log")
    assert exported.pending == 0
    assert verify_export(tmp_path / "log", key.public).findings == ()


@pytest.mark.postgresql
def test_ledger_with_every_control_moves_to_the_other_database(
    place: str,
    controlled: Ledger,
    sealed: Store,
    key: SigningKey,
    postgresql: Server,
    tmp_path: Path,
) -> None:
    export_ledger(sealed, tmp_path / "log")
    other = str(tmp_path / "other.db") if "://" in place else postgresql.database()
    with open_ledger(other) as target:
        target.create()
    with closing(store_at(other)) as store:
        done = import_export(store, tmp_path / "log", key.public)
    assert (done.outcome, done.findings) == (Outcome.IMPORTED, ())
    with open_ledger(other) as target:
        assert target.holdings() == controlled.holdings()
        assert target.ranges() == controlled.ranges()
        assert target.restraints() == controlled.restraints()
        assert target.proposals() == controlled.proposals()
        assert target.corrected() == controlled.corrected()
    with closing(store_at(other)) as moved:
        verified = verify_ledger(moved, key.public)
    assert verified.found.findings == ()
    assert verified.found.root == verify_ledger(sealed).found.root


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("UPDATE ledger_entry SET last_serial = 5 WHERE type = 'freeze'", "JOURNAL_ALTERED"),
        ("UPDATE ledger_entry SET type = 'account' WHERE type = 'freeze'", "JOURNAL_ALTERED"),
        ("DELETE FROM ledger_entry WHERE type = 'pledge'", "JOURNAL_ALTERED"),
        ("UPDATE ledger_entry SET entity = 'bank 2' WHERE type = 'pledge'", "JOURNAL_ALTERED"),
        (
            "UPDATE ledger_entry SET to_account = 'CHE' WHERE type = 'correction'",
            "JOURNAL_ALTERED",
        ),
        (
            "UPDATE ledger_posting SET subject = 'F9' WHERE kind = 'unfreeze'",
            "POSTING_ALTERED",
        ),
        (
            "UPDATE ledger_posting SET body = replace(body, 'ann', 'bob') WHERE kind = 'proposal'",
            "POSTING_ALTERED",
        ),
        (
            "UPDATE ledger_posting SET kind = 'rejection' WHERE kind = 'approval'",
            "POSTING_ALTERED",
        ),
        (
            "UPDATE ledger_leaf SET leaf = replace(leaf, 'ben', 'bob') WHERE leaf LIKE '%ben%'",
            "ENTRY_ALTERED",
        ),
        ("UPDATE ledger_limit SET holding_t = 5000", "LIMIT_MISMATCH"),
        ("UPDATE ledger_limit SET transfer_t = NULL", "LIMIT_MISMATCH"),
        ("UPDATE ledger_limit SET held_t = 0", "LIMIT_MISMATCH"),
        ("DELETE FROM ledger_limit", "LIMIT_MISMATCH"),
        ("INSERT INTO ledger_limit VALUES ('CHE', 5, 5, 0)", "LIMIT_MISMATCH"),
    ],
)
def test_altered_control_is_found(
    sealed: Store, key: SigningKey, force: Run, change: str, code: str
) -> None:
    force(change)
    assert code in {one.code for one in verify_ledger(sealed, key.public).found.findings}


@pytest.mark.parametrize(
    "change",
    [
        "DROP VIEW ledger_standing",
        "DROP INDEX ledger_posting_once",
        "DROP INDEX ledger_posting_decision",
    ],
)
def test_guard_of_controls_that_is_gone_is_found(
    sealed: Store, key: SigningKey, force: Run, change: str
) -> None:
    force(change)
    found = {one.code for one in verify_ledger(sealed, key.public).found.findings}
    assert "SCHEMA_MISSING" in found
