"""First transfers that a contribution or a cancellation makes, in the ledger and what it tells."""

from dataclasses import replace
from datetime import date

import pytest
from ledger_samples import LOT, NDC, authorize, day, issue, record_ndc, send, start

from tallystick.article6.aef.check import check
from tallystick.article6.authorization.content import Content
from tallystick.article6.postings.control_records import Correct
from tallystick.article6.postings.movements import Cancel, Subtype, Transfer
from tallystick.core.actions import OIMP, Purposes
from tallystick.io.aef_export import submission
from tallystick.ledger import Ledger, Refused
from tallystick.ledger.accounting import balance

VOLUNTARY = Subtype.VOLUNTARY_CONTRIBUTION


def told(ledger: Ledger) -> list[tuple[str, str | None, str | None, str | None]]:
    return [
        (entry.type.value, entry.party, entry.counterparty, entry.subtype)
        for entry in ledger.journal()
        if entry.units is not None
    ]


def codes(refusal: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {finding.code for finding in refusal.value.findings if finding.refuses}


def contribute(giver: str, first: int, subtype: Subtype = VOLUNTARY) -> Transfer:
    return Transfer(
        on=day(5),
        block=LOT.part(first, first + 9),
        from_account=giver,
        to_account=f"{giver}:fund",
        subtype=subtype,
    )


@pytest.mark.parametrize("subtype", [VOLUNTARY, Subtype.MANDATORY_CONTRIBUTION])
def test_contribution_to_the_adaptation_fund_is_a_first_transfer_unless_there_was_one(
    ledger: Ledger, subtype: Subtype
) -> None:
    given = contribute("CHE", 1, subtype), contribute("GHA", 501, subtype)
    start(ledger, authorize(), issue(), send(LOT.part(1, 100)), *given)
    assert told(ledger)[3:] == [
        ("transfer", "CHE", None, subtype),
        ("first_transfer", "GHA", None, subtype),
        ("transfer", "GHA", None, subtype),
    ]
    told_t = replace(record_ndc("GHA"), inventory_t={2022: 1000})
    years = {one.year: one for one in balance(ledger, told_t).years}
    assert years[2024].first_transferred_t == 110
    onward = Transfer(
        on=day(6), block=LOT.part(501, 510), from_account="GHA:fund", to_account="CHE"
    )
    assert ledger.post(onward, key="the Fund sells").findings == ()


@pytest.mark.rule("fail", "FT_SUBTYPE")
def test_adaptation_fund_takes_contributions_only_and_keeps_them(ledger: Ledger) -> None:
    start(ledger, authorize(), issue())
    plain = replace(contribute("GHA", 1), subtype=None)
    abroad = replace(send(LOT.part(1, 10)), to_account="CHE:fund")
    for unsaid in (plain, abroad):
        with pytest.raises(Refused) as refusal:
            ledger.post(unsaid, key="unsaid")
        assert codes(refusal) == {"FT_SUBTYPE"}
    with pytest.raises(Refused) as refusal:
        ledger.post(replace(contribute("GHA", 1), to_account="GHA:entity"), key="elsewhere")
    assert codes(refusal) == {"ACCOUNT"}
    ledger.post(contribute("GHA", 1), key="given")
    with pytest.raises(Refused) as refusal:
        ledger.post(Correct(on=day(6), movement="given", reason="a slip"), key="back")
    assert codes(refusal) == {"CORRECTION"}


def test_contribution_of_units_whose_authorization_is_over_is_no_first_transfer(
    ledger: Ledger,
) -> None:
    ended = replace(authorize(), content=Content(expires_on=day(4)))
    start(ledger, ended, issue(), contribute("GHA", 1))
    assert told(ledger)[1:] == [("transfer", "GHA", None, VOLUNTARY)]


@pytest.mark.parametrize(
    ("purposes", "definition", "first_transferred_t"),
    [
        (OIMP, "Use or cancellation", 1000),
        (NDC | OIMP, "Use or cancellation", 1000),
        (NDC, None, 0),
    ],
)
def test_any_cancellation_is_the_first_transfer_where_the_definition_says_so(
    ledger: Ledger, purposes: Purposes, definition: str | None, first_transferred_t: int
) -> None:
    gone = Cancel(on=day(5), block=LOT, from_account="GHA", to_account="GHA:other")
    start(ledger, authorize("A1", purposes, definition), issue(), gone)
    result = balance(ledger, replace(record_ndc("GHA"), inventory_t={2022: 1000}))
    assert result.period.first_transferred_total_t == first_transferred_t
    assert ("first_transfer", "GHA", None, "Use or cancellation") in told(ledger) or not definition


def test_annual_information_tells_a_cancellation_and_the_first_transfer_that_it_is(
    ledger: Ledger,
) -> None:
    gone = Cancel(on=day(5), block=LOT, from_account="GHA", to_account="GHA:other")
    granted = authorize("A1", OIMP, "Use or cancellation")
    start(ledger, record_ndc("GHA"), granted, issue(), gone)
    filed = submission(ledger, "GHA", 2024, date(2025, 4, 15))
    assert filed.tables["actions"].select("action_type", "action_subtype").rows() == [
        ("First transfer", "Use or cancellation"),
        ("Cancellation", "Other cancellations"),
    ]
    found = {finding.code for finding in check([filed]).findings if finding.refuses}
    assert found.isdisjoint({"FT_UNRECORDED", "FT_SUBTYPE", "HOLDINGS_RECON", "USE_PURPOSE"})


def test_cancellation_after_the_authorization_is_over_first_transfers_nothing(
    ledger: Ledger,
) -> None:
    ended = authorize("A1", OIMP, "Use or cancellation")
    ended = replace(ended, content=Content(expires_on=day(4)))
    gone = Cancel(on=day(5), block=LOT, from_account="GHA", to_account="GHA:other")
    start(ledger, ended, issue(), gone)
    assert [one[0] for one in told(ledger)] == ["issuance", "cancellation"]


def test_annual_information_tells_a_contribution_and_the_first_transfer_that_it_is(
    ledger: Ledger,
) -> None:
    start(ledger, record_ndc("GHA"), authorize(), issue(), contribute("GHA", 501))
    filed = submission(ledger, "GHA", 2024, date(2025, 4, 15))
    actions = filed.tables["actions"].select("action_type", "action_subtype", "first_id")
    assert actions.rows() == [
        ("First transfer", VOLUNTARY, "CA0009-GHA01-GHA-501-2022"),
        ("Transfer", VOLUNTARY, "CA0009-GHA01-GHA-501-2022"),
    ]
    assert filed.tables["holdings"].is_empty()
    found = {finding.code for finding in check([filed]).findings if finding.refuses}
    assert found.isdisjoint({"FT_SOP_OMGE_VOLUNTARY", "SUBTYPE", "FT_SUBTYPE", "HOLDINGS_RECON"})


def test_first_transfer_after_the_day_of_finality_restates_nothing(ledger: Ledger) -> None:
    final = replace(record_ndc("GHA"), on=day(2), final_on=day(5))
    start(ledger, authorize(), issue(), final, send(LOT.part(1, 100)))
    before = balance(ledger, ledger.ndcs()[-1])
    ledger.post(replace(send(LOT.part(101, 110)), on=day(6)), key="late")
    (recorded,) = (one for one in ledger.ndcs() if one.final_on is not None)
    after = balance(ledger, recorded)
    assert after.years == before.years
    assert [(one.code, one.refuses) for one in after.findings if one.code == "FINAL"] == [
        ("FINAL", True)
    ]
