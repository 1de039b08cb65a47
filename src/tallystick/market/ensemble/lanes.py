"""How sixteen draws of a star lie side by side, so that processors take several at a time.

A group of draws is a table with a line per market, in which each property has a place for every
draw; one more line is the hub's account. Loops over the draws have no branches, and all they touch
stands in one or two lines, which is what compilers need to see.
"""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from tallystick.market.compile import Integers, Program

LANES = 16
(BASE, SLOPE, RISE, MOST, NEED, FLOOR, HELD, CEILING, MORE) = range(0, 9 * LANES, LANES)
(RATE_IN, FEE_IN, MOST_IN, RATE_OUT, FEE_OUT, MOST_OUT) = range(9 * LANES, 15 * LANES, LANES)
(OWN_UNIT, ENTERS, LEAVES, PRICE, ABATED, WITHHELD) = range(15 * LANES, 21 * LANES, LANES)
(RELEASED, UNDER) = range(21 * LANES, 23 * LANES, LANES)
N_MARKET = 23 * LANES
(AT, SPARE, RISING, LEAST, GREATEST, UNIT, TOP, WORST, SUM, INTO) = range(0, 10 * LANES, LANES)
N_HUB = 10 * LANES
NONE = -1

OF_KINDS = ((BASE, MOST), (UNDER, HELD), (CEILING, MORE), (FEE_IN, MOST_IN), (FEE_OUT, MOST_OUT))
"""Where costs and bounds go, of abatement, floors, ceilings, links from the hub and to it."""
FOUND = (ABATED, WITHHELD, RELEASED, ENTERS, LEAVES)
"""Where their quantities are found."""


class Moves(NamedTuple):
    """Pairs of a column (or entry) of the program and its place in the table; by column `x_from`
    is where its quantity is found.
    """

    base: Integers
    slope: Integers
    upper: Integers
    value: Integers
    x_from: Integers


def moves_of(program: Program, kinds: Iterable[Integers]) -> Moves:
    """Return where everything goes; `kinds` are the columns by market, in the order of FOUND."""
    abated, withheld, released, back, out = kinds
    columns = abated, withheld, released, back, out
    base, upper = (_pairs(columns, [places[side] for places in OF_KINDS]) for side in range(2))
    entries = [_booked(program, links) for links in (back, out)]
    x_from = np.zeros(program.n_columns, dtype=np.int64)
    for column, place in _pairs(columns, FOUND):
        x_from[column] = place
    return Moves(
        base, _pairs([abated], [SLOPE]), upper, _pairs(entries, [RATE_IN, RATE_OUT]), x_from
    )


def _pairs(kinds: Iterable[Integers], places: Iterable[int]) -> Integers:
    """Return column and place of what each market has, in the order of columns."""
    found = [
        (column, market * N_MARKET + place)
        for columns, place in zip(kinds, places, strict=True)
        for market, column in enumerate(columns.tolist())
        if column != NONE
    ]
    return np.array(sorted(found), dtype=np.int64).reshape(len(found), 2)


def _booked(program: Program, links: Integers) -> Integers:
    """Return by market the entry that holds the rate of its link, the one above 0."""
    found = np.full(len(links), NONE, dtype=np.int64)
    for market, column in enumerate(links.tolist()):
        if column != NONE:
            [entry] = np.flatnonzero((program.entry_column == column) & (program.entry_value > 0))
            found[market] = entry
    return found
