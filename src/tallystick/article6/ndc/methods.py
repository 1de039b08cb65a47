"""One accounting method, used consistently throughout an NDC period."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tallystick.article6.account import Divisor, Method
from tallystick.core.findings import Finding, Text
from tallystick.core.periods import NdcPeriod
from tallystick.core.rules import Rulebook, Shown, fails, unknown


@dataclass(frozen=True, slots=True)
class MethodDeclaration:
    """The method a Party declares for a period; None where its report leaves it open."""

    party: str
    period: NdcPeriod
    method: Method | None
    on: date
    divisor: Divisor = Divisor.ELAPSED

    @property
    def printed(self) -> str:
        """Name the method, with its divisor where it has one."""
        if self.method is Method.AVERAGING:
            return f"{self.method} ({self.divisor})"
        return str(self.method)

    def shares_years_with(self, other: "MethodDeclaration") -> bool:
        """Whether both speak of the same Party and of periods that have a year in common."""
        mine, theirs = self.period, other.period
        overlap = mine.first_year <= theirs.last_year and theirs.first_year <= mine.last_year
        return self.party == other.party and overlap


Earlier = tuple[MethodDeclaration, ...]
METHODS: Rulebook[MethodDeclaration, Earlier] = Rulebook("accounting method")


@METHODS.rule(
    "METHOD_CHANGE",
    source="2/CMA.3 annex para 7",
    message=Text(
        "{party} declares the method {method} for {period}, but declared {other} for {before} on "
        "{date}",
        "{party} 为 {period} 申报方法 {method}，但已于 {date} 为 {before} 申报 {other}",
    ),
    fix=Text(
        "keep the method to the end of the period, and change it with the next",
        "请在本周期内沿用原方法，下一周期再作变更",
    ),
)
def method_stays_within_the_period(declared: MethodDeclaration, earlier: Earlier) -> Shown | None:
    """A period has one method; another version of the NDC does not begin another period."""
    where = {"party": declared.party, "period": str(declared.period)}
    related = [one for one in earlier if one.shares_years_with(declared)]
    if declared.method is None or any(one.method is None for one in related):
        return unknown(Text("the method declared", "申报的方法"), where)
    for one in sorted(related, key=lambda one: one.on):
        if one.printed != declared.printed:
            return fails(
                where,
                party=declared.party,
                method=declared.printed,
                period=declared.period,
                other=one.printed,
                before=one.period,
                date=one.on,
            )
    return None


def declare_method(
    declared: MethodDeclaration, earlier: Iterable[MethodDeclaration]
) -> list[Finding]:
    """Judge a declaration by those made before; it stands unless a finding refuses it."""
    return METHODS.judge(declared, tuple(earlier))
