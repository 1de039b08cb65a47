"""What is entered about cases and reviews: dated events that are only ever added."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

SECRETARIAT = "secretariat"
"""Who runs the consistency check and tells the Parties of it (2/CMA.3 annex para 33)."""

REVIEW_TEAM = "review team"
"""Who decides what is significant or persistent (4/CMA.6 para 41)."""


class Kind(StrEnum):
    """What can be entered; the last three are about a review, the others about a case."""

    OPEN = "open"
    ANSWER = "answer"
    RESUBMIT = "resubmit"
    RETURN = "return"
    RESOLVE = "resolve"
    WITHDRAW = "withdraw"
    SIGNIFICANT = "significant"
    PERSISTENT = "persistent"
    BEGIN = "begin"
    REVISE = "revise"
    CONCLUDE = "conclude"


OF_REVIEWS = frozenset({Kind.BEGIN, Kind.REVISE, Kind.CONCLUDE})


class State(StrEnum):
    """Where a case stands."""

    OPEN = "open"
    ANSWERED = "answered"
    RESUBMITTED = "resubmitted"
    RESOLVED = "resolved"
    WITHDRAWN = "withdrawn"


CLOSED = frozenset({State.RESOLVED, State.WITHDRAWN})


class Topic(StrEnum):
    """What a recommendation of a review is about; the last four are not for it to judge."""

    CONSISTENCY = "consistency"
    COMPLETENESS = "completeness"
    TRANSPARENCY = "transparency"
    NDC = "NDC"
    APPROACH = "approach"
    ACTIVITY = "activity"
    AUTHORIZATION = "authorization"


BARRED = frozenset({Topic.NDC, Topic.APPROACH, Topic.ACTIVITY, Topic.AUTHORIZATION})
"""What a review does not judge (6/CMA.4 annex II para 10)."""


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One recommendation of a review, by what it is about."""

    topic: Topic
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """What one Party has reported: the row of its workbook with its cells, or that it has none."""

    party: str | None
    file: str | None = None
    table: str | None = None
    row: int | None = None
    cells: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What a case is about; a concern of a Party has neither code nor rows.

    `against` is the Party that is asked to answer; `balance` says whether an emissions balance
    would be different, None where that is not known.
    """

    against: str
    about: str
    about_zh: str = ""
    code: str | None = None
    source: str | None = None
    ids: str | None = None
    balance: bool | None = None
    sides: tuple[Side, ...] = ()

    @property
    def parties(self) -> frozenset[str]:
        """Everybody whose report is concerned."""
        return frozenset({self.against, *(one.party for one in self.sides if one.party)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One entry; `subject` is the number of the case or the name of the review.

    `party` and `approaches` say what a review is of, `week_ends_on` the last day of its week;
    `text` names the report that it has published, or that the Party has revised.
    """

    kind: Kind
    subject: str
    on: date
    by: str
    text: str | None = None
    opening: Opening | None = None
    party: str | None = None
    approaches: frozenset[str] = frozenset()
    week_ends_on: date | None = None
    recommendations: tuple[Recommendation, ...] = ()
    origin: Mapping[str, object] = field(default_factory=dict)
