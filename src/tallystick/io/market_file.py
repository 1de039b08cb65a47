"""The market file: markets with their curves, links, limits and years."""

from math import inf
from pathlib import Path

from tallystick.core.findings import Text
from tallystick.io.market_curves import (
    ABOVE_ZERO,
    NOT_NEGATIVE,
    NUMBER,
    PAIRS,
    read_mac,
    read_pairs,
)
from tallystick.io.market_inside import INSIDE, read_inside
from tallystick.io.yamlfile.damage import Damaged, Mistake
from tallystick.io.yamlfile.fields import Fields
from tallystick.io.yamlfile.forms import YEAR, Form, one_of, pattern
from tallystick.io.yamlfile.source import read_fields
from tallystick.io.yamlfile.tree import Node, Record, Scalar, Sequence
from tallystick.market.network import (
    Carry,
    Collar,
    Limit,
    LimitKind,
    Link,
    Market,
    Network,
    Periods,
)
from tallystick.market.rules import ROWS_MAX

FILE = (
    "markets",
    "links",
    "limits",
    "periods",
    "draws",
    "correlations",
    "linking_costs",
    "design",
    "feedbacks",
    "reserve",
)
ALTERING = {"feedbacks": "market solve", "reserve": "market reserve"}
"""What changes every answer, with the command that heeds it; the others refuse it."""
MARKET = (
    "id",
    "need",
    "mac",
    "baseline",
    "floor",
    "ceiling",
    "floor_quantity",
    "ceiling_quantity",
    "withhold",
    "release",
    *INSIDE,
)
LINK = ("from", "to", "rate", "fee", "limit")
LIMIT = ("kind", "market", "markets", "max", "from", "share")
PERIODS = ("years", "discount", "banking", "borrowing")
CARRY = ("limit", "interest")
EXPORTS = (LimitKind.GROSS_EXPORT, LimitKind.NET_EXPORT)
ID = pattern(r"(?s)(?=.*\S)[^+]+", Text('a text without "+"', "不含“+”的文字"), str.strip)
YES_NO = pattern("true|false", Text("true or false", "true或false"), lambda text: text == "true")
EACH_YEAR = Text("one number, or one for each of the years", "一个数字，或每年一个数字")
SEVERAL = Text("a market or several", "一个或多个市场")
IN_ORDER = Text("years in ascending order, at least one", "按升序排列的年份，至少一个")
IMPORTED = Text(
    "one or several markets whence imports come; exports have no from",
    "一个或多个进口来源市场；出口不使用from",
)
COUNTED = Text("max in t, or share for an entity_share", "以吨计的max；entity_share则用share")
ONCE = Text("market or markets, not both", "market或markets，二者择一")
WITHOUT_PRICE = Text("a quantity beside the price it is due at", "与相应价格并列的数量")
NOT_ABOVE = Text("a floor that is not above the ceiling", "不高于上限的下限")
UNHEEDED = Mistake(
    Text("{name} would change the answer and is not heeded here", "{name}会改变结果，此处不予处理"),
    Text("use tallystick {command}, or remove it", "请使用tallystick {command}，或删除该项"),
)
TOO_MANY = Mistake(
    Text("{name} lists {count}, at most {most} are read", "{name}列出{count}项，最多读取{most}项"),
    Text("split the file", "请拆分文件"),
)


def read_market(path: Path) -> Network:
    """Read a market file.

    Raises Damaged, whose findings name every mistake with its line, value and mend.
    """
    return network_of(open_market(path))


def open_market(path: Path, *heeded: str) -> Fields:
    """Open a market file whose altering blocks are only those that the caller heeds."""
    file = read_fields(path, FILE)
    for name, command in ALTERING.items():
        if file.given(name) is not None and name not in heeded:
            file.damage.add(UNHEEDED, file.line, name=name, command=command)
    return file


def network_of(file: Fields) -> Network:
    """Return the markets, links, limits and years of an open file; raises Damaged."""
    _count(file, "markets")
    periods = _periods(file)
    n_years = len(periods.years) if periods else 1
    if not file.records("markets"):
        file.missing("markets", SEVERAL)
    markets = [
        _market(Fields(one, MARKET, file.damage), n_years) for one in file.records("markets")
    ]
    links = [_link(Fields(one, LINK, file.damage)) for one in listed(file, "links")]
    limits = [_limit(Fields(one, LIMIT, file.damage), n_years) for one in listed(file, "limits")]
    if file.damage.findings:
        raise Damaged(file.damage.findings)
    return Network(
        tuple(one for one in markets if one),
        tuple(one for one in links if one),
        tuple(one for one in limits if one),
        periods,
    )


def listed(file: Fields, name: str) -> list[Record]:
    """Return the members of a list of records; raises Damaged where it is far too long."""
    _count(file, name)
    return file.records(name)


def _count(file: Fields, name: str) -> None:
    """Refuse a list that is far too long before it is read item by item."""
    node = file.given(name)
    most = ROWS_MAX if name != "links" else ROWS_MAX * 10
    if isinstance(node, Sequence) and len(node.items) > most:
        file.damage.add(TOO_MANY, node.line, name=name, count=len(node.items), most=most)
        raise Damaged(file.damage.findings)


def _market(fields: Fields, n_years: int) -> Market | None:
    identifier = fields.required("id", ID)
    if fields.given("need") is None:
        fields.missing("need", EACH_YEAR)
    needs = _by_year(fields, "need", NUMBER, n_years)
    baselines = _by_year(fields, "baseline", NOT_NEGATIVE, n_years)
    curve, curve_baseline = read_mac(fields)
    inside = read_inside(fields)
    floor = _collar(fields, "floor", n_years)
    ceiling = _collar(fields, "ceiling", n_years)
    withheld, released = _tiers(fields, "withhold", n_years), _tiers(fields, "release", n_years)
    if floor and ceiling and any(map(float.__gt__, floor[0].prices, ceiling[0].prices)):
        fields.refuse("floor", NOT_ABOVE)
    if identifier is None or needs is None:
        return None
    if baselines is None and curve_baseline is not None:
        baselines = (curve_baseline,) * n_years
    collars = floor + withheld, ceiling + released
    return Market(identifier, needs, curve, baselines, *collars, inside, fields.origin)


def _by_year(
    fields: Fields, name: str, form: Form[float], n_years: int
) -> tuple[float, ...] | None:
    """Read one number for all years, or a list with one for each."""
    node = fields.given(name)
    if node is None:
        return None
    if not isinstance(node, Sequence):
        value = fields.read(name, node, form)
        return None if value is None else (value,) * n_years
    values = [fields.read(name, item, form) for item in node.items]
    if len(values) != n_years:
        fields.refuse(name, EACH_YEAR)
        return None
    known = tuple(value for value in values if value is not None)
    return known if len(known) == n_years else None


def _collar(fields: Fields, name: str, n_years: int) -> tuple[Collar, ...]:
    prices = _by_year(fields, name, NOT_NEGATIVE, n_years)
    quantity = fields.optional(f"{name}_quantity", NOT_NEGATIVE)
    if fields.given(name) is None:
        fields.refuse(f"{name}_quantity", WITHOUT_PRICE)
    return () if prices is None else (Collar(prices, inf if quantity is None else quantity),)


def _tiers(fields: Fields, name: str, n_years: int) -> tuple[Collar, ...]:
    """Read tiers of a reserve, as pairs of quantity and price."""
    pairs = read_pairs(fields, name)
    for quantity, price in pairs:
        if quantity < 0 or price < 0:
            fields.refuse(name, PAIRS)
    return tuple(Collar((price,) * n_years, quantity) for quantity, price in pairs)


def _link(fields: Fields) -> Link | None:
    source, target = fields.required("from", ID), fields.required("to", ID)
    rate = fields.optional("rate", ABOVE_ZERO)
    fee = fields.optional("fee", NOT_NEGATIVE)
    limit = fields.optional("limit", NOT_NEGATIVE)
    if source is None or target is None:
        return None
    return Link(
        source,
        target,
        1.0 if rate is None else rate,
        0.0 if fee is None else fee,
        inf if limit is None else limit,
        fields.origin,
    )


def _limit(fields: Fields, n_years: int) -> Limit | None:
    kind = fields.required("kind", one_of(LimitKind))
    markets = _limited(fields)
    sources = read_ids(fields, "from")
    maxima = _by_year(fields, "max", NOT_NEGATIVE, n_years)
    share = fields.optional("share", NOT_NEGATIVE)
    if kind is None or not markets:
        return None
    if sources == () or (kind in EXPORTS and sources is not None):
        fields.refuse("from", IMPORTED)
    wanted, other = ("share", "max") if kind is LimitKind.ENTITY_SHARE else ("max", "share")
    if fields.given(wanted) is None:
        fields.missing(wanted, NOT_NEGATIVE.expected)
    fields.refuse(other, COUNTED)
    return Limit(kind, markets, maxima or (), sources, share or 0.0, fields.origin)


def _limited(fields: Fields) -> tuple[str, ...]:
    """Read the one or several markets that a limit is on."""
    market, markets = read_ids(fields, "market"), read_ids(fields, "markets")
    if market is not None:
        fields.refuse("markets", ONCE)
    found = market or markets or ()
    if not found:
        fields.missing("market", SEVERAL)
    return found


def read_ids(fields: Fields, name: str) -> tuple[str, ...] | None:
    """Read the ids of one or several markets; None where the field is absent."""
    node = fields.given(name)
    if node is None:
        return None
    items: list[Node] = node.items if isinstance(node, Sequence) else [node]
    read = [fields.read(name, item, ID) for item in items]
    return tuple(one for one in read if one is not None)


def _periods(file: Fields) -> Periods | None:
    if file.given("periods") is None:
        return None
    fields = file.record("periods", PERIODS)
    if fields is None:
        return None
    read = [fields.read("years", item, YEAR) for item in fields.items("years")]
    years = tuple(year for year in read if year is not None)
    if not years or list(years) != sorted(set(years)):
        fields.wrong("years", fields.given("years") or Scalar("", True, fields.line), IN_ORDER)
    discount = fields.optional("discount", NOT_NEGATIVE)
    return Periods(
        years or (0,), discount or 0.0, _carry(fields, "banking"), _carry(fields, "borrowing")
    )


def _carry(fields: Fields, name: str) -> Carry | None:
    """Read whether units pass to other years: true, false, or a record with limit and interest."""
    node = fields.given(name)
    if node is None:
        return None
    if not isinstance(node, Record):
        return Carry() if fields.read(name, node, YES_NO) else None
    carry = Fields(node, CARRY, fields.damage)
    limit = carry.optional("limit", NOT_NEGATIVE)
    interest = carry.optional("interest", NOT_NEGATIVE)
    return Carry(inf if limit is None else limit, interest or 0.0)
