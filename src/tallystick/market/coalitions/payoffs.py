"""What a group of linked markets gains, and what each of its members has of that.

A member has what it saves against standing alone: less abatement, and what permits cost or bring
at the prices of the group. Importers keep the rents; fees belong to the group but to no member.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from tallystick.market.compile import Column, Floats, Program, compile_network, sums
from tallystick.market.equilibrium import Answer, Uncertified, settle
from tallystick.market.network import Network
from tallystick.market.results import Autarky, present
from tallystick.market.solving import CERTIFICATES, NoSolution


@dataclass(frozen=True, slots=True)
class Payoff:
    """The gain of a group, fees included, and those of its members in order, without the fees."""

    gain: float
    of_members: tuple[float, ...]


def payoff(network: Network, alone: Mapping[str, Autarky]) -> Payoff:
    """Return what the markets of a network gain by its links, in present value.

    Raises NoSolution. Its markets can stand alone, so that no need is unmet.
    """
    before = np.array([present(network, alone[market.id].cost) for market in network.markets])
    if not network.links:
        return Payoff(0.0, (0.0,) * len(before))
    program = compile_network(network)
    try:
        answer = settle(program, canonical=_has_ties(network))
    except Uncertified as uncertified:
        raise NoSolution(CERTIFICATES.judge(uncertified, network)) from uncertified
    after = _costs(network, program, answer)
    paid = _paid(network, program, answer)
    return Payoff(float(np.sum(before - after)), tuple((before - after - paid).tolist()))


def _has_ties(network: Network) -> bool:
    """Return whether the choice among equal flows decides who has how much: fees and limits."""
    return bool(network.limits) or any(link.fee > 0 for link in network.links)


def _costs(network: Network, program: Program, answer: Answer) -> Floats:
    """Return the present value of each market's abatement cost."""
    discounts = network.discounts()
    columns = iter(answer.x[program.kind == Column.ABATED].tolist())
    return np.array(
        [
            sum(piece.cost(next(columns)) * one for one in discounts for piece in market.curve)
            for market in network.markets
        ]
    )


def _paid(network: Network, program: Program, answer: Answer) -> Floats:
    """Return what each market pays for units net of its rents, in present value.

    Net imports are what a market's own columns leave open; where units are left over the price
    is 0, so that nothing is paid for what was not imported.
    """
    n, years = program.n_balances, network.n_years
    own = np.where(program.kind == Column.SENT, 0.0, answer.x)
    net = (program.rhs - program.supplied(own))[:n]
    by_market = np.add.reduceat(answer.y[:n] * net, np.arange(0, n, years))
    sent = np.flatnonzero(program.kind == Column.SENT)
    wedge = _balance_value(program, answer.y)[sent] - program.base[sent]
    places = {market.id: at for at, market in enumerate(network.markets)}
    targets = np.array([places[network.links[at].target] for at in program.owner[sent]])
    return by_market - sums(targets, answer.x[sent] * wedge, len(network.markets))


def _balance_value(program: Program, y: Floats) -> Floats:
    """Return what a unit of each column is worth in the balances, limits left out."""
    balances = program.entry_row < program.n_balances
    values = np.where(balances, program.entry_value * y[program.entry_row], 0.0)
    return sums(program.entry_column, values, program.n_columns)
