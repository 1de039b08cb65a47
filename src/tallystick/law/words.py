"""Words and rows that the decisions print: check results, review statuses, the summary table."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from tallystick.law.files import read_json


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """One Article 6 row of the structured summary, with the paragraph printed beside it."""

    row: int
    para: str
    citation: str
    label_en: str
    label_zh: str
    source: str


@cache
def _words() -> Mapping[str, Any]:
    words: Mapping[str, Any] = read_json("words.json")
    return words


def check_results() -> Mapping[str, str]:
    """Return the printed results of the consistency check by key (4/CMA.6 para 29)."""
    results: Mapping[str, str] = _words()["check_results"]
    return results


def review_statuses() -> Mapping[str, str]:
    """Return the printed statuses of the technical expert review by key (4/CMA.6 para 37)."""
    statuses: Mapping[str, str] = _words()["review_statuses"]
    return statuses


def printed_zh() -> Mapping[str, str]:
    """Return our Chinese for each printed result and status, by the printed words."""
    words: Mapping[str, str] = _words()["printed_zh"]
    return words


@cache
def summary_rows() -> tuple[SummaryRow, ...]:
    """Return the rows of the structured summary in printed order (5/CMA.3 annex II table 4)."""
    table = _words()["summary"]
    return tuple(
        SummaryRow(row=row, source=table["source"], **printed)
        for row, printed in enumerate(table["rows"], start=1)
    )


@cache
def _balance_codes() -> Mapping[str, frozenset[str]]:
    return {name: frozenset(codes) for name, codes in read_json("balance_codes.json").items()}


def affects_balance(code: str) -> bool | None:
    """Say whether a finding of a code can change an emissions balance, None where that depends."""
    codes = _balance_codes()
    if code in codes["affects"]:
        return True
    return False if code in codes["leaves"] else None
