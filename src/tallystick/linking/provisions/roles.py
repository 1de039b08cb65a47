"""Rights and duties of buyers and sellers, matter by matter, and what is left to nobody."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tallystick import law
from tallystick.core.findings import Severity, Text
from tallystick.core.rules import Shown, fails, unknown
from tallystick.linking.agreement.agreement import Agreement
from tallystick.linking.agreement.words import Area, Role
from tallystick.linking.circumstances import Circumstances
from tallystick.linking.legality.concerned import carries_outcomes, place
from tallystick.linking.provisions.clauses import OPERATING


@dataclass(frozen=True, slots=True)
class Cell:
    """What one role has on one matter; None where no clause says whom it binds or entitles."""

    matter: law.Matter
    role: Role
    has_right: bool | None
    has_duty: bool | None

    @property
    def is_allocated(self) -> bool | None:
        """Whether the role has a right or a duty."""
        return None if self.has_right is None else bool(self.has_right or self.has_duty)

    def to_json(self) -> dict[str, Any]:
        """Return the cell of the matrix."""
        return {
            "area": self.matter.area,
            "matter": self.matter.en,
            "matter_zh": self.matter.zh,
            "role": self.role.value,
            "right": self.has_right,
            "duty": self.has_duty,
        }


def matrix(agreement: Agreement) -> tuple[Cell, ...]:
    """Lay out who has which right and duty on every matter that has to be allocated."""
    return tuple(
        _cell(agreement, matter, Role(role)) for matter in law.matters() for role in matter.roles
    )


def _cell(agreement: Agreement, matter: law.Matter, role: Role) -> Cell:
    said = [one for one in agreement.clauses_on(Area(matter.area)) if one.rights or one.duties]
    if not said:
        return Cell(matter, role, None, None)
    meant = {role, Role.BOTH}
    return Cell(
        matter,
        role,
        any(meant & set(one.rights) for one in said),
        any(meant & set(one.duties) for one in said),
    )


@OPERATING.rule(
    "ROLE_UNALLOCATED",
    source="Liu 2024 section 1.3",
    severity=Severity.WARNING,
    message=Text(
        "{matter}: nothing is laid down for the {role}", "{matter_zh}：未规定 {role} 的权利义务"
    ),
    fix=Text(
        "state `rights` and `duties` of the clause on {area}", "请在 {area} 条款填写权利与义务"
    ),
)
def roles_have_rights_and_duties(agreement: Agreement, facts: Circumstances) -> Iterator[Shown]:
    """Where outcomes are traded, buyer and seller each have a right or a duty on every matter."""
    if not carries_outcomes(agreement):
        return
    for cell in matrix(agreement):
        area, role = cell.matter.area, cell.role.value
        where = place(agreement, facts, "clauses") | {"area": area, "role": role}
        if cell.is_allocated is None:
            yield unknown(Text("whom the clause binds", "条款约束的对象"), where)
        elif not cell.is_allocated:
            yield fails(
                where, area=area, role=role, matter=cell.matter.en, matter_zh=cell.matter.zh
            )
