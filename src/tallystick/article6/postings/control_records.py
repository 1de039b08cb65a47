"""Records that hold units or accounts fast, set what an account demands, or undo a mistake."""

from abc import abstractmethod
from dataclasses import dataclass
from typing import ClassVar

from tallystick.article6.postings.plain import Range
from tallystick.article6.postings.records import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending(Record):
    """A posting that ends what an earlier one opened; ValueError without a reason."""

    opened_as: ClassVar[str]
    """What kind of posting it ends."""

    reason: str

    def __post_init__(self) -> None:
        _require_reason(self.reason)

    @property
    @abstractmethod
    def subject(self) -> str:
        """The id of what it ends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Freeze(Record):
    """Nothing enters or leaves an account, or no unit of a range moves, until it is lifted.

    The range is of ITMOs or of any other series. `by` is the overseeing body that suspends, where
    one does. Raises ValueError without a reason, and unless it names either an account or a range.
    """

    kind: ClassVar[str] = "freeze"

    id: str
    reason: str
    account: str | None = None
    range: Range | None = None
    by: str | None = None

    def __post_init__(self) -> None:
        _require_reason(self.reason)
        if (self.account is None) == (self.range is None):
            raise ValueError("a freeze names either an account or a range of units")

    @property
    def subject(self) -> str:
        """The freeze."""
        return self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfreeze(Ending):
    """The end of a freeze."""

    kind: ClassVar[str] = "unfreeze"
    opened_as: ClassVar[str] = Freeze.kind

    freeze: str

    @property
    def subject(self) -> str:
        """The freeze."""
        return self.freeze


@dataclass(frozen=True, slots=True, kw_only=True)
class Pledge(Record):
    """Units secure a claim: they are not transferred, used or cancelled until released.

    `beneficiary` is the id of who the units secure. Raises ValueError without it or a reason.
    """

    kind: ClassVar[str] = "pledge"

    id: str
    account: str
    range: Range
    beneficiary: str
    reason: str

    def __post_init__(self) -> None:
        _require_reason(self.reason)
        if not self.beneficiary.strip():
            raise ValueError("a pledge names its beneficiary")

    @property
    def subject(self) -> str:
        """The pledge."""
        return self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Release(Ending):
    """The end of a pledge."""

    kind: ClassVar[str] = "release"
    opened_as: ClassVar[str] = Pledge.kind

    pledge: str

    @property
    def subject(self) -> str:
        """The pledge."""
        return self.pledge


Restraint = Freeze | Pledge


@dataclass(frozen=True, slots=True, kw_only=True)
class SetControls(Record):
    """What an account demands of movements from now on; the newest record counts.

    With `approval` it gives units only by a proposal that a second person approves, at the
    earliest `delay_hours` after it was made unless the units go to a trusted account. It holds
    `holding_t` units at most and gives `transfer_t` at a time; None is no limit. Raises ValueError
    without a reason and for a number below 0.
    """

    kind: ClassVar[str] = "controls"

    account: str
    reason: str
    approval: bool = False
    delay_hours: int = 0
    trusted: frozenset[str] = frozenset()
    holding_t: int | None = None
    transfer_t: int | None = None

    def __post_init__(self) -> None:
        _require_reason(self.reason)
        for number in (self.delay_hours, self.holding_t, self.transfer_t):
            if number is not None and number < 0:
                raise ValueError(f"a limit or a delay is not below 0, as {number} is")

    @property
    def subject(self) -> str:
        """The account."""
        return self.account


@dataclass(frozen=True, slots=True, kw_only=True)
class Correct(Ending):
    """Units go back where a mistaken movement took them from, and the mistake stays on record.

    `movement` is the key of the mistaken posting; of a batch, all goes back. `by` is the overseeing
    body that undoes it, where one does.
    """

    kind: ClassVar[str] = "correction"
    opened_as: ClassVar[str] = "movement"

    movement: str
    by: str | None = None

    @property
    def subject(self) -> str:
        """The key of the mistaken posting."""
        return self.movement


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise ValueError("a reason is stated")
