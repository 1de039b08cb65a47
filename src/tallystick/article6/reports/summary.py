"""The structured summary as it stands in the biennial transparency report (5/CMA.3 table 4)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from tallystick.article6.account import Account, AccountResult, Ndc, Row23d
from tallystick.article6.account.period import Period, close_period, judge_achievement
from tallystick.article6.account.result import run
from tallystick.article6.account.summary import Row, summarize
from tallystick.article6.account.years import Quantity, Year, add
from tallystick.core.findings import Finding, Outcome, Severity, Text
from tallystick.core.rules import Rulebook, Shown, fails, unknown


@dataclass(frozen=True, slots=True)
class Additions:
    """What the table needs beside the account.

    `reference` restates reference point or base year, `target` the target in the Party's words,
    `entities` are those authorized for OIMP by authorization, `cers_used_t` the CERs of before
    2021 used in a year (7/CMA.4 annex I para 24), `other` any other information of a year.
    """

    target: str | None = None
    reference: str | None = None
    entities: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    cers_used_t: Mapping[int, int] = field(default_factory=dict)
    other: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Achievement:
    """The block below the rows: target, reference, final information, comparison, answer.

    `final_t` is the quantity that is compared (2/CMA.3 annex para 23(l)), `compared_with_t` what
    it is compared with; None where it is not known.
    """

    target: str | None
    target_t: int | None
    reference: str | None
    final_t: Quantity | None
    compared_with_t: int | None
    at_most: bool
    achieved: Outcome


@dataclass(frozen=True, slots=True)
class SummaryReport:
    """The fifteen rows, the achievement block, and what is wrong with them."""

    account: Account
    result: AccountResult
    additions: Additions
    row_23d: Row23d
    achievement: Achievement

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows in printed order."""
        return self.result.structured_summary

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings of the account, and those of the block."""
        return (*self.result.findings, *BLOCK.judge(self, None))


ANY_OTHER = "77(d)(iii)"


def applies(ndc: Ndc, para: str) -> bool:
    """Whether a row of the table applies to an NDC; those marked "if applicable" need not."""
    asked = {
        "7(a)(i)": ndc.is_single_year and not ndc.averages,
        "7(b)": not ndc.is_single_year,
        "7(a)(ii)": ndc.averages,
        **dict.fromkeys(("23(a)", "23(b)", "23(k)(i)"), ndc.is_ghg),
        **dict.fromkeys(("23(i)", "23(k)(ii)"), not ndc.is_ghg),
    }
    return asked.get(para, True)


def report_summary(
    account: Account,
    additions: Additions | None = None,
    row_23d: Row23d = Row23d.FIRST_TRANSFERRED,
) -> SummaryReport:
    """Fill the rows and the achievement block from an account.

    CERs used are subtracted in the adjustment and the balance of their year, as the using Party's
    duty (7/CMA.4 annex I para 24), and named in the row for any other information.
    """
    told = additions or Additions()
    result = run(account, row_23d)
    years = tuple(_less_cers(year, told.cers_used_t.get(year.year, 0)) for year in result.years)
    if told.cers_used_t and account.ndc.is_ghg:
        result = replace(
            result,
            years=years,
            period=_closed(account.ndc, years, result.period),
            achieved=judge_achievement(account.ndc, years),
            structured_summary=summarize(account, years, row_23d),
        )
    return SummaryReport(account, result, told, row_23d, _achievement(account, result, told))


def _closed(ndc: Ndc, years: tuple[Year, ...], before: Period) -> Period:
    """CERs lower adjustment and balance; they take nothing from what was first transferred."""
    first_transferred = before.first_transferred_total_t
    return replace(close_period(ndc, years), first_transferred_total_t=first_transferred)


def _less_cers(year: Year, cers_t: int) -> Year:
    return replace(
        year,
        adjustment_t=add(year.adjustment_t, -cers_t),
        balance_t=add(year.balance_t, -cers_t),
    )


def _achievement(account: Account, result: AccountResult, told: Additions) -> Achievement:
    ndc, period = account.ndc, result.period
    return Achievement(
        target=told.target,
        target_t=ndc.target_t,
        reference=told.reference,
        final_t=final_quantity(ndc, result),
        compared_with_t=period.target_t,
        at_most=ndc.direction == "at_most",
        achieved=result.achieved,
    )


def final_quantity(ndc: Ndc, result: AccountResult) -> Quantity | None:
    """Return the last year's balance for a single-year NDC, the summed one for a multi-year NDC."""
    return result.years[-1].balance_t if ndc.is_single_year else result.period.balance_t


BLANK = Text("the achievement block lacks {missing}", "实现情况栏缺少{missing_zh}")
FILL_IN = Text("supply {missing}", "请补充{missing_zh}")
BLOCK: Rulebook[SummaryReport, None] = Rulebook("achievement block")


@BLOCK.rule(
    "T4_BLOCK",
    source="5/CMA.3 annex II table 4; 18/CMA.1 annex para 70",
    severity=Severity.WARNING,
    message=BLANK,
    fix=FILL_IN,
    undecided=BLANK,
    supply=FILL_IN,
)
def block_is_filled(report: SummaryReport, _: None) -> list[Shown]:
    """Target, reference and final information are restated before the answer is given."""
    block, where = report.achievement, {"party": report.account.party}
    missing = []
    if block.target is None and block.target_t is None:
        missing.append(Text("the target of the NDC", "国家自主贡献的目标"))
    if block.reference is None:
        missing.append(Text("the reference point or base year", "参考点或基准年"))
    if block.final_t is None:
        missing.append(Text("the final information, 23(l)", "最终信息（第23(l)段）"))
    return [unknown(one, where) for one in missing]


@BLOCK.rule(
    "T4_23D_ENTITIES",
    source="2/CMA.3 annex para 23(d)",
    severity=Severity.WARNING,
    message=Text(
        "entities are named for {authorization}, which is no authorization of {party} for OIMP",
        "为 {authorization} 列明了实体，而该项不是 {party} 为其他国际减缓目的作出的授权",
    ),
    fix=Text(
        "name entities under the authorization for OIMP that covers them",
        "请在涵盖这些实体、用于其他国际减缓目的的授权项下列明",
    ),
)
def entities_are_named(report: SummaryReport, _: None) -> list[Shown]:
    """Row 23(d) names the entities authorized for OIMP, as appropriate."""
    covering = {one.id: one for one in report.account.authorizations.values() if one.covers_oimp}
    party = report.account.party
    strangers = [
        fails({"authorization": name}, authorization=name, party=party)
        for name in report.additions.entities
        if name not in covering
    ]
    return strangers + [
        unknown(
            Text(
                f"which entities authorization {one.id} covers, if any",
                f"授权 {one.id} 涵盖哪些实体（如有）",
            ),
            {"authorization": one.id},
        )
        for one in covering.values()
        if one.id not in report.additions.entities
    ]
