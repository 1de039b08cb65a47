"""From a ledger to the annual information of one Party and year in the agreed electronic format."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from tallystick import law
from tallystick.article6.aef.submission import Layout, Submission
from tallystick.article6.authorization.components import AuthorizeEntity
from tallystick.article6.postings.facts import AccountKind
from tallystick.article6.postings.movements import Route
from tallystick.article6.postings.records import Authorize, RecordNdc
from tallystick.article6.postings.units import Holding, Units
from tallystick.core.actions import OIMP, ActionType, Purpose, print_purposes
from tallystick.core.quantities import Metric
from tallystick.ledger import Entry, Ledger, replay
from tallystick.ledger.brief import told
from tallystick.ledger.control.history import standing_journal
from tallystick.ledger.entries import Leg
from tallystick.ledger.notes import illustrative

Row = dict[str, str | None]

PRINTED_ACTIONS = {
    ActionType.FIRST_TRANSFER: "First transfer",
    ActionType.TRANSFER: "Transfer",
    ActionType.ACQUISITION: "Acquisition",
    ActionType.USE: "Use",
    ActionType.CANCELLATION: "Cancellation",
    ActionType.VOLUNTARY_CANCELLATION: "Voluntary Cancellation",
}
FIRST_VERSION = "1.0"


class UnknownPeriodError(ValueError):
    """The ledger does not know the NDC period that every submission states."""

    def __init__(self, party: str) -> None:
        super().__init__(
            f"no NDC of {party} is recorded, and a submission states its period: "
            f"check the Party code, or record the NDC first"
        )


@dataclass(frozen=True, slots=True)
class Reported:
    """What the ledger holds about one Party and one calendar year."""

    party: str
    year: int
    ndc: RecordNdc
    authorizations: Sequence[Authorize]
    entities: Sequence[AuthorizeEntity]
    actions: Sequence[Entry]
    holdings: Sequence[Holding]


def reported(ledger: Ledger, party: str, year: int) -> Reported:
    """Read the actions of a year and the position at its end; UnknownPeriodError without an NDC.

    A movement that was corrected, be it later, is in neither.
    """
    first_day, last_day = date(year, 1, 1), date(year, 12, 31)
    ndc = _stated(ledger, party, last_day)
    journal = standing_journal(ledger, party, first_day, last_day)
    actions = [entry for entry in journal if is_reported(entry)]
    holdings = list(_held_by(ledger, party, standing_journal(ledger, last_day=last_day), last_day))
    named = {units.authorization for units in _units(actions, holdings)}
    newest = {one.id: one for one in ledger.authorizations() if one.on <= last_day}
    authorizations = [
        one
        for one in newest.values()
        if one.party == party and (one.id in named or one.on >= first_day)
    ]
    entities = _entities(ledger, party, actions, year)
    return Reported(party, year, ndc, authorizations, entities, actions, holdings)


def _stated(ledger: Ledger, party: str, last_day: date) -> RecordNdc:
    """Return the NDC whose period a submission states: one that covers the year, if there is one.

    What was recorded by the end of the year comes first; an NDC that was recorded anew since then
    still tells its period.
    """
    ndcs = [one for one in ledger.ndcs() if one.party == party]
    known = [one for one in ndcs if one.on <= last_day] or ndcs
    if not known:
        raise UnknownPeriodError(party)
    return next((one for one in reversed(known) if last_day.year in one.period), known[-1])


def _entities(
    ledger: Ledger, party: str, actions: Iterable[Entry], year: int
) -> list[AuthorizeEntity]:
    """Return the entities that the Party authorized in the year, or that acted in it."""
    acting = {one.entity for one in actions}
    newest = {
        (one.approach, one.number): one
        for one in ledger.entities()
        if one.party == party and one.on.year <= year
    }
    return [one for one in newest.values() if one.on.year == year or one.number in acting]


def _holds(kind: AccountKind) -> bool:
    """Whether units on such an account are held by its Party, and not by the Adaptation Fund."""
    return not kind.terminal and Route.CONTRIBUTION not in kind.takes


def is_reported(entry: Leg) -> bool:
    """Whether an entry is an action of the format: a transfer inside a Party is not.

    One to the Adaptation Fund is, wherever the Fund has its account.
    """
    inside = entry.type is ActionType.TRANSFER and entry.counterparty is None and not entry.subtype
    return entry.type in PRINTED_ACTIONS and not inside


def years_to_report(
    ledger: Ledger, party: str, last_year: int, journal: Sequence[Leg] | None = None
) -> list[int]:
    """List the years, up to the last, in which the Party authorized, acted or held units.

    `journal` is the standing one, whole or in brief; it is read where it is not given.
    """
    legs = standing_journal(ledger) if journal is None else journal
    acted = {one.effective_on.year for one in legs if one.party == party and is_reported(one)}
    entities = {one.on.year for one in ledger.entities() if one.party == party}
    versions = [one for one in ledger.authorizations() if one.party == party]
    known = acted | entities | {one.on.year for one in versions}
    return [
        year
        for year in range(min(known, default=last_year + 1), last_year + 1)
        if year in acted | entities
        or any(one.on.year == year for one in _newest(versions, year))
        or any(_held_by(ledger, party, legs, date(year, 12, 31)))
    ]


def _newest(versions: Iterable[Authorize], year: int) -> Iterable[Authorize]:
    """Return the version of each authorization that was recorded last by the end of a year."""
    return {one.id: one for one in versions if one.on.year <= year}.values()


def _held_by(ledger: Ledger, party: str, legs: Sequence[Leg], last_day: date) -> Iterator[Holding]:
    """Yield what a Party reports as held at the end of a day, by the journal whole or in brief."""
    own = [one for one in ledger.accounts() if one.party == party and _holds(one.kind)]
    names = {one.id for one in own} | {told(one) for one in own}
    for held in replay(one for one in legs if one.effective_on <= last_day):
        if held.account in names and held.units.first_transferred_on is not None:
            yield held


def submission(
    ledger: Ledger, party: str, year: int, submitted_on: date, version: str = FIRST_VERSION
) -> Submission:
    """Fill the five tables for a Party and a calendar year (4/CMA.6 annex II).

    The columns that the platform fills stay empty. Raises UnknownPeriodError when no NDC of the
    Party is recorded.
    """
    found = reported(ledger, party, year)
    authorizations = {one.id: one for one in ledger.authorizations() if one.on.year <= year}
    header = {
        "party": party,
        "version": version,
        "reported_year": str(year),
        "submitted_on": submitted_on.isoformat(),
        "ndc_first_year": str(found.ndc.period.first_year),
        "ndc_last_year": str(found.ndc.period.last_year),
    }
    fields = law.layout("five_table")
    tables = {
        "authorizations": [_authorization_row(one) for one in found.authorizations],
        "actions": [_action_row(one, authorizations) for one in found.actions],
        "holdings": [_unit_row(one.units) for one in found.holdings],
        "entities": [_entity_row(one) for one in found.entities],
    }
    return Submission(
        path=f"{party}-{year}",
        layout=Layout.FIVE_TABLE,
        header={field.name: header.get(field.name) for field in fields["submission"]},
        tables={name: table_frame(name, rows) for name, rows in tables.items()},
    )


def table_frame(table: str, rows: Sequence[Mapping[str, str | None]]) -> pl.DataFrame:
    """Put rows by field name into the frame of a table of the format, numbered as on a sheet."""
    names = [field.name for field in law.layout("five_table")[table]]
    columns = {name: [row.get(name) for row in rows] for name in names}
    numbers = pl.Series("row", range(2, len(rows) + 2), dtype=pl.UInt32)
    return pl.DataFrame(columns, schema=dict.fromkeys(names, pl.String)).with_columns(numbers)


def _units(actions: Iterable[Entry], holdings: Iterable[Holding]) -> list[Units]:
    return [one.units for one in actions if one.units] + [one.units for one in holdings]


def _authorization_row(authorization: Authorize) -> Row:
    years = (authorization.first_year, authorization.last_year)
    return {
        "authorization_id": authorization.id,
        "authorized_on": authorization.decided_on.isoformat(),
        "approach": authorization.approach,
        "authorization_version": str(authorization.version),
        "authorized_quantity_t": _text(authorization.authorized_quantity_t),
        **_metric(authorization.metric),
        "gwp_values": authorization.gwp_values,
        "sectors": _listed(authorization.sectors),
        "activity_types": _listed(authorization.activity_types),
        "purposes": print_purposes(authorization.purposes),
        "authorized_parties": _listed(authorization.authorized_parties),
        "authorized_entities": _listed(authorization.authorized_entities),
        "authorized_oimp": authorization.authorized_oimp,
        "timeframe": f"{years[0]} - {years[1]}" if None not in years else None,
        "terms": authorization.terms,
        "first_transfer_definition": authorization.first_transfer_definition,
        "explanation": _explained(authorization.note),
    }


def _entity_row(entity: AuthorizeEntity) -> Row:
    return {
        "authorized_on": entity.on.isoformat(),
        "name": entity.name,
        "country": entity.country,
        "entity_id": entity.number,
        "approach": entity.approach,
        "conditions": entity.conditions,
        "change_conditions": entity.change_conditions,
        "explanation": _explained(entity.note),
    }


def _action_row(entry: Entry, authorizations: dict[str, Authorize]) -> Row:
    if entry.units is None:
        raise ValueError(f"entry {entry.id} is about no units")
    moves_out = entry.type in {ActionType.FIRST_TRANSFER, ActionType.TRANSFER}
    for_oimp = entry.purpose in OIMP
    return {
        **_unit_row(entry.units),
        "acted_at": entry.effective_on.isoformat(),
        "action_type": PRINTED_ACTIONS[ActionType(entry.type)],
        "action_subtype": entry.subtype,
        "transferring_party": entry.counterparty if not moves_out else None,
        "acquiring_party": entry.counterparty if moves_out else None,
        "oimp": _oimp(entry.purpose, authorizations.get(entry.units.authorization)),
        "using_party": entry.party if for_oimp else None,
        "using_entity": entry.entity,
        "use_year": _text(entry.use_year),
        "explanation": _explained(entry.note),
    }


def _unit_row(units: Units) -> Row:
    series, backing = units.block.series, units.underlying
    quantity = str(units.block.quantity)
    is_ghg = units.metric == Metric.GHG
    return {
        "approach": series.approach,
        "authorization_id": units.authorization,
        "first_transferring_party": series.party,
        "registry": series.registry,
        "first_id": units.block.first_id,
        "last_id": units.block.last_id,
        "underlying_registry": backing.registry if backing else None,
        "underlying_first_unit": backing.first_unit if backing else None,
        "underlying_last_unit": backing.last_unit if backing else None,
        **_metric(units.metric),
        "quantity_t": quantity if is_ghg else None,
        "quantity_non_ghg": None if is_ghg else quantity,
        "mitigation_type": units.mitigation_type,
        "vintage": str(series.vintage),
    }


def _metric(metric: str) -> Row:
    if metric == Metric.GHG:
        return {"metric": Metric.GHG.value, "non_ghg_metric": None}
    return {"metric": Metric.NON_GHG.value, "non_ghg_metric": metric}


def _oimp(purpose: Purpose | None, authorization: Authorize | None) -> str | None:
    if purpose not in OIMP:
        return None
    named = authorization.authorized_oimp if authorization else None
    return named or purpose.value if purpose else None


def _listed(words: Sequence[str]) -> str | None:
    return "; ".join(words) or None


def _text(number: int | None) -> str | None:
    return None if number is None else str(number)


def _explained(note: Mapping[str, Any]) -> str | None:
    """Say in the workbook where a row comes from and what in it no source states."""
    invented = ", ".join(word.en for word in illustrative(note))
    parts = [
        f"Illustrative: {invented}." if invented else None,
        f"Source: {note['source']}" if note.get("source") else None,
    ]
    return " ".join(part for part in parts if part) or None
