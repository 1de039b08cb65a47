"""The dated evidence that a Party meets its participation responsibilities.

In every list None says that nobody has recorded anything, and an empty list that there is nothing:
the one cannot be decided, the other is refused.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tallystick.article6.ndc import NdcRegister
from tallystick.core.parties import Span


@dataclass(frozen=True, slots=True)
class Evidence:
    """A document and its day."""

    document: str
    on: date


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Arrangements for authorizing use towards NDCs: the authority and its legal instrument."""

    authority: str
    instrument: str
    valid: Span


@dataclass(frozen=True, slots=True)
class Registry:
    """A registry the Party has, or has access to, by its identifier such as GHA01."""

    id: str
    document: str
    valid: Span


@dataclass(frozen=True, slots=True)
class InventoryReport:
    """A national inventory report by the day it was due; `flexibility` is where it is claimed."""

    due_on: date
    submitted_on: date | None
    document: str | None = None
    flexibility: str | None = None


class Conclusion(StrEnum):
    """What the reviewer of a statement found."""

    CONTRIBUTES = "contributes"
    DOES_NOT = "does not contribute"


@dataclass(frozen=True, slots=True)
class Statement:
    """How participation contributes to the NDC, the long-term strategy and the long-term goals."""

    narrative: str | None = None
    attachment: str | None = None
    reviewer: str | None = None
    reviewed_on: date | None = None
    conclusion: Conclusion | None = None

    def is_reviewed_by(self, on: date) -> bool:
        """Whether narrative, attachment and a named reviewer's conclusion are there by the day."""
        given = self.narrative and self.attachment and self.reviewer and self.conclusion
        return bool(given) and self.reviewed_on is not None and self.reviewed_on <= on


@dataclass(frozen=True, slots=True)
class Record:
    """Everything on file about the participation of one Party."""

    party: str
    ndcs: NdcRegister
    arrangements: tuple[Arrangement, ...] | None = None
    registries: tuple[Registry, ...] | None = None
    inventories: tuple[InventoryReport, ...] | None = None
    statements: tuple[Statement, ...] | None = None

    def arrangement_on(self, on: date) -> Arrangement | None:
        """Return the arrangement in force on a day."""
        return next((one for one in self.arrangements or () if one.valid.covers(on)), None)

    def registries_on(self, on: date) -> tuple[Registry, ...]:
        """Return the registries in use on a day."""
        return tuple(one for one in self.registries or () if one.valid.covers(on))

    def inventory_due(self, due_on: date) -> InventoryReport | None:
        """Return what is recorded about the report due on a day, submitted ones before others."""
        due = [one for one in self.inventories or () if one.due_on == due_on]
        submitted = [one for one in due if one.submitted_on is not None]
        return next(iter([*submitted, *due]), None)

    def statement_reviewed_by(self, on: date) -> Statement | None:
        """Return the statement whose review was the last one by the day."""
        reviewed = [one for one in self.statements or () if one.is_reviewed_by(on)]
        return max(reviewed, key=lambda one: one.reviewed_on or date.min, default=None)
