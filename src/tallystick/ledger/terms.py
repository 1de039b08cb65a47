"""What a ledger has on record about the terms of approaches and about oversight."""

from collections.abc import Iterable, Mapping
from datetime import date

from tallystick.article6.postings.records import Authorize, OpenAccount, RecordApproach
from tallystick.article6.postings.term_facts import NO_TERMS, TermFacts
from tallystick.article6.postings.term_records import Appoint, FileStep, Identify
from tallystick.ledger import rows
from tallystick.ledger.bodies import read_body
from tallystick.ledger.known import Known
from tallystick.ledger.store import Store


def terms_of(
    known: Known, authorizations: Mapping[str, tuple[Authorize, ...]], accounts: Iterable[str]
) -> TermFacts:
    """Return the terms of the approaches of authorizations, and what is on file for them."""
    approaches: dict[str, RecordApproach] = {}
    steps: dict[str, tuple[FileStep, ...]] = {}
    for identifier, versions in authorizations.items():
        recorded = known.recorded(RecordApproach, versions[-1].approach) if versions else ()
        if recorded and recorded[-1].has_terms:
            terms = recorded[-1]
            approaches[terms.id] = terms
            stepwise = terms.gated or terms.registration
            steps[identifier] = known.recorded(FileStep, identifier) if stepwise else ()
    if not approaches:
        return NO_TERMS
    asked = any(one.identified for one in approaches.values())
    checks = {one: known.recorded(Identify, one) for one in accounts} if asked else {}
    return TermFacts(approaches, steps, identities=checks)


def overseen(known: Known, name: str, on: date) -> TermFacts:
    """Return whether a body of this name is appointed to oversee on a day."""
    appointed = any(one.on <= on for one in known.recorded(Appoint, name))
    return TermFacts(overseers=frozenset({name})) if appointed else NO_TERMS


def owned(store: Store, name: str) -> TermFacts:
    """Return the accounts that a body to be appointed has."""
    accounts = (read_body(body) for (body,) in store.execute(rows.BODIES, (OpenAccount.kind,)))
    held = [one.id for one in accounts if isinstance(one, OpenAccount) and one.name == name]
    return TermFacts(owned=tuple(held))
