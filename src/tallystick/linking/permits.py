"""Whether an agreement lets units move on a day, for ledgers and registries to ask."""

from collections.abc import Iterator
from datetime import date, timedelta

from tallystick.core.findings import Finding, Text
from tallystick.core.rules import Rulebook, Shown, fails, unknown
from tallystick.linking.agreement.agreement import Agreement
from tallystick.linking.agreement.params import Other, Suspension
from tallystick.linking.agreement.restrictions import Quantity
from tallystick.linking.agreement.words import (
    EFFECTIVE,
    ENDED,
    Area,
    Fate,
    Holding,
    Level,
    SpecialClause,
    Status,
)
from tallystick.linking.restrictions.rules import TRANSFERS
from tallystick.linking.restrictions.transfer import Setting
from tallystick.linking.status import standing
from tallystick.linking.transactions import Kind, Transaction
from tallystick.linking.unwinding import fates

LEFT = {Kind.TRANSFER: Holding.PENDING_TRANSFERS, Kind.SURRENDER: Holding.TRANSFERRED_UNITS}
"""What a transaction after the end deals with."""

LIMITS = ("UNIT_NOT_RECOGNISED", "RATE_NOT_VALID", "LIMIT_EXCEEDED")
"""The rules on restrictions; where the agreement stands is judged here."""

PERMITS: Rulebook[Transaction, Setting] = Rulebook("transactions under an agreement")
DESIGN = "Tallystick design"


def permits(agreement: Agreement, on: date, transaction: Transaction) -> tuple[Finding, ...]:
    """Say what the agreement has against a transaction on a day; without a refusal it may be done.

    Acts on a system's own units, and cancellation anywhere, need no agreement.
    """
    setting = Setting(agreement=agreement, on=on)
    return tuple(PERMITS.judge(transaction, setting)) + tuple(_limits(transaction, setting))


def _limits(transaction: Transaction, setting: Setting) -> Iterator[Finding]:
    if transaction.rests_on_recognition and _is_open(transaction, setting):
        for code in LIMITS:
            yield from TRANSFERS[code].judge(transaction.transfer, setting)


def _is_open(transaction: Transaction, setting: Setting) -> bool:
    stands = standing(setting.agreement, setting.on)
    usable = stands.is_effective or stands.status is Status.SUSPENDED
    return usable and bool(setting.directions(transaction.origin, transaction.destination))


def place(transaction: Transaction, setting: Setting) -> dict[str, object]:
    """Say which transaction under which agreement a finding is about."""
    return {
        "agreement": setting.agreement.id,
        "kind": transaction.kind.value,
        "from": transaction.origin,
        "to": transaction.destination,
        "date": setting.on.isoformat(),
    }


@PERMITS.rule(
    "UNITS_EXHAUSTED",
    source="2/CMA.3 annex para 21(e)",
    message=Text("the units have been used or cancelled before", "这些单位已被使用或注销"),
    fix=Text("use others: a unit serves once", "请使用其他单位：每个单位只能使用一次"),
)
def units_serve_once(transaction: Transaction, setting: Setting) -> Shown | None:
    """What was used or cancelled is never transferred, used or cancelled again."""
    return fails(place(transaction, setting)) if transaction.used else None


@PERMITS.rule(
    "NOT_IN_FORCE",
    source=DESIGN,
    message=Text("on {date} the agreement is {status}", "{date} 协议处于 {status} 状态"),
    fix=Text("wait for its entry into force", "请待其生效"),
)
def agreement_has_begun(transaction: Transaction, setting: Setting) -> Shown | None:
    """Units of another system are good from entry into force on."""
    if not transaction.rests_on_recognition:
        return None
    stands = standing(setting.agreement, setting.on)
    where = place(transaction, setting)
    begun = stands.among(EFFECTIVE | ENDED | {Status.SUSPENDED})
    if begun is None:
        return unknown(Text("whether the agreement is in force", "协议是否生效"), where)
    return None if begun else fails(where, date=setting.on, status=stands.status.value)


@PERMITS.rule(
    "SURRENDER_SUSPENDED",
    source="EU-Switzerland linking agreement Article 15",
    message=Text(
        "on {date} the link is suspended: no unit of {system} is surrendered",
        "{date} 链接中止：不得清缴 {system} 的单位",
    ),
    fix=Text(
        "surrender other units, or wait for the end of the suspension",
        "请清缴其他单位，或待中止结束",
    ),
)
def no_foreign_unit_is_surrendered(transaction: Transaction, setting: Setting) -> Shown | None:
    """While the link is suspended foreign units are not surrendered."""
    if transaction.kind is not Kind.SURRENDER or not _is_suspended(transaction, setting):
        return None
    return fails(place(transaction, setting), date=setting.on, system=transaction.origin)


@PERMITS.rule(
    "TRANSFER_SUSPENDED",
    source="EU-Switzerland linking agreement Article 15",
    message=Text("on {date} the agreement suspends transfers too", "{date} 协议亦中止转让"),
    fix=Text("wait for the end of the suspension", "请待中止结束"),
)
def other_transactions_go_on(transaction: Transaction, setting: Setting) -> Shown | None:
    """Whether transfers go on during a suspension is what the clause says."""
    if transaction.kind is not Kind.TRANSFER or not _is_suspended(transaction, setting):
        return None
    where = place(transaction, setting)
    said = [
        clause.params.other_transactions_continue
        for clause in setting.agreement.clauses_on(Area.SUSPENSION)
        if isinstance(clause.params, Suspension)
    ]
    if False in said:
        return fails(where, date=setting.on)
    return None if True in said else unknown(Text("what else is suspended", "中止范围"), where)


def _is_suspended(transaction: Transaction, setting: Setting) -> bool:
    stands = standing(setting.agreement, setting.on)
    return transaction.rests_on_recognition and stands.status is Status.SUSPENDED


@PERMITS.rule(
    "DIRECTION_NOT_OPEN",
    source=DESIGN,
    message=Text(
        "on {date} units of {system} are not recognised in {other}",
        "{date} {other} 不认可 {system} 的单位",
    ),
    fix=Text("move units in a direction that the agreement opens", "请沿协议开放的方向流动"),
)
def direction_is_opened(transaction: Transaction, setting: Setting) -> Shown | None:
    """Units go where the agreement opens a direction; one that has closed is unwound."""
    if not transaction.rests_on_recognition or _unwinds(transaction, setting):
        return None
    origin, destination = transaction.origin, transaction.destination
    if setting.directions(origin, destination):
        return None
    return fails(place(transaction, setting), date=setting.on, system=origin, other=destination)


@PERMITS.rule(
    "LINK_ENDED",
    source="Vienna Convention on the Law of Treaties Article 70; Liu 2024 section 1.2",
    message=Text(
        "the link has ended, and what is left is to {fate}", "链接已终止，剩余部分处置为 {fate}"
    ),
    fix=Text("do with the units what was agreed for the end", "请按终止时的约定处理单位"),
)
def left_units_meet_their_fate(transaction: Transaction, setting: Setting) -> Shown | None:
    """After the end units of the other side are good where they are honoured."""
    if not transaction.rests_on_recognition or not _unwinds(transaction, setting):
        return None
    where = place(transaction, setting)
    holding = LEFT[transaction.kind]
    fate = fates(setting.agreement).get(holding)
    if fate is None:
        missing = Text(f"what becomes of {holding} at the end", f"终止时 {holding} 的处置")
        return unknown(missing, {**where, "holding": holding.value})
    return None if fate is Fate.HONOUR else fails(where, fate=fate.value)


def _unwinds(transaction: Transaction, setting: Setting) -> bool:
    """Whether the direction was open once and is so no more."""
    listed = [
        one
        for one in setting.agreement.recognition
        if (one.origin, one.destination) == (transaction.origin, transaction.destination)
    ]
    if not listed:
        return False
    closed = all(one.valid.last is not None and one.valid.last < setting.on for one in listed)
    return closed or standing(setting.agreement, setting.on).status in ENDED


@PERMITS.rule(
    "NO_GOVERNMENT",
    source="Liu 2024 section 3.1",
    message=Text(
        "behind {end} stands no government: no unit becomes good by its signature",
        "{end} 背后没有政府：其签署不能使单位有效",
    ),
    fix=Text("rest the transfer on an agreement between governments", "请以政府间协议为依据"),
)
def governments_stand_behind(transaction: Transaction, setting: Setting) -> Shown | None:
    """The signature of a party that is no government has no effect on units."""
    if not transaction.rests_on_recognition:
        return None
    for end in (transaction.origin, transaction.destination):
        behind = setting.agreement.behind(end)
        if behind and all(party.level is Level.NON_STATE for party in behind):
            return fails(place(transaction, setting), end=end)
    return None


@PERMITS.rule(
    "LIMIT_UNCOUNTED",
    source=DESIGN,
    message=Text(
        "{quantity} units are beyond a limit of {limit}", "{quantity} 个单位超出上限 {limit}"
    ),
    fix=Text("send fewer", "请减少数量"),
)
def limits_are_counted(transaction: Transaction, setting: Setting) -> Iterator[Shown]:
    """Where nobody has counted what a limit has seen, only what alone exceeds it is decided."""
    if transaction.is_counted or not transaction.rests_on_recognition:
        return
    where = place(transaction, setting)
    for one in setting.directions(transaction.origin, transaction.destination):
        for limit in setting.held(one, Quantity):
            if limit.limit_t is None or transaction.quantity_t <= limit.limit_t:
                yield unknown(Text("what the limit has seen before", "限额已用量"), where)
            else:
                yield fails(where, quantity=transaction.quantity_t, limit=limit.limit_t)


@PERMITS.rule(
    "CONTRACT_NOT_VALID",
    source="Liu 2024 section 3.1",
    message=Text(
        "contract {contract} does not hold on {date}", "合同 {contract} 在 {date} 不具效力"
    ),
    fix=Text(
        "transfer while both the agreement and the contract hold",
        "请在协议与合同均有效期间转让",
    ),
)
def contract_and_agreement_hold_together(
    transaction: Transaction, setting: Setting
) -> Shown | None:
    """On the day of a transfer its contract holds as well as the agreement it rests on."""
    if transaction.contract is None:
        return None
    where = place(transaction, setting)
    contracts = {one.id: one for one in setting.agreement.contracts}
    contract = contracts.get(transaction.contract)
    if contract is None:
        return unknown(Text(f'contract "{transaction.contract}"', "所述合同"), where)
    held = setting.on in contract.valid
    return None if held else fails(where, contract=contract.id, date=setting.on)


@PERMITS.rule(
    "HOST_LIMIT",
    source="2/CMA.3 annex para 18(h)(i)",
    message=Text(
        "{total} t would be transferred of at most {limit} t",
        "将转让 {total} 吨，上限为 {limit} 吨",
    ),
    fix=Text("transfer less, or agree on another limit", "请减少转让量，或另行商定上限"),
)
def host_does_not_oversell(transaction: Transaction, setting: Setting) -> Shown | None:
    """What the host transfers under the agreement stays within the limit agreed."""
    limit = setting.agreement.article6.host_limit_t
    if (
        transaction.kind is not Kind.TRANSFER
        or limit is None
        or not transaction.rests_on_recognition
    ):
        return None
    where = place(transaction, setting)
    if transaction.transferred_before_t is None:
        return unknown(Text("what the host has transferred", "东道国已转让量"), where)
    total = transaction.transferred_before_t + transaction.quantity_t
    return fails(where, total=total, limit=limit) if total > limit else None


@PERMITS.rule(
    "ACTIVITY_EXCLUDED",
    source="2/CMA.3 annex para 1(a)",
    message=Text("the agreement excludes {activity}", "协议排除 {activity}"),
    fix=Text("transfer outcomes of other activities", "请转让其他活动的成果"),
)
def activity_is_not_excluded(transaction: Transaction, setting: Setting) -> Shown | None:
    """Outcomes of activities that the agreement excludes do not move under it."""
    excluded = {text.casefold() for text in setting.agreement.article6.exclusions}
    if not excluded or not transaction.rests_on_recognition:
        return None
    where = place(transaction, setting)
    activity = transaction.units.project_type
    if activity is None:
        return unknown(Text("the kind of activity", "活动类型"), where)
    return fails(where, activity=activity) if activity.casefold() in excluded else None


def expiry(agreement: Agreement, origin: str, vintage: int) -> date | None:
    """Return the last day of units of a system and vintage that a ban on banking ends."""
    parties = {party.id for party in agreement.behind(origin)}
    days = [
        date(period.last, 12, 31) + timedelta(days=clause.grace_days or 0)
        for clause in _banking(agreement)
        if clause.party in {None, *parties}
        for period in clause.periods
        if period.last is not None and vintage in period
    ]
    return min(days, default=None)


def _banking(agreement: Agreement) -> Iterator[Other]:
    for clause in agreement.clauses_on(Area.OTHER):
        params = clause.params
        if isinstance(params, Other) and params.special is SpecialClause.BANKING_LIMIT:
            yield params


@PERMITS.rule(
    "UNIT_EXPIRED",
    source="Yang 2025 section 3.1; Directive 2003/87/EC Article 13",
    message=Text(
        "units of {system}, vintage {vintage}, ended on {last} with their period",
        "{system} {vintage} 年份的单位已于 {last} 随时期失效",
    ),
    fix=Text("use units of the present period", "请使用当前时期的单位"),
)
def units_do_not_outlive_their_period(transaction: Transaction, setting: Setting) -> Shown | None:
    """Where banking between periods is banned, units serve no longer than their period."""
    if transaction.kind not in {Kind.TRANSFER, Kind.SURRENDER}:
        return None
    if not any(clause.periods for clause in _banking(setting.agreement)):
        return None
    where = place(transaction, setting)
    vintage = transaction.units.vintage
    if vintage is None:
        return unknown(Text("the vintage", "年份"), where)
    last = expiry(setting.agreement, transaction.origin, vintage)
    if last is None or setting.on <= last:
        return None
    return fails(where, system=transaction.origin, vintage=vintage, last=last)
