"""The facts by which controls are judged."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tallystick.article6.postings.control_records import Restraint, SetControls
from tallystick.article6.postings.records import Posting


@dataclass(frozen=True, slots=True)
class Matter:
    """What is on record under the id that a posting names, and what ended it."""

    opened: Posting | None = None
    ended: Posting | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlFacts:
    """What holds fast or limits the units and accounts of one posting; None is not known.

    `restraints` are those that stand on the accounts and the units; `settings` the newest of each
    account; `held_t` what accounts with a limit hold; `in_use` names that nobody opened and that
    have received units all the same; `moved_since` whether other postings moved the units after
    the mistake in question; `balances` what an account holds of a type without serials;
    `approved` says that a proposal carries the posting.
    """

    restraints: tuple[Restraint, ...] | None = ()
    settings: Mapping[str, SetControls] | None = field(default_factory=dict)
    held_t: Mapping[str, int] = field(default_factory=dict)
    in_use: frozenset[str] = frozenset()
    matter: Matter | None = None
    moved_since: bool | None = None
    balances: Mapping[tuple[str, str], int] = field(default_factory=dict)
    approved: bool = False


FREE = ControlFacts()
"""Nothing is held fast or limited: what holds for most postings."""
