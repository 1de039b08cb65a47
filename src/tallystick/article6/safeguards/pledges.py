"""Share of proceeds and overall mitigation under cooperative approaches: pledges, never levies.

2/CMA.3 only strongly encourages both. Whatever is taken off a transfer therefore rests on a pledge,
and nothing gets lost: the units in are the units out and those pledged.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from math import ceil

from tallystick.article6.parties import PARTIES
from tallystick.article6.safeguards.groups import Differentiated
from tallystick.core.findings import Text
from tallystick.core.rules import Rulebook, Shown, fails, unknown

SOURCE = "2/CMA.3 annex para 37; 2/CMA.3 annex para 39"


class Purpose(StrEnum):
    """What a pledge is for."""

    SHARE_OF_PROCEEDS = "share_of_proceeds"
    OMGE = "omge"


class Destination(StrEnum):
    """Where pledged units or their proceeds go."""

    ADAPTATION_FUND = "adaptation_fund"
    HOST_ADAPTATION = "host_adaptation"
    CANCELLATION = "cancellation"


DESTINATIONS = {
    Purpose.SHARE_OF_PROCEEDS: {Destination.ADAPTATION_FUND, Destination.HOST_ADAPTATION},
    Purpose.OMGE: {Destination.CANCELLATION},
}
"""Where a pledge for a purpose can go."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pledge:
    """A share of every transfer that somebody has pledged in a document, 0 for exempt groups."""

    id: str
    purpose: Purpose
    share: Differentiated
    destination: Destination
    by: str
    document: str

    def due_t(self, gross_t: int, host: str, on: date) -> int:
        """Return what of a transfer is due, rounded up.

        Raises KeyError when groups have shares of their own and the host is no known code.
        """
        return ceil(self.share.value(host, on) * gross_t)


@dataclass(frozen=True, slots=True)
class Taken:
    """Units taken off a transfer, with the pledge they rest on, None for none."""

    quantity_t: int
    pledge: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deducted:
    """A transfer as it was booked: what left the host, what reached the taker, what was taken off.

    `taken` is None where nobody has recorded it.
    """

    id: str
    host: str
    on: date
    gross_t: int
    net_t: int
    taken: Sequence[Taken] | None = field(default=())


def apply(pledges: Sequence[Pledge], *, id: str, host: str, on: date, gross_t: int) -> Deducted:  # noqa: A002 (the id of the transfer, named as in every record)
    """Take off a transfer what the pledges give, and nothing else.

    Raises ValueError when the pledges together take more than the transfer.
    """
    taken = [Taken(one.due_t(gross_t, host, on), one.id) for one in pledges]
    net = gross_t - sum(one.quantity_t for one in taken)
    if net < 0:
        raise ValueError(f"the pledges take {gross_t - net} t of {gross_t} t")
    kept = [one for one in taken if one.quantity_t]
    return Deducted(id=id, host=host, on=on, gross_t=gross_t, net_t=net, taken=kept)


Pledges = Sequence[Pledge]

PLEDGES: Rulebook[Deducted, Pledges] = Rulebook("pledges on transfers")


@PLEDGES.rule(
    "SOP_OMGE",
    source=SOURCE,
    message=Text(
        "transfer {transfer}: {quantity} t were taken off without a pledge; under cooperative "
        "approaches both contributions are voluntary",
        "转让 {transfer}：扣除 {quantity} 吨而无相应承诺；合作方法下两类贡献均属自愿",
    ),
    fix=Text(
        "give the units back, or enter the pledge with its document",
        "请退还这些单位，或登记承诺及其文件",
    ),
)
def nothing_is_taken_without_a_pledge(deducted: Deducted, pledges: Pledges) -> Shown | None:
    """Nothing is taken off a transfer by itself."""
    if deducted.taken is None:
        return unknown(Text("what was taken off", "扣除记录"), place(deducted))
    known = {one.id for one in pledges}
    unpledged = sum(one.quantity_t for one in deducted.taken if one.pledge not in known)
    if not unpledged:
        return None
    return fails(place(deducted), transfer=deducted.id, quantity=unpledged)


@PLEDGES.rule(
    "PLEDGE_CONSERVED",
    source="Tallystick design",
    message=Text(
        "transfer {transfer}: {gross} t went in, {net} t came out and {taken} t were taken off",
        "转让 {transfer}：转出 {gross} 吨，到账 {net} 吨，扣除 {taken} 吨，合计不符",
    ),
    fix=Text("book every unit once", "请将每个单位登记且仅登记一次"),
)
def units_are_conserved(deducted: Deducted, _: Pledges) -> Shown | None:
    """The units in are the net units and those taken off."""
    if deducted.taken is None:
        return unknown(Text("what was taken off", "扣除记录"), place(deducted))
    taken = sum(one.quantity_t for one in deducted.taken)
    if deducted.gross_t == deducted.net_t + taken:
        return None
    values = {"transfer": deducted.id, "gross": deducted.gross_t, "net": deducted.net_t}
    return fails(place(deducted), taken=taken, **values)


@PLEDGES.rule(
    "PLEDGE_KEPT",
    source="Tallystick design",
    message=Text(
        "transfer {transfer}: pledge {pledge} gives {due} t, {taken} t were taken off",
        "转让 {transfer}：按承诺 {pledge} 应扣 {due} 吨，实扣 {taken} 吨",
    ),
    fix=Text("take off what was pledged", "请按承诺扣除"),
)
def pledges_are_kept(deducted: Deducted, pledges: Pledges) -> list[Shown]:
    """Of every transfer what was pledged is taken off, no more and no less."""
    if deducted.taken is None or deducted.host not in PARTIES:
        lacking = Text("the host and what was taken off", "东道缔约方和扣除记录")
        return [unknown(lacking, place(deducted))]
    shown = []
    for one in pledges:
        due = one.due_t(deducted.gross_t, deducted.host, deducted.on)
        taken = sum(part.quantity_t for part in deducted.taken if part.pledge == one.id)
        if due != taken:
            where = {**place(deducted), "pledge": one.id}
            shown.append(fails(where, transfer=deducted.id, pledge=one.id, due=due, taken=taken))
    return shown


@PLEDGES.rule(
    "PLEDGE_DESTINATION",
    source="4/CMA.6 para 16; 4/CMA.6 para 17",
    message=Text(
        "pledge {pledge} for {purpose} cannot go to {destination}",
        "承诺 {pledge}（{purpose}）不能划归 {destination}",
    ),
    fix=Text("name one of {known}", "请改为以下之一：{known}"),
)
def pledges_go_where_they_serve(_: Deducted, pledges: Pledges) -> list[Shown]:
    """A share of proceeds serves adaptation, and what is for overall mitigation is cancelled."""
    return [
        fails(
            {"pledge": one.id},
            pledge=one.id,
            purpose=one.purpose.value,
            destination=one.destination.value,
            known=", ".join(sorted(DESTINATIONS[one.purpose])),
        )
        for one in pledges
        if one.destination not in DESTINATIONS[one.purpose]
    ]


def place(deducted: Deducted) -> dict[str, object]:
    """Say which transfer a finding is about."""
    return {"transfer": deducted.id, "host": deducted.host}
