"""The page of the two tiers: the governments' agreement, the contract beneath it, both on a day."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tallystick.article6.authorization.components import (
    AuthorizeEntity,
    Instrument,
    Permits,
    RecordChain,
)
from tallystick.article6.authorization.content import Demand
from tallystick.article6.authorization.history import version_on
from tallystick.article6.postings.permit_rules import PERMITS, missing_tiers
from tallystick.article6.postings.records import Authorize
from tallystick.ledger.reading import Reader, reading
from tallystick.web.authority.scope import desk
from tallystick.web.languages import pick
from tallystick.web.people.power import needs
from tallystick.web.places import ledger_place
from tallystick.web.public.pages import day_asked

RULE = PERMITS["ENTITY_TIERS"]


@needs("adjustment.read")
@require_safe
def tiers(request: HttpRequest, code: str) -> HttpResponse:
    """Show the two tiers of every entity under the Party's authorizations, as of a day."""
    context, on = desk(request, code, "adjustment.read"), day_asked(request)
    with reading(ledger_place()) as reader:
        rows = list(chains_on(reader, on, party=code))
    context |= {"rows": rows, "on": on, "code": RULE.code, "source": RULE.source}
    return render(request, "registry/tiers.html", context)


def chains_on(
    reader: Reader, on: date, *, party: str = "", account: str = ""
) -> Iterator[dict[str, Any]]:
    """Yield the tiers of each entity under each authorization of a Party or for an account.

    What is demanded and recorded is told as the ledger would judge it on the day.
    """
    entities: list[AuthorizeEntity] = reader.records(AuthorizeEntity)
    if account and not any(account in {one.number, *one.accounts} for one in entities):
        return  # the page of an account is asked for often, and most have no tiers
    permits = Permits(entities=entities, chains=reader.records(RecordChain))
    histories: dict[str, list[Authorize]] = {}
    for version in reader.records(Authorize):
        histories.setdefault(version.id, []).append(version)
    for history in histories.values():
        version = version_on(tuple(history), on) or history[-1]
        if party and version.party != party:
            continue
        for number, entity in _entities(permits, version).items():
            if account and (entity is None or account not in {entity.number, *entity.accounts}):
                continue
            yield _told(version, number, entity, permits, on)


def _entities(permits: Permits, version: Authorize) -> Mapping[str, AuthorizeEntity | None]:
    """Return the newest record of each entity that has tiers, or needs them."""
    named = {one.number: one for one in permits.entities if one.approach == version.approach}
    chained = {one.entity for one in permits.chains if one.authorization == version.id}
    wanted = chained | (named.keys() if _demands(version) else set())
    return {number: named.get(number) for number in sorted(wanted)}


def _demands(version: Authorize) -> bool:
    return version.content is not None and Demand.TWO_TIERS in version.content.demands


def _told(
    version: Authorize, number: str, entity: AuthorizeEntity | None, permits: Permits, on: date
) -> dict[str, Any]:
    chain = permits.chain_on(version.id, number, on)
    missing = [pick(one) for one in missing_tiers(chain, on)]
    return {
        "authorization": version.id,
        "approach": version.approach,
        "party": version.party,
        "number": number,
        "name": entity.name if entity else "",
        "is_demanded": _demands(version),
        "agreement": _instrument(chain.agreement if chain else None, on),
        "contract": _instrument(chain.contract if chain else None, on),
        "missing": missing,
        "is_entity_valid": entity is not None and entity.is_valid_on(on),
        "outcome": "fail" if missing else "pass",
    }


def _instrument(one: Instrument | None, on: date) -> dict[str, Any] | None:
    if one is None:
        return None
    valid = one.is_valid_on(on)
    return {"id": one.id, "since": one.since, "last_day": one.last_day, "is_valid": valid}
