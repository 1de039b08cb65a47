"""Acts on units as a file lists them, each judged under an agreement on its own day."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Annotated, Any

from tallystick.core.findings import Finding, worst
from tallystick.linking.agreement.agreement import Agreement
from tallystick.linking.agreement.keys import Named
from tallystick.linking.agreement.values import DATE, ID, PARTY_ID, RATE, TEXT
from tallystick.linking.permits import permits
from tallystick.linking.restrictions import Units
from tallystick.linking.transactions import Kind, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Something done with units on a day; what is left out is unknown."""

    id: Annotated[str, ID, "Its id."]
    on: Annotated[date, DATE, "Day."]
    kind: Annotated[Kind, "What is done."]
    origin: Annotated[str, Named("from"), PARTY_ID, "System (or Party) that issued the units."]
    destination: Annotated[str, Named("to"), PARTY_ID, "System (or Party) where it is done."]
    quantity_t: Annotated[int, "Units."]
    used: Annotated[bool, "Whether the units were used or cancelled before."]
    unit: Annotated[str | None, TEXT, "Unit type, such as CHU."] = None
    vintage: Annotated[int | None, "Vintage."] = None
    programme: Annotated[str | None, TEXT, "Programme."] = None
    project_type: Annotated[str | None, TEXT, "Project type."] = None
    host: Annotated[str | None, PARTY_ID, "Host Party."] = None
    registered: Annotated[date | None, DATE, "Day the activity was registered."] = None
    contract: Annotated[str | None, ID, "Contract of the lower tier that it fulfils."] = None
    transferred_before_t: Annotated[int | None, "What the host first transferred before."] = None
    booked_before_t: Annotated[int | None, "What the limit has seen before."] = None
    base_t: Annotated[int | None, "What a share is a share of."] = None
    price: Annotated[Fraction | None, RATE, "Price of a unit."] = None

    @property
    def transaction(self) -> Transaction:
        """The act as ledgers and registries ask about it."""
        units = Units(
            unit=self.unit,
            vintage=self.vintage,
            programme=self.programme,
            project_type=self.project_type,
            host=self.host,
            registered=self.registered,
        )
        return Transaction(
            kind=self.kind,
            origin=self.origin,
            destination=self.destination,
            quantity_t=self.quantity_t,
            used=self.used,
            units=units,
            booked_before_t=self.booked_before_t or 0,
            base_t=self.base_t,
            price=self.price,
            transferred_before_t=self.transferred_before_t,
            contract=self.contract,
            is_counted=self.booked_before_t is not None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Acts:
    """A file of acts."""

    acts: Annotated[tuple[Act, ...], "Acts, in any order."]


@dataclass(frozen=True, slots=True)
class Judged:
    """An act and what the agreement has against it on its day."""

    act: Act
    findings: tuple[Finding, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the act with its outcome; nothing against it is a pass."""
        outcome = worst(self.findings).value
        told = {"id": self.act.id, "on": self.act.on.isoformat(), "kind": self.act.kind.value}
        return {**told, "outcome": outcome, "by": [one.code for one in self.findings]}


def judge_acts(agreement: Agreement, acts: Acts) -> tuple[Judged, ...]:
    """Judge every act on its day: agreement and contract have to hold on that day."""
    return tuple(Judged(one, permits(agreement, one.on, one.transaction)) for one in acts.acts)
