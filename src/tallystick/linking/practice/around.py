"""The day and the agreement that practice is held against."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from tallystick.core.findings import Text
from tallystick.linking.agreement.agreement import Agreement
from tallystick.linking.agreement.params import Other
from tallystick.linking.agreement.words import Area, SpecialClause

Record = TypeVar("Record")

NO_AGREEMENT = Text("the agreement", "所依据的协议")
YANG = "Yang 2025 section 3.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What practice is judged by; `agreement` is None where none is named."""

    on: date
    agreement: Agreement | None = None

    @property
    def name(self) -> str:
        """The id of the agreement."""
        return self.agreement.id if self.agreement else "-"

    def specials(self, kind: SpecialClause, party: str | None = None) -> tuple[Other, ...]:
        """Return the special clauses of a kind that hold on the day, for a Party if one is named.

        A clause whose first or last day is known by month or year holds from the last such day
        and until the last such day.
        """
        return tuple(_specials(self, kind, party))

    def at(self, **where: object) -> dict[str, object]:
        """Say under which agreement and where a finding is made."""
        return {"agreement": self.name, **where}


def _specials(around: Around, kind: SpecialClause, party: str | None) -> Iterator[Other]:
    clauses = around.agreement.clauses_on(Area.OTHER) if around.agreement else ()
    for clause in clauses:
        special = clause.params
        begun = clause.since is None or clause.since.last <= around.on
        over = clause.until is not None and clause.until.last < around.on
        if not isinstance(special, Other) or special.special is not kind or not begun or over:
            continue
        if party is None or special.party in {None, party}:
            yield special
