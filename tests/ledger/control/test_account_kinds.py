"""Kinds of account: data that holds every account of the decisions."""

from typing import Any

import pytest
from ledger_samples import authorize, day, issue, open_account, send, start

from tallystick import law
from tallystick.article6.postings.movements import Cancel, Route, Subtype, Use
from tallystick.article6.postings.record_rules import DESIGN
from tallystick.article6.postings.records import OpenAccount
from tallystick.core.findings import Outcome
from tallystick.core.periods import NdcPeriod
from tallystick.ledger import Ledger, Refused
from tallystick.ledger.kinds import account_kinds

NINE = {f"7/CMA.4 annex I para 32({letter})" for letter in "abcdefghi"}
USE = OpenAccount(
    on=day(0),
    id="CHE:first",
    account_kind="use",
    party="CHE",
    name="",
    period=NdcPeriod(2021, 2025),
)


def sources() -> list[str]:
    return [source for kind in account_kinds().values() for source in kind.source.split("; ")]


def test_each_account_of_the_mechanism_registry_is_one_kind() -> None:
    assert sorted(source for source in sources() if source.startswith("7/CMA.4")) == sorted(NINE)


def test_every_way_of_units_leads_to_some_account() -> None:
    assert set(Route) == set().union(*(kind.takes for kind in account_kinds().values()))


def test_units_that_have_ended_stand_only_where_nothing_leaves() -> None:
    for kind in account_kinds().values():
        passing = {Route.ISSUANCE, Route.TRANSFER, Route.CONTRIBUTION}
        assert kind.terminal == (not kind.takes & passing)
        assert kind.label.en
        assert kind.label.zh


@pytest.mark.parametrize(
    ("kind", "subtype", "voluntary"),
    [
        ("mandatory_omge", Subtype.MANDATORY_OMGE, False),
        ("voluntary_omge", Subtype.VOLUNTARY_OMGE, True),
        ("administrative_cancellation", Subtype.OTHER_CANCELLATION, False),
    ],
)
def test_cancellation_account_takes_its_own_cancellations_only(
    ledger: Ledger, kind: str, subtype: Subtype, *, voluntary: bool
) -> None:
    account = OpenAccount(on=day(0), id="end", account_kind=kind, party="GHA", name="")
    start(ledger, account, authorize(), issue())
    right = Cancel(
        on=day(2), block=issue().block, from_account="GHA", to_account="end",
        subtype=subtype, voluntary=voluntary,
    )  # fmt: skip
    other = Cancel(
        on=day(2), block=issue().block, from_account="GHA", to_account="end", voluntary=True
    )
    with pytest.raises(Refused, match="does not take units by voluntary_cancellation"):
        ledger.post(other, key="wrong")
    ledger.post(right, key="right")
    assert [held.account for held in ledger.holdings()] == ["end"]


def test_use_account_takes_uses_for_its_ndc_period_only(ledger: Ledger) -> None:
    start(ledger, USE, authorize(), issue())
    block = issue().block
    sent: dict[str, Any] = {
        "on": day(3),
        "block": block,
        "from_account": "CHE",
        "to_account": "CHE:first",
    }
    ledger.post(send(), key="sent")
    with pytest.raises(Refused, match="not the year 2026"):
        ledger.post(Use(**sent, year=2026), key="too late")
    ledger.post(Use(**sent, year=2025), key="in time")


def test_use_account_without_a_period_is_told_and_another_with_one_is_refused(
    ledger: Ledger,
) -> None:
    receipt = ledger.post(open_account("SWE:use"), key="a")
    assert [finding.outcome for finding in receipt.findings] == [Outcome.NOT_DETERMINABLE]
    with pytest.raises(Refused, match="serves no NDC period"):
        ledger.post(
            OpenAccount(
                on=day(0), id="x", account_kind="pending", party="SWE", name="", period=USE.period
            ),
            key="b",
        )


def test_each_kind_cites_a_paragraph_whose_text_was_read() -> None:
    cited = [law.paragraph(source) for source in sources() if source != DESIGN]
    assert all(paragraph.verified for paragraph in cited)
    assert {paragraph.id for paragraph in cited} >= NINE
