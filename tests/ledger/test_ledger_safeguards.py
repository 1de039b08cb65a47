"""What a ledger tells safeguards: recipients, and units ended for those who claim."""

from dataclasses import replace
from datetime import date

import pytest
from ledger_samples import LOT, authorize, day, issue, send, start, use

from tallystick.article6.postings.control_records import Correct
from tallystick.article6.postings.movements import Cancel, Subtype
from tallystick.article6.safeguards import SafeguardsRecord, check
from tallystick.article6.safeguards.claims import CLAIMS, EndPurpose, PublicClaim, back
from tallystick.article6.safeguards.speciality import Received, Terms, herfindahl, shares
from tallystick.ledger import Ledger
from tallystick.ledger.safeguards import ended, known, received

FIRST, SECOND = replace(LOT, last=700), replace(LOT, first=701)


@pytest.mark.feature("F072")
def test_recipients_are_counted_from_first_transfers(ledger: Ledger) -> None:
    start(ledger, authorize(), issue(), send(FIRST), send(SECOND, "SWE"))
    found = received(ledger, "GHA")
    assert [(one.recipient, one.quantity_t, one.on) for one in found] == [
        ("CHE", 700, day(2)),
        ("SWE", 300, day(2)),
    ]
    assert list(shares(found)) == ["CHE", "SWE"]
    assert str(herfindahl(found)) == "29/50"
    assert received(ledger, "CHE") == ()


@pytest.mark.feature("F072")
def test_corrected_first_transfer_makes_nobody_a_recipient(ledger: Ledger) -> None:
    start(ledger, authorize(), issue(), send(FIRST))
    ledger.post(send(SECOND, "SWE"), key="mistake")
    undone = Correct(on=day(5), movement="mistake", reason="wrong account")
    ledger.post(undone, key="undone")
    assert [one.recipient for one in received(ledger, "GHA")] == ["CHE"]


@pytest.mark.feature("F072")
def test_agreement_that_names_its_host_is_judged_on_what_the_ledger_shows(ledger: Ledger) -> None:
    start(ledger, authorize(), issue(), send(FIRST), send(SECOND, "SWE"))
    counted = Received("NOR", day(1), 5)
    terms = (
        Terms(id="che_gha", host="GHA"),
        Terms(id="counted", host="GHA", received=(counted,)),
        Terms(id="unknown"),
    )
    record = known(ledger, SafeguardsRecord(terms=terms))
    assert [len(one.received or ()) for one in record.terms or ()] == [2, 1, 0]
    assert record.ended == ()
    answer = check(record, day(9))
    unsettled = [one.where["agreement"] for one in answer.findings if one.code == "SPECIAL_IN_FACT"]
    assert unsettled == ["unknown"]


@pytest.mark.feature("F051")
def test_claims_are_met_from_what_the_ledger_has_ended(ledger: Ledger) -> None:
    cancelled = Cancel(
        on=day(4),
        block=SECOND,
        from_account="SWE",
        to_account="SWE:voluntary",
        voluntary=True,
        entity="airline",
    )
    start(ledger, authorize(), issue(), send(FIRST), send(SECOND, "SWE"), use(FIRST), cancelled)
    found = ended(ledger)
    assert [(one.claimant, one.year, one.quantity_t, one.purpose) for one in found] == [
        ("CHE", 2024, 700, EndPurpose.NDC),
        ("airline", date(2024, 1, 5).year, 300, EndPurpose.VOLUNTARY),
    ]
    claim = PublicClaim(
        id="C1",
        claimant="airline",
        year=2024,
        quantity_t=301,
        unit="ITMO",
        purpose=EndPurpose.VOLUNTARY,
    )
    (backed,) = back([claim], found)
    (finding,) = CLAIMS.judge(backed, None)
    assert (finding.code, "1 t" in finding.message.en) == ("CLAIM_UNBACKED", True)


def test_cancellation_for_overall_mitigation_is_told_apart(ledger: Ledger) -> None:
    delivered = Cancel(
        on=day(4),
        block=LOT,
        from_account="CHE",
        to_account="CHE:voluntary",
        voluntary=True,
        subtype=Subtype.VOLUNTARY_OMGE,
    )
    start(ledger, authorize(), issue(), send(), delivered)
    assert [one.purpose for one in ended(ledger)] == [EndPurpose.OMGE]
