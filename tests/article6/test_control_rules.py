"""Controls: each rule passes what is in order, refuses what is not, and says what it lacks."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tallystick.article6.parties import PARTIES
from tallystick.article6.postings.batches import Batch
from tallystick.article6.postings.control_approvals import (
    Approve,
    Decision,
    Expire,
    Propose,
    Reject,
    Withdraw,
)
from tallystick.article6.postings.control_facts import ControlFacts, Matter
from tallystick.article6.postings.control_judge import CONTROL_BOOKS
from tallystick.article6.postings.control_records import (
    Correct,
    Freeze,
    Pledge,
    Release,
    SetControls,
    Unfreeze,
)
from tallystick.article6.postings.facts import Account, AccountKind, Facts
from tallystick.article6.postings.movements import Cancel, Issue, Route, Transfer, Use
from tallystick.article6.postings.plain import (
    Amount,
    HeldRange,
    Move,
    MoveUnits,
    Range,
    range_of,
)
from tallystick.article6.postings.records import Posting
from tallystick.article6.postings.units import Holding, Units
from tallystick.core.findings import Outcome, Text
from tallystick.core.identifiers import Block, Series

FAIL, UNKNOWN = Outcome.FAIL, Outcome.NOT_DETERMINABLE
DAY = date(2024, 6, 1)
NOON = datetime(2024, 6, 1, 12, tzinfo=UTC)
BLOCK = Block(Series("CA0009", "GHA01", "GHA", 2022), 1, 100)
ELSEWHERE = replace(BLOCK, first=101, last=200)

HOLDING = AccountKind(
    "party_holding", False, frozenset({Route.ISSUANCE, Route.TRANSFER}), Text("holding", "持有")
)
ENDING = AccountKind("use", True, frozenset({Route.USE_NDC}), Text("use", "使用"))
ACCOUNTS = {
    "CHE": Account("CHE", HOLDING, "CHE", ""),
    "CHE:entity": Account("CHE:entity", HOLDING, "CHE", ""),
    "CHE:use": Account("CHE:use", ENDING, "CHE", ""),
}
UNITS = Units(block=BLOCK, authorization="A1", metric="GHG", mitigation_type="Emission reductions")
BASE = Facts(parties=PARTIES, first_vintage=2021, accounts=ACCOUNTS)

MOVE: dict[str, Any] = {"on": DAY, "block": BLOCK, "from_account": "CHE"}
TRANSFER = Transfer(**MOVE, to_account="CHE:entity")
USE = Use(**MOVE, to_account="CHE:use", year=2024)
CANCEL = Cancel(**MOVE, to_account="CHE:use")
ISSUE = Issue(on=DAY, block=BLOCK, to_account="CHE", authorization="A1", mitigation_type="-")
FREEZE = Freeze(on=DAY, id="F1", reason="a court's order", range=range_of(BLOCK))
FREEZE_ACCOUNT = Freeze(on=DAY, id="F2", reason="a court's order", account="CHE")
UNFREEZE = Unfreeze(on=DAY, freeze="F1", reason="the order was lifted")
PLEDGE = Pledge(
    on=DAY, id="P1", reason="a loan", account="CHE", range=range_of(BLOCK), beneficiary="bank 1"
)
RELEASE = Release(on=DAY, pledge="P1", reason="the loan is repaid")
CONTROLS = SetControls(on=DAY, account="CHE", reason="the Party's policy")
CORRECT = Correct(on=DAY, movement="key", reason="sent to the wrong account")
MOVE_RANGE = Move(on=DAY, range=Range("VCS-1", 1, 100), from_account="a", to_account="b")
PAY = MoveUnits(on=DAY, amount=Amount(60, "VCU"), from_account="a", to_account="b")
BATCH = Batch(on=DAY, postings=(TRANSFER, MOVE_RANGE, PAY))
PROPOSE = Propose(
    on=DAY, id="Q1", posting=TRANSFER, proposer="ann", at=NOON, deadline=NOON + timedelta(days=7)
)


def decision(kind: type[Decision], person: str = "ben", hours: int = 1) -> Decision:
    at = NOON + timedelta(hours=hours)
    return kind(on=at.date(), proposal="Q1", person=person, at=at, reason="seen")


def with_control(facts: Facts = BASE, **control: Any) -> Facts:
    return replace(facts, control=ControlFacts(**control))


def held(account: str, block: Block = BLOCK, received_on: date = DAY) -> tuple[Holding, ...]:
    units = replace(UNITS, block=block)
    return (Holding(account=account, received_on=received_on, units=units),)


def at(account: str, block: Block = BLOCK, received_on: date = DAY) -> Facts:
    there = (HeldRange(account, received_on, range_of(block), authorized=True),)
    return replace(BASE, holdings=held(account, block, received_on), ranges=there)


def set_to(account: str = "CHE", **controls: Any) -> dict[str, SetControls]:
    return {account: replace(CONTROLS, account=account, **controls)}


def found(posting: Posting, facts: Facts) -> dict[str, Outcome]:
    return {
        finding.code: finding.outcome
        for kinds, book in CONTROL_BOOKS
        if isinstance(posting, kinds)
        for finding in book.judge(posting, facts, posting.on)
    }


NEW = with_control(matter=Matter())
AT_CHE = with_control(at("CHE"), matter=Matter())
MISTAKE = with_control(at("CHE:entity"), matter=Matter(TRANSFER), moved_since=False)
PLAIN = replace(BASE, ranges=(HeldRange("b", DAY, MOVE_RANGE.range),))
ALL_BACK = with_control(
    replace(at("CHE:entity"), ranges=(*at("CHE:entity").ranges, *PLAIN.ranges)),
    matter=Matter(BATCH), moved_since=False, balances={("b", "VCU"): 60},
)  # fmt: skip
PROPOSED = with_control(matter=Matter(PROPOSE))
DELAYED = set_to(approval=True, delay_hours=24)
UNDECIDED = with_control(matter=None)
LONG_AFTER = 24 * 7

PASSING: Mapping[str, tuple[Posting, Facts]] = {
    "nothing is held fast": (TRANSFER, BASE),
    "another block is frozen": (
        TRANSFER, with_control(restraints=(replace(FREEZE, range=range_of(ELSEWHERE)),)),
    ),
    "another account is frozen": (
        TRANSFER, with_control(restraints=(replace(FREEZE_ACCOUNT, account="CHE:use"),)),
    ),
    "other units are pledged": (
        USE, with_control(restraints=(replace(PLEDGE, range=range_of(ELSEWHERE)),)),
    ),
    "units enter an account that pledged others": (
        replace(ISSUE, block=ELSEWHERE), with_control(restraints=(PLEDGE,)),
    ),
    "the holding limit is just reached": (
        TRANSFER,
        with_control(settings=set_to("CHE:entity", holding_t=150), held_t={"CHE:entity": 50}),
    ),
    "the transfer limit is just reached": (
        TRANSFER, with_control(settings=set_to(transfer_t=100)),
    ),
    "a limit on transfers does not limit issuance": (
        ISSUE, with_control(settings=set_to(transfer_t=1)),
    ),
    "a second person approves": (
        TRANSFER, with_control(settings=set_to(approval=True), approved=True),
    ),
    "freeze of units": (FREEZE, AT_CHE),
    "freeze of an account": (FREEZE_ACCOUNT, NEW),
    "pledge": (PLEDGE, AT_CHE),
    "freeze is lifted": (UNFREEZE, with_control(matter=Matter(FREEZE))),
    "pledge is released": (RELEASE, with_control(matter=Matter(PLEDGE))),
    "controls": (CONTROLS, BASE),
    "correction": (CORRECT, MISTAKE),
    "correction outside Article 6": (
        CORRECT, with_control(PLAIN, matter=Matter(MOVE_RANGE), moved_since=False),
    ),
    "correction of units without serials": (
        CORRECT, with_control(matter=Matter(PAY), moved_since=False, balances={("b", "VCU"): 60}),
    ),
    "correction of a batch": (CORRECT, ALL_BACK),
    "another range outside Article 6 is frozen": (
        MOVE_RANGE,
        with_control(restraints=(replace(FREEZE, range=Range("VCS-1", 101, 200)),)),
    ),
    "freeze and pledge outside Article 6": (
        replace(PLEDGE, account="b", range=MOVE_RANGE.range),
        with_control(PLAIN, matter=Matter(), in_use=frozenset({"b"})),
    ),
    "controls of a name in use": (
        replace(CONTROLS, account="b"), with_control(in_use=frozenset({"b"})),
    ),
    "proposal": (PROPOSE, NEW),
    "approval": (decision(Approve), PROPOSED),
    "approval after the delay": (
        decision(Approve, hours=24), with_control(matter=Matter(PROPOSE), settings=DELAYED),
    ),
    "approval at once for a trusted account": (
        decision(Approve),
        with_control(
            matter=Matter(PROPOSE),
            settings=set_to(delay_hours=24, trusted=frozenset({"CHE:entity"})),
        ),
    ),
    "approval of what moves nothing waits for no delay": (
        decision(Approve),
        with_control(matter=Matter(replace(PROPOSE, posting=FREEZE)), settings=DELAYED),
    ),
    "rejection": (decision(Reject), PROPOSED),
    "withdrawal": (decision(Withdraw, "ann"), PROPOSED),
    "expiry": (decision(Expire, hours=LONG_AFTER), PROPOSED),
}  # fmt: skip

CASES: Mapping[str, tuple[Posting, Facts, str, Outcome]] = {
    "frozen units are transferred": (TRANSFER, with_control(restraints=(FREEZE,)), "FROZEN", FAIL),
    "frozen units are used": (USE, with_control(restraints=(FREEZE,)), "FROZEN", FAIL),
    "frozen units are cancelled": (CANCEL, with_control(restraints=(FREEZE,)), "FROZEN", FAIL),
    "one unit of the block is frozen": (
        TRANSFER,
        with_control(restraints=(replace(FREEZE, range=range_of(BLOCK.part(100, 100))),)),
        "FROZEN", FAIL,
    ),
    "frozen range outside Article 6 moves": (
        MOVE_RANGE, with_control(restraints=(replace(FREEZE, range=MOVE_RANGE.range),)),
        "FROZEN", FAIL,
    ),
    "pledged range outside Article 6 moves": (
        MOVE_RANGE, with_control(restraints=(replace(PLEDGE, range=MOVE_RANGE.range),)),
        "PLEDGED", FAIL,
    ),
    "units leave a frozen account": (
        TRANSFER, with_control(restraints=(FREEZE_ACCOUNT,)), "FROZEN", FAIL,
    ),
    "units enter a frozen account": (
        ISSUE, with_control(restraints=(FREEZE_ACCOUNT,)), "FROZEN", FAIL,
    ),
    "a correction of frozen units": (
        CORRECT,
        with_control(matter=Matter(TRANSFER), moved_since=False, restraints=(FREEZE,)),
        "FROZEN", FAIL,
    ),
    "freezes not known": (TRANSFER, with_control(restraints=None), "FROZEN", UNKNOWN),
    "pledged units are transferred": (
        TRANSFER, with_control(restraints=(PLEDGE,)), "PLEDGED", FAIL,
    ),
    "pledged units are used": (USE, with_control(restraints=(PLEDGE,)), "PLEDGED", FAIL),
    "pledged units are cancelled": (CANCEL, with_control(restraints=(PLEDGE,)), "PLEDGED", FAIL),
    "pledges not known": (CANCEL, with_control(restraints=None), "PLEDGED", UNKNOWN),
    "pledged twice": (
        PLEDGE,
        with_control(AT_CHE, matter=Matter(), restraints=(replace(PLEDGE, id="P0"),)),
        "PLEDGED", FAIL,
    ),
    "pledged, and other pledges not known": (
        PLEDGE, with_control(AT_CHE, matter=Matter(), restraints=None), "PLEDGED", UNKNOWN,
    ),
    "more than the account may hold": (
        TRANSFER,
        with_control(settings=set_to("CHE:entity", holding_t=149), held_t={"CHE:entity": 50}),
        "LIMIT_HOLDING", FAIL,
    ),
    "holding not known": (
        TRANSFER, with_control(settings=set_to("CHE:entity", holding_t=149)),
        "LIMIT_HOLDING", UNKNOWN,
    ),
    "limits of holdings not known": (
        ISSUE, with_control(settings=None), "LIMIT_HOLDING", UNKNOWN,
    ),
    "more than the account gives at a time": (
        TRANSFER, with_control(settings=set_to(transfer_t=99)), "LIMIT_TRANSFER", FAIL,
    ),
    "limits of transfers not known": (
        TRANSFER, with_control(settings=None), "LIMIT_TRANSFER", UNKNOWN,
    ),
    "one person alone": (
        TRANSFER, with_control(settings=set_to(approval=True)), "APPROVAL", FAIL,
    ),
    "demand for approval not known": (
        TRANSFER, with_control(settings=None), "APPROVAL", UNKNOWN,
    ),
    "freeze under an id that is taken": (
        FREEZE, with_control(AT_CHE, matter=Matter(FREEZE_ACCOUNT)), "ID_TAKEN", FAIL,
    ),
    "proposal under an id that is taken": (
        PROPOSE, with_control(matter=Matter(PROPOSE)), "ID_TAKEN", FAIL,
    ),
    "ids not known": (PLEDGE, replace(AT_CHE, control=ControlFacts()), "ID_TAKEN", UNKNOWN),
    "freeze of units that do not exist": (FREEZE, NEW, "HOLDER", FAIL),
    "pledge of units of another account": (
        PLEDGE,
        with_control(at("CHE:entity"), matter=Matter()), "HOLDER", FAIL,
    ),
    "pledge of used units": (
        replace(PLEDGE, account="CHE:use"),
        with_control(at("CHE:use"), matter=Matter()), "TERMINAL", FAIL,
    ),
    "freeze of an account that is not open": (
        replace(FREEZE_ACCOUNT, account="nobody"), NEW, "ACCOUNT", FAIL,
    ),
    "controls of an account that is not open": (
        replace(CONTROLS, account="nobody"), BASE, "ACCOUNT", FAIL,
    ),
    "trust in an account that is not open": (
        replace(CONTROLS, trusted=frozenset({"nobody"})), BASE, "ACCOUNT", FAIL,
    ),
    "lifting what was never frozen": (UNFREEZE, NEW, "ID_UNKNOWN", FAIL),
    "correcting what was never posted": (CORRECT, NEW, "ID_UNKNOWN", FAIL),
    "deciding what was never proposed": (decision(Approve), NEW, "ID_UNKNOWN", FAIL),
    "records not known": (UNFREEZE, UNDECIDED, "ID_UNKNOWN", UNKNOWN),
    "lifted twice": (UNFREEZE, with_control(matter=Matter(FREEZE, UNFREEZE)), "ENDED", FAIL),
    "approved after a rejection": (
        decision(Approve), with_control(matter=Matter(PROPOSE, decision(Reject))), "ENDED", FAIL,
    ),
    "corrected twice": (
        CORRECT, with_control(MISTAKE, matter=Matter(TRANSFER, CORRECT)), "ENDED", FAIL,
    ),
    "ends not known": (RELEASE, UNDECIDED, "ENDED", UNKNOWN),
    "lifted before it began": (
        replace(UNFREEZE, on=DAY - timedelta(1)),
        with_control(matter=Matter(FREEZE)), "CHRONOLOGY", FAIL,
    ),
    "corrected before the units came": (
        CORRECT,
        with_control(
            at("CHE:entity", received_on=DAY + timedelta(1)),
            matter=Matter(TRANSFER), moved_since=False,
        ), "CHRONOLOGY", FAIL,
    ),
    "day of the beginning not known": (RELEASE, UNDECIDED, "CHRONOLOGY", UNKNOWN),
    "a record is no mistaken movement": (
        CORRECT, with_control(matter=Matter(FREEZE)), "CORRECTION", FAIL,
    ),
    "an issuance does not vanish": (
        CORRECT, with_control(at("CHE"), matter=Matter(ISSUE), moved_since=False),
        "CORRECTION", FAIL,
    ),
    "a new range does not vanish": (
        CORRECT,
        with_control(matter=Matter(replace(MOVE_RANGE, from_account="")), moved_since=False),
        "CORRECTION", FAIL,
    ),
    "a batch with an issuance does not vanish": (
        CORRECT,
        with_control(matter=Matter(Batch(on=DAY, postings=(ISSUE, TRANSFER))), moved_since=False),
        "CORRECTION", FAIL,
    ),
    "a batch that moves units twice": (
        CORRECT,
        with_control(
            matter=Matter(
                Batch(on=DAY, postings=(TRANSFER, replace(TRANSFER, block=BLOCK.part(5, 9))))
            ),
            moved_since=False,
        ), "CORRECTION", FAIL,
    ),
    "a batch whose units moved on": (
        CORRECT, with_control(ALL_BACK, matter=Matter(BATCH), moved_since=True),
        "CORRECTION", FAIL,
    ),
    "units without serials have been spent": (
        CORRECT, with_control(matter=Matter(PAY), moved_since=False, balances={("b", "VCU"): 59}),
        "UNITS_HELD", FAIL,
    ),
    "balance not known": (
        CORRECT, with_control(matter=Matter(PAY), moved_since=False), "UNITS_HELD", UNKNOWN,
    ),
    "the units have moved on": (
        CORRECT,
        with_control(MISTAKE, matter=Matter(TRANSFER), moved_since=True), "CORRECTION", FAIL,
    ),
    "later movements not known": (
        CORRECT, with_control(MISTAKE, matter=Matter(TRANSFER)), "CORRECTION", UNKNOWN,
    ),
    "mistake not known": (CORRECT, UNDECIDED, "CORRECTION", UNKNOWN),
    "a use is not undone": (
        CORRECT,
        with_control(
            at("CHE:use"), matter=Matter(USE), moved_since=False
        ), "TERMINAL", FAIL,
    ),
    "approved by who proposed": (decision(Approve, "ann"), PROPOSED, "APPROVER", FAIL),
    "rejected by who proposed": (decision(Reject, "ann"), PROPOSED, "APPROVER", FAIL),
    "proposer not known": (decision(Approve), UNDECIDED, "APPROVER", UNKNOWN),
    "withdrawn by another": (decision(Withdraw, "ben"), PROPOSED, "PROPOSER", FAIL),
    "withdrawn, proposer not known": (decision(Withdraw), UNDECIDED, "PROPOSER", UNKNOWN),
    "approved after the deadline": (
        decision(Approve, hours=LONG_AFTER), PROPOSED, "PROPOSAL_EXPIRED", FAIL,
    ),
    "withdrawn after the deadline": (
        decision(Withdraw, "ann", LONG_AFTER), PROPOSED, "PROPOSAL_EXPIRED", FAIL,
    ),
    "deadline not known": (decision(Reject), UNDECIDED, "PROPOSAL_EXPIRED", UNKNOWN),
    "expired before the deadline": (
        decision(Expire, hours=LONG_AFTER - 1), PROPOSED, "PROPOSAL_OPEN", FAIL,
    ),
    "expired, deadline not known": (decision(Expire), UNDECIDED, "PROPOSAL_OPEN", UNKNOWN),
    "approved before the delay is over": (
        decision(Approve, hours=23),
        with_control(matter=Matter(PROPOSE), settings=DELAYED), "PROPOSAL_DELAY", FAIL,
    ),
    "a batch approved before the delay is over": (
        decision(Approve, hours=23),
        with_control(matter=Matter(replace(PROPOSE, posting=BATCH)), settings=DELAYED),
        "PROPOSAL_DELAY", FAIL,
    ),
    "delay not known": (
        decision(Approve),
        with_control(matter=Matter(PROPOSE), settings=None), "PROPOSAL_DELAY", UNKNOWN,
    ),
}  # fmt: skip


@pytest.mark.rule(
    "pass",
    "ACCOUNT",
    "APPROVAL",
    "APPROVER",
    "CHRONOLOGY",
    "CORRECTION",
    "ENDED",
    "FROZEN",
    "HOLDER",
    "ID_TAKEN",
    "ID_UNKNOWN",
    "LIMIT_HOLDING",
    "LIMIT_TRANSFER",
    "PLEDGED",
    "PROPOSAL_DELAY",
    "PROPOSAL_EXPIRED",
    "PROPOSAL_OPEN",
    "PROPOSER",
    "UNITS_HELD",
)
def test_what_is_in_order_passes_every_rule() -> None:
    for name, (posting, facts) in PASSING.items():
        assert found(posting, facts) == {}, name


@pytest.mark.parametrize(("posting", "facts", "code", "outcome"), CASES.values(), ids=CASES)
def test_rule_refuses_or_says_what_it_lacks(
    posting: Posting, facts: Facts, code: str, outcome: Outcome
) -> None:
    assert found(posting, facts)[code] is outcome


@pytest.mark.rule("fail", "CHRONOLOGY", "ID_UNKNOWN", "PROPOSAL_OPEN", "PROPOSER")
@pytest.mark.rule(
    "missing",
    "APPROVAL",
    "APPROVER",
    "CORRECTION",
    "ENDED",
    "FROZEN",
    "ID_TAKEN",
    "ID_UNKNOWN",
    "LIMIT_HOLDING",
    "LIMIT_TRANSFER",
    "PLEDGED",
    "PROPOSAL_DELAY",
    "PROPOSAL_EXPIRED",
    "PROPOSAL_OPEN",
    "PROPOSER",
    "UNITS_HELD",
)
def test_every_rule_is_seen_to_fail_and_those_that_can_lack_a_fact_to_say_so() -> None:
    codes = {rule.code for _, book in CONTROL_BOOKS for rule in book.rules}
    assert all(found(posting, facts)[code] is told for posting, facts, code, told in CASES.values())
    assert {code for *_, code, outcome in CASES.values() if outcome is FAIL} == codes
    decided_by_the_accounts_alone = {"ACCOUNT", "HOLDER", "TERMINAL"}
    unknown = {code for *_, code, outcome in CASES.values() if outcome is UNKNOWN}
    assert unknown == codes - decided_by_the_accounts_alone


@pytest.mark.parametrize(
    "make",
    [
        lambda: replace(FREEZE, reason=" "),
        lambda: replace(FREEZE, account="CHE"),
        lambda: replace(FREEZE, range=None),
        lambda: replace(UNFREEZE, reason=""),
        lambda: replace(PLEDGE, beneficiary=""),
        lambda: replace(CONTROLS, reason=""),
        lambda: replace(CONTROLS, transfer_t=-1),
        lambda: replace(CORRECT, reason=""),
        lambda: replace(PROPOSE, at=NOON.replace(tzinfo=None)),
        lambda: replace(PROPOSE, on=DAY + timedelta(1)),
        lambda: replace(PROPOSE, deadline=NOON),
        lambda: replace(PROPOSE, deadline=PROPOSE.deadline.replace(tzinfo=None)),
        lambda: replace(PROPOSE, posting=PROPOSE),
        lambda: replace(PROPOSE, posting=decision(Approve)),
        lambda: replace(decision(Approve), on=DAY - timedelta(1)),
    ],
)
def test_record_that_says_too_little_or_too_much_is_not_made(make: Any) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        make()
