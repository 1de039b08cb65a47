"""Records of what an approach's terms demand of a transfer, and of who oversees without owning."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from tallystick.article6.integrity.gate import Filed, Step
from tallystick.article6.postings.records import Record
from tallystick.article6.safeguards.entities import EntityClass, Identity
from tallystick.core.identifiers import Block


@dataclass(frozen=True, slots=True, kw_only=True)
class FileStep(Record):
    """A step of the effect gate, on file for a block of an authorization or for all of its units.

    `party` is the side that took it, `until` its last day.
    """

    kind: ClassVar[str] = "step"

    authorization: str
    step: Step
    by: str
    document: str
    party: str | None = None
    block: Block | None = None
    until: date | None = None

    @property
    def subject(self) -> str:
        """The authorization."""
        return self.authorization

    @property
    def filed(self) -> Filed:
        """The step as the gate looks at it."""
        return Filed(
            step=self.step,
            on=self.on,
            by=self.by,
            document=self.document,
            party=self.party,
            until=self.until,
        )

    def covers(self, block: Block) -> bool:
        """Whether the step was taken for every unit of a block."""
        if self.block is None:
            return True
        inside = self.block.first <= block.first and block.last <= self.block.last
        return self.block.series == block.series and inside


@dataclass(frozen=True, slots=True, kw_only=True)
class Identify(Record):
    """What a check of the identity of an entity with an account came to; `until` its last day."""

    kind: ClassVar[str] = "identity"

    account: str
    holder: EntityClass
    identity: Identity
    by: str
    document: str
    until: date | None = None

    @property
    def subject(self) -> str:
        """The account."""
        return self.account


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordForecast(Record):
    """The emissions that a host projects by year, and its target; the newest one counts."""

    kind: ClassVar[str] = "forecast"

    party: str
    emissions_t: Mapping[int, int]
    target_t: Mapping[int, int]

    @property
    def subject(self) -> str:
        """The Party."""
        return self.party

    @property
    def covers_t(self) -> dict[int, int]:
        """What may be first transferred of each vintage that has a projection and a target."""
        return {
            year: max(self.target_t[year] - emissions_t, 0)
            for year, emissions_t in self.emissions_t.items()
            if year in self.target_t
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Appoint(Record):
    """A body that oversees by a mandate: it annotates, suspends and refers, and owns no units."""

    kind: ClassVar[str] = "oversight"

    body: str
    mandate: str

    @property
    def subject(self) -> str:
        """The body."""
        return self.body


@dataclass(frozen=True, slots=True, kw_only=True)
class Oversight(Record):
    """What an overseeing body says about an account, a block of units or a posting by its key.

    Raises ValueError unless it says something about exactly one of them.
    """

    by: str
    text: str
    account: str | None = None
    block: Block | None = None
    posting: str | None = None

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise ValueError("an overseeing body says something")
        if [self.account, self.block, self.posting].count(None) != 2:  # noqa: PLR2004 (of three)
            raise ValueError("it is about one account, one block of units or one posting")

    @property
    def subject(self) -> str:
        """The body that says it."""
        return self.by


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotate(Oversight):
    """A note beside what stands; nothing is changed by it."""

    kind: ClassVar[str] = "annotation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refer(Oversight):
    """A matter handed on to who decides it."""

    kind: ClassVar[str] = "referral"

    to: str
