"""The workbook's rows of one country beside its account, with the reasons for the differences."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from tallystick import law
from tallystick.article6.account import AccountResult
from tallystick.article6.account import to_json as account_to_json
from tallystick.article6.reporting_workbook.account import work_out_account
from tallystick.article6.reporting_workbook.credits import Credit, Question
from tallystick.article6.reporting_workbook.differences import DIFFERENCES, Sides
from tallystick.article6.reporting_workbook.rows import WorkbookRow, work_out_rows
from tallystick.core.findings import Finding, Text
from tallystick.core.quantities import printed
from tallystick.core.rules import Rulebook, Shown, fails, unknown


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both sides for one country; without a single credit of it there is neither."""

    question: Question
    rows: tuple[WorkbookRow, ...]
    account: AccountResult | None
    differences: tuple[Finding, ...]
    findings: tuple[Finding, ...]


COUNTRIES: Rulebook[Question, frozenset[str]] = Rulebook("country of a list of credits")


@COUNTRIES.rule(
    "COUNTRY_UNKNOWN",
    source="Tallystick design",
    message=Text(
        'no credit of "{country}" is listed: nothing is known of it, which is not the same as 0',
        "列表中没有“{country}”的任何一笔：情况不明，不等于0",
    ),
    fix=Text("write one of {listed}", "请填写以下之一：{listed}"),
)
def country_is_listed(question: Question, listed: frozenset[str]) -> Shown | None:
    """A country that is not listed has no rows, rather than rows of zeros."""
    where = {"country": question.country}
    if not listed:
        return unknown(Text("a list with credits", "含有数据的列表"), where)
    if question.country in listed:
        return None
    return fails(where, country=question.country, listed=", ".join(sorted(listed)))


def compare(listed: Sequence[Credit], question: Question) -> Comparison:
    """Work out the rows of the workbook and the account of one country, and say why they differ."""
    of_country = COUNTRIES.judge(question, frozenset(one.country for one in listed))
    chosen = tuple(one for one in listed if one.country == question.country)
    if of_country:
        return Comparison(question, (), None, (), tuple(of_country))
    rows = work_out_rows(chosen, question)
    account = work_out_account(chosen, question)
    sides = Sides(chosen, {row.row: row for row in rows}, account)
    differences = tuple(DIFFERENCES.judge(sides, question))
    return Comparison(question, rows, account, differences, account.findings)


def to_json(comparison: Comparison) -> dict[str, Any]:
    """Return both sides in the form that `account workbook --json` prints."""
    question, account = comparison.question, comparison.account
    whole = account_to_json(account) if account else {}
    return {
        "country": question.country,
        "method": question.method.value,
        "inventory_to": question.inventory_to,
        "period": str(question.period),
        "rows": [_row(row) for row in comparison.rows],
        "account": {name: whole[name] for name in ("years", "period")} if account else None,
        "differences": [finding.to_json() for finding in comparison.differences],
        "findings": [finding.to_json() for finding in comparison.findings],
    }


def unread_to_json(question: Question, findings: Iterable[Finding]) -> dict[str, Any]:
    """Return the same form for a list that could not be read."""
    return to_json(Comparison(question, (), None, (), tuple(findings)))


def _row(row: WorkbookRow) -> dict[str, Any]:
    label = next(one for one in law.summary_rows() if one.para == row.para)
    return {
        "row": row.row,
        "para": row.para,
        "label": label.label_en,
        "label_zh": label.label_zh,
        "values": {str(year): printed(value) for year, value in row.values.items()},
        "total": printed(row.total),
    }
