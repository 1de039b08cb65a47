"""Groups of Parties, such as BRICS, by which a search for partners is narrowed."""

from collections.abc import Iterable
from datetime import date

from tallystick import law
from tallystick.article6.groups import groups as differentiated
from tallystick.article6.parties import PARTIES


def group_names() -> tuple[str, ...]:
    """Return every group there is."""
    return (*dict.fromkeys(one.group for one in law.party_groups()), "LDC", "SIDS")


def groups_of(party: str, on: date) -> frozenset[str]:
    """Return the groups a Party is in on a day; a day of joining that is not known counts as past.

    Groups with terms of their own under agreements come from the list of Parties.
    """
    listed = {
        one.group
        for one in law.party_groups()
        if one.party == party and (one.since is None or one.since <= on)
    }
    own = {group.value for group in differentiated(party, on)} if party in PARTIES else set()
    return frozenset(listed | own)


def within(systems: Iterable[str], group: str, on: date) -> frozenset[str]:
    """Return the systems whose Party is in a group on a day."""
    parties = {name: law.systems()[name].party for name in systems}
    return frozenset(
        name for name, party in parties.items() if party and group in groups_of(party, on)
    )
