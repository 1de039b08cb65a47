"""Contracts of the lower tier: terms, delivery, default and the price floor."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from safeguards_samples import FAIL, UNKNOWN, told

from tallystick.article6.safeguards.contract_rules import CONTRACTS
from tallystick.article6.safeguards.contracts import (
    Contract,
    DefaultRisk,
    Delivery,
    PriceFloor,
    Role,
)

ON = date(2025, 6, 1)
RISK = DefaultRisk(
    probability=Fraction(1, 10),
    replacement=Decimal(30),
    margin=Decimal(200),
    premium=Decimal(100),
)
FLOOR = PriceFloor(index="market", ratio=Fraction(11, 10), level=Decimal(20), currency="CHF")
CONTRACT = Contract(
    id="C1",
    signed_on=date(2025, 1, 1),
    parties={Role.SELLER: "developer", Role.BUYER: "fund"},
    document="contract of 1 January 2025",
    price=Decimal(22),
    currency="CHF",
    volume_t=100,
    deliveries=(Delivery(date(2025, 12, 31), 60), Delivery(date(2026, 12, 31), 40)),
    on_default="replacement within 90 days",
    governing_law="Swiss law",
    floor=FLOOR,
    risk=RISK,
)


def judged(on: date = ON, **changes: Any) -> list[tuple[str, object]]:
    return list(told(CONTRACTS.judge(replace(CONTRACT, **changes), on)))


@pytest.mark.feature("F083")
@pytest.mark.feature("F082")
@pytest.mark.rule(
    "pass", "CONTRACT_DELIVERY", "CONTRACT_LATE", "CONTRACT_TERMS", "DEFAULT_RISK", "PRICE_FLOOR"
)
def test_complete_contract_passes() -> None:
    assert judged() == []
    assert judged(floor=None) == []


@pytest.mark.feature("F083")
@pytest.mark.rule("fail", "CONTRACT_TERMS")
@pytest.mark.rule("missing", "CONTRACT_TERMS")
@pytest.mark.parametrize("term", ["on_default", "governing_law"])
def test_contract_states_its_terms(term: str) -> None:
    lacking: Any = {term: None}
    assert judged(**lacking) == [("CONTRACT_TERMS", FAIL)]
    sellerless = replace(CONTRACT, parties={Role.BUYER: "fund"})
    assert sellerless.lacking() == ["seller"]
    assert judged(document=None, **lacking) == [("CONTRACT_TERMS", UNKNOWN)]


@pytest.mark.rule("fail", "CONTRACT_DELIVERY", "CONTRACT_LATE")
@pytest.mark.rule("missing", "CONTRACT_DELIVERY", "CONTRACT_LATE")
def test_deliveries_add_up_and_are_made() -> None:
    assert judged(volume_t=101, risk=replace(RISK, margin=Decimal(300))) == [
        ("CONTRACT_DELIVERY", FAIL)
    ]
    assert judged(date(2026, 1, 1)) == [("CONTRACT_LATE", FAIL)]
    assert judged(date(2026, 1, 1), delivered_t=60) == []
    assert judged(deliveries=None) == [
        ("CONTRACT_TERMS", FAIL),
        ("CONTRACT_DELIVERY", UNKNOWN),
        ("CONTRACT_LATE", UNKNOWN),
    ]


@pytest.mark.feature("F097")
@pytest.mark.rule("fail", "DEFAULT_RISK")
def test_expected_loss_is_probability_times_exposure_and_has_to_be_covered() -> None:
    assert CONTRACT.exposure == 3000
    assert CONTRACT.expected_loss == CONTRACT.security == 300
    assert judged(risk=replace(RISK, premium=Decimal("99.99"))) == [("DEFAULT_RISK", FAIL)]
    assert judged(delivered_t=50, risk=replace(RISK, premium=Decimal(0))) == []
    half = replace(CONTRACT, risk=replace(RISK, recovered=Fraction(1, 2)))
    assert half.expected_loss == 150


@pytest.mark.rule("missing", "DEFAULT_RISK")
@pytest.mark.parametrize("lost", ["probability", "replacement"])
def test_default_cannot_be_judged_without_its_numbers(lost: str) -> None:
    lacking: Any = {lost: None}
    assert judged(risk=replace(RISK, **lacking)) == [("DEFAULT_RISK", UNKNOWN)]
    assert judged(risk=None) == [("DEFAULT_RISK", UNKNOWN)]


@pytest.mark.feature("F097")
@pytest.mark.rule("fail", "PRICE_FLOOR")
@pytest.mark.rule("missing", "PRICE_FLOOR")
@pytest.mark.feature("F100")
def test_price_above_the_average_of_the_market_is_a_floor_above_one() -> None:
    assert FLOOR.price == 22
    assert judged(price=Decimal("21.99")) == [("PRICE_FLOOR", FAIL)]
    assert judged(floor=replace(FLOOR, level=None)) == [("PRICE_FLOOR", UNKNOWN)]
    assert judged(floor=replace(FLOOR, currency="USD")) == [("PRICE_FLOOR", UNKNOWN)]
