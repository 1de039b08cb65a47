"""The file of stated figures: an NDC as in the account file, and what a Party states about it."""

from fractions import Fraction
from pathlib import Path

from tallystick.article6.stated import (
    Deduction,
    DeductionKind,
    Forecast,
    StatedCheck,
    Statement,
    Year,
)
from tallystick.core.findings import Outcome, Text
from tallystick.io.account_file import METRIC, read_ndc
from tallystick.io.yamlfile.damage import Damaged
from tallystick.io.yamlfile.fields import Fields
from tallystick.io.yamlfile.forms import DATE, DIGITS, POSITIVE, TEXT, WHOLE, YEAR, one_of, pattern
from tallystick.io.yamlfile.parties import PARTY
from tallystick.io.yamlfile.source import read_fields
from tallystick.io.yamlfile.tree import Scalar

STATEMENT = ("party", "ndc", "years", "deductions", "forecast", "checks")
YEARS = (
    "year",
    "metric",
    "emissions_t",
    "adjustment_t",
    "balance_t",
    "divided_by",
    "counted_to",
)
DEDUCTION = ("kind", "date", "quantity_t", "pledge")
CHECK = ("check", "outcome", "rests_on")
FORECAST = ("emissions_t", "first_transfers_t", "uses_t")

NO_INVENTORY = "none"
"""Stands in place of emissions of which it is known that there is no figure."""

EMISSIONS = pattern(
    rf"[-+]?{DIGITS}|{NO_INVENTORY}",
    Text("a whole number, or none where there is no inventory", "整数；没有清单数据时填none"),
    lambda text: None if text == NO_INVENTORY else WHOLE.read(text),
)
EXACT = pattern(
    r"-?\d{1,18}(\.\d{1,6}|/[1-9]\d{0,8})?",
    Text("a number such as 12, 12.5 or 25/2", "数字，例如12、12.5或25/2"),
    Fraction,
)


def read_statement(path: Path) -> Statement:
    """Read what a Party states; raises Damaged with every mistake, its line, value and mend."""
    file = read_fields(path, STATEMENT)
    party = file.required("party", PARTY)
    ndc = read_ndc(file)
    years = [_year(Fields(one, YEARS, file.damage)) for one in file.records("years")]
    deductions = [
        _deduction(Fields(one, DEDUCTION, file.damage)) for one in file.records("deductions")
    ]
    checks = [_check(Fields(one, CHECK, file.damage)) for one in file.records("checks")]
    forecast = _forecast(file)
    if party is None or ndc is None or file.damage.findings:
        raise Damaged(file.damage.findings)
    return Statement(
        party=party,
        ndc=ndc,
        years=tuple(one for one in years if one is not None),
        deductions=tuple(one for one in deductions if one is not None),
        forecast=forecast,
        checks=tuple(one for one in checks if one is not None),
    )


def _year(fields: Fields) -> Year | None:
    year = fields.required("year", YEAR)
    metric = fields.optional("metric", METRIC)
    emissions = fields.optional("emissions_t", EMISSIONS)
    given = fields.given("emissions_t")
    adjustment = fields.optional("adjustment_t", EXACT)
    balance = fields.optional("balance_t", EXACT)
    divided, counted = fields.optional("divided_by", POSITIVE), fields.optional("counted_to", YEAR)
    if year is None:
        return None
    return Year(
        year=year,
        metric=metric,
        emissions_t=emissions,
        adjustment_t=adjustment,
        balance_t=balance,
        divided_by=divided,
        counted_to=counted,
        lacks_inventory=isinstance(given, Scalar) and given.text == NO_INVENTORY,
        origin=fields.origin,
    )


def _deduction(fields: Fields) -> Deduction | None:
    kind = fields.required("kind", one_of(DeductionKind))
    on, quantity = fields.required("date", DATE), fields.required("quantity_t", POSITIVE)
    pledge = fields.optional("pledge", TEXT)
    if kind is None or on is None or quantity is None:
        return None
    return Deduction(kind=kind, on=on, quantity_t=quantity, pledge=pledge, origin=fields.origin)


def _check(fields: Fields) -> StatedCheck | None:
    check, outcome = fields.required("check", TEXT), fields.required("outcome", one_of(Outcome))
    rests_on = fields.optional("rests_on", TEXT)
    if check is None or outcome is None:
        return None
    return StatedCheck(check=check, outcome=outcome, rests_on=rests_on, origin=fields.origin)


def _forecast(file: Fields) -> Forecast | None:
    if file.given("forecast") is None:
        return None
    fields = file.record("forecast", FORECAST)
    if fields is None:
        return None
    return Forecast(**{name: fields.by_year(name, WHOLE) for name in FORECAST})
