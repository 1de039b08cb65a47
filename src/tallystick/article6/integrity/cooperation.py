"""Cooperation that moves no units: non-market approaches, and finance for results.

Neither record has a quantity of units, so that nothing can be booked from it; what is recorded
here may not turn up as a transfer either.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tallystick.core.findings import Text
from tallystick.core.rules import Rulebook, Shown, fails, unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class NonMarket:
    """A non-market approach between Parties (Paris Agreement Article 6.8)."""

    id: str
    parties: tuple[str, ...]
    title: str
    since: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultsFinance:
    """Money paid for results that stay with the host, without units and without an adjustment.

    `outcomes` names what was achieved; Raises ValueError unless the amount is positive.
    """

    id: str
    payer: str
    host: str
    on: date
    amount: Decimal
    currency: str
    outcomes: tuple[str, ...]

    def __post_init__(self) -> None:
        if self.amount <= 0:
            raise ValueError(f"{self.amount} {self.currency} is no payment")


@dataclass(frozen=True, slots=True)
class Moved:
    """Something that was transferred under an approach; `outcomes` is None where not recorded."""

    transfer: str
    approach: str
    outcomes: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Unmoving:
    """All cooperation on file that moves no units."""

    non_market: Sequence[NonMarket] = ()
    results_finance: Sequence[ResultsFinance] = ()


FLOWS: Rulebook[Sequence[Moved], Unmoving] = Rulebook("cooperation without units")


@FLOWS.rule(
    "NON_MARKET_FLOW",
    source="Paris Agreement Article 6.8",
    message=Text(
        "transfer {transfer} rests on {record}, a non-market approach that moves no units",
        "转让 {transfer} 依据 {record}，该项为不转让单位的非市场方法",
    ),
    fix=Text(
        "withdraw the transfer, or authorize a cooperative approach of its own",
        "请撤回该转让，或另行授权一项合作方法",
    ),
)
def non_market_approach_moves_nothing(moved: Sequence[Moved], kept: Unmoving) -> Iterator[Shown]:
    """Nothing is transferred under a non-market approach."""
    names = {one.id for one in kept.non_market}
    return _shown(moved, {name: name for name in names})


@FLOWS.rule(
    "RESULTS_FINANCE_FLOW",
    source="Paris Agreement Article 6.8; Tallystick design",
    message=Text(
        "transfer {transfer} moves what {record} has paid for as results that stay with the host",
        "转让 {transfer} 涉及 {record} 已按成果付费且应留在东道国的成果",
    ),
    fix=Text(
        "withdraw the transfer, or end the payment and authorize the outcome",
        "请撤回该转让，或终止付费并授权该成果",
    ),
)
def paid_results_stay_with_the_host(moved: Sequence[Moved], kept: Unmoving) -> Iterator[Shown]:
    """What was paid for as a result is not transferred as well."""
    paid = {outcome: one.id for one in kept.results_finance for outcome in one.outcomes}
    return _shown(moved, paid)


def _shown(moved: Sequence[Moved], kept: dict[str, str]) -> Iterator[Shown]:
    for one in moved if kept else ():
        if one.outcomes is None and one.approach not in kept:
            missing = Text(f"what transfer {one.transfer} moves", f"转让 {one.transfer} 的标的")
            yield unknown(missing, {"transfer": one.transfer})
        for name in (one.approach, *(one.outcomes or ())):
            if name in kept:
                where = {"transfer": one.transfer, "record": kept[name]}
                yield fails(where, transfer=one.transfer, record=kept[name])
