"""Approvals: two persons, a deadline, and one end, however many decide at once."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Barrier

import pytest
from ledger_samples import LOT, authorize, day, issue, send, start

from tallystick.article6.postings.control_approvals import (
    Approve,
    Decision,
    Expire,
    Reject,
    State,
    Withdraw,
)
from tallystick.article6.postings.movements import Transfer
from tallystick.core.actions import ActionType
from tallystick.ledger import Conflict, Ledger, Refused, Status, open_ledger

from .control_samples import NOON, PART, controls, decide, freeze, propose

AFTER = 24 * 7
DYING = Path(__file__).parent.with_name("dying_writer.py")


@pytest.fixture
def proposed(ledger: Ledger) -> Ledger:
    start(ledger, authorize(), issue())
    ledger.post(propose(), key="q")
    return ledger


@contextmanager
def refusing(*codes: str) -> Iterator[None]:
    with pytest.raises(Refused) as refused:
        yield
    assert {finding.code for finding in refused.value.findings if finding.refuses} == set(codes)


def moved(ledger: Ledger) -> bool:
    return any(held.account == "CHE" for held in ledger.holdings())


def states(ledger: Ledger, hours: int = 2) -> list[State]:
    at = decide(Approve, hours=hours).at
    return [one.state(at) for one in ledger.proposals()]


@pytest.mark.rule("fail", "APPROVER")
def test_proposal_moves_nothing_until_another_person_approves(proposed: Ledger) -> None:
    assert not moved(proposed)
    with refusing("APPROVER"):
        proposed.post(decide(Approve, "ann"), key="a")
    assert states(proposed) == [State.PROPOSED]
    proposed.post(decide(Approve), key="a")
    assert moved(proposed)
    assert states(proposed) == [State.POSTED]


@pytest.mark.rule("fail", "ENDED")
@pytest.mark.parametrize(("kind", "person"), [(Reject, "ben"), (Withdraw, "ann")])
def test_voided_proposal_is_never_posted(
    proposed: Ledger, kind: type[Decision], person: str
) -> None:
    proposed.post(decide(kind, person), key="v")
    with refusing("ENDED"):
        proposed.post(decide(Approve, hours=2), key="a")
    assert states(proposed) == [State.VOIDED]
    assert not moved(proposed)


@pytest.mark.rule("fail", "PROPOSAL_EXPIRED")
def test_proposal_past_its_deadline_is_expired_whether_or_not_that_is_recorded(
    proposed: Ledger,
) -> None:
    with refusing("PROPOSAL_EXPIRED"):
        proposed.post(decide(Approve, hours=AFTER), key="a")
    assert states(proposed, AFTER - 1) == [State.PROPOSED]
    assert states(proposed, AFTER) == [State.EXPIRED]
    proposed.post(decide(Expire, hours=AFTER), key="e")
    assert states(proposed, AFTER) == [State.EXPIRED]
    with refusing("ENDED"):
        proposed.post(decide(Approve), key="a")


def test_proposal_is_judged_when_made_and_again_when_approved(proposed: Ledger) -> None:
    with refusing("HOLDER"):
        proposed.post(propose(Transfer(
            on=day(3), block=PART, from_account="SWE", to_account="GHA:entity",
        ), "Q2"), key="q2")  # fmt: skip
    proposed.post(freeze(block=PART), key="f")
    with refusing("FROZEN"):
        proposed.post(decide(Approve), key="a")
    assert states(proposed) == [State.PROPOSED]
    assert not moved(proposed)


def test_approval_sent_again_is_answered_and_moves_nothing_twice(proposed: Ledger) -> None:
    first = proposed.post(decide(Approve), key="a")
    again = proposed.post(decide(Approve), key="a")
    assert (again.id, again.status) == (first.id, Status.ALREADY_POSTED)
    with pytest.raises(Conflict):
        proposed.post(decide(Approve, hours=3), key="a")
    kinds = [one.type for one in proposed.journal()]
    assert kinds.count(ActionType.FIRST_TRANSFER) == 1


@pytest.mark.rule("fail", "APPROVAL")
def test_account_that_demands_it_gives_units_by_approved_proposals_only(ledger: Ledger) -> None:
    start(ledger, authorize(), issue(), controls(approval=True))
    with refusing("APPROVAL"):
        ledger.post(send(PART), key="alone")
    ledger.post(propose(), key="q")
    ledger.post(decide(Approve), key="a")
    assert moved(ledger)


@pytest.mark.rule("fail", "PROPOSAL_DELAY")
def test_delay_is_waited_for_unless_the_receiving_account_is_trusted(proposed: Ledger) -> None:
    proposed.post(controls(delay_hours=24, trusted=frozenset({"SWE"})), key="c")
    proposed.post(propose(send(LOT.part(101, 200), "SWE"), "Q2"), key="q2")
    with refusing("PROPOSAL_DELAY"):
        proposed.post(decide(Approve, hours=23), key="a")
    proposed.post(decide(Approve, proposal="Q2"), key="a2")
    proposed.post(decide(Approve, hours=24), key="a")
    assert states(proposed, 24) == [State.POSTED, State.POSTED]


@pytest.mark.feature("F085")
def test_authorization_of_two_persons_is_in_force_only_when_approved(ledger: Ledger) -> None:
    start(ledger)
    ledger.post(propose(authorize()), key="q")
    with refusing("AUTH_REF"):
        ledger.post(issue(), key="i")
    ledger.post(decide(Approve), key="a")
    assert ledger.authorizations() == [authorize()]
    ledger.post(issue(), key="i")


@pytest.mark.parametrize("round_", range(3))
@pytest.mark.parametrize("other", [(Reject, "cai"), (Withdraw, "ann"), (Approve, "cai")])
def test_of_two_who_decide_at_once_one_is_heard(
    proposed: Ledger, place: str, other: tuple[type[Decision], str], round_: int
) -> None:
    decisions = [decide(Approve), decide(*other)]
    together = Barrier(2)

    def run(number: int) -> str:
        with open_ledger(place) as ledger:
            ledger.accounts()  # connects
            together.wait()
            try:
                return ledger.post(decisions[number], key=f"{round_} {number}").status
            except Refused:
                return "refused"

    with ThreadPoolExecutor(2) as threads:
        answers = list(threads.map(run, range(2)))
    assert sorted(answers) == [Status.POSTED, "refused"]
    heard = decisions[answers.index(Status.POSTED)]
    assert [one.decision for one in proposed.proposals()] == [heard]
    assert moved(proposed) == isinstance(heard, Approve)


def test_approver_killed_at_any_step_leaves_the_proposal_open(proposed: Ledger, place: str) -> None:
    before = (proposed.journal(), proposed.holdings())
    deaths = 0
    for steps in (1, 3, 5, *range(8, 200, 12)):
        words = [sys.executable, str(DYING), place, str(steps), "approve"]
        ended = subprocess.run(words, check=False)
        if ended.returncode == 0:
            break
        deaths += 1
        assert ended.returncode == -signal.SIGKILL
        assert (proposed.journal(), proposed.holdings()) == before
    assert deaths > 2
    assert proposed.post(decide(Approve), key="the dying writer's").status is Status.ALREADY_POSTED
    assert moved(proposed)
    assert states(proposed) == [State.POSTED]


@pytest.mark.rule("fail", "HOLDER")
def test_proposals_of_the_same_units_are_posted_once(proposed: Ledger) -> None:
    proposed.post(propose(send(PART, "SWE"), "Q2"), key="q2")
    proposed.post(decide(Approve), key="a")
    with refusing("HOLDER"):
        proposed.post(decide(Approve, proposal="Q2"), key="a2")
    assert proposed.proposals()[0].asked.at == NOON
