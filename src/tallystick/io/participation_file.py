"""The participation file: what is on record about a Party's participation, with its days."""

from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

from tallystick.article6.account import NdcKind
from tallystick.article6.ndc import NdcRegister, NdcVersion, TargetForm
from tallystick.article6.participation import (
    Arrangement,
    Conclusion,
    InventoryReport,
    Record,
    Registry,
    Statement,
)
from tallystick.core.findings import Text
from tallystick.core.parties import Span
from tallystick.io.yamlfile.damage import Damaged
from tallystick.io.yamlfile.fields import Fields
from tallystick.io.yamlfile.forms import DATE, TEXT, one_of
from tallystick.io.yamlfile.parties import PARTY, read_period
from tallystick.io.yamlfile.source import read_fields

RECORD = ("party", "ndcs", "arrangements", "registries", "inventories", "statements")
NDC = (
    "version",
    "communicated",
    "first_year",
    "last_year",
    "kind",
    "form",
    "target",
    "conditional",
    "sectors",
    "gases",
    "document",
    "withdrawn",
)
SPAN = ("since", "until")
ARRANGEMENT = ("authority", "instrument", *SPAN)
REGISTRY = ("id", "document", *SPAN)
INVENTORY = ("due", "submitted", "document", "flexibility")
STATEMENT = ("narrative", "attachment", "reviewer", "reviewed", "conclusion")

UNTIL = Text("the first day outside, after since", "晚于since的首个界外日")

Entry = TypeVar("Entry")


def read_participation(path: Path) -> Record:
    """Read a participation file.

    A list that is absent says that nobody has recorded anything, an empty one that there is
    nothing. Raises Damaged, whose findings name every mistake with its line, value and mend.
    """
    file = read_fields(path, RECORD)
    party = file.required("party", PARTY)
    ndcs = _listed(file, "ndcs", [_ndc(one) for one in _each(file, "ndcs", NDC)])
    arrangements = [_arrangement(one) for one in _each(file, "arrangements", ARRANGEMENT)]
    registries = [_registry(one) for one in _each(file, "registries", REGISTRY)]
    inventories = [_inventory(one) for one in _each(file, "inventories", INVENTORY)]
    statements = [_statement(one) for one in _each(file, "statements", STATEMENT)]
    if party is None or file.damage.findings:
        raise Damaged(file.damage.findings)
    return Record(
        party=party,
        ndcs=NdcRegister(party, ndcs),
        arrangements=_listed(file, "arrangements", arrangements),
        registries=_listed(file, "registries", registries),
        inventories=_listed(file, "inventories", inventories),
        statements=_listed(file, "statements", statements),
    )


def _each(file: Fields, name: str, known: tuple[str, ...]) -> list[Fields]:
    return [Fields(record, known, file.damage) for record in file.records(name)]


def _listed(file: Fields, name: str, read: Sequence[Entry | None]) -> tuple[Entry, ...] | None:
    """Return what was read, None where the list itself is absent."""
    if file.given(name) is None:
        return None
    return tuple(one for one in read if one is not None)


def _ndc(fields: Fields) -> NdcVersion | None:
    version = fields.required("version", TEXT)
    communicated = fields.required("communicated", DATE)
    period = read_period(fields)
    kind = fields.required("kind", one_of(NdcKind))
    form = fields.required("form", one_of(TargetForm))
    target, conditional = fields.optional("target", TEXT), fields.optional("conditional", TEXT)
    sectors, gases = _names(fields, "sectors"), _names(fields, "gases")
    document, withdrawn = fields.optional("document", TEXT), fields.optional("withdrawn", DATE)
    if version is None or communicated is None or period is None or kind is None or form is None:
        return None
    return NdcVersion(
        version=version,
        communicated_on=communicated,
        period=period,
        kind=kind,
        form=form,
        target=target,
        conditional=conditional,
        sectors=sectors,
        gases=gases,
        document=document,
        withdrawn_on=withdrawn,
    )


def _names(fields: Fields, name: str) -> frozenset[str] | None:
    if fields.given(name) is None:
        return None
    read = [fields.read(name, item, TEXT) for item in fields.items(name)]
    return frozenset(one for one in read if one is not None)


def _span(fields: Fields) -> Span | None:
    since, until = fields.required("since", DATE), fields.optional("until", DATE)
    if since is None:
        return None
    if until is not None and until <= since:
        fields.refuse("until", UNTIL)
        return None
    return Span(since, until)


def _arrangement(fields: Fields) -> Arrangement | None:
    authority = fields.required("authority", TEXT)
    instrument = fields.required("instrument", TEXT)
    valid = _span(fields)
    if authority is None or instrument is None or valid is None:
        return None
    return Arrangement(authority, instrument, valid)


def _registry(fields: Fields) -> Registry | None:
    identifier, document = fields.required("id", TEXT), fields.required("document", TEXT)
    valid = _span(fields)
    if identifier is None or document is None or valid is None:
        return None
    return Registry(identifier, document, valid)


def _inventory(fields: Fields) -> InventoryReport | None:
    due, submitted = fields.required("due", DATE), fields.optional("submitted", DATE)
    document = fields.optional("document", TEXT)
    flexibility = fields.optional("flexibility", TEXT)
    return InventoryReport(due, submitted, document, flexibility) if due else None


def _statement(fields: Fields) -> Statement:
    return Statement(
        narrative=fields.optional("narrative", TEXT),
        attachment=fields.optional("attachment", TEXT),
        reviewer=fields.optional("reviewer", TEXT),
        reviewed_on=fields.optional("reviewed", DATE),
        conclusion=fields.optional("conclusion", one_of(Conclusion)),
    )
