"""Whether transfers are governed as contracts between two sides, or by rules owed to everybody.

Three marks decide, by majority: duties are owed to all Parties and not only to the other side;
transfers are supervised in one way; and there is a goal beyond what both sides gain. The regimes
of the Kyoto Protocol and of the Paris Agreement are the cases the reading was made from (Yang 2025
section 4.1).
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from itertools import product
from typing import Any

from tallystick import law
from tallystick.linking.agreement.agreement import Agreement
from tallystick.linking.agreement.words import Area, Form, Subject


class Governance(StrEnum):
    """How transfers are governed."""

    BILATERAL_CONTRACT = "bilateral_contract"
    MULTILATERAL = "multilateral"
    UNILATERAL = "unilateral"
    NOT_DETERMINABLE = "not_determinable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """The three marks; None where the text was not read or does not say."""

    owed_to_all: bool | None
    uniform_supervision: bool | None
    shared_goal: bool | None

    def to_json(self) -> dict[str, bool | None]:
        """Return the marks by name."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


def governance(marks: Marks) -> Governance:
    """Return the mode that most marks point to, whatever the unknown ones turn out to be."""
    known = marks.to_json().values()
    possible = product(*([one] if one is not None else [False, True] for one in known))
    modes = {_mode(sum(answers)) for answers in possible}
    return modes.pop() if len(modes) == 1 else Governance.NOT_DETERMINABLE


def _mode(marked: int) -> Governance:
    majority = 2 * marked > len(fields(Marks))
    return Governance.MULTILATERAL if majority else Governance.BILATERAL_CONTRACT


def marks_of(agreement: Agreement) -> Marks:
    """Read the marks off an agreement; an area without a clause was not read and stays unknown.

    Duties under Article 6 are owed to all Parties (2/CMA.3 annex); others bind nobody outside
    (Vienna Convention Article 34), unless everybody may join.
    """
    accession = bool(agreement.clauses_on(Area.ACCESSION))
    goal = _has(agreement, Area.INTEGRITY) or _has(agreement, Area.SUSTAINABLE_DEVELOPMENT)
    return Marks(
        owed_to_all=agreement.about is Subject.ARTICLE6 or accession,
        uniform_supervision=_has(agreement, Area.JOINT_BODY),
        shared_goal=goal,
    )


def governed(agreement: Agreement) -> Governance:
    """Return how transfers under an agreement are governed; a statute of one side is unilateral."""
    if agreement.form is Form.UNILATERAL_STATUTE:
        return Governance.UNILATERAL
    return governance(marks_of(agreement))


def _has(agreement: Agreement, area: Area) -> bool | None:
    return bool(agreement.clauses_on(area)) or None


def regimes() -> tuple[Mapping[str, Any], ...]:
    """Return every listed regime with its marks, its derived mode and the reading behind it."""
    return tuple(
        {
            "id": one.id,
            "en": one.en,
            "zh": one.zh,
            "since": one.since.isoformat(),
            "until": one.until.isoformat() if one.until else None,
            "marks": marks.to_json(),
            "mode": governance(marks).value,
            "reading": one.reading,
            "source": one.source,
            "status": one.status,
        }
        for one in law.governance_regimes()
        for marks in (
            Marks(
                owed_to_all=one.owed_to_all,
                uniform_supervision=one.uniform_supervision,
                shared_goal=one.shared_goal,
            ),
        )
    )
