"""What an account shows on double counting and net increase, beside what a Party says (21(d))."""

from dataclasses import dataclass

from tallystick.article6.account import AccountResult, Method
from tallystick.article6.account.years import add
from tallystick.core.findings import Outcome, Text, worst

DOUBLE = ("FT_TWICE", "TERMINAL", "USE_PERIOD", "FT_SAME_UNITS")
"""Findings of an account that concern the same units counted twice."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One statement worked out from the account, with its outcome and its paragraph."""

    para: str
    statement: Text
    outcome: Outcome


ADJUSTED = Text(
    "adjustments of the period come to first transfers minus uses: {adjusted} against {moved} t",
    "本周期相应调整等于首次转让减去使用：{adjusted} 对 {moved} 吨",
)
NOT_TWICE = Text(
    "no finding of the account concerns units counted twice or used outside their period",
    "账户的检查结果均未涉及重复计算或在其执行期之外使用的单位",
)


def gather(account: AccountResult) -> tuple[Evidence, ...]:
    """State what the account shows, each statement with three outcomes."""
    moved = add(*(year.net_t for year in account.years))
    adjusted = add(*(year.adjustment_t for year in account.years))
    annual = account.method is not Method.AVERAGING
    told = {"adjusted": _shown(adjusted), "moved": _shown(moved)}
    counted = [finding for finding in account.findings if finding.code in DOUBLE]
    return (
        *((Evidence("21(d)", ADJUSTED.fill(told), _same(adjusted, moved)),) if annual else ()),
        Evidence("21(e)", NOT_TWICE, worst(counted)),
    )


def _shown(quantity: object) -> str:
    return "?" if quantity is None else str(quantity)


def _same(left: object, right: object) -> Outcome:
    if left is None or right is None:
        return Outcome.NOT_DETERMINABLE
    return Outcome.PASS if left == right else Outcome.FAIL
