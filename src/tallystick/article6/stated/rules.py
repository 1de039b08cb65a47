"""Rules on stated figures: the balance, the average, the metric, deductions and overselling."""

from collections.abc import Iterator
from fractions import Fraction

from tallystick.article6.account import Direction, Divisor
from tallystick.article6.stated.basis_rules import BASIS, NONE, place
from tallystick.article6.stated.values import DeductionKind, Forecast, Statement, Year
from tallystick.core.findings import Finding, Severity, Text
from tallystick.core.quantities import printed
from tallystick.core.rules import Rulebook, Shown, fails, unknown

BOOK: Rulebook[Statement, None] = Rulebook("stated account")

PLEDGES = {DeductionKind.SOP: "2/CMA.3 annex para 37", DeductionKind.OMGE: "2/CMA.3 annex para 39"}
"""The paragraphs that encourage, and do not demand, what is deducted."""


def check(statement: Statement) -> list[Finding]:
    """Hold what a Party states against every rule."""
    return [*BASIS.judge(statement, None), *BOOK.judge(statement, None)]


@BOOK.rule(
    "BALANCE",
    source="2/CMA.3 annex para 8; 2/CMA.3 annex para 9",
    message=Text(
        "the balance stated for {year} is {stated}, emissions and adjustments come to {expected};"
        " acquisitions never enter it",
        "{year} 年所列余额为 {stated}，而排放与相应调整合计为 {expected}；获取量不计入余额",
    ),
    fix=Text(
        "state the emissions plus what was first transferred minus what was used",
        "余额应为排放加首次转让减使用",
    ),
)
def balance_follows_from_its_parts(statement: Statement, _: None) -> Iterator[Shown]:
    """The balance is emissions plus the adjustment, for another indicator minus it."""
    for year in statement.years:
        if year.balance_t is None or year.lacks_inventory:
            continue
        where = place(statement, year)
        if year.emissions_t is None or year.adjustment_t is None:
            yield unknown(Text("the emissions or the adjustment", "排放量或相应调整"), where)
            continue
        sign = 1 if statement.ndc.is_ghg else -1
        expected = year.emissions_t + sign * year.adjustment_t
        if expected != year.balance_t:
            told = {"stated": printed(year.balance_t), "expected": printed(expected)}
            yield fails(where, year=year.year, **told)


@BOOK.rule(
    "AVG_DENOM",
    source="2/CMA.3 annex para 7(a)(ii)",
    message=Text(
        "the average of {year} is divided by {stated}, {years} years are to be divided by",
        "{year} 年的平均数以 {stated} 为除数，应除以 {years} 年",
    ),
    fix=Text(
        "divide by the years elapsed, or declare that all years of the period divide",
        "请除以已过年数，或声明以全周期年数为除数",
    ),
)
def average_is_divided_as_declared(statement: Statement, _: None) -> Iterator[Shown]:
    """An average is divided by the years elapsed, or by all years where that is declared."""
    for year in _averaged(statement):
        where = place(statement, year)
        if year.divided_by is None:
            yield unknown(Text("the divisor of the average", "平均数的除数"), where)
            continue
        elapsed = statement.ndc.averaging_divisor is Divisor.ELAPSED
        period = statement.ndc.period
        years = period.elapsed_years(year.year) if elapsed else len(period)
        if year.divided_by != years:
            yield fails(where, year=year.year, stated=year.divided_by, years=years)


@BOOK.rule(
    "AVG_WINDOW",
    source="2/CMA.3 annex para 7(a)(ii)",
    message=Text(
        "the average of {year} counts ITMOs up to {counted} and years up to {year}",
        "{year} 年的平均数计入截至 {counted} 年的数量，而年数截至 {year} 年",
    ),
    fix=Text("end both in the same year", "分子和分母应止于同一年"),
)
def average_has_one_window(statement: Statement, _: None) -> Iterator[Shown]:
    """What is averaged ends in the year in which the years divided by end."""
    for year in _averaged(statement):
        where = place(statement, year)
        if year.counted_to is None:
            yield unknown(Text("the last year counted", "计入的最后年份"), where)
        elif year.counted_to != year.year:
            yield fails(where, year=year.year, counted=year.counted_to)


def _averaged(statement: Statement) -> Iterator[Year]:
    stated = (year for year in statement.years if year.adjustment_t is not None)
    return (year for year in stated if statement.ndc.averages and year.year in statement.ndc.period)


@BOOK.rule(
    "METRIC_ACCOUNT",
    source="2/CMA.3 annex para 9",
    message=Text(
        "the figures of {year} are in {metric}, the account is kept in {account}",
        "{year} 年的数据以 {metric} 计，而该账户以 {account} 计",
    ),
    fix=Text("keep one account for every metric", "每种计量单位应单独设立账户"),
)
def account_is_kept_in_one_metric(statement: Statement, _: None) -> Iterator[Shown]:
    """Nothing in another metric is entered in the account of a metric."""
    for year in statement.years:
        if year.metric is None:
            yield unknown(
                Text("the metric of the figures", "数据的计量单位"), place(statement, year)
            )
        elif year.metric != statement.ndc.metric:
            account = statement.ndc.metric
            where = place(statement, year)
            yield fails(where, year=year.year, metric=year.metric, account=account)


@BOOK.rule(
    "SOP_OMGE",
    source="2/CMA.3 annex para 37; 2/CMA.3 annex para 39",
    message=Text(
        "{quantity} units were deducted on {date} for {kind} without a pledge: under 6.2 nothing"
        " is deducted by itself",
        "{date} 扣除了 {quantity} 个单位用于 {kind}，但没有相应承诺：第六条第二款下不存在自动扣除",
    ),
    fix=Text(
        "record the pledge that promises the deduction, or take it back",
        "请登记该扣除所依据的承诺，或撤回扣除",
    ),
)
def deduction_rests_on_a_pledge(statement: Statement, _: None) -> Iterator[Shown]:
    """Contributions to adaptation and overall mitigation are pledged, never automatic."""
    for one in statement.deductions:
        if one.pledge is None:
            missing = Text("the pledge behind a deduction", "扣除所依据的承诺")
            where = {**one.origin, "party": statement.party, "para": PLEDGES[one.kind]}
            yield unknown(missing, where)
        elif one.pledge == NONE:
            where = {**one.origin, "party": statement.party, "para": PLEDGES[one.kind]}
            yield fails(where, quantity=one.quantity_t, date=one.on, kind=one.kind.value.upper())


@BOOK.rule(
    "OVERSELL",
    severity=Severity.WARNING,
    source="2/CMA.3 annex para 7; Tallystick design",
    message=Text(
        "the balance expected is {balance} in {year}, {excess} beyond the target of {target}",
        "预计 {year} 年余额为 {balance}，超出目标 {target} 达 {excess}",
    ),
    fix=Text(
        "transfer less, reduce emissions further, or use ITMOs of others",
        "请减少转让、加大减排，或使用其他缔约方的 ITMO",
    ),
)
def target_is_kept_after_all_transfers(statement: Statement, _: None) -> Shown | None:
    """What a Party means to transfer leaves it its own target."""
    ndc, forecast = statement.ndc, statement.forecast
    if forecast is None:
        return None
    year = ndc.period.last_year
    where = {"party": statement.party, "year": year}
    target = ndc.target_t if ndc.is_single_year else ndc.budget_or_trajectory_t
    balance = expected_balance(statement, forecast)
    if target is None or balance is None:
        missing = Text("the target, or the emissions expected", "目标或预计排放量")
        return unknown(missing, where)
    excess = balance - target if ndc.direction is Direction.AT_MOST else target - balance
    if excess <= 0:
        return None
    told = {"balance": printed(balance), "excess": printed(excess), "target": target}
    return fails(where, year=year, **told)


def expected_balance(statement: Statement, forecast: Forecast) -> Fraction | None:
    """Return the balance on which the NDC will be judged, None where emissions are not known.

    A single-year NDC is judged in its last year: by the average of all years where it averages,
    by the transfers and uses of that year otherwise; a multi-year NDC by all years together.
    """
    ndc = statement.ndc
    judged = [ndc.period.last_year] if ndc.is_single_year else list(ndc.period.years)
    if any(year not in forecast.emissions_t for year in judged):
        return None
    counted = ndc.period.years if ndc.averages else judged
    sent = sum(forecast.first_transfers_t.get(year, 0) for year in counted)
    used = sum(forecast.uses_t.get(year, 0) for year in counted)
    adjustment = Fraction(sent - used, len(ndc.period) if ndc.averages else 1)
    emissions = sum(forecast.emissions_t[year] for year in judged)
    return emissions + adjustment if ndc.is_ghg else emissions - adjustment
