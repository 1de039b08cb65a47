"""Entries about cases and reviews: in the caller's name, once under a key, as rules allow."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest

from tallystick.core.findings import Finding
from tallystick.ledger import Conflict, Refused
from tallystick.web.api.callers import caller
from tallystick.web.api.once import Made, Order, once
from tallystick.web.api.problems import OVERTAKEN, REFUSED, Problem, forbidden
from tallystick.web.reviewer.attempting import Make
from tallystick.web.reviewer.entering import enter, speakers


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What is to be entered, and the permission with which one speaks for a body.

    `asked` makes two requests the same; `seen` is how many entries the caller has seen.
    """

    action: str
    subject: str
    name: Made
    needed: str
    asked: str
    make: Make
    seen: int | None = None


@dataclass(frozen=True, slots=True)
class Entered:
    """What it stands under, whether it was entered now, and what could not be determined."""

    name: Made
    is_new: bool
    findings: Sequence[Finding]


def entered(request: HttpRequest, key: str, entry: Entry) -> Entered:
    """Enter once; raises the problems `FORBIDDEN`, `REFUSED`, `OVERTAKEN` and `KEY_TAKEN`."""
    asks = caller(request)
    asks.hold(entry.needed)
    own = speakers(asks.user, entry.needed)
    if not own:
        raise forbidden(entry.needed)
    found: list[Finding] = []

    def act() -> Made:
        found.extend(enter(entry.make(own), asks.user, seen=entry.seen))
        return entry.name

    order = Order(
        action=entry.action, subject=entry.subject, asked=entry.asked, organisation=own[0]
    )
    try:
        name, is_new = once(request, key, order, act)
    except Refused as refusal:
        raise Problem(REFUSED, findings=refusal.findings) from refusal
    except Conflict as conflict:
        raise Problem(OVERTAKEN) from conflict
    return Entered(name, is_new, found)
