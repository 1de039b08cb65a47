"""Rules on the units of one authorization and vintage, read as a table of their events."""

from collections.abc import Iterator

from tallystick.article6.account.action_rules import place as place_of_action
from tallystick.article6.account.pools import Pool
from tallystick.article6.account.values import Ndc
from tallystick.article6.first_transfer import INTERNATIONAL, Serials
from tallystick.article6.reporting_days import oimp_first_transfer_due
from tallystick.core.actions import TERMINAL, ActionType, FirstTransferDefinition
from tallystick.core.findings import Outcome, Severity, Text
from tallystick.core.rules import Rulebook, Shown, fails, unknown

POOLS: Rulebook[Pool, Ndc] = Rulebook("pool")

MOVES = TERMINAL | {ActionType.FIRST_TRANSFER, ActionType.TRANSFER, ActionType.CONTRIBUTION}


def place(pool: Pool) -> dict[str, object]:
    """Say which units a finding is about."""
    return {"authorization": pool.authorization.id, "vintage": pool.vintage}


@POOLS.rule(
    "FT_TWICE",
    source="4/CMA.6 para 12",
    message=Text(
        "{count} of the units {first} to {last} were first transferred before",
        "单位 {first} 至 {last} 中有 {count} 个此前已首次转让",
    ),
    fix=Text("enter a later transfer as transfer", "此后的转让请登记为 transfer"),
)
def first_transfer_happens_once(pool: Pool, _: Ndc) -> Iterator[Shown]:
    """A unit is first transferred once; without serials nobody can tell."""
    seen = Serials()
    for event in sorted(pool.events, key=lambda event: event.on):
        if event.type is not ActionType.FIRST_TRANSFER or event.block is None:
            continue
        first, last = event.block
        if count := seen.shared(first, last):
            yield fails(place_of_action(event), count=count, first=first, last=last)
        seen.add(first, last)


@POOLS.rule(
    "TERMINAL",
    source="2/CMA.3 annex para 21(e)",
    message=Text(
        "{count} of the units {first} to {last} were used or cancelled before",
        "单位 {first} 至 {last} 中有 {count} 个此前已使用或注销",
    ),
    fix=Text(
        "nothing follows a use or a cancellation: correct the serials or the dates",
        "使用或注销之后不再有任何行动：请更正编号或日期",
    ),
)
def use_and_cancellation_are_final(pool: Pool, _: Ndc) -> Iterator[Shown]:
    """After its use or cancellation a unit never moves again."""
    ended = Serials()
    for event in sorted(pool.events, key=lambda event: (event.on, event.type in TERMINAL)):
        if event.block is None or event.type not in MOVES:
            continue
        first, last = event.block
        if count := ended.shared(first, last):
            yield fails(place_of_action(event), count=count, first=first, last=last)
        if event.type in TERMINAL:
            ended.add(first, last)


SAME_UNITS = Text(
    "the serials are not known: the events under {authorization} of vintage {vintage} are taken "
    "to concern the same units as far as they can ({quantity} are first transferred)",
    "编号未知：{authorization} 项下 {vintage} 年份的各事件尽可能视为涉及同一批单位"
    "（首次转让 {quantity} 个）",
)
GIVE_SERIALS = Text(
    "give every action its block of serials, or enter all issuances",
    "请为每项行动注明编号区块，或登记全部签发",
)


@POOLS.rule(
    "FT_SAME_UNITS",
    source="Tallystick design",
    severity=Severity.WARNING,
    message=SAME_UNITS,
    fix=GIVE_SERIALS,
    undecided=SAME_UNITS,
    supply=GIVE_SERIALS,
)
def events_concern_known_units(pool: Pool, _: Ndc) -> Shown | None:
    """Transfers and uses may concern the same units or others; only serials tell for certain."""
    if pool.dating.certain:
        return None
    values = {"authorization": pool.authorization.id, "vintage": pool.vintage}
    values |= {"quantity": pool.dating.quantity_t}
    return Shown(values, place(pool), Outcome.NOT_DETERMINABLE)


UNISSUED = Text(
    "{quantity} units of vintage {vintage} moved under {authorization} without an issuance, which "
    "is their first transfer: they are not counted",
    "{authorization} 项下 {vintage} 年份有 {quantity} 个单位未见签发即已移动，"
    "而签发是其首次转让：未予计入",
)
ENTER_ISSUANCE = Text("enter the issuance of these units", "请登记这些单位的签发")


@POOLS.rule(
    "FT_EVENT_MISSING",
    source="2/CMA.3 annex para 2(b)",
    severity=Severity.WARNING,
    message=UNISSUED,
    fix=ENTER_ISSUANCE,
    undecided=UNISSUED,
    supply=ENTER_ISSUANCE,
)
def units_that_moved_were_issued(pool: Pool, _: Ndc) -> Shown | None:
    """Where issuance is the first transfer, units without one have no first transfer to book."""
    if pool.authorization.definition is not FirstTransferDefinition.ISSUANCE:
        return None
    moved_t = max(
        sum(event.quantity_t for event in pool.events if event.type in kind)
        for kind in (INTERNATIONAL, TERMINAL)
    )
    if moved_t <= pool.dating.quantity_t:
        return None
    values = {"authorization": pool.authorization.id, "vintage": pool.vintage}
    values |= {"quantity": moved_t - pool.dating.quantity_t}
    return Shown(values, place(pool), Outcome.NOT_DETERMINABLE)


@POOLS.rule(
    "FT_PERIOD",
    source="2/CMA.3 annex para 8(a)",
    severity=Severity.WARNING,
    message=Text(
        "{quantity} units of vintage {vintage} are first transferred in {year}, outside the NDC "
        "period {period}: they are not among the first transfers of its years",
        "{vintage} 年份的 {quantity} 个单位于 {year} 年首次转让，不在国家自主贡献周期 {period} 内："
        "不计入该周期各年的首次转让",
    ),
    fix=Text(
        "report them in the account of the NDC period of {year}",
        "请在 {year} 年所属国家自主贡献周期的账目中报告",
    ),
)
def year_of_first_transfer_is_in_the_period(pool: Pool, ndc: Ndc) -> Iterator[Shown]:
    """First transfers stand in the year of the event, if it is one of the period."""
    for one in pool.dating.first_transfers:
        if one.on.year not in ndc.period:
            yield fails(
                {**place(pool), "year": one.on.year},
                quantity=one.quantity_t,
                vintage=pool.vintage,
                year=one.on.year,
                period=ndc.period,
            )


@POOLS.rule(
    "FT_PERIOD",
    source="2/CMA.3 annex para 8(a)",
    severity=Severity.WARNING,
    message=Text(
        "{quantity} units first transferred under {authorization} have the vintage {vintage}, "
        "outside the NDC period {period}: they adjust another period",
        "{authorization} 项下首次转让的 {quantity} 个单位年份为 {vintage}，"
        "不在国家自主贡献周期 {period} 内：应调整另一周期",
    ),
    fix=Text(
        "adjust the NDC period in which {vintage} lies",
        "请在 {vintage} 年所属的国家自主贡献周期作相应调整",
    ),
)
def vintage_is_in_the_period(pool: Pool, ndc: Ndc) -> Shown | None:
    """Annual methods adjust the year in which the mitigation occurred, if it is of the period."""
    quantity = pool.dating.quantity_t
    if ndc.averages or not quantity or pool.vintage in ndc.period:
        return None
    return fails(
        place(pool),
        quantity=quantity,
        authorization=pool.authorization.id,
        vintage=pool.vintage,
        period=ndc.period,
    )


@POOLS.rule(
    "FT_OIMP_DEADLINE",
    source="4/CMA.6 para 14; 2/CMA.3 annex para 12",
    severity=Severity.WARNING,
    message=Text(
        "{quantity} units of vintage {vintage} authorized for OIMP are first transferred on {on}, "
        "after {due}, the last day for the NDC period {period}; they are adjusted all the same",
        "{vintage} 年份的 {quantity} 个获授权用于 OIMP 的单位于 {on} 首次转让，"
        "晚于执行期 {period} 的最后期限 {due}；仍须作相应调整",
    ),
    fix=Text(
        "record first transfers for OIMP before the year of the report that closes the NDC period",
        "用于 OIMP 的首次转让须在该执行期总结报告年份之前记录",
    ),
)
def oimp_is_first_transferred_in_time(pool: Pool, ndc: Ndc) -> Iterator[Shown]:
    """Outcomes authorized for OIMP are first transferred before the year of the closing report."""
    for one in pool.dating.first_transfers:
        old = one.on.year > pool.vintage + 1  # no period ends earlier
        if not pool.authorization.covers_oimp or not old:
            continue
        where = {**place(pool), "date": one.on.isoformat()}
        due = oimp_first_transfer_due(ndc.period)
        if pool.vintage not in ndc.period:
            period = Text(
                f"the NDC period that contains {pool.vintage}",
                f"包含 {pool.vintage} 年的国家自主贡献执行期",
            )
            yield unknown(period, where)
        elif one.on > due:
            values = {"vintage": pool.vintage, "quantity": one.quantity_t, "on": one.on}
            yield fails(where, **values, due=due, period=ndc.period)
