"""What waits for approval, as a page shows it: the ledger's own proposals, nothing besides."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from tallystick.article6.postings.control_approval_rules import earliest_approval
from tallystick.article6.postings.control_approvals import State
from tallystick.article6.postings.control_facts import ControlFacts, Matter
from tallystick.article6.postings.control_moves import Passage, passages
from tallystick.article6.postings.control_records import Correct
from tallystick.article6.postings.records import Posting
from tallystick.ledger import Ledger
from tallystick.ledger.control.proposals import Proposal
from tallystick.web.people.models import OrganisationAccount, User
from tallystick.web.people.power import Reach


@dataclass(frozen=True, slots=True)
class Waiting:
    """A proposal with what it would move and when it can be approved.

    `mistake` is the posting that a proposed correction would undo.
    """

    proposal: Proposal
    passages: Sequence[Passage]
    ready: datetime
    state: State
    mistake: Posting | None = None


def person(user: User) -> str:
    """Return the opaque id under which the ledger knows a user."""
    return f"user-{user.pk}"


def waiting(ledger: Ledger, within: Reach, now: datetime) -> Iterator[Waiting]:
    """Yield proposals, the newest first, all of whose giving accounts lie within a reach."""
    settings = {one.account: one for one in ledger.controls()}
    parties = {one.id: one.party for one in ledger.accounts()}
    held = _held(within)
    for one in reversed(ledger.proposals()):
        mistake = _mistake(ledger, one)
        control = ControlFacts(settings=settings, matter=Matter(mistake))
        moved = passages(one.asked.posting, control)
        if moved and all(_is_within(each, within, parties, held) for each in moved):
            ready = one.asked.at if mistake else earliest_approval(one.asked, control)
            yield Waiting(one, moved, ready, one.state(now), mistake)


def _mistake(ledger: Ledger, one: Proposal) -> Posting | None:
    """Return what a proposed correction would undo."""
    asked = one.asked.posting
    return ledger.standing([asked.movement])[asked.movement] if isinstance(asked, Correct) else None


def _held(within: Reach) -> frozenset[str]:
    accounts = OrganisationAccount.objects.filter(organisation__in=within.organisations)
    return frozenset(accounts.values_list("account", flat=True))


def _is_within(
    moved: Passage, within: Reach, parties: Mapping[str, str], held: frozenset[str]
) -> bool:
    account = moved.giver or moved.taker
    return account in held or within.covers(parties.get(account, ""))
