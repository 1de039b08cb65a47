"""How allowances are handed out: free until a sunset, in which mix, and under which plan."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import combinations
from typing import Annotated

from tallystick.core.findings import Severity, Text
from tallystick.core.quantities import printed
from tallystick.core.rules import Rulebook, Shown, fails, unknown
from tallystick.linking.agreement.values import DAY, PARTY_ID, TEXT, Day
from tallystick.linking.agreement.words import SpecialClause
from tallystick.linking.practice.around import NO_AGREEMENT, YANG, Around

NAP = "Directive 2003/87/EC Article 9"


@dataclass(frozen=True, slots=True, kw_only=True)
class Allotment:
    """What one Party handed out in a year, tonnes CO2 eq."""

    party: Annotated[str, PARTY_ID, "Id of the party."]
    year: Annotated[int, "Year."]
    free_t: Annotated[int | None, "Units given free of charge, tonnes CO2 eq."] = None
    auctioned_t: Annotated[int | None, "Units auctioned, tonnes CO2 eq."] = None

    @property
    def auctioned_share(self) -> Fraction | None:
        """The share that was auctioned; None while it cannot be told."""
        if self.free_t is None or self.auctioned_t is None or self.free_t + self.auctioned_t == 0:
            return None
        return Fraction(self.auctioned_t, self.free_t + self.auctioned_t)


ALLOTMENTS: Rulebook[Allotment, Around] = Rulebook("allowances handed out")


@ALLOTMENTS.rule(
    "FREE_ALLOCATION_ENDED",
    source=YANG,
    message=Text(
        "{party} gives {free} t free of charge in {year}; free allocation ended on {until}",
        "{party} {year} 年免费发放 {free} 吨；免费分配已于 {until} 终止",
    ),
    fix=Text("auction them, or extend the clause", "请改为拍卖，或延长该条款"),
)
def free_units_end_with_the_sunset(one: Allotment, around: Around) -> Shown | None:
    """Nothing is given free of charge for years after the last day of a transitional clause."""
    where = around.at(party=one.party, year=one.year)
    if around.agreement is None:
        return unknown(NO_AGREEMENT, where)
    clauses = around.specials(SpecialClause.FREE_ALLOCATION_UNTIL, one.party)
    ended = [one_.until for one_ in clauses if one_.until and one_.until.last.year < one.year]
    if not clauses or (not ended and all(clause.until for clause in clauses)):
        return None
    if one.free_t is None or not ended:
        return unknown(Text("units given free and the last day", "免费发放量和截止日"), where)
    if one.free_t == 0:
        return None
    return fails(where, party=one.party, free=one.free_t, year=one.year, until=ended[0])


def asymmetry(listed: tuple[Allotment, ...], year: int) -> Fraction | None:
    """Return the largest difference of auctioned shares between two Parties in a year."""
    shares = [one.auctioned_share for one in listed if one.year == year]
    known = [share for share in shares if share is not None]
    if len(known) != len(shares) or len(known) <= 1:
        return None
    return max(abs(left - right) for left, right in combinations(known, 2))


MIXES: Rulebook[tuple[Allotment, ...], Around] = Rulebook("mix of allocation")


@MIXES.rule(
    "ALLOCATION_ASYMMETRY",
    source=YANG,
    severity=Severity.WARNING,
    message=Text(
        "{year}: auctioned shares lie {apart} apart, {most} are agreed",
        "{year} 年：拍卖比例相差 {apart}，约定上限为 {most}",
    ),
    fix=Text("bring the mixes closer, or agree on more", "请缩小差异，或另行约定"),
)
def mixes_are_alike(listed: tuple[Allotment, ...], around: Around) -> list[Shown]:
    """Auctioned shares of the Parties lie no further apart than the clause allows."""
    clauses = around.specials(SpecialClause.ALLOCATION_MIX)
    allowed = [one.tolerance for one in clauses if one.tolerance is not None]
    shown: list[Shown] = []
    for year in sorted({one.year for one in listed}):
        where, apart = around.at(year=year), asymmetry(listed, year)
        if apart is None or not allowed:
            lacking = Text("both mixes and the difference allowed", "双方比例和允许差异")
            shown.append(unknown(lacking, where))
        elif apart > min(allowed):
            most = printed(min(allowed))
            shown.append(fails(where, year=year, apart=printed(apart), most=most))
    return shown


class PlanStatus(StrEnum):
    """How far a national allocation plan has come."""

    NOTIFIED = "notified"
    APPROVED = "approved"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class SectorShare:
    """What a plan gives one sector, tonnes CO2 eq."""

    sector: Annotated[str, TEXT, "Name of the sector."]
    quantity_t: Annotated[int, "Tonnes CO2 eq."]


@dataclass(frozen=True, slots=True, kw_only=True)
class AllocationPlan:
    """A national allocation plan: its total, its split over sectors and whether it is approved."""

    party: Annotated[str, PARTY_ID, "Id of the party."]
    period: Annotated[str, TEXT, "Period, such as 2008-2012."]
    total_t: Annotated[int | None, "Total, tonnes CO2 eq."] = None
    sectors: Annotated[tuple[SectorShare, ...], "Split over sectors."] = ()
    status: Annotated[PlanStatus | None, "How far it has come."] = None
    approved_by: Annotated[str | None, TEXT, "Who approved it."] = None
    approved_on: Annotated[Day | None, DAY, "When."] = None


PLANS: Rulebook[AllocationPlan, Around] = Rulebook("national allocation plan")


@PLANS.rule(
    "PLAN_SPLIT",
    source=NAP,
    message=Text(
        "plan of {party} for {period}: sectors add up to {sum} t, the total is {total} t",
        "{party} {period} 分配计划：各行业合计 {sum} 吨，总量 {total} 吨",
    ),
    fix=Text("make the split add up to the total", "请使各行业合计等于总量"),
)
def split_adds_up(plan: AllocationPlan, around: Around) -> Shown | None:
    """What a plan gives its sectors adds up to its total."""
    where = around.at(party=plan.party, period=plan.period)
    if plan.total_t is None or not plan.sectors:
        return unknown(Text("the total and its split", "总量及其分配"), where)
    total = sum(one.quantity_t for one in plan.sectors)
    if total == plan.total_t:
        return None
    return fails(where, party=plan.party, period=plan.period, sum=total, total=plan.total_t)


@PLANS.rule(
    "PLAN_NOT_APPROVED",
    source=f"{YANG}; {NAP}",
    message=Text(
        "plan of {party} for {period} is {status}", "{party} {period} 分配计划状态为 {status}"
    ),
    fix=Text("have it approved before units are issued", "请在签发单位前取得批准"),
)
def plan_is_approved(plan: AllocationPlan, around: Around) -> Shown | None:
    """Units are issued under a plan once it is approved, by the day."""
    where = around.at(party=plan.party, period=plan.period)
    values = {"party": plan.party, "period": plan.period}
    if plan.status is None:
        return unknown(Text("the status of the plan", "计划状态"), where)
    if plan.status is not PlanStatus.APPROVED:
        return fails(where, status=plan.status.value, **values)
    if plan.approved_on is None or plan.approved_by is None:
        return unknown(Text("by whom and when it was approved", "批准机构和日期"), where)
    if plan.approved_on.last > around.on:
        return fails(where, status=f"not approved before {plan.approved_on}", **values)
    return None
