"""Caps, links, claims to units, account holders, decisions, sectors and gains of a file."""

from fractions import Fraction
from typing import Any

from tallystick.article6.distribution import Distribution, Gain
from tallystick.article6.safeguards.allocation import Allocation, Step, Taken
from tallystick.article6.safeguards.allowances import Cap, Flow, Link
from tallystick.article6.safeguards.decisions import Cast, Proposal, Vote
from tallystick.article6.safeguards.entities import Entity, EntityClass, Identity
from tallystick.article6.safeguards.exposure import Exposed
from tallystick.article6.safeguards.leakage import Sector
from tallystick.article6.safeguards.surplus import Guard
from tallystick.io.safeguards.forms import MONEY, RATIO, SHARE, Forms, made, several, words
from tallystick.io.yamlfile.fields import Fields
from tallystick.io.yamlfile.forms import DATE, NATURAL, POSITIVE, TEXT, YEAR, one_of
from tallystick.io.yamlfile.parties import PARTY
from tallystick.io.yamlfile.records import each, listed

FLOW: Forms = {"from": PARTY, "to": PARTY, "year": YEAR, "quantity_t": POSITIVE}
STEP: Forms = {"step": one_of(Step), "date": DATE, "by": TEXT}
CLAIMED: Forms = {"id": TEXT, "party": PARTY}
VOTE: Forms = {"member": TEXT, "vote": one_of(Vote), "date": DATE}
PROPOSAL: Forms = {"id": TEXT, "days": POSITIVE}
ENTITY: tuple[Forms, Forms] = (
    {"id": TEXT, "name": TEXT, "class": one_of(EntityClass)},
    {"identity": one_of(Identity), "checked": DATE, "valid_until": DATE},
)
GUARD: Forms = {
    "surplus_t": NATURAL, "margin": SHARE, "authorized_t": NATURAL, "pledged_t": NATURAL,
}  # fmt: skip
EXPOSED: tuple[Forms, Forms] = (
    {"system": TEXT, "name": TEXT},
    {
        "emissions_t": NATURAL,
        "value_added": MONEY,
        "price": MONEY,
        "rival_price": MONEY,
        "free_share": SHARE,
        "elasticity": RATIO,
    },
)
SECTOR: tuple[Forms, Forms] = (
    {"system": TEXT, "name": TEXT},
    {"reduction_t": NATURAL, "rate": SHARE, "free_share": SHARE, "border_share": SHARE},
)


def caps(file: Fields) -> tuple[Cap, ...] | None:
    """Read the caps of systems with what was issued under them."""
    read = [
        made(
            one,
            Cap,
            {"system": TEXT, "year": YEAR},
            cap_t=one.optional("cap_t", NATURAL),
            issued_t=one.optional("issued_t", NATURAL),
        )
        for one in each(file, "caps", ("system", "year", "cap_t", "issued_t"))
    ]
    return listed(file, "caps", read)


def link(file: Fields) -> Link | None:
    """Read what crossed a link."""
    if file.given("link") is None:
        return None
    inside = file.record("link", ("allowances", "itmos"))
    if inside is None:
        return None
    return Link(several(inside, "allowances", Flow, FLOW), several(inside, "itmos", Flow, FLOW))


def allocations(file: Fields) -> tuple[Allocation, ...] | None:
    """Read the claims of Parties to units."""
    known = ("id", "party", "steps")
    read = [_allocation(one) for one in each(file, "allocations", known)]
    return listed(file, "allocations", read)


def _allocation(fields: Fields) -> Allocation | None:
    steps = [
        made(one, Taken, STEP, quantity_t=one.optional("quantity_t", NATURAL))
        for one in each(fields, "steps", (*STEP, "quantity_t"))
    ]
    return made(fields, Allocation, CLAIMED, steps=listed(fields, "steps", steps))


def entities(file: Fields) -> tuple[Entity, ...] | None:
    """Read the account holders."""
    return several(file, "entities", _entity, *ENTITY)


def _entity(**given: object) -> Entity:
    renamed = {"class": "kind", "checked": "checked_on"}
    values: dict[str, object] = {renamed.get(name, name): value for name, value in given.items()}
    return Entity(**values)  # type: ignore[arg-type]  # each form gives the type of its field


def proposals(file: Fields) -> tuple[Proposal, ...] | None:
    """Read what is before a joint body."""
    known = ("id", "opened", "members", "vetoes", "days", "escalates_to", "votes", "acted")
    return listed(file, "decisions", [_proposal(one) for one in each(file, "decisions", known)])


def _proposal(fields: Fields) -> Proposal | None:
    opened = fields.required("opened", DATE)
    parts: dict[str, Any] = {
        "opened_on": opened,
        "members": words(fields, "members") or frozenset(),
        "vetoes": words(fields, "vetoes") or frozenset(),
        "escalates_to": fields.optional("escalates_to", TEXT),
        "votes": several(fields, "votes", Cast, VOTE),
        "acted_on": fields.optional("acted", DATE),
    }
    return made(fields, Proposal, PROPOSAL, **parts) if opened else None


def sectors(file: Fields) -> tuple[Sector, ...] | None:
    """Read the sectors of linked systems."""
    return several(file, "sectors", Sector, *SECTOR)


def guards(file: Fields) -> tuple[Guard, ...] | None:
    """Read what hosts have promised from their surplus."""
    known = ("party", *GUARD, "sectors_t", "limits_t")
    return listed(file, "guards", [_guard(one) for one in each(file, "guards", known)])


def _guard(fields: Fields) -> Guard | None:
    sectors = {name: _by_sector(fields, name) for name in ("sectors_t", "limits_t")}
    return made(fields, Guard, {"party": PARTY}, GUARD, **sectors)


def _by_sector(fields: Fields, name: str) -> dict[str, int]:
    """Read tonnes by the name of a sector."""
    rows = [
        (one.required("sector", TEXT), one.required("quantity_t", NATURAL))
        for one in each(fields, name, ("sector", "quantity_t"))
    ]
    return {sector: tonnes for sector, tonnes in rows if sector and tonnes is not None}


def exposed(file: Fields) -> tuple[Exposed, ...] | None:
    """Read sectors and the rivals they compete with."""
    return several(file, "exposed", Exposed, *EXPOSED)


def distribution(file: Fields) -> Distribution | None:
    """Read what every Party gains."""
    gains = [_gain(one) for one in each(file, "gains", ("party", "amount", "population"))]
    read = listed(file, "gains", gains)
    return None if read is None else Distribution(read)


def _gain(fields: Fields) -> Gain | None:
    party, amount = fields.required("party", PARTY), fields.required("amount", MONEY)
    population = fields.optional("population", POSITIVE)
    return Gain(party, Fraction(amount), population) if party and amount is not None else None
