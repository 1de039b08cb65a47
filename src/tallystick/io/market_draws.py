"""The draws of a market file: which numbers are uncertain, how, and what moves together."""

from collections.abc import Mapping
from math import inf
from pathlib import Path

from tallystick.core.findings import Text
from tallystick.io.market_curves import ABOVE_ZERO, NOT_NEGATIVE, NUMBER
from tallystick.io.market_file import ID, listed, network_of, open_market
from tallystick.io.yamlfile.damage import Damaged
from tallystick.io.yamlfile.fields import Fields
from tallystick.io.yamlfile.forms import POSITIVE, TEXT, YEAR, one_of
from tallystick.io.yamlfile.tree import Node, Record, Scalar, Sequence
from tallystick.market.ensemble.draws import (
    Distribution,
    Draw,
    How,
    Spread,
    Uncertainty,
    lognormal,
    lognormal_around,
)
from tallystick.market.network import Network

DRAW = (
    *("id", "market", "from", "to", "limit", "parameter", "year", "years", "as"),
    *("distribution", "mean", "sd", "median", "sigma", "low", "mode", "high", "min", "max"),
)
NUMBERS = {
    Distribution.NORMAL: ("mean", "sd"),
    Distribution.LOGNORMAL: ("mean", "sd", "median", "sigma"),
    Distribution.UNIFORM: ("low", "high"),
    Distribution.TRIANGULAR: ("low", "mode", "high"),
}
OF_DISTRIBUTIONS = tuple(dict.fromkeys(name for names in NUMBERS.values() for name in names))
PAIR = ("between", "value")
SOME = Text("a draw or several", "一个或多个抽样")
WHOSE = Text("a market, the from and to of a link, or a limit", "市场、链接的from和to，或限制")
COEFFICIENT = Text("a number from -1 to 1", "-1至1之间的数字")
BETWEEN = Text("two draws, by id or by number from 1 on", "两个抽样，写标识或从1开始的序号")
MATRIX = Text(
    "a square matrix, a line per draw, or pairs with between and value",
    "方阵（每个抽样一行），或含between和value的配对",
)


def has_draws(path: Path) -> bool:
    """Return whether a market file has draws."""
    return open_market(path).given("draws") is not None


def read_ensemble(path: Path) -> tuple[Network, Uncertainty]:
    """Read a market file with its draws.

    Raises Damaged, whose findings name every mistake with its line, value and mend.
    """
    file = open_market(path)
    network = network_of(file)
    if not listed(file, "draws"):
        file.missing("draws", SOME)
    draws = [_draw(Fields(one, DRAW, file.damage)) for one in listed(file, "draws")]
    known = tuple(draw for draw in draws if draw is not None)
    correlation = None
    if len(known) == len(draws):
        correlation = _correlation(file, known)
    if file.damage.findings:
        raise Damaged(file.damage.findings)
    return network, Uncertainty(known, correlation, file.origin)


def _draw(fields: Fields) -> Draw | None:
    kind = fields.required("distribution", one_of(Distribution))
    parameter = fields.required("parameter", TEXT)
    how = fields.optional("as", one_of(How)) or How.VALUE
    least, greatest = fields.optional("min", NUMBER), fields.optional("max", NUMBER)
    market, ends, limit = _whose(fields)
    years = _years(fields)
    found = None if kind is None else _spread(fields, kind, how)
    if parameter is None or found is None or not (market or ends or limit):
        return None
    spread, how = found
    return Draw(
        parameter=parameter,
        spread=spread,
        market=market,
        link=ends,
        limit=limit,
        years=years,
        how=how,
        least=-inf if least is None else least,
        greatest=inf if greatest is None else greatest,
        id=fields.optional("id", TEXT) or "",
        origin=fields.origin,
    )


def _whose(fields: Fields) -> tuple[str | None, tuple[str, str] | None, int | None]:
    """Read what a parameter belongs to, exactly one of a market, a link and a limit."""
    names = ("market", "from", "limit")
    if sum(fields.given(name) is not None for name in names) != 1:
        fields.missing("market", WHOSE)
        return None, None, None
    if fields.given("from") is not None:
        source, target = fields.required("from", ID), fields.required("to", ID)
        return None, (source, target) if source and target else None, None
    return fields.optional("market", ID), None, fields.optional("limit", POSITIVE)


def _years(fields: Fields) -> tuple[int, ...] | None:
    node = fields.given("years") or fields.given("year")
    if node is None:
        return None
    items: list[Node] = node.items if isinstance(node, Sequence) else [node]
    read = [fields.read("years", item, YEAR) for item in items]
    return tuple(year for year in read if year is not None)


def _spread(fields: Fields, kind: Distribution, how: How) -> tuple[Spread, How] | None:
    """Read a distribution; without its middle it is spread around what the file says."""
    for name in OF_DISTRIBUTIONS:
        if name not in NUMBERS[kind]:
            fields.refuse(name, Text(f"part of a {kind} distribution", f"{kind}分布的参数"))
    if kind is Distribution.NORMAL:
        mean, sd = fields.optional("mean", NUMBER), fields.required("sd", NOT_NEGATIVE)
        if mean is None and how is How.VALUE:
            how = How.SHIFT
        centre = float(how is How.FACTOR) if mean is None else mean
        return None if sd is None else (Spread(kind, (centre, sd)), how)
    if kind is Distribution.LOGNORMAL:
        return _lognormal(fields, how)
    read = [fields.required(name, NUMBER) for name in NUMBERS[kind]]
    numbers = tuple(value for value in read if value is not None)
    return (Spread(kind, numbers), how) if len(numbers) == len(read) else None


def _lognormal(fields: Fields, how: How) -> tuple[Spread, How] | None:
    if fields.given("mean") is not None:
        mean, sd = fields.optional("mean", ABOVE_ZERO), fields.required("sd", NOT_NEGATIVE)
        return None if mean is None or sd is None else (lognormal(mean, sd), how)
    median = fields.optional("median", ABOVE_ZERO)
    sigma = fields.required("sigma", NOT_NEGATIVE)
    if median is None and how is How.VALUE:
        how = How.FACTOR
    return None if sigma is None else (lognormal_around(median or 1.0, sigma), how)


def _correlation(file: Fields, draws: tuple[Draw, ...]) -> tuple[tuple[float, ...], ...] | None:
    items = file.items("correlations")
    if not items:
        return None
    if all(isinstance(item, Record) for item in items):
        pairs = [Fields(one, PAIR, file.damage) for one in file.records("correlations")]
        return _of_pairs(pairs, draws)
    return _matrix(file, items, len(draws))


def _matrix(file: Fields, items: list[Node], size: int) -> tuple[tuple[float, ...], ...] | None:
    lines: list[tuple[float, ...]] = []
    for item in items:
        if not isinstance(item, Sequence) or len(item.items) != size or len(items) != size:
            file.wrong("correlations", item, MATRIX)
            return None
        read = [_coefficient(file, "correlations", one) for one in item.items]
        lines.append(tuple(value or 0.0 for value in read))
    return tuple(lines)


def _of_pairs(pairs: list[Fields], draws: tuple[Draw, ...]) -> tuple[tuple[float, ...], ...]:
    matrix = [[float(i == j) for j in range(len(draws))] for i in range(len(draws))]
    places = {str(at + 1): at for at in range(len(draws))}
    places |= {draw.id: at for at, draw in enumerate(draws) if draw.id}
    for pair in pairs:
        ends = _between(pair, places)
        node = pair.given("value")
        if node is None:
            pair.missing("value", COEFFICIENT)
            continue
        value = _coefficient(pair, "value", node)
        if ends is not None and value is not None:
            matrix[ends[0]][ends[1]] = matrix[ends[1]][ends[0]] = value
    return tuple(tuple(line) for line in matrix)


def _between(pair: Fields, places: Mapping[str, int]) -> tuple[int, int] | None:
    items = pair.items("between")
    found = [places.get(item.text) for item in items if isinstance(item, Scalar)]
    known = [place for place in found if place is not None]
    if len(items) != len(("one", "other")) or len(set(known)) != len(items):
        if pair.given("between") is None:
            pair.missing("between", BETWEEN)
        else:
            pair.refuse("between", BETWEEN)
        return None
    return known[0], known[1]


def _coefficient(fields: Fields, name: str, node: Node) -> float | None:
    value = fields.read(name, node, NUMBER)
    if value is not None and not -1 <= value <= 1:
        fields.wrong(name, node, COEFFICIENT)
        return None
    return value
