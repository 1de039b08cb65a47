"""Operations of those who prepare and run links: the dashboard, partners, and flows."""

from datetime import date
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Field, Query, Schema

from tallystick.ledger.reading import reading
from tallystick.linking.systems import profiles
from tallystick.web.api.answers import CSV_TOO, GUARDED, PUBLIC, PartyCode, listed, page_model
from tallystick.web.api.callers import KNOWN, caller
from tallystick.web.api.operations import router
from tallystick.web.api.paging import PageQuery
from tallystick.web.api.postings_in import Name
from tallystick.web.api.problems import unknown
from tallystick.web.opendata import catalogue_lists, rows
from tallystick.web.opendata.catalogue_lists import day
from tallystick.web.opendata.listing import Columns, sliced
from tallystick.web.places import ledger_place
from tallystick.web.regulator import limits
from tallystick.web.regulator.links import (
    account_limits,
    agreements_of,
    deadlines_of,
    largest_flows,
    party_asked,
    systems_of,
    yearly_flows,
)
from tallystick.web.regulator.partners import ranked

PERMISSION = "link.read"


class FlowRow(Schema):
    """Units that standing transfers moved from one Party to another in a calendar year."""

    giving: str
    receiving: str
    year: int
    quantity_t: int


class LimitOut(Schema):
    """A limit on quantity with what the ledger has seen of it; null is not known."""

    agreement: str
    direction: str
    scope: str
    per: str
    used_t: int | None
    limit_t: int | None
    percent: int | None


class DashboardOut(Schema):
    """The links of a Party, or of all."""

    party: str
    on: date
    pending: bool = Field(description="Whether a large ledger is still being worked out.")
    agreements: list[rows.AgreementRow]
    in_effect: list[str]
    limits: list[LimitOut]
    account_limits: list[dict[str, Any]] = Field(description="Of accounts one may see.")
    prices: list[dict[str, Any]]
    flows: list[dict[str, Any]] = Field(description="Over all years, the largest first.")
    deadlines: list[dict[str, Any]]


class PartnerRow(Schema):
    """A system as a partner of another; each index from what is certain to what is possible."""

    id: str
    verdict: str
    similarity: list[int] = Field(description="Whole points of 100, the lowest and the highest.")
    compatibility: list[int]
    synergy: list[int]
    isomorphism: list[int]
    gain: float | None
    is_ahead: bool = Field(description="Whether no other is both more alike and of more gain.")


FLOWS, PARTNERS = Columns("flows", FlowRow), Columns("partners", PartnerRow)


@router.get("/links", response={200: DashboardOut, **GUARDED}, tags=["read"], auth=KNOWN)
def links(request: HttpRequest, party: PartyCode | Literal["all"] | None = None) -> Any:
    """Return limits used, prices, flows and deadlines of one's Party's links; asks `link.read`."""
    asks = caller(request)
    asks.hold(PERMISSION)
    whose, on = party_asked(asks.user, party or ""), day(None)
    shown, effective = agreements_of(whose, on)
    with reading(ledger_place()) as reader:
        flows = yearly_flows(reader, ledger_place())
        own = account_limits(reader, asks.user)
    return {
        "party": whose,
        "on": on,
        "pending": flows is None,
        "agreements": [catalogue_lists.agreement(one, on) for one in shown],
        "in_effect": [one.id for one in effective],
        "limits": [_limit(one) for one in limits.agreed(effective, flows or {}, on)],
        "account_limits": own,
        "prices": [_price(one) for one in systems_of(shown)],
        "flows": [
            {"giving": giving, "receiving": receiving, "quantity_t": quantity}
            for (giving, receiving), quantity in largest_flows(flows or {}, whose)
        ],
        "deadlines": _deadlines(effective, on),
    }


def _limit(told: dict[str, Any]) -> dict[str, Any]:
    return {**told, "agreement": told["agreement"].id}


def _price(one: Any) -> dict[str, Any]:
    fact = one.facts["price_usd"]
    return {"id": one.id, "price_usd": fact.value, "as_of": one.as_of, "status": fact.status}


def _deadlines(effective: Any, on: date) -> list[dict[str, Any]]:
    found = [{"agreement": one.id, **entry.to_json()} for one, entry in deadlines_of(effective, on)]
    return sorted(found, key=lambda entry: (entry["on"], entry["agreement"]))


@router.get(
    "/flows",
    response={200: page_model(FLOWS), **PUBLIC},
    openapi_extra=CSV_TOO,
    tags=["read"],
)
def flows(request: HttpRequest, asked: Query[PageQuery]) -> Any:
    """List what moved between Parties year by year; empty while a large ledger is worked out."""
    with reading(ledger_place()) as reader:
        found = yearly_flows(reader, ledger_place()) or {}
    told = [
        {"giving": giving, "receiving": receiving, "year": year, "quantity_t": quantity}
        for (giving, receiving, year), quantity in sorted(found.items())
    ]
    return listed(request, FLOWS, sliced(told, asked.asked()))


class PartnerQuery(PageQuery):
    """For which system partners are sought."""

    system: Name


@router.get(
    "/partners",
    response={200: page_model(PARTNERS), **GUARDED},
    openapi_extra=CSV_TOO,
    tags=["read"],
    auth=KNOWN,
)
def partners(request: HttpRequest, asked: Query[PartnerQuery]) -> Any:
    """Rank the systems a system could link with, the most alike first; asks for `link.read`."""
    caller(request).hold(PERMISSION)
    if asked.system not in profiles():
        raise unknown(asked.system)
    return listed(request, PARTNERS, sliced(list(ranked(asked.system)), asked.asked()))
