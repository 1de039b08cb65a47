"""Parameters carry their source and their days, and say when nobody has set them."""

from datetime import date

import pytest

from tallystick import law
from tallystick.law import values as module
from tallystick.law.values import Parameter

EVERY_VALUE = [value for values in law.parameters().values() for value in values]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("first_vintage", 2021),
        ("aef_due_month", 4),
        ("aef_due_day", 15),
        ("btr_due_month", 12),
        ("btr_due_day", 31),
        ("gwp_set", "AR5"),
        ("gwp_horizon", 100),
        ("sop_adaptation", 500),
        ("omge", 200),
    ],
)
def test_parameter_has_the_value_of_the_decision(name: str, value: int | str) -> None:
    assert law.parameter(name) == value
    assert law.parameter(name, on=date(2026, 11, 20)) == value


@pytest.mark.parametrize("value", EVERY_VALUE, ids=lambda value: value.name)
def test_every_value_says_unit_source_and_days(value: Parameter) -> None:
    assert value.unit
    assert value.source
    assert value.until is None or value.since <= value.until
    assert value.value is not None or value.note


def test_finality_date_is_still_to_be_set() -> None:
    assert law.parameters()["finality_date"][0].value is None
    with pytest.raises(LookupError, match=r"has not been set \(2/CMA.3 annex para 12\)"):
        law.parameter("finality_date")


def test_parameter_has_no_value_before_its_decision() -> None:
    with pytest.raises(LookupError, match="no value on 2015-12-12"):
        law.parameter("first_vintage", on=date(2015, 12, 12))


def test_unknown_parameter_is_refused_with_the_known_names() -> None:
    with pytest.raises(KeyError, match=r"aef_due_day"):
        law.parameter("aef_due")


def test_changed_value_holds_from_its_day_and_the_old_one_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def dated(value: int, since: date, until: date | None) -> Parameter:
        return Parameter("rate", value, "basis points", since, until, "a decision")

    values = (
        dated(200, date(2021, 1, 1), date(2030, 12, 31)),
        dated(300, date(2031, 1, 1), None),
    )
    monkeypatch.setattr(module, "parameters", lambda: {"rate": values})
    assert law.parameter("rate", on=date(2030, 12, 31)) == 200
    assert law.parameter("rate", on=date(2031, 1, 1)) == 300
    assert law.parameter("rate") == 300
