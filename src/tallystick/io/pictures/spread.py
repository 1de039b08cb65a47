"""Pictures of what is uncertain or divided: fans, tornadoes, gains of coalitions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tallystick.core.findings import Text
from tallystick.io.pictures.rendering import BLUE, GREY, ORANGE, Spec, axis, picture
from tallystick.market.effects.swings import Swing

BY_A_TENTH = Text("Gain of all when one figure moves by a tenth", "单一参数变动一成时的总收益")
TO_ITS_ENDS = Text(
    "Gain of all with one draw at its 5 and its 95 % end", "单一抽样取5%与95%分位时的总收益"
)
GAIN = Text("gain of all", "总收益")
BANDS = ((0.05, 0.95, 0.25), (0.25, 0.75, 0.5))
MEDIAN = 0.5


@dataclass(frozen=True, slots=True)
class Spread:
    """The quantiles of a figure at one place of the axis, such as a year, by their level."""

    place: str
    series: str
    quantiles: Mapping[float, float]


def fan(spreads: Sequence[Spread], title: Text, figure: Text) -> Spec:
    """Draw the bands from 5 to 95 and 25 to 75 per cent around the median, a panel per series."""
    rows = [
        {"place": one.place, "series": one.series}
        | {f"q{round(level * 100)}": value for level, value in one.quantiles.items()}
        for one in spreads
    ]
    x: Spec = {"field": "place", "type": "ordinal", "title": None, "sort": None}
    x["axis"] = {"labelAngle": 0}
    bands = [
        {
            "mark": {"type": "area", "color": BLUE, "opacity": opacity},
            "encoding": {
                "x": x,
                "y": axis(f"q{round(low * 100)}", figure, scale={"zero": False}),
                "y2": {"field": f"q{round(high * 100)}"},
            },
        }
        for low, high, opacity in BANDS
    ]
    median = {
        "mark": {"type": "line", "color": ORANGE, "point": {"color": ORANGE, "size": 60}},
        "encoding": {"x": x, "y": axis(f"q{round(MEDIAN * 100)}", figure)},
    }
    panel = {"layer": [*bands, median], "width": 260, "height": 300}
    facet = {"field": "series", "type": "nominal", "title": None}
    spec = picture(title, rows, facet=facet, columns=2, spec=panel)
    return {key: value for key, value in spec.items() if key not in {"width", "height"}}


def tornado(found: Sequence[Swing], base: float, title: Text = BY_A_TENTH) -> Spec:
    """Draw how far each figure moves the gain of all, the widest on top."""
    rows = [
        {"figure": one.figure, "from": base, "to": value, "moved": word, "width": one.width}
        for one in found
        for word, value in (("lowered 调低", one.lowered), ("raised 调高", one.raised))
    ]
    order = {"field": "width", "order": "descending"}
    return picture(
        title,
        rows,
        mark={"type": "bar", "height": {"band": 0.7}},
        encoding={
            "y": {"field": "figure", "type": "nominal", "title": None, "sort": order},
            "x": axis("from", GAIN, scale={"zero": False}),
            "x2": {"field": "to"},
            "color": {
                "field": "moved",
                "type": "nominal",
                "title": None,
                "scale": {"range": [GREY, BLUE]},
            },
        },
        height={"step": 34},
    )


def coalition_bars(gains: Mapping[str, float]) -> Spec:
    """Draw the gain of every group, its members joined by "+", the largest on top."""
    rows = [
        {"group": name, "gain": gain, "members": name.count("+") + 1}
        for name, gain in gains.items()
        if "+" in name
    ]
    return picture(
        Text("Gain of every group that might link", "各可能链接组合的收益"),
        rows,
        mark={"type": "bar", "height": {"band": 0.7}},
        encoding={
            "y": {"field": "group", "type": "nominal", "title": None, "sort": "-x"},
            "x": axis("gain", GAIN),
            "color": {
                "field": "members",
                "type": "ordinal",
                "title": "members 成员数",
                "scale": {"scheme": "blues"},
            },
        },
        height={"step": 26},
    )
