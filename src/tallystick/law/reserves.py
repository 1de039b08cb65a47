"""Market stability reserves that statutes define: thresholds on units in circulation, by year."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from tallystick.law.files import read_json


@dataclass(frozen=True, slots=True)
class StatedReserve:
    """The rule of a reserve from one year to another (None: for good); quantities in tonnes.

    `status` says how well the numbers are verified; None among them means there is no such rule.
    """

    id: str
    since: int
    until: int | None
    intake_above_t: int
    full_intake_from_t: int | None
    intake_share: Fraction
    intake_least_t: int | None
    release_below_t: int
    release_t: int
    keep_t: int | None
    source: str
    status: str
    note: str


@cache
def reserves() -> Mapping[str, tuple[StatedReserve, ...]]:
    """Return the rules of every reserve from the oldest to the newest."""
    found: dict[str, list[StatedReserve]] = {}
    for row in read_json("market_reserves.json"):
        stated = StatedReserve(**{**row, "intake_share": Fraction(row["intake_share"])})
        found.setdefault(stated.id, []).append(stated)
    return {name: tuple(rules) for name, rules in found.items()}


def reserve_in(name: str, year: int) -> StatedReserve | None:
    """Return the rule of a reserve in a year, None before the first; KeyError for other names."""
    for stated in reserves()[name]:
        if stated.since <= year and (stated.until is None or year <= stated.until):
            return stated
    return None
