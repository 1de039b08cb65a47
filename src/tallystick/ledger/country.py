"""A Party as its national data centre sees it: inventory, balances, and what its registry did."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from tallystick.article6.account import run
from tallystick.article6.account import to_json as balance_json
from tallystick.article6.postings.records import Authorize, RecordNdc
from tallystick.core.actions import ActionType
from tallystick.ledger.accounting import account
from tallystick.ledger.brief import told
from tallystick.ledger.entries import Leg
from tallystick.ledger.fold import replay
from tallystick.ledger.ledger import Ledger

FLOWS = (
    ActionType.ISSUANCE,
    ActionType.FIRST_TRANSFER,
    ActionType.TRANSFER,
    ActionType.ACQUISITION,
    ActionType.USE,
    ActionType.CANCELLATION,
)
"""What a registry adds up, in the order of a unit's life."""


def countries(ledger: Ledger, journal: Sequence[Leg]) -> dict[str, dict[str, Any]]:
    """Return what stands on record for every Party, ready for JSON, from its standing journal.

    The journal may be the one in brief, which has names of its own for accounts.

    Quantities are tonnes CO2 eq, or in the metric that is named; years without an inventory are
    named, not counted as zero.
    """
    ndcs, authorizations, opened = ledger.ndcs(), ledger.authorizations(), ledger.accounts()
    accounts = {one.id: one.party for one in opened}
    holders = {told(one): one.party for one in opened} | accounts
    held = Counter[str]()
    for holding in replay(journal):
        held[holders.get(holding.account, "")] += holding.block.quantity
    named = {one.party for one in ndcs} | {one.party for one in authorizations}
    return {
        party: {
            "party": party,
            "inventory": [_inventory(one) for one in ndcs if one.party == party],
            "balances": [
                balance_json(run(account(one, authorizations, journal)))
                for one in ndcs
                if one.party == party
            ],
            "registry": {
                "accounts": sum(one == party for one in accounts.values()),
                "authorizations": _authorized(party, authorizations),
                "held_t": held[party],
                **_flows(party, journal),
            },
        }
        for party in sorted((named | set(accounts.values())) - {""})
    }


def nothing_known(party: str) -> Mapping[str, Any]:
    """Return the answer for a Party of which a ledger has no record."""
    registry = {"accounts": 0, "authorizations": 0, "held_t": 0, **_flows(party, ())}
    return {"party": party, "inventory": [], "balances": [], "registry": registry}


def _inventory(ndc: RecordNdc) -> dict[str, Any]:
    return {
        "period": [ndc.period.first_year, ndc.period.last_year],
        "metric": ndc.metric,
        "inventory_t": {str(year): ndc.inventory_t[year] for year in sorted(ndc.inventory_t)},
        "missing": [year for year in ndc.period.years if year not in ndc.inventory_t],
        "source": ndc.note.get("source"),
    }


def _authorized(party: str, authorizations: Sequence[Authorize]) -> int:
    return len({one.id for one in authorizations if one.party == party})


def _flows(party: str, journal: Sequence[Leg]) -> dict[str, int]:
    """Add up what the registry of a Party did, by kind of action."""
    sums = Counter[str]()
    for entry in journal:
        if entry.party == party and entry.block is not None:
            sums[entry.type] += entry.block.quantity
    return {f"{kind.value}_t": sums[kind] for kind in FLOWS}
