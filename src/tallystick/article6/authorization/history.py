"""The versions of one authorization in time: its state on a day, and which version governs."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum

from tallystick.article6.postings.records import Authorize


class State(StrEnum):
    """Where an authorization stands on a day."""

    DRAFT = "draft"
    ISSUED = "issued"
    AMENDED = "amended"
    EXPIRED = "expired"
    REVOKED = "revoked"


STEPS: Mapping[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.ISSUED}),
    State.ISSUED: frozenset({State.AMENDED, State.EXPIRED, State.REVOKED}),
    State.AMENDED: frozenset({State.EXPIRED, State.REVOKED}),
    State.EXPIRED: frozenset(),
    State.REVOKED: frozenset(),
}
"""What can follow each state; an expired or revoked authorization stays so."""


def version_on(versions: Sequence[Authorize], on: date) -> Authorize | None:
    """Return the newest of the versions, oldest first, that has taken effect by a day."""
    return next((one for one in reversed(versions) if one.on <= on), None)


def state_on(versions: Sequence[Authorize], on: date) -> State:
    """Say where an authorization stands; until its first version takes effect it is a draft."""
    version = version_on(versions, on)
    if version is None:
        return State.DRAFT
    if version.revokes:
        return State.REVOKED
    if version.is_expired(on):
        return State.EXPIRED
    return State.ISSUED if version is versions[0] else State.AMENDED


def is_in_force(versions: Sequence[Authorize], on: date) -> bool:
    """Whether something can be first transferred under it on a day (4/CMA.6 para 11)."""
    return state_on(versions, on) in {State.ISSUED, State.AMENDED}


def governing(
    versions: Sequence[Authorize], on: date, first_transferred_on: date | None
) -> Authorize | None:
    """Return the version that governs units on a day.

    A change does not reach units first transferred before it (4/CMA.6 para 7), unless it is one
    that the terms let reach back.
    """
    if first_transferred_on is None:
        return version_on(versions, on)
    since = version_on(versions, first_transferred_on)
    back = [one for one in versions if first_transferred_on < one.on <= on and reaches_back(one)]
    return back[-1] if back else since


def reaches_back(version: Authorize) -> bool:
    """Whether a version declares that it applies to what is first transferred already."""
    change = version.content.change if version.content else None
    return change is not None and change.reaches_back


def follows_terms(before: Authorize, change: Authorize) -> bool | None:
    """Say whether a change keeps to the terms of the version before (4/CMA.6 paras 7 and 8).

    None where the circumstances of the change, or the terms on changes, are not known.
    """
    made = change.content.change if change.content else None
    if before.content is None or made is None:
        return None
    terms = before.content.changes
    if terms is None:
        silent = before.content.silent_on | before.content.not_applicable
        return False if "g" in silent else None
    foreseen = made.circumstance in terms.circumstances and made.process == terms.process
    return foreseen and (terms.reach_back or not made.reaches_back)
