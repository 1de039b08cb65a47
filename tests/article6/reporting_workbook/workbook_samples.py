"""Short ways to write lists of credits for the tests."""

from typing import Any

from tallystick.article6.reporting_workbook import Comparison, Credit, Question, compare
from tallystick.core.findings import Finding

HOST = "Atlantis"


def credit(volume_t: int, vintage: int, declared: str = "Authorisation", **more: Any) -> Credit:
    usual: dict[str, Any] = {"line": 2, "country": HOST, "for_ndc": False}
    return Credit(volume_t=volume_t, vintage=vintage, declared=declared, **{**usual, **more})


def side_by_side(*listed: Credit, country: str = HOST, **asked: Any) -> Comparison:
    return compare(listed, Question(country=country, **asked))


def row(comparison: Comparison, number: int) -> list[Any]:
    found = next(one for one in comparison.rows if one.row == number)
    return list(found.values.values())


def total(comparison: Comparison, number: int) -> Any:
    return next(one.total for one in comparison.rows if one.row == number)


def different(comparison: Comparison, code: str) -> list[Finding]:
    return [one for one in comparison.differences if one.code == code]
