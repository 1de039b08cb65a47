"""Lists around markets: history of systems, programmes, venues, targets, groups, principles."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any

from tallystick.law.files import read_rows


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """A phase, cap model, scope or legal basis of a system, with its first and last day.

    `kind` is phase, cap_model, scope or legal_basis; `value` lists sectors of a scope or names the
    kind of cap; `status` says how well the source was read.
    """

    system: str
    kind: str
    id: str
    since: date
    until: date | None
    en: str
    zh: str
    value: tuple[str, ...]
    source: str
    status: str

    def holds(self, on: date) -> bool:
        """Whether it holds on the day."""
        return _holds(self.since, self.until, on)


@dataclass(frozen=True, slots=True)
class Methodology:
    """A methodology of a credit programme and the system whose offset limit it falls under."""

    programme: str
    name_en: str
    name_zh: str
    party: str
    system: str
    methodology: str
    methodology_en: str
    methodology_zh: str
    since: date
    until: date | None
    source: str
    status: str

    def holds(self, on: date) -> bool:
        """Whether credits are issued under it on the day."""
        return _holds(self.since, self.until, on)


@dataclass(frozen=True, slots=True)
class Target:
    """A climate target of a Party: kind, year, and the share by which a base falls if there is one.

    `kind` is peak, intensity, absolute or neutrality.
    """

    party: str
    id: str
    year: int
    kind: str
    en: str
    zh: str
    base_year: int | None
    value: Fraction | None
    source: str
    status: str


@dataclass(frozen=True, slots=True)
class Venue:
    """A place where units are traded; `settlement_days` is None where it is not known."""

    id: str
    name_en: str
    name_zh: str
    party: str
    kind: str
    since: date
    until: date | None
    cross_border: bool
    settlement_days: int | None
    currency: str | None
    source: str
    status: str

    def is_open(self, on: date) -> bool:
        """Whether it had been approved, and not closed, on the day."""
        return _holds(self.since, self.until, on)


@dataclass(frozen=True, slots=True)
class ListedPrinciple:
    """A principle that agreements accept or reserve."""

    id: str
    en: str
    zh: str
    source: str
    status: str


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """One question of the checklist on monitoring, with the level of maturity it belongs to."""

    id: str
    level: int
    en: str
    zh: str
    source: str
    status: str


@dataclass(frozen=True, slots=True)
class AviationEligibility:
    """Which vintages of a programme airlines may cancel in a phase, and what is excluded."""

    programme: str
    phase: str
    since: date
    until: date
    vintage_first: int
    vintage_last: int
    excluded: tuple[str, ...]
    source: str
    status: str


@dataclass(frozen=True, slots=True)
class KyotoUnit:
    """A unit of the Kyoto Protocol; a `carry_over_share` of None means without limit.

    `family` is AAU, RMU, ERU or CER; `code` stands for the unit in its serial numbers.
    """

    unit: str
    family: str
    code: str
    name_en: str
    name_zh: str
    carry_over_share: Fraction | None
    source: str
    status: str


@dataclass(frozen=True, slots=True)
class KyotoPeriod:
    """A commitment period of the Kyoto Protocol by its number, with its first and last day."""

    period: int
    since: date
    until: date
    source: str
    status: str


@dataclass(frozen=True, slots=True)
class GovernanceRegime:
    """A regime of transfers by three marks of its governance, and how the literature reads it."""

    id: str
    en: str
    zh: str
    since: date
    until: date | None
    owed_to_all: bool
    uniform_supervision: bool
    shared_goal: bool
    reading: str
    source: str
    status: str


@dataclass(frozen=True, slots=True)
class GroupMember:
    """A Party in a group, from `since` on, or without a known day."""

    group: str
    party: str
    since: date | None
    source: str
    status: str


def _holds(since: date, until: date | None, on: date) -> bool:
    return since <= on and (until is None or on <= until)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _words(text: str) -> tuple[str, ...]:
    return tuple(word for word in text.split(";") if word)


def _number(text: str) -> int | None:
    return int(text) if text else None


def _share(text: str) -> Fraction | None:
    return Fraction(text) if text else None


def _typed(row: Mapping[str, str], **typed: Any) -> dict[str, Any]:
    """Return a row with some of its texts replaced by what they stand for."""
    dated = {"since": _day(row.get("since", "")), "until": _day(row.get("until", ""))}
    return {**row, **{name: day for name, day in dated.items() if name in row}, **typed}


@cache
def system_history() -> tuple[HistoryEntry, ...]:
    """Return phases, cap models, scopes and legal bases of systems in the order of the file."""
    rows = read_rows("system_history.csv")
    return tuple(HistoryEntry(**_typed(row, value=_words(row["value"]))) for row in rows)


@cache
def methodologies() -> tuple[Methodology, ...]:
    """Return the methodologies of credit programmes."""
    return tuple(Methodology(**_typed(row)) for row in read_rows("credit_programmes.csv"))


@cache
def targets() -> tuple[Target, ...]:
    """Return the targets of Parties."""
    return tuple(
        Target(
            **_typed(
                row,
                year=int(row["year"]),
                base_year=_number(row["base_year"]),
                value=_share(row["value"]),
            )
        )
        for row in read_rows("targets.csv")
    )


@cache
def venues() -> Mapping[str, Venue]:
    """Return the venues by id."""
    return {
        row["id"]: Venue(
            **_typed(
                row,
                cross_border=row["cross_border"] == "yes",
                settlement_days=_number(row["settlement_days"]),
                currency=row["currency"] or None,
            )
        )
        for row in read_rows("venues.csv")
    }


@cache
def principles() -> Mapping[str, ListedPrinciple]:
    """Return the principles by id."""
    return {row["id"]: ListedPrinciple(**row) for row in read_rows("principles.csv")}


@cache
def mrv_checklist() -> tuple[ChecklistItem, ...]:
    """Return the checklist on monitoring, reporting and verification, level by level."""
    rows = read_rows("mrv_checklist.csv")
    return tuple(ChecklistItem(**_typed(row, level=int(row["level"]))) for row in rows)


@cache
def aviation_eligibility() -> tuple[AviationEligibility, ...]:
    """Return what airlines may cancel, phase by phase."""
    return tuple(
        AviationEligibility(
            **_typed(
                row,
                vintage_first=int(row["vintage_first"]),
                vintage_last=int(row["vintage_last"]),
                excluded=_words(row["excluded"]),
            )
        )
        for row in read_rows("corsia_programmes.csv")
    )


@cache
def kyoto_units() -> Mapping[str, KyotoUnit]:
    """Return the units of the Kyoto Protocol by their letters."""
    rows = read_rows("kyoto_units.csv")
    shares = {row["unit"]: _share(row["carry_over_share"]) for row in rows}
    return {
        row["unit"]: KyotoUnit(**_typed(row, carry_over_share=shares[row["unit"]])) for row in rows
    }


@cache
def kyoto_periods() -> Mapping[int, KyotoPeriod]:
    """Return the commitment periods of the Kyoto Protocol by number."""
    rows = [_typed(row, period=int(row["period"])) for row in read_rows("kyoto_periods.csv")]
    return {row["period"]: KyotoPeriod(**row) for row in rows}


@cache
def governance_regimes() -> tuple[GovernanceRegime, ...]:
    """Return the regimes of transfers from the Kyoto Protocol to the Paris Agreement."""
    marks = ("owed_to_all", "uniform_supervision", "shared_goal")
    return tuple(
        GovernanceRegime(**_typed(row, **{mark: row[mark] == "yes" for mark in marks}))
        for row in read_rows("governance_regimes.csv")
    )


@cache
def party_groups() -> tuple[GroupMember, ...]:
    """Return the members of groups of Parties."""
    return tuple(GroupMember(**_typed(row)) for row in read_rows("party_groups.csv"))


@cache
def populations() -> Mapping[str, int]:
    """Return the population of Parties, rounded, in the year that their row names."""
    return {row["party"]: int(row["population"]) for row in read_rows("populations.csv")}
