"""What an authorization says beyond its purposes and limits (4/CMA.6 para 5)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

NOTICE = "notice"
"""Stands in `Content.absent` where the Party has no arrangement to be told of the event."""


class Demand(StrEnum):
    """What an agreement asks for on top of the authorization before units move."""

    TWO_KEYS = "two keys"
    ENTITIES = "authorized entities"
    TWO_TIERS = "two tiers"


@dataclass(frozen=True, slots=True)
class ChangeTerms:
    """When and how an authorization may be changed (4/CMA.6 para 5(g)).

    `reach_back` says whether such a change may apply to what is first transferred already.
    """

    circumstances: tuple[str, ...]
    process: str
    reach_back: bool


@dataclass(frozen=True, slots=True)
class Change:
    """In which circumstance and by which process a version changes the one before.

    `reaches_back` declares that it applies to what is first transferred already.
    """

    circumstance: str
    process: str
    reaches_back: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """The rest of what one version of an authorization contains; None or empty is not known.

    `decided_on` is the day of the document where it differs from the day of effect, `expires_on`
    the last day of the authorization, `final_event_on` the last day for units to be issued, used
    or cancelled, whichever is their first transfer. `notice` describes how the Party is told of
    that event (para 13). `absent` and `not_applicable` hold the letters of para 5 of which the
    document says nothing, or that they do not apply; `omitted` those of which it says nothing
    although they are known to apply. A version that `revokes` ends it.
    """

    decided_on: date | None = None
    expires_on: date | None = None
    final_event_on: date | None = None
    frameworks: tuple[str, ...] = ()
    changes: ChangeTerms | None = None
    tracking_registry: str | None = None
    underlying_registries: tuple[str, ...] = ()
    gases: tuple[str, ...] = ()
    notice: str | None = None
    demands: frozenset[Demand] = frozenset()
    absent: frozenset[str] = frozenset()
    not_applicable: frozenset[str] = frozenset()
    omitted: frozenset[str] = frozenset()
    change: Change | None = None
    revokes: bool = False

    @property
    def silent_on(self) -> frozenset[str]:
        """The letters of which the document is known to say nothing."""
        return self.absent | self.omitted
