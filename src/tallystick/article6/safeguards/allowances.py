"""Allowances of linked systems: bound to their cap, and settled between Parties by the net flow.

Allowances that cross a link are aggregated per year; the Party they leave on balance first
transfers as many ITMOs as flowed, so that the accounts of both NDCs follow.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tallystick.core.findings import Text
from tallystick.core.rules import Rulebook, Shown, fails, unknown


@dataclass(frozen=True, slots=True)
class Cap:
    """The cap of a system in a year and what was issued under it, in t CO2 eq; None if unknown."""

    system: str
    year: int
    cap_t: int | None
    issued_t: int | None


@dataclass(frozen=True, slots=True)
class Flow:
    """Units that left one Party for another in a year, each counted as one tonne."""

    giver: str
    taker: str
    year: int
    quantity_t: int


@dataclass(frozen=True, slots=True)
class Settlement:
    """The net flow of allowances between two in a year and the net ITMOs that match it.

    `giver` is the one the allowances leave on balance; `itmos_t` runs the same way.
    """

    giver: str
    taker: str
    year: int
    net_t: int
    itmos_t: int

    @property
    def unmatched_t(self) -> int:
        """What the ITMOs fall short of the net flow, negative where there are too many."""
        return self.net_t - self.itmos_t


@dataclass(frozen=True, slots=True)
class Link:
    """What crossed a link: allowances and ITMOs; None where nobody has recorded them."""

    allowances: Sequence[Flow] | None
    itmos: Sequence[Flow] | None

    def settlements(self) -> list[Settlement]:
        """Return the net flow of every year and pair with what matches it, oldest first."""
        flows, matches = _net(self.allowances or ()), _net(self.itmos or ())
        found = []
        for year, one, other in sorted({*flows, *matches}):
            net, matched = flows[year, one, other], matches[year, one, other]
            forward = net > 0 or (net == 0 and matched >= 0)
            giver, taker, sign = (one, other, 1) if forward else (other, one, -1)
            found.append(Settlement(giver, taker, year, sign * net, sign * matched))
        return found


def _net(flows: Sequence[Flow]) -> dict[tuple[int, str, str], int]:
    """Return the net flow from the first to the second of each pair in the order of their codes."""
    net: dict[tuple[int, str, str], int] = defaultdict(int)
    for flow in flows:
        one, other = sorted((flow.giver, flow.taker))
        net[flow.year, one, other] += flow.quantity_t if flow.giver == one else -flow.quantity_t
    return net


CAPS: Rulebook[Cap, None] = Rulebook("allowances under a cap")
SETTLEMENTS: Rulebook[Link, None] = Rulebook("settlement of a link")


@CAPS.rule(
    "CAP",
    source="Tallystick design",
    message=Text(
        "{system} issued {issued} t for {year}, above its cap of {cap} t",
        "{system} 在 {year} 发放 {issued} 吨，超过总量上限 {cap} 吨",
    ),
    fix=Text("withdraw {excess} t", "请收回 {excess} 吨"),
)
def issuance_stays_within_the_cap(cap: Cap, _: None) -> Shown | None:
    """No more allowances are issued than the cap they are bound to allows."""
    where = {"system": cap.system, "year": cap.year}
    if cap.cap_t is None or cap.issued_t is None:
        return unknown(Text("the cap and what was issued", "总量上限和发放量"), where)
    if cap.issued_t <= cap.cap_t:
        return None
    return fails(
        where, cap=cap.cap_t, issued=cap.issued_t, excess=cap.issued_t - cap.cap_t, **where
    )


@SETTLEMENTS.rule(
    "NET_FLOW",
    source="2/CMA.3 annex para 7; Tallystick design",
    message=Text(
        "{year}: {net} t of allowances flowed from {giver} to {taker} on balance, "
        "{itmos} t of ITMOs match them",
        "{year} 年配额净流量自 {giver} 至 {taker} 为 {net} 吨，与之匹配的成果为 {itmos} 吨",
    ),
    fix=Text(
        "first transfer {unmatched} t more, or fewer where that is negative",
        "请补作 {unmatched} 吨的首次转让；为负时请相应减少",
    ),
)
def net_flows_are_matched(link: Link, _: None) -> Iterator[Shown]:
    """The net flow of allowances of every year is matched by as many ITMOs."""
    if link.allowances is None or link.itmos is None:
        yield unknown(Text("the flows of allowances and of ITMOs", "配额和成果的流量"))
        return
    for one in link.settlements():
        if one.unmatched_t:
            values = {"giver": one.giver, "taker": one.taker, "year": one.year, "net": one.net_t}
            yield fails(dict(values), itmos=one.itmos_t, unmatched=one.unmatched_t, **values)
