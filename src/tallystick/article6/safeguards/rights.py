"""What a unit is in law: its natures by jurisdiction, and the right it is a part of.

The first seed of this project sees an ITMO as a benefit right, one of three powers of a State's
right to development. A transfer moves that power and never the other two.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from tallystick import law
from tallystick.core.findings import Severity, Text
from tallystick.core.rules import Rulebook, Shown, fails, unknown


class Power(StrEnum):
    """The powers that make up the right to development."""

    LEGISLATION = "legislation"
    SUPERVISION = "supervision"
    BENEFIT = "benefit"


@dataclass(frozen=True, slots=True)
class DevelopmentRight:
    """The right behind some units: a State has all its powers, the benefit may be another's."""

    state: str
    benefit_holder: str

    def holder(self, power: Power) -> str:
        """Return who has a power; to make law and to supervise stays with the State."""
        return self.benefit_holder if power is Power.BENEFIT else self.state

    def transferred(self, to: str) -> "DevelopmentRight":
        """Return the right after a transfer of the units: the benefit alone has moved."""
        return replace(self, benefit_holder=to)


@dataclass(frozen=True, slots=True)
class Benefit:
    """Money that units brought to somebody; it is booked apart from the units themselves."""

    holder: str
    units: str
    amount: Decimal
    currency: str


def benefits(entries: Sequence[Benefit]) -> dict[tuple[str, str], Decimal]:
    """Return what every holder has received, by holder and currency."""
    total: dict[tuple[str, str], Decimal] = {}
    for one in entries:
        key = one.holder, one.currency
        total[key] = total.get(key, Decimal(0)) + one.amount
    return total


def natures(jurisdiction: str, unit: str) -> tuple[law.LegalNature, ...]:
    """Return what a kind of unit is in a jurisdiction: its own views, or else those for all."""
    own = [one for one in law.legal_natures() if one.unit == unit]
    there = [one for one in own if one.jurisdiction == jurisdiction]
    return tuple(there or [one for one in own if one.jurisdiction == law.EVERYWHERE])


def consequences(found: Sequence[law.LegalNature]) -> tuple[law.Consequence, ...]:
    """Return what follows from natures for pledge, tax and insolvency, nature by nature."""
    table = law.legal_consequences()
    return tuple(one for nature in found for one in table[nature.nature])


@dataclass(frozen=True, slots=True)
class Placed:
    """Units of a kind that are held, pledged or sold under the law of a jurisdiction."""

    id: str
    jurisdiction: str
    unit: str


@dataclass(frozen=True, slots=True)
class Moved:
    """A transfer that says it moves powers; None where it does not say which."""

    id: str
    powers: frozenset[Power] | None


NATURES: Rulebook[Placed, None] = Rulebook("legal nature of units")
POWERS: Rulebook[Moved, None] = Rulebook("powers that a transfer moves")


@NATURES.rule(
    "LEGAL_NATURE",
    source="Tallystick design",
    message=Text(
        "{id}: {unit} has natures with different consequences in {jurisdiction}: {natures}",
        "{id}：{unit} 在 {jurisdiction} 有后果不同的多种法律属性：{natures}",
    ),
    fix=Text(
        "choose a governing law, or agree on what the units are taken to be",
        "请选定准据法，或约定单位的法律属性",
    ),
    severity=Severity.WARNING,
)
def nature_is_known_and_one(placed: Placed, _: None) -> Shown | None:
    """What a unit is in a jurisdiction is on record, and all views agree."""
    found = natures(placed.jurisdiction, placed.unit)
    where = {"id": placed.id, "jurisdiction": placed.jurisdiction, "unit": placed.unit}
    if not found:
        return unknown(Text("the legal nature of the units", "单位的法律属性"), where)
    if len(found) == 1:
        return None
    return fails(where, natures=", ".join(one.nature for one in found), **where)


@POWERS.rule(
    "BENEFIT_ONLY",
    source="Tallystick design",
    message=Text(
        "transfer {transfer} claims to move {powers}, which stay with the State",
        "转让 {transfer} 声称转移 {powers}，而该等权能仍属国家",
    ),
    fix=Text("let the transfer move the benefit alone", "请仅转移收益权能"),
)
def transfers_move_the_benefit_alone(moved: Moved, _: None) -> Iterator[Shown]:
    """A transfer of units moves the power of benefit and no other."""
    where = {"transfer": moved.id}
    if moved.powers is None:
        yield unknown(Text("the powers that the transfer moves", "转让所转移的权能"), where)
    elif others := sorted(moved.powers - {Power.BENEFIT}):
        yield fails(where, transfer=moved.id, powers=", ".join(others))


def to_json(placed: Placed) -> Mapping[str, object]:
    """Return the natures and their consequences as the legal report shows them."""
    found = natures(placed.jurisdiction, placed.unit)
    return {
        "id": placed.id,
        "jurisdiction": placed.jurisdiction,
        "unit": placed.unit,
        "natures": [
            {"nature": one.nature, "source": one.source, "status": one.status} for one in found
        ],
        "consequences": [
            {
                "nature": one.nature,
                "question": one.question,
                "answer": one.answer_en,
                "answer_zh": one.answer_zh,
            }
            for one in consequences(found)
        ],
    }
