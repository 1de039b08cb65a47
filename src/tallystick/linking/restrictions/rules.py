"""Why a transfer across a link is refused, in the order in which restrictions apply."""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from tallystick.core.findings import Text
from tallystick.core.rules import Rulebook, Shown, fails, unknown
from tallystick.linking.agreement.restrictions import (
    BorderTax,
    ExchangeRate,
    Quantity,
    UnitFilter,
)
from tallystick.linking.agreement.words import EFFECTIVE, Status
from tallystick.linking.restrictions.factor import (
    exchange_rate,
    factor,
    is_rated,
    mirrored_rate,
)
from tallystick.linking.restrictions.transfer import Setting, Transfer, Units
from tallystick.linking.status import standing

TRANSFERS: Rulebook[Transfer, Setting] = Rulebook("transfers across a link")
DESIGN = "Tallystick design"

UNIT = Text("unit", "单位类型")
VINTAGE = Text("vintage", "年份")
REGISTRATION = Text("day of registration", "注册日期")
PROGRAMME = Text("programme", "项目计划")
PROJECT_TYPE = Text("project type", "项目类型")
RECOGNISED = Text("recognised are {words}", "认可的为 {words}")
EXCLUDED = Text("excluded are {words}", "已排除 {words}")
HOST = Text("host Party", "东道国")


def place(transfer: Transfer, setting: Setting) -> dict[str, object]:
    """Say which direction of which agreement a finding is about."""
    return {
        "agreement": setting.agreement.id,
        "from": transfer.origin,
        "to": transfer.destination,
        "date": setting.on.isoformat(),
    }


@TRANSFERS.rule(
    "LINK_NOT_IN_FORCE",
    source=DESIGN,
    message=Text(
        "on {date} the agreement is {status}, so that no unit is recognised",
        "{date} 协议处于 {status} 状态，不认可任何单位",
    ),
    fix=Text("convert on a day on which it is in force", "请选择协议生效期间的日期"),
)
def is_in_force(transfer: Transfer, setting: Setting) -> Shown | None:
    """Units cross only while the agreement is in force; a suspension has its own rule."""
    stands = standing(setting.agreement, setting.on)
    where = place(transfer, setting)
    carries = stands.among(EFFECTIVE | {Status.SUSPENDED})
    if carries is None:
        return unknown(Text("whether the agreement is in force", "协议是否生效"), where)
    if carries:
        return None
    return fails(where, date=setting.on, status=stands.status.value)


@TRANSFERS.rule(
    "LINK_SUSPENDED",
    source=DESIGN,
    message=Text("on {date} the link is suspended", "{date} 链接处于中止状态"),
    fix=Text("wait until the suspension ends", "请待中止结束"),
)
def is_not_suspended(transfer: Transfer, setting: Setting) -> Shown | None:
    """No foreign unit is recognised while the link is suspended."""
    stands, where = standing(setting.agreement, setting.on), place(transfer, setting)
    if stands.status is Status.SUSPENDED:
        return fails(where, date=setting.on)
    dated = len(stands.possible) < len(Status)
    if dated and Status.SUSPENDED in stands.possible:
        return unknown(Text("whether the link is suspended", "链接是否中止"), where)
    return None


@TRANSFERS.rule(
    "DIRECTION_CLOSED",
    source=DESIGN,
    message=Text(
        "units of {origin} are not recognised in {destination} on {date}",
        "{date} {destination} 不认可 {origin} 的单位",
    ),
    fix=Text("open directions: {open}", "开放的方向：{open}"),
)
def direction_is_open(transfer: Transfer, setting: Setting) -> Shown | None:
    """A direction that is not listed, or not valid on the day, is closed."""
    if setting.directions(transfer.origin, transfer.destination):
        return None
    listed = [f"{one.origin} > {one.destination}" for one in setting.agreement.recognition]
    return fails(
        place(transfer, setting),
        origin=transfer.origin,
        destination=transfer.destination,
        date=setting.on,
        open=", ".join(listed) or "-",
    )


@TRANSFERS.rule(
    "UNIT_NOT_RECOGNISED",
    source=DESIGN,
    message=Text(
        "{what} {value} is not recognised; {words}", "不认可{what_zh} {value}；{words_zh}"
    ),
    fix=Text("send units that the direction recognises", "请发送该方向认可的单位"),
)
def units_are_recognised(transfer: Transfer, setting: Setting) -> Iterator[Shown]:
    """The units are of a listed type and pass every filter of the direction."""
    listed = setting.directions(transfer.origin, transfer.destination)
    types = sorted({unit for one in listed for unit in one.units})
    unit, where = transfer.units.unit, place(transfer, setting)
    if unit is not None and listed and all(one.units and unit not in one.units for one in listed):
        yield _refused(UNIT, unit, RECOGNISED, types, where)
    direction = setting.direction(transfer)
    if direction is None:
        if listed and unit is None:
            yield unknown(Text("the unit type", "单位类型"), where)
        return
    for one in setting.held(direction, UnitFilter):
        yield from _filtered(one, transfer.units, where)


def _filtered(one: UnitFilter, units: Units, where: dict[str, object]) -> Iterator[Shown]:
    """Ask every part of a filter; what is not known about the units cannot be decided."""
    if one.vintages:
        years = (one.vintages.first or "...", one.vintages.last or "...")
        allowed = None if units.vintage is None else units.vintage in one.vintages
        yield from _asked(VINTAGE, units.vintage, allowed, years, where)
    if one.registered:
        allowed = None if units.registered is None else units.registered in one.registered
        window = (one.registered.first or "...", one.registered.last or "...")
        yield from _asked(REGISTRATION, units.registered, allowed, window, where)
    named = (
        (PROGRAMME, units.programme, one.programmes),
        (PROJECT_TYPE, units.project_type, one.project_types),
        (HOST, units.host, one.hosts),
    )
    for what, value, words in named:
        if words is not None:
            allowed = None if value is None else value in words
            yield from _asked(what, value, allowed, words, where)
    for what, value in ((UNIT, units.unit), *((what, value) for what, value, _ in named)):
        if value is not None and value in one.exclude:
            yield _refused(what, value, EXCLUDED, one.exclude, where)


def _asked(
    what: Text,
    value: object,
    allowed: bool | None,
    words: Iterable[object],
    where: dict[str, object],
) -> Iterator[Shown]:
    if allowed is None:
        yield unknown(Text(f"the {what.en} of the units", f"单位的{what.zh}"), where)
    elif not allowed:
        yield _refused(what, value, RECOGNISED, words, where)


def _refused(
    what: Text, value: object, said: Text, words: Iterable[object], where: dict[str, object]
) -> Shown:
    said = said.fill({"words": ", ".join(map(str, words))})
    named = {"what": what.en, "what_zh": what.zh, "words": said.en, "words_zh": said.zh}
    return fails(where, value=value, **named)


@TRANSFERS.rule(
    "RATE_NOT_VALID",
    source=DESIGN,
    message=Text("no exchange rate is valid on {date}", "{date} 没有有效的汇率"),
    fix=Text("agree a rate for that day", "请为该日约定汇率"),
)
def rate_is_valid(transfer: Transfer, setting: Setting) -> Shown | None:
    """Where a rate is agreed, one holds on the day; a lapsed rate never becomes one for one."""
    direction = setting.direction(transfer)
    if direction is None or not is_rated(setting, direction):
        return None
    rate = exchange_rate(setting, direction) or mirrored_rate(setting, direction)
    if rate is None:
        return fails(place(transfer, setting), date=setting.on)
    return _rated(rate, transfer, setting)


def _rated(rate: ExchangeRate, transfer: Transfer, setting: Setting) -> Shown | None:
    direction = setting.direction(transfer)
    if direction is None or factor(setting, direction) is not None:
        return None
    missing = Text(f"the ratings by {rate.rating}", f"{rate.rating} 的评级")
    return unknown(missing, place(transfer, setting))


@TRANSFERS.rule(
    "LIMIT_EXCEEDED",
    source=DESIGN,
    message=Text(
        "{booked} units would be booked, the {scope} limit is {limit} per {per}",
        "将记入 {booked} 单位，而 {scope} 限额为每 {per} {limit}",
    ),
    fix=Text("send at most {room}", "最多可发送 {room}"),
)
def limits_are_kept(transfer: Transfer, setting: Setting) -> Iterator[Shown]:
    """What was booked before and what is booked now stay within every limit."""
    direction = setting.direction(transfer)
    booked_per_unit = factor(setting, direction) if direction else None
    if direction is None or booked_per_unit is None:
        return
    booked = transfer.booked_before_t + booked_per_unit * transfer.quantity_t
    for one in setting.held(direction, Quantity):
        limit = _limit(one, transfer)
        where = {**place(transfer, setting), "scope": one.scope.value}
        if limit is None:
            missing = Text("what the share is a share of", "份额的基数")
            yield unknown(missing, where)
        elif booked > limit:
            room = max(Fraction(0), (limit - transfer.booked_before_t) / booked_per_unit)
            scope, per = one.scope.value, one.per.value
            yield fails(where, booked=booked, limit=limit, scope=scope, per=per, room=room)


def _limit(one: Quantity, transfer: Transfer) -> Fraction | None:
    if one.share is None:
        return None if one.limit_t is None else Fraction(one.limit_t)
    return None if transfer.base_t is None else one.share * transfer.base_t


@TRANSFERS.rule(
    "FEE_UNKNOWN",
    source=DESIGN,
    message=Text(
        "a border tax has no common currency: {currencies}", "边境税币种不一致：{currencies}"
    ),
    fix=Text("agree one currency", "请约定同一币种"),
)
def fee_is_known(transfer: Transfer, setting: Setting) -> Shown | None:
    """A tax by rate needs the price, and all amounts have one currency."""
    direction = setting.direction(transfer)
    taxes = tuple(setting.held(direction, BorderTax)) if direction else ()
    currencies = sorted({tax.currency for tax in taxes if tax.currency})
    if len(currencies) > 1:
        return fails(place(transfer, setting), currencies=", ".join(currencies))
    if transfer.price is None and any(tax.rate for tax in taxes):
        return unknown(Text("the price of a unit", "单位价格"), place(transfer, setting))
    return None


def fee(taxes: Iterable[BorderTax], transfer: Transfer) -> Fraction | None:
    """Return the taxes due on the units sent, None where the price is needed and not known."""
    due = Fraction(0)
    for tax in taxes:
        if tax.amount is not None:
            due += Fraction(tax.amount) * transfer.quantity_t
        elif tax.rate:
            if transfer.price is None:
                return None
            due += tax.rate * transfer.price * transfer.quantity_t
    return due
