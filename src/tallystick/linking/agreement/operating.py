"""What the operating provisions of a clause list: feeds, minutes, rules, deadlines, tasks."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Annotated

from tallystick.linking.agreement.keys import Named
from tallystick.linking.agreement.values import (
    CURRENCY,
    DAY,
    GOAL,
    MONEY,
    MONTH_DAY,
    PARTY_ID,
    SHARE,
    TEXT,
    UTC_OFFSET,
    Day,
)
from tallystick.linking.agreement.words import Frequency, Liable

Parties = Annotated[tuple[str, ...], PARTY_ID]


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """Information that one side gives the others."""

    name: Annotated[str, TEXT, "What is shared."]
    giver: Annotated[str | None, Named("from"), PARTY_ID, "Party that gives it."] = None
    frequency: Annotated[Frequency | None, "How often."] = None
    level: Annotated[str | None, Named("class"), TEXT, "Name of its class of confidentiality."] = (
        None
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Minute:
    """One matter put to the parties, and how they voted."""

    on: Annotated[Day, DAY, "Day of the vote."]
    matter: Annotated[str, TEXT, "What was decided."]
    votes_for: Annotated[Parties, Named("for"), "Parties in favour."] = ()
    against: Annotated[Parties, "Parties against."] = ()
    adopted: Annotated[bool | None, "Whether the minutes call it adopted."] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Equivalence:
    """One element of monitoring, reporting and verification in the rules of both sides."""

    element: Annotated[str, TEXT, "Element, such as verification or materiality."]
    left: Annotated[str | None, TEXT, "Rule of the first party."] = None
    right: Annotated[str | None, TEXT, "Rule of the second party."] = None
    equivalent: Annotated[bool | None, "Whether the parties hold them to be equivalent."] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """When entities of a system surrender, and what a missing unit costs there."""

    system: Annotated[str, PARTY_ID, "Id of the system."]
    due: Annotated[str | None, MONTH_DAY, "Last day of surrender in a year."] = None
    utc_offset: Annotated[str | None, UTC_OFFSET, "Time zone in which that day ends."] = None
    penalty: Annotated[Decimal | None, MONEY, "Penalty for a tonne."] = None
    currency: Annotated[str | None, CURRENCY, "Currency of the penalty."] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Enforcement:
    """A measure taken to enforce the link."""

    measure: Annotated[str, TEXT, "What is done, such as freezing an account."]
    by: Annotated[str | None, PARTY_ID, "Party that acts."] = None
    against: Annotated[str | None, PARTY_ID, "Party or entity it is aimed at."] = None
    ground: Annotated[str | None, TEXT, "On which ground."] = None
    on: Annotated[Day | None, DAY, "When."] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One task of the work programme."""

    name: Annotated[str, TEXT, "What is to be done."]
    by: Annotated[str | None, TEXT, "Who does it."] = None
    due: Annotated[Day | None, DAY, "By when."] = None
    done: Annotated[Day | None, DAY, "When it was done."] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """What the cooperation contributed to one of the Sustainable Development Goals."""

    goal: Annotated[int, GOAL, "Number of the goal."]
    indicator: Annotated[str | None, TEXT, "What is measured."] = None
    value: Annotated[str | None, TEXT, "What was measured, with its unit."] = None
    source: Annotated[str | None, TEXT, "Where it is told."] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RevenueUse:
    """A use of the auction revenue of one system."""

    system: Annotated[str, PARTY_ID, "Id of the system."]
    use: Annotated[str, TEXT, "What the revenue is used for."]
    share: Annotated[Fraction | None, SHARE, "Share of the revenue."] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Liability:
    """Who makes good an invalidated credit, by the party under whose law its holder is."""

    party: Annotated[str, PARTY_ID, "Id of the party."]
    liable: Annotated[Liable, "Who replaces."]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecognisedExemption:
    """An exemption one party grants and another takes as good."""

    granted_by: Annotated[str, PARTY_ID, "Party that exempts."]
    recognised_by: Annotated[str, PARTY_ID, "Party that takes it as good."]
    sectors: Annotated[tuple[str, ...], TEXT, "Sectors concerned, all where none is named."] = ()
