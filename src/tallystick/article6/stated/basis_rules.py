"""Rules on what stated figures and answers rest on: an inventory, and a check that was run."""

from collections.abc import Iterator

from tallystick.article6.stated.values import Statement, Year
from tallystick.core.findings import Outcome, Severity, Text
from tallystick.core.rules import Rulebook, Shown, fails, unknown

BASIS: Rulebook[Statement, None] = Rulebook("basis of a stated account")

NONE = "none"
"""What is written where there is nothing behind a figure, a deduction or an answer."""


def place(statement: Statement, year: Year) -> dict[str, object]:
    """Say which figure a finding is about."""
    return {**year.origin, "party": statement.party, "year": year.year}


@BASIS.rule(
    "INV_MISSING",
    source="2/CMA.3 annex para 8",
    severity=Severity.WARNING,
    message=Text(
        "a balance is stated for {year}, for which there is no inventory figure",
        "列出了 {year} 年的余额，而该年没有清单数据",
    ),
    fix=Text(
        "withhold the balance of {year} until its inventory is there",
        "在取得 {year} 年清单数据之前请勿列出该年余额",
    ),
)
def balance_rests_on_an_inventory(statement: Statement, _: None) -> Iterator[Shown]:
    """A balance starts from what the inventory says; BALANCE tells of figures not stated."""
    for year in statement.years:
        if year.lacks_inventory and year.balance_t is not None:
            yield fails(place(statement, year), year=year.year)


@BASIS.rule(
    "CHECK_NOT_RUN",
    source="Tallystick design; 4/CMA.6 para 29(c)",
    message=Text(
        "{check} is said to be passed, but it had no data: its result is undetermined",
        "称 {check} 已通过，但该项检查没有数据：结果无法判定",
    ),
    fix=Text(
        "run the check on its data, or say that it is not determinable",
        "请以数据执行该项检查，或注明无法判定",
    ),
)
def check_that_passed_had_data(statement: Statement, _: None) -> Iterator[Shown]:
    """What had no data is neither passed nor failed; what it rested on is told with the result."""
    for one in statement.checks:
        where = {**one.origin, "party": statement.party, "check": one.check}
        if one.rests_on is None:
            yield unknown(Text(f"what {one.check} rested on", f"{one.check} 所依据的数据"), where)
        elif one.rests_on == NONE and one.outcome is Outcome.PASS:
            yield fails(where, check=one.check)
