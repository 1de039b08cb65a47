"""Patterns: what one movement came to serves another only where judging it would say the same."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ledger_samples import LOT, SERIES, authorize, day, issue, send, start, use
from test_ledger_terms import GATED, STEPS

from tallystick.article6.parties import PARTIES
from tallystick.article6.postings.control_records import SetControls
from tallystick.article6.postings.movements import Cancel, FirstTransfer, Movement, Transfer, Use
from tallystick.article6.postings.units import Underlying
from tallystick.core.actions import Purpose
from tallystick.core.findings import Finding
from tallystick.core.identifiers import Block
from tallystick.ledger import Ledger, Receipt, Refused
from tallystick.ledger.expecting import Expecting
from tallystick.ledger.gathering import Gatherer
from tallystick.ledger.known import Known
from tallystick.ledger.opening import open_ledger, store_at
from tallystick.ledger.plans import Plan
from tallystick.ledger.store import Store

ANY = frozenset(Purpose)
CAP_T = 40
LOTS = (
    LOT,
    Block(SERIES, 1001, 2000),
    Block(SERIES, 2001, 3000),
    Block(replace(SERIES, approach="CA0010"), 1, 1000),
)
ACCOUNTS = ("GHA", "CHE", "SWE", "CHE:entity", "nobody")
ENDS = ("CHE:use", "CHE:oimp", "CHE:voluntary", "CHE:other")


def prepare(ledger: Ledger) -> Ledger:
    """Issue lots under a cap, with underlying units, and under a definition of one's own."""
    backing = Underlying("VCS", "VCS-2001", "VCS-3000")
    return start(
        ledger,
        authorize("A1", cap=CAP_T),
        authorize("A2", ANY, "Use or cancellation"),
        replace(authorize("A3", ANY, "Issuance"), approach="CA0010"),
        issue(LOTS[0]),
        issue(LOTS[1], "A2"),
        replace(issue(LOTS[2], "A2"), underlying=backing),
        issue(LOTS[3], "A3"),
    )


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    place = tmp_path_factory.mktemp("patterns") / "ledger.db"
    with open_ledger(str(place)) as ledger:
        ledger.create()
        prepare(ledger)
    with closing(store_at(str(place))) as opened:
        yield opened


def expecting(store: Store) -> Expecting:
    return Expecting(Gatherer(Known(store), PARTIES))


def planned(by: Expecting, movement: Movement, key: str) -> tuple[Plan, list[Finding] | None]:
    plan = Plan(0)
    return plan, by.add(plan, key, movement)


@st.composite
def blocks(draw: st.DrawFn) -> Block:
    lot = draw(st.sampled_from(LOTS))
    first = draw(st.integers(lot.first, lot.last - 60))
    return Block(lot.series, first, first + draw(st.integers(0, 60)))


@st.composite
def movements(draw: st.DrawFn) -> Movement:
    days = st.sampled_from([date(2020, 1, 1), day(0), day(2), day(3), date(2031, 1, 1)])
    kind = draw(st.sampled_from([FirstTransfer, Transfer, Use, Cancel]))
    told = {
        "on": draw(days),
        "block": draw(blocks()),
        "from_account": draw(st.sampled_from(ACCOUNTS)),
        "to_account": draw(st.sampled_from(ACCOUNTS + ENDS)),
        "note": draw(st.sampled_from([{}, {"source": "a letter"}])),
    }
    if kind is Use:
        purpose = draw(st.sampled_from([Purpose.NDC, Purpose.IMP]))
        year = draw(st.sampled_from([2021, 2022, 2024])) if purpose is Purpose.NDC else None
        return Use(**told, purpose=purpose, year=year, entity=draw(st.sampled_from([None, "E"])))
    if kind is Cancel:
        return Cancel(**told, voluntary=draw(st.booleans()))
    if kind is Transfer:
        return Transfer(**told)
    return FirstTransfer(**told)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None
)
@given(st.lists(movements(), max_size=4), movements(), st.lists(blocks(), min_size=1, max_size=6))
def test_a_pattern_says_what_judging_anew_would_say(
    store: Store, before: list[Movement], like: Movement, places: list[Block]
) -> None:
    warm = expecting(store)
    same = [replace(like, block=block) for block in places]
    for number, movement in enumerate([*before, like, *same]):
        key = f'key "{number}" 合' if number % 3 == 0 else f'key "{number}" \\'
        assert planned(warm, movement, key) == planned(expecting(store), movement, key)


@settings(deadline=None)
@given(blocks(), blocks(), st.booleans())
def test_lawful_movements_are_planned_alike_from_a_pattern(
    store: Store, one: Block, other: Block, used: bool
) -> None:
    warm = expecting(store)
    for block in (one, other, one):
        movement: Movement = use(block) if used else send(block)
        assert planned(warm, movement, "key") == planned(expecting(store), movement, "key")


PART, OTHER = Block(SERIES, 1, 10), Block(SERIES, 11, 20)
CHANGED = [
    (send(PART), replace(send(OTHER), to_account="SWE")),
    (send(PART), replace(send(OTHER), from_account="GHA:entity")),
    (send(PART), replace(send(OTHER), on=day(3))),
    (send(PART), send(Block(SERIES, 1011, 1020))),
    (send(PART), Transfer(on=day(2), block=OTHER, from_account="GHA", to_account="CHE")),
    (use(PART), replace(use(OTHER), year=2023)),
    (use(PART), replace(use(OTHER), entity="E")),
    (use(PART), replace(use(OTHER), purpose=Purpose.IMP, year=None)),
    (use(PART), replace(use(OTHER), to_account="CHE:other")),
]


@pytest.mark.parametrize(("first", "changed"), CHANGED)
def test_a_movement_that_differs_in_more_than_serials_has_no_pattern_yet(
    store: Store, first: Movement, changed: Movement
) -> None:
    warm = expecting(store)
    assert planned(warm, first, "first")[1] == []
    assert planned(warm, changed, "changed") == planned(expecting(store), changed, "changed")


def test_a_part_above_the_cap_is_judged_though_a_smaller_one_has_passed(store: Store) -> None:
    warm = expecting(store)
    assert planned(warm, send(Block(SERIES, 1, CAP_T)), "first")[1] == []
    assert planned(warm, send(Block(SERIES, 101, 100 + CAP_T)), "second")[1] == []
    assert planned(warm, send(Block(SERIES, 201, 201 + CAP_T)), "third")[1] is None


def test_controls_that_are_set_later_are_seen(tmp_path: Path) -> None:
    with open_ledger(str(tmp_path / "ledger.db")) as ledger:
        ledger.create()
        prepare(ledger)
        ledger.post(send(Block(SERIES, 1001, 1010)), key="before")
        with open_ledger(str(tmp_path / "ledger.db")) as other:
            other.post(
                SetControls(on=day(0), account="GHA", transfer_t=5, reason="limit"), key="controls"
            )
        answers = ledger.post_many([("after", send(Block(SERIES, 1011, 1020)))])
        (answer,) = answers
    assert isinstance(answer, Refused)
    assert "LIMIT_TRANSFER" in {finding.code for finding in answer.findings}


def test_steps_taken_for_one_block_open_no_gate_for_another(tmp_path: Path) -> None:
    covered, other = Block(SERIES, 1, 10), Block(SERIES, 11, 20)
    with open_ledger(str(tmp_path / "ledger.db")) as ledger:
        ledger.create()
        steps = (replace(step, block=covered) for step in STEPS)
        start(ledger, GATED, authorize(), *steps, issue())
        asked = [("one", send(covered)), ("other", send(other))]
        first, second = ledger.post_many(asked, every=1)
    assert isinstance(first, Receipt)
    assert isinstance(second, Refused)
