"""Accounts with units of their own, for tests that move them."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

from tallystick.article6.postings.control_records import SetControls
from tallystick.article6.postings.movements import Issue
from tallystick.article6.postings.records import Authorize, OpenAccount, Posting
from tallystick.core.identifiers import Block, Series
from tallystick.ledger import open_ledger
from tallystick.web.people.models import Organisation, OrganisationAccount
from web.serials import FREE_SERIAL

HELD = 100


@dataclass(frozen=True, slots=True)
class Own:
    """An entity's account with units, a second one, and one for cancelled units."""

    place: str
    account: str
    second: str
    cancelled: str
    series: str
    first: int

    @property
    def last(self) -> int:
        """The last serial that it holds at first."""
        return self.first + HELD - 1

    def held_t(self, account: str) -> int:
        """Count what an account holds now."""
        with open_ledger(self.place) as ledger:
            return sum(one.block.quantity for one in ledger.holdings() if one.account == account)

    def form(self, **changes: object) -> dict[str, object]:
        """Return what the form of a transfer of ten units sends."""
        told: dict[str, object] = {
            "giver": self.account,
            "taker": self.second,
            "series": self.series,
            "first": self.first,
            "last": self.first + 9,
            "on": datetime.now(UTC).date().isoformat(),
            "key": secrets.token_hex(8),
            "step": "preview",
        }
        return told | changes


def own(place: str, *, approval: bool = False) -> Own:
    """Open accounts for the developer of the demonstration, and issue units to the first."""
    name, today = secrets.token_hex(5), datetime.now(UTC).date()
    with open_ledger(place) as ledger:
        found: Authorize = next(one for one in ledger.authorizations() if one.party == "GHA")
        series = Series(found.approach, "GHA01", "GHA", 2022)
        first = next(FREE_SERIAL)
        held = Own(place, f"GHA:{name}", f"GHA:{name}:2", f"GHA:{name}:x", str(series), first)
        kinds = ("entity_holding", "entity_holding", "voluntary_cancellation")
        asked: list[Posting] = [
            OpenAccount(id=one, account_kind=kind, party="GHA", name="Clean Cooking", on=today)
            for one, kind in zip((held.account, held.second, held.cancelled), kinds, strict=True)
        ]
        asked.append(
            Issue(
                block=Block(series, first, held.last),
                to_account=held.account,
                authorization=found.id,
                mitigation_type="Emission reductions",
                on=today,
            )
        )
        if approval:
            asked.append(
                SetControls(account=held.account, approval=True, reason="policy", on=today)
            )
        for number, one in enumerate(asked):
            ledger.post(one, key=f"own {name} {number}")
    developer = Organisation.objects.get(name="Clean Cooking Ltd (demo)")
    for account in (held.account, held.second):
        OrganisationAccount.objects.create(organisation=developer, account=account)
    return held
