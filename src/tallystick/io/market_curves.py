"""The curves of a market file, and the numbers it is made of."""

import re
from collections.abc import Callable, Mapping
from math import inf

from tallystick.core.findings import Text
from tallystick.io.yamlfile.fields import Fields
from tallystick.io.yamlfile.forms import Form, pattern
from tallystick.io.yamlfile.tree import Sequence
from tallystick.market import curves

MAC = {
    "linear": ("intercept", "slope", "max"),
    "quadratic": ("a", "b"),
    "power": ("price", "exponent", "baseline"),
    "exponential": ("scale", "rate"),
    "steps": ("steps",),
    "piecewise": ("points",),
}
OF_CURVES = tuple(dict.fromkeys(name for names in MAC.values() for name in names))


DECIMAL = re.compile(r"[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?")


def _finite(text: str) -> float:
    if DECIMAL.fullmatch(text) is None or abs(value := float(text)) > curves.HUGE:
        raise ValueError(text)
    return value


def _at_least_zero(text: str) -> float:
    value = _finite(text)
    if value < 0:
        raise ValueError(text)
    return value


def _above_zero(text: str) -> float:
    value = _at_least_zero(text)
    if value == 0:
        raise ValueError(text)
    return value


NUMBER = Form(Text("a number up to 1e30 in size", "绝对值不超过1e30的数字"), _finite)
NOT_NEGATIVE = Form(Text("a number from 0 to 1e30", "0至1e30之间的数字"), _at_least_zero)
ABOVE_ZERO = Form(Text("a number above 0, up to 1e30", "大于0且不超过1e30的数字"), _above_zero)
KIND = pattern("|".join(MAC), Text(f"one of {', '.join(MAC)}", f"以下之一：{'、'.join(MAC)}"), str)
PAIRS = Text("pairs such as [[10, 5], [20, 8]]", "数对，例如 [[10, 5], [20, 8]]")


def read_mac(fields: Fields) -> tuple[curves.Curve, float | None]:
    """Read a curve, and the baseline it is drawn from where it has one."""
    node = fields.given("mac")
    if node is None:
        return curves.NO_ABATEMENT, None
    before = len(fields.damage.findings)
    mac = fields.record("mac", ("kind", *OF_CURVES))
    kind = _kind(mac) if mac else None
    if mac is None or kind is None:
        return curves.NO_ABATEMENT, None
    for name in OF_CURVES:
        if name not in MAC[kind]:
            mac.refuse(name, Text(f"part of a {kind} curve", f"{kind}曲线的参数"))
    try:
        curve = CURVES[kind](mac)
        if len(fields.damage.findings) == before:
            return curve(), mac.optional("baseline", NUMBER)
    except curves.NoCurve as error:
        fields.wrong("mac", node, error.expected)
    return curves.NO_ABATEMENT, None


def _kind(mac: Fields) -> str | None:
    """Return the kind of a curve; steps and points name it by themselves."""
    if mac.given("kind") is None:
        for kind in ("steps", "piecewise"):
            if mac.given(MAC[kind][0]) is not None:
                return kind
    return mac.required("kind", KIND)


def _numbers(
    build: Callable[..., curves.Curve], **default: float
) -> Callable[[Fields], Callable[[], curves.Curve]]:
    """Return a reader of a curve whose parameters are numbers; those with a default may lack."""

    def read(mac: Fields) -> Callable[[], curves.Curve]:
        kind = build.__name__
        values = {
            name: mac.optional(name, NUMBER) if name in default else mac.required(name, NUMBER)
            for name in MAC[kind]
        }
        given = [
            default.get(name, 0.0) if values[name] is None else values[name] for name in MAC[kind]
        ]
        return lambda: build(*given)

    return read


def _listing(
    build: Callable[..., curves.Curve], name: str
) -> Callable[[Fields], Callable[[], curves.Curve]]:
    """Return a reader of a curve that is a list of pairs."""

    def read(mac: Fields) -> Callable[[], curves.Curve]:
        if mac.given(name) is None:
            mac.missing(name, PAIRS)
        pairs = read_pairs(mac, name)
        return lambda: build(pairs)

    return read


CURVES: Mapping[str, Callable[[Fields], Callable[[], curves.Curve]]] = {
    "linear": _numbers(curves.linear, intercept=0.0, max=inf),
    "quadratic": _numbers(curves.quadratic, b=0.0),
    "power": _numbers(curves.power),
    "exponential": _numbers(curves.exponential),
    "steps": _listing(curves.steps, "steps"),
    "piecewise": _listing(curves.piecewise, "points"),
}


def read_pairs(fields: Fields, name: str) -> list[tuple[float, float]]:
    """Read a list of pairs of numbers."""
    found = []
    for item in fields.items(name):
        if not isinstance(item, Sequence) or len(item.items) != len(("first", "second")):
            fields.wrong(name, item, PAIRS)
            continue
        first, second = (fields.read(name, one, NUMBER) for one in item.items)
        if first is not None and second is not None:
            found.append((first, second))
    return found
