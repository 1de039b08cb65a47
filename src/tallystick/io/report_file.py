"""Report files: what a Party tells in its initial report and in its regular information."""

from collections.abc import Iterable
from pathlib import Path

from tallystick import law
from tallystick.article6.account import AccountResult, Method, NdcKind
from tallystick.article6.ndc import TargetForm
from tallystick.article6.reports.amounts import ROWS, Amount
from tallystick.article6.reports.filed import Event, EventKind, FiledReport
from tallystick.article6.reports.information import Information, Value
from tallystick.article6.reports.initial import Approach, InitialReport, ReportedNdc
from tallystick.article6.reports.regular import RegularApproach, RegularReport
from tallystick.article6.reports.versions import FIRST, Version
from tallystick.core.findings import Text
from tallystick.core.periods import NdcPeriod
from tallystick.core.quantities import Metric
from tallystick.io.yamlfile.damage import REPEATED, Damaged
from tallystick.io.yamlfile.fields import Fields
from tallystick.io.yamlfile.forms import DATE, TEXT, WHOLE, YEAR, Form, one_of, pattern
from tallystick.io.yamlfile.parties import PARTY, read_period
from tallystick.io.yamlfile.source import read_fields
from tallystick.io.yamlfile.tree import Record

SECTIONS = ("information", "not_applicable", "confidential")
COMMON = ("party", "submitted", *SECTIONS, "approaches")
INITIAL = (*COMMON, "version", "with_btr", "btr_submitted", "ndc", "filed")
REGULAR = (*COMMON, "year", "amounts")
NDC = ("first_year", "last_year", "kind", "form", "method")
FILED = ("version", "submitted", "approaches", "with_btr")
APPROACH = ("id", *SECTIONS)
INITIAL_APPROACH = (
    *APPROACH,
    "first_year",
    "last_year",
    "authorizations",
    "annual_information",
)
EVENTS = {
    "authorizations": EventKind.AUTHORIZATION,
    "annual_information": EventKind.FILING,
}
EVENT = ("id", "date")
DIMENSIONS = ("approach", "sector", "transferring_party", "using_party", "vintage")
AMOUNT = ("row", "year", "quantity_t", *DIMENSIONS)

VERSION = Form(Text("a version such as 1.0", "版本号，例如1.0"), Version.parse)
YES_NO = pattern(
    "(?i)true|false", Text("true or false", "true或false"), lambda text: text.lower() == "true"
)
ROW = pattern(
    r"23\([cde]\)", Text(f"one of {', '.join(ROWS)}", f"以下之一：{'、'.join(ROWS)}"), str
)


def read_initial(path: Path, *, is_update: bool = False) -> InitialReport:
    """Read the file of an initial report or, as told, of an updated one.

    Raises Damaged, whose findings name every mistake with its line, value and mend.
    """
    file = read_fields(path, INITIAL)
    party, ndc = file.required("party", PARTY), _ndc(file)
    information = _information(file, "initial", ndc.period if ndc else None)
    known: set[str] = set()
    listed = _each(file, "approaches", INITIAL_APPROACH)
    approaches = [_initial_approach(one, known) for one in listed]
    filed = [_filed(one) for one in _each(file, "filed", FILED)]
    version, submitted = file.optional("version", VERSION), file.optional("submitted", DATE)
    with_btr = file.optional("with_btr", YES_NO)
    btr_submitted = file.optional("btr_submitted", YES_NO)
    if party is None or ndc is None or file.damage.findings:
        raise Damaged(file.damage.findings)
    return InitialReport(
        party=party,
        ndc=ndc,
        information=information,
        approaches=tuple(one for one in approaches if one is not None),
        version=version or FIRST,
        submitted_on=submitted,
        with_btr=with_btr is True,
        btr_submitted=btr_submitted,
        is_update=is_update,
        filed=tuple(one for one in filed if one is not None),
    )


def read_regular(path: Path, account: AccountResult | None = None) -> RegularReport:
    """Read the file of regular information, to be held against an account if there is one.

    Raises Damaged, whose findings name every mistake with its line, value and mend.
    """
    file = read_fields(path, REGULAR)
    party, year = file.required("party", PARTY), file.required("year", YEAR)
    information = _information(file, "regular")
    known: set[str] = set()
    listed = _each(file, "approaches", (*APPROACH, "metrics"))
    approaches = [_regular_approach(one, known) for one in listed]
    amounts = [_amount(one) for one in _each(file, "amounts", AMOUNT)]
    submitted = file.optional("submitted", DATE)
    if party is None or year is None or file.damage.findings:
        raise Damaged(file.damage.findings)
    return RegularReport(
        party=party,
        year=year,
        information=information,
        approaches=tuple(one for one in approaches if one is not None),
        submitted_on=submitted,
        amounts=tuple(one for one in amounts if one is not None),
        account=account,
    )


def _each(file: Fields, name: str, known: tuple[str, ...]) -> list[Fields]:
    return [Fields(record, known, file.damage) for record in file.records(name)]


def _section(fields: Fields, name: str, known: tuple[str, ...]) -> Fields:
    """Return a record inside this one, an empty one where it is absent."""
    if fields.given(name) is None:
        return Fields(Record(fields.line), known, fields.damage)
    return fields.record(name, known) or Fields(Record(fields.line), known, fields.damage)


def _ndc(file: Fields) -> ReportedNdc | None:
    fields = file.record("ndc", NDC)
    if fields is None:
        return None
    period = read_period(fields)
    kind = fields.optional("kind", one_of(NdcKind))
    form = fields.optional("form", one_of(TargetForm))
    method = fields.optional("method", one_of(Method))
    return ReportedNdc(period, kind, form, method) if period else None


def _information(fields: Fields, outline: str, years: NdcPeriod | None = None) -> Information:
    """Read the elements of an outline by their kind; an empty field is no value."""
    elements = law.outline(outline).elements
    names = tuple(one.name for one in elements)
    told, *reasons = (_section(fields, name, names) for name in SECTIONS)
    values = {one.name: _value(told, one) for one in elements}
    unfit, withheld = (_texts(section, names) for section in reasons)
    return Information(
        told={name: value for name, value in values.items() if value is not None},
        not_applicable=unfit,
        confidential=withheld,
        years=years,
        where=fields.origin,
    )


def _texts(fields: Fields, names: Iterable[str]) -> dict[str, str]:
    read = {name: fields.optional(name, TEXT) for name in names}
    return {name: text for name, text in read.items() if text is not None}


def _value(fields: Fields, element: law.Element) -> Value | None:
    if element.kind == "by_year":
        return fields.by_year(element.name, WHOLE) or None
    if element.kind == "number":
        return fields.optional(element.name, WHOLE)
    if element.kind == "text":
        return fields.optional(element.name, TEXT)
    form = PARTY if element.kind == "parties" else TEXT
    return _listed(fields, element.name, form) or None


def _listed(fields: Fields, name: str, form: Form[str]) -> tuple[str, ...]:
    read = [fields.read(name, item, form) for item in fields.items(name)]
    return tuple(one for one in read if one is not None)


def _identifier(fields: Fields, known: set[str]) -> str | None:
    """Read the identifier of an approach, which a report has once."""
    identifier = fields.required("id", TEXT)
    if identifier is None:
        return None
    if identifier in known:
        fields.damage.add(REPEATED, fields.line, name=identifier)
    known.add(identifier)
    return identifier


def _initial_approach(fields: Fields, known: set[str]) -> Approach | None:
    identifier = _identifier(fields, known)
    stated = fields.given("first_year") is not None or fields.given("last_year") is not None
    information = _information(fields, "approach", read_period(fields) if stated else None)
    events = [
        Event(kind, identifier or "", one.optional("date", DATE), one.optional("id", TEXT))
        for name, kind in EVENTS.items()
        for one in _each(fields, name, EVENT)
    ]
    return Approach(identifier, information, tuple(events)) if identifier else None


def _regular_approach(fields: Fields, known: set[str]) -> RegularApproach | None:
    identifier = _identifier(fields, known)
    information = _information(fields, "regular_approach")
    metrics: frozenset[Metric] | None = None
    if fields.given("metrics") is not None:
        read = [fields.read("metrics", one, one_of(Metric)) for one in fields.items("metrics")]
        metrics = frozenset(one for one in read if one is not None)
    return RegularApproach(identifier, information, metrics) if identifier else None


def _filed(fields: Fields) -> FiledReport | None:
    version = fields.required("version", VERSION)
    submitted = fields.optional("submitted", DATE)
    with_btr = fields.optional("with_btr", YES_NO) is True
    listed = fields.given("approaches") is not None
    approaches = frozenset(_listed(fields, "approaches", TEXT)) if listed else None
    return FiledReport(version, submitted, approaches, with_btr) if version else None


def _amount(fields: Fields) -> Amount | None:
    row, year = fields.required("row", ROW), fields.required("year", YEAR)
    quantity = fields.required("quantity_t", WHOLE)
    approach, sector = fields.optional("approach", TEXT), fields.optional("sector", TEXT)
    transferring = fields.optional("transferring_party", PARTY)
    using, vintage = fields.optional("using_party", PARTY), fields.optional("vintage", YEAR)
    if row is None or year is None or quantity is None:
        return None
    return Amount(
        row=row,
        year=year,
        quantity_t=quantity,
        approach=approach,
        sector=sector,
        transferring_party=transferring,
        using_party=using,
        vintage=vintage,
    )
