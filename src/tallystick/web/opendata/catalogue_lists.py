"""The lists that ship with the package: Parties, agreements, systems."""

from datetime import UTC, date, datetime
from typing import Any

from tallystick import law
from tallystick.article6.parties import PARTIES
from tallystick.io.catalogue import catalogue
from tallystick.linking.agreement import Agreement
from tallystick.linking.status import standing
from tallystick.web.opendata.listing import Asked, Page, sliced


def parties(_: str, asked: Asked) -> Page:
    """List all countries and organisations by code, as they are on a day."""
    on = day(asked.on)
    told = [
        {
            "code": one.code,
            "name_en": one.name.en,
            "name_zh": one.name.zh,
            "party": one.is_party_on(on),
            "least_developed": one.is_least_developed_on(on),
            "small_island": one.small_island,
        }
        for one in PARTIES.values()
        if asked.party in {None, one.code}
    ]
    return sliced(told, asked)


def agreements(_: str, asked: Asked) -> Page:
    """List the agreements of the catalogue by id, as they stand on a day."""
    on = day(asked.on)
    named = [one for one in catalogue().values() if asked.party in {None, *states(one)}]
    return sliced([agreement(one, on) for one in named], asked)


def agreement(one: Agreement, on: date) -> dict[str, Any]:
    """Return an agreement as a row."""
    stands, title = standing(one, on), one.title
    return {
        "id": one.id,
        "title_en": title.en if title else one.id,
        "title_zh": (title.zh if title else None) or (title.en if title else one.id),
        "form": one.form.value,
        "subject": one.about.value,
        "status": stands.status.value,
        "status_certain": stands.certain,
        "parties": [party.id for party in one.parties],
        "signed": _text(one.dates.signed),
        "in_force": _text(one.dates.in_force),
        "ends": _text(one.dates.ends),
        "confidence": _text(one.confidence),
    }


def states(one: Agreement) -> list[str]:
    """Name the Parties behind an agreement, also those of parties below State level."""
    return list(dict.fromkeys(party.state or party.id for party in one.parties))


def systems(_: str, asked: Asked) -> Page:
    """List the emissions trading systems by id; those of one Party if named."""
    told = [system(one) for one in law.systems().values() if asked.party in {None, one.party}]
    return sliced(told, asked)


def system(one: law.System) -> dict[str, Any]:
    """Return a system as a row; what is unknown is None."""
    facts = ("kind", "status", "start_year", "sectors", "gases", "unit", "price_usd")
    kept = ("id", "name_en", "name_zh", "party", "level", "confidence", "as_of")
    return {
        **{name: getattr(one, name) for name in kept},
        **{name: one.facts[name].value for name in facts},
    }


def day(on: date | None) -> date:
    """Return the day asked for, or today (UTC)."""
    return on or datetime.now(UTC).date()


def _text(value: object) -> str | None:
    return None if value is None else str(value)
