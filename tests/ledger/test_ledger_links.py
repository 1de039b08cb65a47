"""The ledger refuses what the agreement in force refuses, and nothing else."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ledger_samples import SERIES, authorize, issue, open_account, post_all, use
from typer.testing import CliRunner

from tallystick.article6.postings.movements import FirstTransfer
from tallystick.article6.postings.plain import Amount, Move, MoveUnits, Range
from tallystick.article6.postings.records import LinkedAccount, LinkedUnits, RecordAgreement
from tallystick.cli.main import app
from tallystick.core.findings import Finding, Text
from tallystick.core.identifiers import Block
from tallystick.io.catalogue import catalogued
from tallystick.ledger import Ledger, Refused, open_ledger
from tallystick.linking.agreement import Agreement, Clause, Day, Event, Recognition
from tallystick.linking.agreement.params import Termination, Treatment
from tallystick.linking.agreement.plain import to_plain
from tallystick.linking.agreement.restrictions import Quantity
from tallystick.linking.agreement.words import (
    Area,
    Fate,
    Holding,
    LimitPer,
    LimitScope,
    Status,
)

SWISS = catalogued("link_eu_ch")
UNITS = (
    LinkedUnits(name="CHU-1", system="che_ets", unit="CHU"),
    LinkedUnits(name="EUA-1", system="eu_ets", unit="EUA"),
    LinkedUnits(name="CHU", system="che_ets", unit="CHU"),
)
ACCOUNTS = (
    LinkedAccount(account="eu plant", system="eu_ets"),
    LinkedAccount(account="swiss plant", system="che_ets"),
    LinkedAccount(account="eu compliance", system="eu_ets", surrender=True),
    LinkedAccount(account="swiss compliance", system="che_ets", surrender=True),
)
BEFORE, DURING = date(2026, 1, 15), date(2026, 3, 1)


def with_status(status: Status) -> Agreement:
    event = Event(status=status, on=Day(2026, 2, 1))
    return replace(SWISS, history=(*SWISS.history, event))


def record(agreement: Agreement = SWISS, on: date = date(2025, 1, 1)) -> RecordAgreement:
    return RecordAgreement(
        on=on,
        id=agreement.id,
        parties=tuple(party.id for party in agreement.parties),
        title=Text("link", "链接"),
        terms=to_plain(agreement, full=False),
        units=UNITS,
        accounts=ACCOUNTS,
    )


def move(
    series: str, giver: str, taker: str, on: date = DURING, first: int = 1, last: int = 10
) -> Move:
    return Move(on=on, from_account=giver, to_account=taker, range=Range(series, first, last))


def stock(ledger: Ledger) -> None:
    """Let both plants hold units of both systems before the link is suspended."""
    ledger.post(move("CHU-1", "", "swiss plant", BEFORE, last=100), key="issue swiss")
    ledger.post(move("EUA-1", "", "eu plant", BEFORE, last=100), key="issue european")
    ledger.post(move("CHU-1", "swiss plant", "eu plant", BEFORE, 51, 100), key="across")
    ledger.post(move("EUA-1", "eu plant", "swiss plant", BEFORE, 51, 100), key="back")


def findings(call: Callable[[], Any]) -> list[Finding]:
    with pytest.raises(Refused) as raised:
        call()
    return [one for one in raised.value.findings if one.refuses]


def codes(call: Callable[[], Any]) -> list[str]:
    return [one.code for one in findings(call)]


@pytest.mark.feature("F189")
def test_in_a_suspended_link_no_foreign_unit_is_surrendered_and_all_else_passes(
    ledger: Ledger,
) -> None:
    ledger.post(record(with_status(Status.SUSPENDED)), key="link")
    stock(ledger)
    foreign = (
        move("CHU-1", "eu plant", "eu compliance", first=51, last=60),
        move("EUA-1", "swiss plant", "swiss compliance", first=51, last=60),
    )
    for one in foreign:
        assert codes(partial(ledger.post, one, key="surrender")) == ["SURRENDER_SUSPENDED"]
    own = (
        move("EUA-1", "eu plant", "eu compliance", last=5),
        move("CHU-1", "swiss plant", "swiss compliance", last=5),
        move("CHU-1", "swiss plant", "eu plant", first=6, last=9),
        move("EUA-1", "", "eu plant", first=201, last=210),
        move("CHU-1", "eu plant", "another of europe", first=51, last=52),
        MoveUnits(on=DURING, from_account="", to_account="eu plant", amount=Amount(5, "CHU")),
    )
    for number, passing in enumerate(own):
        assert ledger.post(passing, key=f"own {number}").status == "posted"


def test_before_the_suspension_foreign_units_are_surrendered(ledger: Ledger) -> None:
    ledger.post(record(with_status(Status.SUSPENDED)), key="link")
    stock(ledger)
    early = move("CHU-1", "eu plant", "eu compliance", BEFORE, 51, 60)
    assert ledger.post(early, key="early").findings == ()


def test_a_suspension_recorded_later_binds_from_its_record_on(ledger: Ledger) -> None:
    ledger.post(record(), key="link")
    stock(ledger)
    surrender = move("CHU-1", "eu plant", "eu compliance", DURING, 51, 60)
    assert ledger.post(surrender, key="s1").findings == ()
    ledger.post(record(with_status(Status.SUSPENDED), DURING), key="suspended")
    again = replace(surrender, range=Range("CHU-1", 61, 70))
    assert codes(lambda: ledger.post(again, key="s2")) == ["SURRENDER_SUSPENDED"]


FATED = tuple(Treatment(holding=one, fate=Fate.HONOUR) for one in Holding)


def ended(*fates: Treatment) -> Agreement:
    clause = Clause(area=Area.TERMINATION, params=Termination(notice_months=6, fates=fates))
    others = tuple(one for one in SWISS.clauses if one.area is not Area.TERMINATION)
    return replace(with_status(Status.TERMINATED), clauses=(*others, clause))


@pytest.mark.feature("F189")
@pytest.mark.feature("F212")
def test_no_end_is_recorded_that_leaves_units_without_a_stated_fate(ledger: Ledger) -> None:
    stranding = findings(lambda: ledger.post(record(ended(), DURING), key="end"))
    left = {one.where["agreement"] for one in stranding}
    assert {one.code for one in stranding} == {"LINK_STRANDS"}
    assert left == {SWISS.id}
    assert ledger.post(record(ended(*FATED), DURING), key="end").findings == ()
    undated = replace(ended(), history=(Event(status=Status.TERMINATED, by=Day(2030)),))
    told = ledger.post(record(undated, DURING), key="perhaps").findings
    assert [one.outcome.value for one in told] == ["not_determinable"]


@pytest.mark.feature("F212")
@pytest.mark.parametrize("fate", Fate)
def test_after_the_end_units_meet_their_stated_fate(ledger: Ledger, fate: Fate) -> None:
    ledger.post(record(), key="link")
    stock(ledger)
    stated = [replace(one, fate=fate) for one in FATED]
    ledger.post(record(ended(*stated), DURING), key="end")
    foreign = move("CHU-1", "eu plant", "eu compliance", DURING, 51, 60)
    if fate is Fate.HONOUR:
        assert ledger.post(foreign, key="left").status == "posted"
    else:
        assert codes(lambda: ledger.post(foreign, key="left")) == ["LINK_ENDED"]


def test_limits_that_nobody_has_counted_are_told_and_not_taken_as_kept(ledger: Ledger) -> None:
    limit = Quantity(scope=LimitScope.GROSS, limit_t=20, per=LimitPer.YEAR)
    swiss, *rest = SWISS.recognition
    limited = replace(SWISS, recognition=(replace(swiss, restrictions=(limit,)), *rest))
    ledger.post(record(limited), key="link")
    ledger.post(move(first_series(swiss), "", home(swiss), BEFORE, last=100), key="issue")
    small = move(first_series(swiss), home(swiss), abroad(swiss), BEFORE, last=10)
    told = ledger.post(small, key="small").findings
    assert [(one.code, one.outcome.value) for one in told] == [
        ("LIMIT_UNCOUNTED", "not_determinable")
    ]
    large = move(first_series(swiss), home(swiss), abroad(swiss), BEFORE, 11, 60)
    assert "LIMIT_UNCOUNTED" in codes(lambda: ledger.post(large, key="large"))


def first_series(one: Recognition) -> str:
    return "CHU-1" if one.origin == "che_ets" else "EUA-1"


def home(one: Recognition) -> str:
    return "swiss plant" if one.origin == "che_ets" else "eu plant"


def abroad(one: Recognition) -> str:
    return "eu plant" if one.origin == "che_ets" else "swiss plant"


def test_what_no_agreement_speaks_of_is_left_alone(ledger: Ledger) -> None:
    ledger.post(record(with_status(Status.SUSPENDED)), key="link")
    ledger.post(move("X", "", "a", last=100), key="issue")
    assert ledger.post(move("X", "a", "eu compliance"), key="other").findings == ()


def ghana(*history: Event) -> RecordAgreement:
    treaty = catalogued("a6_ch_ghana")
    one = replace(treaty, dates=replace(treaty.dates, in_force=Day(2021)), history=history)
    return RecordAgreement(
        on=date(2024, 1, 1),
        id=one.id,
        parties=("CHE", "GHA"),
        title=Text("t", "t"),
        terms=to_plain(one, full=False),
    )


def test_outcomes_are_not_transferred_under_a_suspended_treaty(ledger: Ledger) -> None:
    suspended = Event(status=Status.SUSPENDED, on=Day(2024, 1, 10))
    accounts = (open_account(name) for name in ("GHA", "CHE", "CHE:use"))
    post_all(ledger, [*accounts, authorize(), issue(), ghana()])
    early = FirstTransfer(
        on=date(2024, 1, 3), block=Block(SERIES, 1, 10), from_account="GHA", to_account="CHE"
    )
    assert ledger.post(early, key="early").status == "posted"
    ledger.post(ghana(suspended), key="suspension")
    used = replace(use(Block(SERIES, 1, 10)), on=date(2024, 2, 1))
    assert "SURRENDER_SUSPENDED" in codes(lambda: ledger.post(used, key="use"))
    assert ledger.post(issue(Block(SERIES, 2001, 2010)), key="issue").status == "posted"


def test_terms_that_cannot_be_read_or_contradict_themselves_are_refused(ledger: Ledger) -> None:
    assert codes(lambda: ledger.post(replace(record(), terms={"form": "x"}), key="a")) == [
        "LINK_UNREADABLE"
    ]
    twice = replace(SWISS, recognition=(*SWISS.recognition, SWISS.recognition[0]))
    assert codes(lambda: ledger.post(record(twice), key="b")) == ["LINK_CONTRADICTS_ITSELF"]


@pytest.fixture(scope="module")
def suspended(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    place = tmp_path_factory.mktemp("links") / "ledger.sqlite"
    with open_ledger(str(place)) as found:
        found.create()
        found.post(record(with_status(Status.SUSPENDED)), key="link")
        stock(found)
        yield found


HOLDERS = ("eu plant", "swiss plant", "eu compliance", "swiss compliance")


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    max_examples=60,
)
@given(
    series=st.sampled_from(("CHU-1", "EUA-1")),
    taker=st.sampled_from(HOLDERS),
    first=st.integers(1, 100),
)
def test_a_suspension_refuses_exactly_the_surrender_of_foreign_units(
    suspended: Ledger, series: str, taker: str, first: int
) -> None:
    holder = next(
        one.account
        for one in suspended.ranges()
        if one.range.series == series and one.range.first <= first <= one.range.last
    )
    foreign = taker.endswith("compliance") and ("CHU" in series) != ("swiss" in taker)
    one = move(series, holder, taker, DURING, first, first)
    with suspended.rehearsal():
        if foreign:
            assert codes(lambda: suspended.post(one, key="try")) == ["SURRENDER_SUSPENDED"]
        else:
            suspended.post(one, key="try")


def test_agree_records_an_agreement_from_the_command_line(tmp_path: Path) -> None:
    url = str(tmp_path / "l.sqlite")

    def call(*words: str) -> int:
        return CliRunner().invoke(app, ["ledger", *words]).exit_code

    assert call("init", "--db", url) == 0
    options = ["--db", url, "--key", "k", "--units", "CHU-1=che_ets:CHU", "--on", "2025-01-01"]
    named = ["--account", "a=che_ets", "--surrender", "b=eu_ets"]
    assert call("agree", "link_eu_ch", *options, *named) == 0
    assert call("agree", "link_eu_ch", *options, *named) == 0
    assert call("agree", "link_eu_ch", "--db", url, "--key", "x", "--units", "nonsense") == 2
    assert call("agree", "no_such_agreement", *options) == 3
    assert call("verify", "--db", url) in {0, 1}
    with open_ledger(url) as found:
        [kept] = found.agreements()
    assert (kept.units[0].unit, kept.accounts[1].surrender) == ("CHU", True)
