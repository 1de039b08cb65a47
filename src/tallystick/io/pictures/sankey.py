"""Who sends how much to whom: ribbons as wide as what moves over them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tallystick.core.findings import Text
from tallystick.io.pictures.rendering import Spec, picture
from tallystick.market.results import Flow, Solution

GAP = 0.06
STEPS = 24
NOTHING = 1e-9
"""Flows below this share of all are not drawn."""


@dataclass(frozen=True, slots=True)
class Ribbon:
    """One flow: its width and where it begins on either side, the whole height being 1."""

    flow: Flow
    width: float
    left: float
    right: float


def sankey(found: Solution) -> Spec:
    """Draw what each market sends to each other in the first year, senders on the left."""
    drawn = ribbons(found.flows)
    labels = [*_labels(drawn, "source"), *_labels(drawn, "target")]
    area = {
        "mark": {"type": "area", "opacity": 0.6},
        "encoding": {
            "x": {"field": "x", "type": "quantitative", "axis": None},
            "y": {"field": "low", "type": "quantitative", "axis": None, "scale": {"reverse": True}},
            "y2": {"field": "high"},
            "detail": {"field": "flow"},
            "color": {"field": "source", "type": "nominal", "legend": None},
            "tooltip": {"field": "told"},
        },
    }
    layers = [area, _names(labels, "source"), _names(labels, "target")]
    title = Text("Units sent (left) and booked (right), t", "发送（左）与入账（右）的单位（吨）")
    points = [point for ribbon in drawn for point in _outline(ribbon)]
    return picture(title, points, layer=layers)


def ribbons(flows: Sequence[Flow]) -> list[Ribbon]:
    """Return the flows in the order in which they are stacked on both sides."""
    total = sum(flow.sent[0] for flow in flows)
    moving = [flow for flow in flows if flow.sent[0] > NOTHING * total]
    left, right = (_starts(moving, total, side) for side in ("source", "target"))
    return [
        Ribbon(flow, flow.sent[0] / total, left[at], right[at]) for at, flow in enumerate(moving)
    ]


def _starts(flows: Sequence[Flow], total: float, side: str) -> list[float]:
    """Return where each flow begins on a side, those of one market together."""
    names = [getattr(flow.link, side) for flow in flows]
    starts, at = [0.0] * len(flows), 0.0
    for name in dict.fromkeys(names):
        for place, flow in enumerate(flows):
            if names[place] == name:
                starts[place] = at
                at += flow.sent[0] / total
        at += GAP
    return starts


def _outline(ribbon: Ribbon) -> Iterator[dict[str, Any]]:
    """Yield a ribbon from left to right along a smooth step."""
    flow = ribbon.flow
    name = f"{flow.link.source} → {flow.link.target}"
    told = f"{name}: {flow.sent[0]:,.0f} → {flow.received[0]:,.0f}"
    for step in range(STEPS + 1):
        x = step / STEPS
        low = ribbon.left + (ribbon.right - ribbon.left) * x * x * (3 - 2 * x)
        ends = {"low": low, "high": low + ribbon.width}
        yield {"x": x, **ends, "flow": name, "source": flow.link.source, "told": told}


def _labels(drawn: Sequence[Ribbon], side: str) -> Iterator[dict[str, Any]]:
    """Yield the name of each market at the middle of its block, with its tonnes."""
    measure, begins = ("sent", "left") if side == "source" else ("received", "right")
    blocks: dict[str, list[Ribbon]] = {}
    for ribbon in drawn:
        blocks.setdefault(getattr(ribbon.flow.link, side), []).append(ribbon)
    for name, block in blocks.items():
        first = min(getattr(ribbon, begins) for ribbon in block)
        middle = first + sum(ribbon.width for ribbon in block) / 2
        tonnes = sum(getattr(ribbon.flow, measure)[0] for ribbon in block)
        x = 0.0 if side == "source" else 1.0
        yield {"x": x, "y": middle, "name": f"{name}  {tonnes:,.0f}", "side": side}


def _names(labels: Sequence[dict[str, Any]], side: str) -> Spec:
    inward = {"source": ("left", 6), "target": ("right", -6)}[side]
    return {
        "data": {"values": [label for label in labels if label["side"] == side]},
        "mark": {"type": "text", "align": inward[0], "dx": inward[1], "fontSize": 13},
        "encoding": {
            "x": {"field": "x", "type": "quantitative"},
            "y": {"field": "y", "type": "quantitative"},
            "text": {"field": "name"},
        },
    }
