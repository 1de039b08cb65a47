"""What a ledger has on record about the terms of approaches and about oversight."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from tallystick.article6.authorization.components import AuthorizeApproach, participants
from tallystick.article6.postings.records import Authorize, OpenAccount, RecordApproach
from tallystick.article6.postings.term_facts import NO_TERMS, TermFacts
from tallystick.article6.postings.term_records import Appoint, FileStep, Identify, RecordForecast
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
    forecasts: dict[str, RecordForecast] = {}
    for identifier, versions in authorizations.items():
        recorded = known.recorded(RecordApproach, versions[-1].approach) if versions else ()
        if recorded and recorded[-1].has_terms:
            terms = recorded[-1]
            approaches[terms.id] = terms
            stepwise = terms.gated or terms.registration
            steps[identifier] = known.recorded(FileStep, identifier) if stepwise else ()
            host = versions[-1].party
            if terms.host_covered and (found := known.recorded(RecordForecast, host)):
                forecasts[host] = found[-1]
    if not approaches:
        return NO_TERMS
    asked = any(one.identified for one in approaches.values())
    checks = {one: known.recorded(Identify, one) for one in accounts} if asked else {}
    return TermFacts(approaches, steps, identities=checks, forecasts=forecasts)


def participants_of(known: Known, authorization: Authorize) -> frozenset[str] | None:
    """Return the Parties of the approach of an authorization on its day, None where unknown."""
    recorded = known.recorded(RecordApproach, authorization.approach)
    authorized = known.recorded(AuthorizeApproach, authorization.approach)
    return participants(recorded, authorized, authorization.on)


def counted(store: Store, terms: TermFacts, since_t: Mapping[tuple[str, int], int]) -> TermFacts:
    """Add what hosts have first transferred: what the database counts and what came since."""
    done_t = {
        (host, vintage): int(units) + since_t.get((host, vintage), 0)
        for host in terms.forecasts
        for vintage, units in store.execute(rows.COVER, (host,))
    }
    return replace(terms, done_t=done_t) if done_t else terms


def overseen(known: Known, name: str, on: date) -> TermFacts:
    """Return whether a body of this name is appointed to oversee on a day."""
    appointed = any(one.on <= on for one in known.recorded(Appoint, name))
    return TermFacts(overseers=frozenset({name})) if appointed else NO_TERMS


def owned(store: Store, name: str) -> TermFacts:
    """Return the accounts that a body to be appointed has."""
    accounts = (read_body(body) for (body,) in store.execute(rows.BODIES, (OpenAccount.kind,)))
    held = [one.id for one in accounts if isinstance(one, OpenAccount) and one.name == name]
    return TermFacts(owned=tuple(held))
