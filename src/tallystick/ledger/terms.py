"""What a ledger has on record about the terms of approaches and about oversight."""

from collections.abc import Mapping
from datetime import date

from tallystick.article6.postings.records import Authorize, OpenAccount, RecordApproach
from tallystick.article6.postings.term_facts import NO_TERMS, TermFacts
from tallystick.article6.postings.term_records import Appoint, FileStep
from tallystick.ledger import rows
from tallystick.ledger.bodies import read_body
from tallystick.ledger.known import Known
from tallystick.ledger.store import Store


def terms_of(known: Known, authorizations: Mapping[str, tuple[Authorize, ...]]) -> TermFacts:
    """Return the terms of the approaches of authorizations, with the steps of gated ones."""
    approaches: dict[str, RecordApproach] = {}
    steps: dict[str, tuple[FileStep, ...]] = {}
    for identifier, versions in authorizations.items():
        recorded = known.recorded(RecordApproach, versions[-1].approach) if versions else ()
        if recorded and (recorded[-1].gated or recorded[-1].quality):
            approaches[recorded[-1].id] = recorded[-1]
            steps[identifier] = known.recorded(FileStep, identifier) if recorded[-1].gated else ()
    return TermFacts(approaches, steps) if approaches else NO_TERMS


def overseen(known: Known, name: str, on: date) -> TermFacts:
    """Return whether a body of this name is appointed to oversee on a day."""
    appointed = any(one.on <= on for one in known.recorded(Appoint, name))
    return TermFacts(overseers=frozenset({name})) if appointed else NO_TERMS


def owned(store: Store, name: str) -> TermFacts:
    """Return the accounts that a body to be appointed has."""
    accounts = (read_body(body) for (body,) in store.execute(rows.BODIES, (OpenAccount.kind,)))
    held = [one.id for one in accounts if isinstance(one, OpenAccount) and one.name == name]
    return TermFacts(owned=tuple(held))
