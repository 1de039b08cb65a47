"""Rules on the NDC: its method, its trajectory, and the inventory its balance starts from."""

from collections.abc import Iterator
from dataclasses import dataclass

from tallystick.article6.account.period import judge_trajectory, sum_of_balances
from tallystick.article6.account.values import Communication, Ndc
from tallystick.article6.account.years import Year
from tallystick.core.findings import Outcome, Severity, Text
from tallystick.core.quantities import printed
from tallystick.core.rules import Rulebook, Shown, fails, unknown


@dataclass(frozen=True, slots=True)
class Outturn:
    """How the years of an NDC have turned out."""

    party: str
    years: tuple[Year, ...]


NDCS: Rulebook[Ndc, Outturn] = Rulebook("NDC")


def place(ndc: Ndc, outturn: Outturn) -> dict[str, object]:
    """Say which NDC a finding is about."""
    return {**ndc.origin, "party": outturn.party, "period": str(ndc.period)}


@NDCS.rule(
    "METHOD_TYPE",
    source="2/CMA.3 annex para 7(a)(ii)",
    message=Text(
        "averaging is only for single-year NDCs: no adjustment and no balance are worked out",
        "平均法仅适用于单年国家自主贡献：不计算相应调整和余额",
    ),
    fix=Text(
        "choose the trajectory or the budget for a multi-year NDC",
        "多年国家自主贡献请选择轨迹或预算",
    ),
)
def method_fits_the_kind(ndc: Ndc, outturn: Outturn) -> Shown | None:
    """A multi-year NDC adjusts every year and cumulatively at the end."""
    return None if ndc.method_fits else fails(place(ndc, outturn))


@NDCS.rule(
    "TRAJECTORY",
    source="2/CMA.3 annex para 7",
    message=Text(
        "the method {method} needs a budget or a trajectory for every year; missing: {years}",
        "方法 {method} 需要预算或逐年轨迹；缺少：{years}",
    ),
    fix=Text(
        "give budget_t, or trajectory_t for the years named",
        "请提供 budget_t，或所列年份的 trajectory_t",
    ),
)
def trajectory_or_budget_is_given(ndc: Ndc, outturn: Outturn) -> Shown | None:
    """Annual methods compare with a trajectory for all years or with a budget."""
    missing = ndc.years_without_trajectory
    given = ndc.budget_t is not None and not ndc.trajectory_t
    if ndc.averages or given or not missing:
        return None
    where = {**place(ndc, outturn), "years": missing}
    return fails(where, method=ndc.method, years=", ".join(map(str, missing)))


TARGETLESS = Text(
    "the NDC has no target_t: whether it is achieved cannot be said",
    "国家自主贡献没有 target_t：无法判断是否实现",
)
SUPPLY_TARGET = Text("supply target_t", "请补充 target_t")


@NDCS.rule(
    "TARGET_MISSING",
    source="18/CMA.1 annex para 70",
    severity=Severity.WARNING,
    message=TARGETLESS,
    fix=SUPPLY_TARGET,
    undecided=TARGETLESS,
    supply=SUPPLY_TARGET,
)
def target_is_given(ndc: Ndc, outturn: Outturn) -> Shown | None:
    """The balance of the last year is judged by the target of a single-year NDC."""
    if not ndc.is_single_year or ndc.target_t is not None or ndc.policies is not None:
        return None
    return Shown({}, place(ndc, outturn), Outcome.NOT_DETERMINABLE)


@NDCS.rule(
    "NDC_POLICIES",
    source="2/CMA.3 annex para 10",
    message=Text(
        "policies and measures that are not quantified are accounted for by categories in a first "
        "or first updated NDC only; this one is a later one",
        "仅首次或首次更新的国家自主贡献可就未量化的政策措施按类别核算；本次为其后的国家自主贡献",
    ),
    fix=Text(
        "quantify the NDC and give its target_t, budget_t or trajectory_t",
        "请量化国家自主贡献，并提供 target_t、budget_t 或 trajectory_t",
    ),
)
def policies_are_accounted_for_by_category(ndc: Ndc, outturn: Outturn) -> Iterator[Shown]:
    """A first NDC of policies is accounted for on the categories that these affect."""
    policies = ndc.policies
    if policies is None:
        return
    if policies.communication is Communication.LATER:
        yield fails(place(ndc, outturn))
    if policies.communication is None:
        which = Text("whether the NDC is the first or first updated one", "是否为首次或首次更新")
        yield unknown(which, place(ndc, outturn))
    if not policies.categories:
        affected = Text("the categories of emissions affected", "受影响的排放类别")
        yield unknown(affected, place(ndc, outturn))


WITHHELD = Text(
    "there is no inventory figure for {year}: the balance of that year and of the period is "
    "withheld",
    "缺少 {year} 年的清单数据：不给出该年和整个周期的余额",
)
SUPPLY_INVENTORY = Text("supply inventory_t for {year}", "请补充 {year} 年的 inventory_t")


@NDCS.rule(
    "INV_MISSING",
    source="2/CMA.3 annex para 8",
    severity=Severity.WARNING,
    message=WITHHELD,
    fix=SUPPLY_INVENTORY,
    undecided=WITHHELD,
    supply=SUPPLY_INVENTORY,
)
def inventory_is_complete(ndc: Ndc, outturn: Outturn) -> Iterator[Shown]:
    """A balance starts from what the inventory says, never from nothing."""
    for year in outturn.years:
        if year.inventory_t is None:
            where = {**place(ndc, outturn), "year": year.year}
            yield Shown({"year": year.year}, where, Outcome.NOT_DETERMINABLE)


@NDCS.rule(
    "TRAJECTORY_EXCEEDED",
    source="2/CMA.3 annex para 7(a)(i)",
    severity=Severity.WARNING,
    message=Text(
        "the balances of the period sum to {sum} and do not keep to the {limit} of the "
        "trajectory or budget",
        "周期内余额合计为 {sum}，未守住轨迹或预算的 {limit}",
    ),
    fix=Text(
        "this does not decide whether the target is achieved; transfer less, or use more",
        "这不决定目标是否实现；请减少转让或增加使用",
    ),
)
def years_keep_to_the_trajectory(ndc: Ndc, outturn: Outturn) -> Shown | None:
    """The years of a single-year NDC together keep to the indicative trajectory."""
    match judge_trajectory(ndc, outturn.years):
        case Outcome.NOT_DETERMINABLE:
            missing = Text("the balance or the trajectory of a year", "某年的余额或轨迹")
            return unknown(missing, place(ndc, outturn))
        case Outcome.FAIL:
            return fails(
                place(ndc, outturn),
                sum=printed(sum_of_balances(outturn.years)),
                limit=ndc.budget_or_trajectory_t,
            )
    return None
