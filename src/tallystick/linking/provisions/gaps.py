"""Which terms the clauses of an agreement leave open, group by group."""

from dataclasses import dataclass
from typing import Any

from tallystick import law
from tallystick.linking.agreement.agreement import Agreement, Clause
from tallystick.linking.agreement.words import Area

UNSET: tuple[Any, ...] = (None, ())


@dataclass(frozen=True, slots=True)
class AreaTerms:
    """What the clauses on one area fix and leave open; an area without a clause is absent."""

    area: Area
    refs: tuple[str, ...]
    is_present: bool
    fixed: tuple[str, ...]
    open: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the area as the gap report shows it."""
        return {
            "area": self.area.value,
            "present": self.is_present,
            "refs": list(self.refs),
            "fixed": list(self.fixed),
            "open": list(self.open),
        }


def area_terms(agreement: Agreement, area: Area) -> AreaTerms:
    """Say what the clauses on an area fix of what such clauses have to fix."""
    clauses = agreement.clauses_on(area)
    asked = law.terms_asked(area)
    fixed = [term for term in asked if any(_fixes(clause, term) for clause in clauses)]
    return AreaTerms(
        area=area,
        refs=tuple(clause.ref for clause in clauses if clause.ref),
        is_present=any(clause.is_stated for clause in clauses),
        fixed=tuple(" or ".join(term) for term in fixed),
        open=tuple(" or ".join(term) for term in asked if term not in fixed),
    )


def _fixes(clause: Clause, term: tuple[str, ...]) -> bool:
    return any(getattr(clause.params, key, None) not in UNSET for key in term)


def grouped(agreement: Agreement) -> list[dict[str, Any]]:
    """Return the five groups of the literature, each area with what it fixes and leaves open."""
    return [
        {
            "group": group.id,
            "en": group.en,
            "zh": group.zh,
            "source": group.source,
            "areas": [area_terms(agreement, Area(area)).to_json() for area in group.areas],
        }
        for group in law.provision_groups()
    ]


def others(agreement: Agreement) -> list[dict[str, Any]]:
    """Return the areas outside the five groups that an agreement has a clause on."""
    inside = {area for group in law.provision_groups() for area in group.areas}
    return [
        found.to_json()
        for area in Area
        if area not in inside and (found := area_terms(agreement, area)).is_present
    ]
