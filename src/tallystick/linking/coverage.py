"""Which areas an agreement covers, and which of those its form calls for it leaves out."""

from dataclasses import dataclass

from tallystick import law
from tallystick.linking.agreement.agreement import Agreement
from tallystick.linking.agreement.words import Area


@dataclass(frozen=True, slots=True)
class Coverage:
    """Areas with a clause that says something, and expected areas without one, in list order."""

    present: tuple[Area, ...]
    missing: tuple[Area, ...]


def coverage(agreement: Agreement) -> Coverage:
    """Compare the areas of an agreement with those usual for its subject and form."""
    present = {clause.area for clause in agreement.clauses if clause.is_stated}
    expected = law.expected_areas(agreement.about, agreement.form)
    return Coverage(
        present=tuple(area for area in Area if area in present),
        missing=tuple(area for area in Area if area in expected and area not in present),
    )
