"""What holds a transfer back where an agreement says so: who registers, and who holds units."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from ledger_samples import LOT, authorize, day, issue, send, start

from tallystick.article6.integrity import Step
from tallystick.article6.postings.movements import Transfer
from tallystick.article6.postings.records import RecordApproach
from tallystick.article6.postings.term_records import FileStep, Identify
from tallystick.article6.safeguards.entities import EntityClass, Identity
from tallystick.article6.safeguards.scenario import Control
from tallystick.core.findings import Outcome, Text
from tallystick.core.identifiers import Block
from tallystick.ledger import Ledger, Refused

APPROACH = RecordApproach(
    on=day(0), id="CA0009", parties=("GHA", "CHE"), title=Text("stoves", "炉灶")
)
JOINT = replace(APPROACH, registration=Control.JOINT)
BOARD = replace(APPROACH, registration=Control.INTERNATIONAL, registrar="board")
KNOWN = replace(APPROACH, identified=True)
VERIFIED = Identify(
    on=day(1),
    account="GHA:entity",
    holder=EntityClass.NGO,
    identity=Identity.VERIFIED,
    by="registrar",
    document="file 7",
    until=day(9),
)
INWARD = Transfer(on=day(2), block=LOT, from_account="GHA", to_account="GHA:entity")


def consent(party: str | None, by: str = "authority", on: int = 1) -> FileStep:
    return FileStep(
        on=day(on), authorization="A1", step=Step.REGISTRATION, by=by, document="d", party=party
    )


def refusals(call: Callable[[], Any]) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as raised:
        call()
    return [(one.code, one.message.en) for one in raised.value.findings if one.refuses]


@pytest.mark.rule("fail", "REGISTRATION_CONTROL")
@pytest.mark.feature("F088")
def test_transfer_under_joint_control_waits_for_the_consent_of_both(ledger: Ledger) -> None:
    start(ledger, JOINT, authorize(), issue())
    told = refusals(lambda: ledger.post(send(), key="t"))
    assert [code for code, _ in told] == ["REGISTRATION_CONTROL"] * 2
    ledger.post(consent("GHA"), key="host")
    ((_, message),) = refusals(lambda: ledger.post(send(), key="t"))
    assert "CHE has not consented" in message
    ledger.post(consent("CHE", on=3), key="taker")
    assert refusals(lambda: ledger.post(send(), key="t"))
    assert ledger.holdings()[0].account == "GHA"
    assert ledger.post(send(on=3), key="t").findings == ()


@pytest.mark.feature("F088")
def test_under_national_control_the_consent_of_the_giving_side_is_enough(ledger: Ledger) -> None:
    national = replace(APPROACH, registration=Control.NATIONAL)
    start(ledger, national, authorize(), issue(), consent("GHA"))
    assert ledger.post(send(), key="t").findings == ()


@pytest.mark.feature("F088")
def test_under_national_control_the_giving_side_can_block(ledger: Ledger) -> None:
    start(ledger, replace(APPROACH, registration=Control.NATIONAL), authorize(), issue())
    ledger.post(consent("CHE"), key="taker")
    ((_, message),) = refusals(lambda: ledger.post(send(), key="t"))
    assert "GHA has not consented" in message


@pytest.mark.feature("F088")
def test_under_international_control_the_body_consents_in_its_own_name(ledger: Ledger) -> None:
    start(ledger, BOARD, authorize(), issue(), consent("GHA"), consent("CHE"))
    ((_, message),) = refusals(lambda: ledger.post(send(), key="t"))
    assert "board has not consented" in message
    ledger.post(consent(None, by="board"), key="board")
    assert ledger.post(send(), key="t").findings == ()


@pytest.mark.feature("F088")
def test_consent_for_some_units_registers_only_these(ledger: Ledger) -> None:
    part, beyond = Block(LOT.series, 1, 10), Block(LOT.series, 11, 11)
    start(ledger, JOINT, authorize(), issue(), consent("GHA"))
    ledger.post(replace(consent("CHE"), block=part), key="some")
    ledger.post(send(part), key="t")
    assert refusals(lambda: ledger.post(send(beyond), key="u"))


@pytest.mark.feature("F088")
def test_control_of_registration_stands_between_parties_only(ledger: Ledger) -> None:
    start(ledger, JOINT, authorize(), issue())
    assert ledger.post(INWARD, key="t").findings == ()


@pytest.mark.rule("fail", "REGISTRAR_UNNAMED")
@pytest.mark.feature("F088")
def test_international_control_without_a_body_is_refused_when_recorded(ledger: Ledger) -> None:
    ((code, _),) = refusals(lambda: ledger.post(replace(BOARD, registrar=None), key="a"))
    assert code == "REGISTRAR_UNNAMED"


@pytest.mark.rule("pass", "REGISTRAR_UNNAMED")
def test_international_control_with_a_body_is_recorded(ledger: Ledger) -> None:
    assert ledger.post(BOARD, key="a").findings == ()
    assert ledger.approaches() == [BOARD]


@pytest.mark.rule("fail", "KYC")
@pytest.mark.feature("F077")
def test_entity_that_nobody_has_checked_receives_nothing(ledger: Ledger) -> None:
    start(ledger, KNOWN, authorize(), issue())
    ((code, message),) = refusals(lambda: ledger.post(INWARD, key="t"))
    assert (code, "not on record" in message) == ("KYC", True)
    assert ledger.holdings()[0].account == "GHA"
    ledger.post(VERIFIED, key="k")
    assert ledger.post(INWARD, key="t").findings == ()


@pytest.mark.feature("F077")
@pytest.mark.parametrize(
    ("check", "state"),
    [
        (replace(VERIFIED, identity=Identity.PENDING), "pending"),
        (replace(VERIFIED, identity=Identity.REFUSED), "refused"),
        (replace(VERIFIED, until=day(1)), "lapsed"),
        (replace(VERIFIED, on=day(3)), "not on record"),
    ],
    ids=lambda told: told if isinstance(told, str) else "",
)
def test_check_that_did_not_verify_or_does_not_stand_lets_nothing_in(
    ledger: Ledger, check: Identify, state: str
) -> None:
    start(ledger, KNOWN, authorize(), issue(), check)
    ((code, message),) = refusals(lambda: ledger.post(INWARD, key="t"))
    assert (code, state in message) == ("KYC", True)


@pytest.mark.feature("F077")
def test_newest_check_decides_and_holds_for_giving_too(ledger: Ledger) -> None:
    start(ledger, KNOWN, authorize(), issue(), VERIFIED, INWARD)
    ledger.post(replace(VERIFIED, on=day(3), identity=Identity.REFUSED), key="r")
    out = replace(INWARD, on=day(4), from_account="GHA:entity", to_account="GHA")
    assert [code for code, _ in refusals(lambda: ledger.post(out, key="o"))] == ["KYC"]
    ledger.post(replace(VERIFIED, on=day(4)), key="v")
    assert ledger.post(out, key="o").findings == ()


@pytest.mark.rule("pass", "KYC")
@pytest.mark.feature("F077")
def test_parties_and_approaches_without_the_term_need_no_check(ledger: Ledger) -> None:
    start(ledger, KNOWN, authorize(), issue(), send())
    assert ledger.holdings()[0].account == "CHE"


def test_bulk_postings_are_held_to_the_terms_too(ledger: Ledger) -> None:
    start(ledger, KNOWN, authorize(), issue())
    halves = [replace(INWARD, block=Block(LOT.series, *one)) for one in ((1, 10), (11, 20))]
    for nth, half in enumerate(halves):
        assert refusals(lambda half=half, nth=nth: ledger.post(half, key=f"h{nth}"))  # type: ignore[misc]  # bound at once
    ledger.post(VERIFIED, key="k")
    for nth, half in enumerate(halves):
        assert ledger.post(half, key=f"h{nth}").findings == ()


def test_entity_is_unknown_in_both_languages(ledger: Ledger) -> None:
    start(ledger, KNOWN, authorize(), issue())
    with pytest.raises(Refused) as raised:
        ledger.post(INWARD, key="t")
    (found,) = raised.value.findings
    assert found.outcome is Outcome.FAIL
    assert "GHA:entity" in found.message.zh
