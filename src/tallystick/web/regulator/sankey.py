"""Who sends how much to whom, drawn on the server: ribbons as wide as what moves over them."""

from collections.abc import Mapping, Sequence
from typing import Any

WIDTH, HEIGHT = 720.0, 320.0
BAR, MARGIN, GAP = 12.0, 150.0, 10.0
LEAST = 1.5
"""The height of the thinnest ribbon, so that no flow vanishes."""

Flow = tuple[str, str, int]
"""Who sends, who receives, and how many units."""


def drawn(flows: Sequence[Flow]) -> dict[str, Any]:
    """Return the shapes of a picture: senders on the left, receivers on the right; empty for none.

    Quantities below 1 are not drawn.
    """
    moving = [one for one in flows if one[2] > 0]
    if not moving:
        return {}
    sides = max(len({one[0] for one in moving}), len({one[1] for one in moving}))
    room = max(HEIGHT - GAP * (sides + 1), HEIGHT / 2)
    scale = room / sum(quantity for *_, quantity in moving)
    heights = {one: max(LEAST, one[2] * scale) for one in moving}
    left, left_bars = _side(moving, heights, 0)
    right, right_bars = _side(moving, heights, 1)
    bottoms = [bar["y"] + bar["height"] for bar in (*left_bars, *right_bars)]
    ribbons = [
        {"source": one[0], "target": one[1], "quantity_t": one[2]}
        | {"path": _ribbon(left[one], right[one], heights[one])}
        for one in moving
    ]
    shape = {"width": WIDTH, "height": round(max(bottoms) + GAP, 1), "bar": BAR}
    places = {"left": MARGIN - BAR, "right": WIDTH - MARGIN}
    ends = {"label_left": MARGIN - BAR - 6, "label_right": WIDTH - MARGIN + BAR + 6}
    return {**shape, **places, **ends, "ribbons": ribbons, "from": left_bars, "to": right_bars}


def _side(
    flows: Sequence[Flow], heights: Mapping[Flow, float], side: int
) -> tuple[dict[Flow, float], list[dict[str, Any]]]:
    """Stack the flows of a side by name; return where each begins, and the bars."""
    starts: dict[Flow, float] = {}
    bars: list[dict[str, Any]] = []
    at = GAP
    for name in dict.fromkeys(one[side] for one in flows):
        top, total = at, 0
        for one in flows:
            if one[side] == name:
                starts[one], at, total = at, at + heights[one], total + one[2]
        middle = round((top + at) / 2 + 4, 1)
        bar = {"name": name, "y": round(top, 1), "height": round(at - top, 1), "middle": middle}
        bars.append({**bar, "quantity_t": total})
        at += GAP
    return starts, bars


def _ribbon(left: float, right: float, height: float) -> str:
    """Return the outline of a ribbon, level at both ends."""
    x0, x1 = MARGIN, WIDTH - MARGIN
    middle = (x0 + x1) / 2
    over = f"M{x0:.1f} {left:.1f}C{middle:.1f} {left:.1f} {middle:.1f} {right:.1f} {x1:.1f} "
    under = f"{right:.1f}V{right + height:.1f}C{middle:.1f} {right + height:.1f} {middle:.1f} "
    return f"{over}{under}{left + height:.1f} {x0:.1f} {left + height:.1f}Z"
