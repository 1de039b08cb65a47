"""Share of proceeds and overall mitigation under cooperative approaches: pledges, never levies.

2/CMA.3 only strongly encourages both. Whatever is taken off a transfer therefore rests on a pledge,
and nothing gets lost: the units in are the units out and those pledged.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import ceil

from tallystick.article6.groups import Differentiated, Group


class Purpose(StrEnum):
    """What a pledge is for."""

    SHARE_OF_PROCEEDS = "share_of_proceeds"
    OMGE = "omge"


class Form(StrEnum):
    """Whether units are given, or money from their sale."""

    UNITS = "units"
    MONEY = "money"


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
    """A share of every transfer that somebody has pledged in a document, 0 for exempt groups.

    `destination` is None where the document does not name any. Where it names groups, those are
    the `beneficiaries`, and nobody else receives.
    """

    id: str
    purpose: Purpose
    share: Differentiated
    by: str
    document: str
    destination: Destination | None = None
    form: Form = Form.UNITS
    beneficiaries: frozenset[Group] = frozenset()

    def due_t(self, gross_t: int, host: str, on: date) -> int:
        """Return how many units of a transfer are due, rounded up; none where money is given.

        Raises KeyError when groups have shares of their own and the host is no known code.
        """
        return ceil(self.share.value(host, on) * gross_t) if self.form is Form.UNITS else 0

    def due_money(self, proceeds: Decimal, host: str, on: date) -> Fraction:
        """Return how much of the proceeds is due, nothing where units are given.

        Raises KeyError as `due_t` does.
        """
        given = self.form is Form.MONEY
        return self.share.value(host, on) * Fraction(proceeds) if given else Fraction(0)


@dataclass(frozen=True, slots=True)
class Taken:
    """Units taken off a transfer, the pledge they rest on, and the Party they serve, if any."""

    quantity_t: int
    pledge: str | None = None
    taker: str | None = None


@dataclass(frozen=True, slots=True)
class Paid:
    """Money paid out of the proceeds for a pledge, and the Party it serves, if any."""

    amount: Decimal
    pledge: str
    taker: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deducted:
    """A transfer as it was booked: what left the host, what reached the taker, what was taken off.

    `taken` and `paid` are None where nobody has recorded them, `proceeds` where the price is not
    known; all money of a transfer is in one currency.
    """

    id: str
    host: str
    on: date
    gross_t: int
    net_t: int
    taken: Sequence[Taken] | None = ()
    proceeds: Decimal | None = None
    paid: Sequence[Paid] | None = ()


def apply(
    pledges: Sequence[Pledge], *, transfer: str, host: str, on: date, gross_t: int
) -> Deducted:
    """Take off a transfer what the pledges give, and nothing else.

    Raises ValueError when the pledges together take more than the transfer.
    """
    taken = [Taken(one.due_t(gross_t, host, on), one.id) for one in pledges]
    net = gross_t - sum(one.quantity_t for one in taken)
    if net < 0:
        raise ValueError(f"the pledges take {gross_t - net} t of {gross_t} t")
    kept = [one for one in taken if one.quantity_t]
    return Deducted(id=transfer, host=host, on=on, gross_t=gross_t, net_t=net, taken=kept)
