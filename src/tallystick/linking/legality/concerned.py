"""Whom and what the rules on legality are about."""

from collections.abc import Iterator
from typing import TypeVar

from tallystick import law
from tallystick.linking.agreement.agreement import Agreement, PartyTo
from tallystick.linking.agreement.params import Adjustment
from tallystick.linking.agreement.words import Area, Binding, Level, Role, Subject
from tallystick.linking.circumstances import Circumstances

INTERNATIONAL = frozenset({Level.NATIONAL, Level.SUPRANATIONAL})
"""The levels whose parties are subjects of international law."""

BELOW_STATE = frozenset({Level.SUBNATIONAL, Level.CITY})

Params = TypeVar("Params")


def place(agreement: Agreement, facts: Circumstances, path: str) -> dict[str, object]:
    """Say which agreement, which day and which place of the file a finding is about."""
    return {"agreement": agreement.id, "date": facts.on.isoformat(), "path": path}


def taking_part(agreement: Agreement, facts: Circumstances) -> Iterator[tuple[str, PartyTo]]:
    """Yield who is party on the day, observers apart, with the place of each in the file."""
    present = agreement.parties_on(facts.on)
    for index, party in enumerate(agreement.parties):
        if party in present and party.role is not Role.OBSERVER:
            yield f"parties[{index}]", party


def below_state(agreement: Agreement, facts: Circumstances) -> Iterator[tuple[str, PartyTo]]:
    """Yield the parties below State level."""
    for path, party in taking_part(agreement, facts):
        if party.level in BELOW_STATE:
            yield path, party


def state_of(party: PartyTo) -> str | None:
    """Return the code of the Party to which what a party does is attributed, None if unknown."""
    return party.id if party.level in INTERNATIONAL else party.state


def crosses_borders(agreement: Agreement, facts: Circumstances) -> bool | None:
    """Whether parties belong to more than one State; None where that is not known."""
    states = {state_of(party) for _, party in taking_part(agreement, facts)}
    if len(states - {None}) > 1:
        return True
    return None if None in states else False


def is_binding(agreement: Agreement) -> bool:
    """Whether its form binds the parties towards each other."""
    return law.legal_force(agreement.form) == "binding"


def links_systems(agreement: Agreement) -> bool:
    """Whether units become good for compliance elsewhere by it."""
    return agreement.about is Subject.ETS_LINK


def carries_outcomes(agreement: Agreement) -> bool:
    """Whether mitigation outcomes are transferred under it; a bare memorandum moves none."""
    if agreement.about is not Subject.ARTICLE6:
        return False
    return bool(agreement.recognition) or agreement.article6.is_stated or is_binding(agreement)


def adjusts(agreement: Agreement) -> bool:
    """Whether corresponding adjustments follow from it."""
    both = [one.both_sides for one in fixed(agreement, Area.ADJUSTMENT, Adjustment)]
    return carries_outcomes(agreement) or True in both


def fixed(agreement: Agreement, area: Area, params: type[Params]) -> tuple[Params, ...]:
    """Return what the clauses on an area fix, without those that fix nothing."""
    return tuple(
        clause.params for clause in agreement.clauses_on(area) if isinstance(clause.params, params)
    )


def told(answers: list[bool | None]) -> bool | None:
    """Fold what several clauses say: a no prevails over a yes, and silence is unknown."""
    if False in answers:
        return False
    return True if True in answers else None


def words_bind(agreement: Agreement) -> bool | None:
    """Whether form or words bind the parties; None where the force of some words is unknown."""
    force = [clause.binding for clause in agreement.clauses]
    if is_binding(agreement) or Binding.SHALL in force:
        return True
    return None if None in force or not force else False
