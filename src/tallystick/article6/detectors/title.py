"""The title to one unit from hand to hand, and the sale by who no longer has it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from tallystick.core.findings import Text
from tallystick.core.rules import Rulebook, Shown, fails, unknown


@dataclass(frozen=True, slots=True)
class Hop:
    """A unit passing from one hand to another; from nobody when it comes into being."""

    name: str
    on: date
    giver: str | None
    taker: str | None


@dataclass(frozen=True, slots=True)
class Title:
    """Who had a unit from one day to another, the last without an end."""

    holder: str
    since: date
    until: date | None = None


TITLE: Rulebook[Sequence[Hop], None] = Rulebook("title")


def titles(hops: Sequence[Hop]) -> list[Title]:
    """Return who had the unit, in order, as the hops tell it."""
    taken = [hop for hop in hops if hop.taker is not None and hop.taker != hop.giver]
    ends = [hop.on for hop in taken[1:]]
    return [
        Title(hop.taker or "", hop.on, until)
        for hop, until in zip(taken, [*ends, None], strict=True)
    ]


@TITLE.rule(
    "DOUBLE_SALE",
    source="2/CMA.3 annex para 29; 6/CMA.4 annex I para 3",
    message=Text(
        "{hop} of {date}: {giver} gives a unit that {holder} has",
        "{date} 的 {hop}：{giver} 转让了由 {holder} 持有的单位",
    ),
    fix=Text(
        "withdraw the later sale, or find the transfer back that is missing",
        "请撤销后一次出售，或补录缺失的回转记录",
    ),
)
def nobody_gives_what_another_has(hops: Sequence[Hop], _: None) -> Iterator[Shown]:
    """Title passes with each transfer, so that the same hand cannot sell twice."""
    if not hops or hops[0].giver is not None:
        yield unknown(Text("how the unit came into being", "该单位的产生方式"))
    holder: str | None = hops[0].giver if hops else None
    for hop in hops:
        if hop.giver != holder:
            where = {"hop": hop.name, "date": hop.on.isoformat()}
            told = {"giver": hop.giver or "-", "holder": holder or "-"}
            yield fails(where, hop=hop.name, date=hop.on, **told)
        holder = hop.taker
