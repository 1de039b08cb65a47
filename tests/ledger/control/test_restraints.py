"""Freezes and pledges: nothing held fast moves, whoever comes first, until it is let go."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from ledger_samples import LOT, authorize, day, issue, send, start, total

from control.control_samples import (
    PART,
    REST,
    controls,
    decide,
    freeze,
    overtaken,
    pledge,
    propose,
    release,
    unfreeze,
    within_ghana,
)
from postgresql import Server
from tallystick.article6.postings.batches import Batch
from tallystick.article6.postings.control_approvals import Approve
from tallystick.article6.postings.movements import Cancel, Transfer, Use
from tallystick.article6.postings.plain import Amount, MoveUnits
from tallystick.article6.postings.records import Posting
from tallystick.core.actions import Purpose
from tallystick.ledger import Ledger, LedgerError, Refused, Status, open_ledger, replay
from tallystick.ledger.opening import store_at

AWAY = (
    within_ghana(),
    Cancel(on=day(3), block=PART, from_account="GHA", to_account="GHA:other"),
    Use(
        on=day(3), block=PART, from_account="GHA", to_account="GHA:oimp", purpose=Purpose.IMP,
    ),
    send(PART),
)  # fmt: skip


@pytest.fixture
def issued(ledger: Ledger) -> Ledger:
    return start(ledger, authorize(), issue())


def codes(ledger: Ledger, posting: Posting) -> set[str]:
    with pytest.raises(Refused) as refused:
        ledger.post(posting, key="refused")
    return {finding.code for finding in refused.value.findings if finding.refuses}


def test_frozen_units_stay_until_the_freeze_is_lifted(issued: Ledger) -> None:
    issued.post(freeze(block=PART), key="f")
    for posting in AWAY:
        assert "FROZEN" in codes(issued, posting)
    issued.post(within_ghana(REST), key="the rest may go")
    issued.post(unfreeze(), key="u")
    assert issued.post(within_ghana(), key="t").status is Status.POSTED


def test_nothing_enters_or_leaves_a_frozen_account(issued: Ledger) -> None:
    issued.post(within_ghana(REST), key="before")
    issued.post(freeze(account="GHA:entity"), key="f")
    assert codes(issued, within_ghana()) == {"FROZEN"}
    leaving = Transfer(on=day(4), block=REST, from_account="GHA:entity", to_account="GHA")
    assert codes(issued, leaving) == {"FROZEN"}
    assert [one.id for one in issued.restraints()] == ["F1"]


@pytest.mark.rule("fail", "PLEDGED")
@pytest.mark.feature("F142")
def test_pledged_units_are_not_transferred_used_or_cancelled_until_released(
    issued: Ledger,
) -> None:
    issued.post(pledge(), key="p")
    for posting in AWAY:
        assert "PLEDGED" in codes(issued, posting)
    with pytest.raises(Refused, match="bank 1"):
        issued.post(pledge("P2", LOT.part(100, 200)), key="p2")
    issued.post(release(), key="r")
    assert issued.restraints() == []
    assert issued.post(send(PART), key="t").status is Status.POSTED


@pytest.mark.rule("fail", "ID_TAKEN")
def test_each_of_two_freezes_is_lifted_for_itself(issued: Ledger) -> None:
    issued.post(freeze("F1", PART), key="f1")
    issued.post(freeze("F2", LOT), key="f2")
    issued.post(unfreeze("F1"), key="u1")
    assert codes(issued, within_ghana()) == {"FROZEN"}
    assert codes(issued, unfreeze("F1")) == {"ENDED"}
    assert codes(issued, freeze("F1", PART)) == {"ID_TAKEN"}
    issued.post(unfreeze("F2"), key="u2")
    issued.post(within_ghana(), key="t")


@pytest.mark.rule("fail", "LIMIT_TRANSFER")
def test_limits_hold_for_each_transfer_and_for_what_is_held(issued: Ledger) -> None:
    issued.post(controls("GHA", transfer_t=500), key="c1")
    issued.post(controls("GHA:entity", holding_t=600), key="c2")
    assert codes(issued, within_ghana(LOT)) == {"LIMIT_TRANSFER", "LIMIT_HOLDING"}
    issued.post(within_ghana(LOT.part(1, 500)), key="t1")
    assert codes(issued, within_ghana(LOT.part(501, 601))) == {"LIMIT_HOLDING"}
    issued.post(within_ghana(LOT.part(501, 600)), key="t2")
    out = Transfer(on=day(4), block=LOT.part(1, 300), from_account="GHA:entity", to_account="GHA")
    issued.post(out, key="t3")
    issued.post(within_ghana(LOT.part(601, 900)), key="t4")
    assert codes(issued, within_ghana(LOT.part(901, 901))) == {"LIMIT_HOLDING"}
    issued.post(controls("GHA:entity"), key="no limit any more")
    issued.post(within_ghana(LOT.part(901, 901)), key="t5")


@pytest.mark.rule("fail", "LIMIT_HOLDING")
def test_limits_count_all_that_stands_or_falls_together(issued: Ledger) -> None:
    issued.post(controls("GHA", transfer_t=100), key="c1")
    issued.post(controls("GHA:entity", holding_t=150), key="c2")
    parts = tuple(within_ghana(LOT.part(first, first + 49)) for first in (1, 51, 101, 151))
    with pytest.raises(Refused, match="would hold 200 units"):
        issued.post(Batch(on=day(3), postings=parts), key="b")
    issued.post(Batch(on=day(3), postings=parts[:3]), key="b")
    assert codes(issued, parts[3]) == {"LIMIT_HOLDING"}


def test_freeze_and_limit_hold_for_units_outside_article_6(issued: Ledger) -> None:
    def pay(units: int, taker: str) -> MoveUnits:
        return MoveUnits(on=day(3), from_account="", to_account=taker, amount=Amount(units))

    issued.post(controls("GHA:entity", holding_t=150), key="c")
    issued.post(pay(100, "GHA:entity"), key="p1")
    assert codes(issued, pay(51, "GHA:entity")) == {"LIMIT_HOLDING"}
    assert codes(issued, within_ghana()) == {"LIMIT_HOLDING"}
    issued.post(freeze(account="SWE"), key="f")
    assert codes(issued, pay(1, "SWE")) == {"FROZEN"}


@pytest.mark.postgresql
def test_application_that_owns_nothing_is_bound_by_what_it_posts(postgresql: Server) -> None:
    url = postgresql.database()
    postgresql.run("CREATE ROLE controlled LOGIN IN ROLE tallystick_poster")
    place = url.replace("tallystick@", "controlled@")
    with open_ledger(place) as ledger:
        start(ledger, authorize(), issue(), controls(transfer_t=500), freeze(block=PART))
        assert codes(ledger, within_ghana()) == {"FROZEN"}
        assert codes(ledger, within_ghana(REST)) == {"LIMIT_TRANSFER"}
    store = store_at(place)
    with pytest.raises(LedgerError, match="permission denied"):
        store.execute("UPDATE ledger_limit SET transfer_t = NULL")
    store.close()
    postgresql.drop(url)


@pytest.mark.postgresql
def test_freeze_written_past_the_program_is_looked_for_from_then_on(postgresql: Server) -> None:
    place = postgresql.database()
    with open_ledger(place) as ledger:
        start(ledger, authorize(), issue())
    store = store_at(place)
    store.execute(
        "INSERT INTO ledger_posting (id, key, kind, subject, body) "
        "VALUES (1000, 'by hand', 'freeze', 'F1', '{}')"
    )
    store.execute(
        "INSERT INTO ledger_entry (posting_id, effective_on, type, to_account) "
        "VALUES (1000, '2024-01-05', 'freeze', 'GHA')"
    )
    assert store.execute("SELECT controlled FROM ledger_state") == [(True,)]
    store.close()
    postgresql.drop(place)


@pytest.mark.parametrize(
    ("restraint", "code"),
    [
        (freeze(block=PART), "FROZEN"),
        (freeze(account="GHA"), "FROZEN"),
        (freeze(account="GHA:entity"), "FROZEN"),
        (pledge(), "PLEDGED"),
        (controls(transfer_t=99), "LIMIT_TRANSFER"),
        (controls("GHA:entity", holding_t=99), "LIMIT_HOLDING"),
    ],
    ids=lambda value: getattr(value, "kind", ""),
)
def test_restraint_that_commits_first_always_wins(
    issued: Ledger, place: str, restraint: Posting, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        overtaken(place, restraint, within_ghana())
    assert [one.code for one in refused.value.findings if one.refuses] == [code]
    assert {held.account for held in issued.holdings()} == {"GHA"}


def test_transfer_that_commits_first_is_what_the_freeze_finds(issued: Ledger, place: str) -> None:
    assert overtaken(place, within_ghana(), freeze(account="GHA")).status is Status.POSTED
    assert {held.account for held in issued.holdings()} == {"GHA", "GHA:entity"}


def test_pledge_finds_what_a_transfer_before_it_left(issued: Ledger, place: str) -> None:
    with pytest.raises(Refused, match="0 of the 100 units"):
        overtaken(place, within_ghana(), pledge())
    assert issued.restraints() == []


def test_two_transfers_at_once_stay_within_the_holding_limit(issued: Ledger, place: str) -> None:
    other = replace(LOT, series=replace(LOT.series, vintage=2023))
    issued.post(issue(other), key="of another series, so that nothing else keeps them apart")
    issued.post(controls("GHA:entity", holding_t=1900), key="limit")
    with pytest.raises(Refused, match="more than its limit 1900"):
        overtaken(place, within_ghana(LOT), within_ghana(other))


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_freezes_and_transfers_at_once_conserve_every_unit(
    issued: Ledger, place: str, order: tuple[int, int]
) -> None:
    def post(posting: Posting, key: str) -> Callable[[], str]:
        def run() -> str:
            with open_ledger(place) as ledger:
                try:
                    return ledger.post(posting, key=key).status
                except Refused:
                    return "refused"

        return run

    answers = []
    with ThreadPoolExecutor(4) as threads:
        for number in range(10):
            block = LOT.part(100 * number + 1, 100 * number + 100)
            runs = [post(freeze(f"F{number}", block), f"f{number}")]
            runs += [post(within_ghana(block), f"t{number}")]
            tasks = [threads.submit(runs[one]) for one in order]
            answers.append({order[n]: task.result() for n, task in enumerate(tasks)})
    assert {one[0] for one in answers} == {Status.POSTED}
    moved = sum(one[1] == Status.POSTED for one in answers)
    entity = [held for held in issued.holdings() if held.account == "GHA:entity"]
    assert sum(held.block.quantity for held in entity) == 100 * moved
    assert total(issued) == LOT.quantity
    assert replay(issued.journal()) == issued.holdings()
    for number in range(10):
        block = LOT.part(100 * number + 1, 100 * number + 100)
        assert "FROZEN" in codes(issued, within_ghana(block))


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM ledger_entry WHERE type = 'freeze'",
        "UPDATE ledger_entry SET type = 'account' WHERE type = 'freeze'",
        "INSERT INTO ledger_entry (posting_id, effective_on, type, from_account, to_account, "
        "series, first_serial, last_serial) VALUES (1, '2024-01-09', 'transfer', 'GHA', 'CHE', "
        "'CA0009-GHA01-GHA-2022', 100, 120)",
        "INSERT INTO ledger_posting (id, key, kind, subject, body, recorded_at) "
        "VALUES (999, 'x', 'freeze', 'F1', '{}', '2024-01-09')",
    ],
)
def test_database_itself_keeps_the_freeze(issued: Ledger, place: str, statement: str) -> None:
    issued.post(freeze(block=PART), key="f")
    store = store_at(place)
    with pytest.raises(LedgerError):
        store.execute(statement)
    store.close()
    assert [one.id for one in issued.restraints()] == ["F1"]


@pytest.mark.rule("fail", "FROZEN")
def test_freeze_by_two_persons_counts_from_its_approval(issued: Ledger) -> None:
    issued.post(propose(freeze(block=PART)), key="q")
    assert issued.restraints() == []
    issued.post(decide(Approve), key="a")
    assert codes(issued, within_ghana()) == {"FROZEN"}
