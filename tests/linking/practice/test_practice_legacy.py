"""Units of the Kyoto Protocol: families, commitment periods, and what may become of them."""

from dataclasses import replace

import pytest
from practice_samples import FAIL, NOWHERE, UNKNOWN, judged

from tallystick import law
from tallystick.core.serials.registries import parse, write
from tallystick.linking.practice import Practice
from tallystick.linking.practice.booking import Held, Movement, movements
from tallystick.linking.practice.legacy import LEGACY, LegacyBlock, holdings

CER = LegacyBlock(
    id="c",
    party="CHE",
    account="che-1",
    serial="RW-5-563732-2-2-0-6207 - RW-5-586300-2-2-0-6207",
    towards_ndc=True,
)
AAU = LegacyBlock(
    id="a", party="CHE", serial="DE-1-1-1-2-0-0 - DE-1-900-1-2-0-0", towards_ndc=False
)
RMU = replace(AAU, id="r", serial="DE-2-1-1-2-1-0 - DE-2-900-1-2-1-0")
STATED = LegacyBlock(
    id="s",
    party="CHE",
    unit="ERU",
    original_period=1,
    applicable_period=1,
    quantity_t=5,
    towards_ndc=False,
)


@pytest.mark.feature("F003")
@pytest.mark.parametrize("code", range(1, 8))
def test_number_of_every_kyoto_unit_is_read_written_and_told(code: int) -> None:
    text = f"DE-{code}-11-1-2-0-0 - DE-{code}-20-1-2-0-0"
    assert write(parse(text)) == text
    told = replace(AAU, serial=text).told()
    assert law.kyoto_units()[told["unit"]].code == str(code)
    assert (told["original_period"], told["applicable_period"], told["quantity_t"]) == (1, 2, 10)


@pytest.mark.feature("F003")
@pytest.mark.rule("pass", "KYOTO_SERIAL", "KYOTO_PERIOD", "KYOTO_TOWARDS_NDC")
def test_cer_of_its_own_period_and_carried_over_aau_are_in_order() -> None:
    assert judged(LEGACY, CER, NOWHERE) == []
    assert judged(LEGACY, AAU, NOWHERE) == []


@pytest.mark.feature("F003")
@pytest.mark.rule("fail", "KYOTO_SERIAL")
@pytest.mark.rule("missing", "KYOTO_SERIAL")
def test_number_agrees_with_what_is_stated_beside_it() -> None:
    assert judged(LEGACY, replace(AAU, unit="AAU", quantity_t=900), NOWHERE) == []
    assert judged(LEGACY, replace(AAU, unit="RMU", quantity_t=899), NOWHERE) == [
        ("KYOTO_SERIAL", FAIL),
        ("KYOTO_SERIAL", FAIL),
    ]
    assert judged(LEGACY, replace(STATED, serial="ACR-US-102-2003-274-1 to 2"), NOWHERE) == [
        ("KYOTO_SERIAL", FAIL)
    ]
    assert judged(LEGACY, STATED, NOWHERE) == [("KYOTO_SERIAL", UNKNOWN)]


@pytest.mark.feature("F003")
@pytest.mark.rule("fail", "KYOTO_PERIOD")
@pytest.mark.rule("missing", "KYOTO_PERIOD")
def test_only_units_that_are_carried_over_reach_a_later_period() -> None:
    assert judged(LEGACY, RMU, NOWHERE) == [("KYOTO_PERIOD", FAIL)]
    back = replace(STATED, original_period=2)
    assert ("KYOTO_PERIOD", FAIL) in judged(LEGACY, back, NOWHERE)
    third = replace(STATED, original_period=3, applicable_period=3)
    assert ("KYOTO_PERIOD", FAIL) in judged(LEGACY, third, NOWHERE)
    blank = replace(STATED, applicable_period=None)
    assert ("KYOTO_PERIOD", UNKNOWN) in judged(LEGACY, blank, NOWHERE)


@pytest.mark.feature("F003")
@pytest.mark.rule("fail", "KYOTO_TOWARDS_NDC")
@pytest.mark.rule("missing", "KYOTO_TOWARDS_NDC")
@pytest.mark.parametrize("unit", ["AAU", "RMU", "ERU", "ERU_RMU", "tCER", "lCER"])
def test_no_kyoto_unit_but_a_cer_reaches_an_ndc(unit: str) -> None:
    one = replace(STATED, unit=unit, towards_ndc=True)
    assert ("KYOTO_TOWARDS_NDC", FAIL) in judged(LEGACY, one, NOWHERE)
    unasked = replace(one, towards_ndc=None)
    assert ("KYOTO_TOWARDS_NDC", UNKNOWN) in judged(LEGACY, unasked, NOWHERE)


@pytest.mark.feature("F003")
def test_holdings_add_up_by_family_unit_and_period() -> None:
    unread = replace(STATED, id="u", quantity_t=None)
    found = holdings([CER, replace(CER, id="d"), STATED, unread])
    assert [(one["family"], one["period"], one["quantity_t"]) for one in found] == [
        ("CER", 2, 2 * 22569),
        ("ERU", 1, 5),
    ]


@pytest.mark.feature("F003")
def test_units_enter_an_account_only_with_a_number_and_a_period_that_hold() -> None:
    placed = replace(RMU, account="che-1")
    ready, wrong, nowhere, blank = movements(
        Practice(legacy=(CER, placed, AAU, replace(STATED, account="che-1"))), NOWHERE
    )
    assert isinstance(ready, Movement)
    assert (ready.giver, ready.taker, ready.first, ready.units) == ("", "che-1", 563732, 22569)
    assert isinstance(wrong, Held)
    assert [one.code for one in wrong.findings] == ["KYOTO_PERIOD"]
    assert nowhere == Held("legacy:a", ())
    assert isinstance(blank, Held)
