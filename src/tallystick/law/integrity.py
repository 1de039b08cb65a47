"""What agreements leave out for the sake of integrity, and the remedies of a compliance case."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from tallystick.law.files import read_rows


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A trait of activities whose outcomes an agreement leaves out from `since` to `until`."""

    trait: str
    label_en: str
    label_zh: str
    since: date
    until: date | None
    source: str

    def holds(self, on: date) -> bool:
        """Whether the exclusion applies on the day."""
        return self.since <= on and (self.until is None or on <= self.until)


@dataclass(frozen=True, slots=True)
class Remedy:
    """A remedy and what a measure of its kind states: a quantity, money or days."""

    code: str
    label_en: str
    label_zh: str
    states: str
    source: str


@cache
def exclusions() -> Mapping[str, tuple[Exclusion, ...]]:
    """Return what each agreement leaves out, by its catalogue id."""
    found: dict[str, list[Exclusion]] = {}
    for row in read_rows("exclusions.csv"):
        found.setdefault(row["agreement"], []).append(
            Exclusion(
                trait=row["trait"],
                label_en=row["label_en"],
                label_zh=row["label_zh"],
                since=date.fromisoformat(row["since"]),
                until=date.fromisoformat(row["until"]) if row["until"] else None,
                source=row["source"],
            )
        )
    return {agreement: tuple(listed) for agreement, listed in found.items()}


@cache
def remedies() -> Mapping[str, Remedy]:
    """Return the catalogue of remedies by code."""
    return {
        row["remedy"]: Remedy(
            row["remedy"], row["label_en"], row["label_zh"], row["states"], row["source"]
        )
        for row in read_rows("remedies.csv")
    }


@cache
def quality_attributes() -> Mapping[str, Mapping[str, str]]:
    """Return what an issuance can be made to state of its units: labels and source by code."""
    return {row["attribute"]: row for row in read_rows("quality.csv")}
