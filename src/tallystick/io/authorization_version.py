"""One version of an authorization of mitigation outcomes, as a file states it.

A field that is left out says that nobody has recorded it; `absent`, that the document is silent;
`omitted`, that it is silent although the element applies; `not applicable`, that it says so.
"""

from collections.abc import Mapping
from typing import TypeVar

from tallystick.article6.authorization.content import (
    NOTICE,
    Change,
    ChangeTerms,
    Content,
    Demand,
)
from tallystick.article6.postings.records import Authorize
from tallystick.core.findings import Text
from tallystick.core.quantities import Metric
from tallystick.io.account_file import METRIC, read_purposes
from tallystick.io.yamlfile.fields import Fields
from tallystick.io.yamlfile.forms import DATE, POSITIVE, TEXT, YEAR, Form, one_of, pattern
from tallystick.io.yamlfile.tree import Scalar

VERSION = (
    "id",
    "version",
    "date",
    "effective",
    "expires",
    "final_event",
    "approach",
    "purposes",
    "first_transfer",
    "parties",
    "entities",
    "oimp",
    "quantity_t",
    "vintages",
    "frameworks",
    "tracking_registry",
    "underlying_registries",
    "metric",
    "gwp",
    "gases",
    "sectors",
    "activity_types",
    "terms",
    "changes",
    "change",
    "revokes",
    "notice",
    "demands",
)
LETTERS: Mapping[str, str] = {
    "approach": "a",
    "parties": "b",
    "expires": "c",
    "first_transfer": "d",
    "frameworks": "f",
    "changes": "g",
    "quantity_t": "h",
    "tracking_registry": "i",
    "underlying_registries": "j",
    "vintages": "k",
    "gases": "l",
    "sectors": "m",
    "activity_types": "n",
    "notice": NOTICE,
}
"""The letter of 4/CMA.6 para 5 that a field answers, where it may be said to be missing."""
ABSENT, OMITTED, NOT_APPLICABLE = "absent", "omitted", "not applicable"
SILENCES = frozenset({ABSENT, OMITTED, NOT_APPLICABLE})

VINTAGES = Text("the first and the last year, such as [2021, 2030]", "首末年份，例如[2021, 2030]")
EFFECTIVE = Text("a day not before date", "不早于date的日期")
FLAG = pattern(
    "(?i)true|false", Text("true or false", "true或false"), lambda text: text.casefold() == "true"
)
Value = TypeVar("Value")


def names(fields: Fields, name: str) -> tuple[str, ...]:
    """Read a list of texts, empty where it is not given or the document is silent."""
    if silence(fields, name):
        return ()
    read = [fields.read(name, item, TEXT) for item in fields.items(name)]
    return tuple(one for one in read if one is not None)


def silence(fields: Fields, name: str) -> str | None:
    """Return the word that stands for a missing element, where a field holds one."""
    node = fields.given(name)
    word = node.text.strip().casefold() if isinstance(node, Scalar) else ""
    return word if name in LETTERS and word in SILENCES else None


def silences(fields: Fields, word: str) -> frozenset[str]:
    """Return the letters whose field holds the word."""
    return frozenset(letter for name, letter in LETTERS.items() if silence(fields, name) == word)


def stated(fields: Fields, name: str, form: Form[Value]) -> Value | None:
    """Read a field of the document, None where it is not given or the document is silent."""
    return None if silence(fields, name) else fields.optional(name, form)


def read_version(fields: Fields, party: str) -> Authorize | None:
    """Read one version; None where what every version needs is not there."""
    identifier, decided = fields.required("id", TEXT), fields.required("date", DATE)
    effective = fields.optional("effective", DATE) or decided
    purposes = read_purposes(fields)
    first_year, last_year = _vintages(fields)
    number, approach = fields.optional("version", POSITIVE), stated(fields, "approach", TEXT)
    definition, quantity = (
        stated(fields, "first_transfer", TEXT),
        stated(fields, "quantity_t", POSITIVE),
    )
    oimp, terms = fields.optional("oimp", TEXT), fields.optional("terms", TEXT)
    metric, gwp = fields.optional("metric", METRIC), fields.optional("gwp", TEXT)
    parties, entities = names(fields, "parties"), names(fields, "entities")
    sectors, activity_types = names(fields, "sectors"), names(fields, "activity_types")
    content = _content(fields)
    if identifier is None or decided is None or effective is None or purposes is None:
        return None
    if effective < decided:
        fields.refuse("effective", EFFECTIVE)
    return Authorize(
        on=effective,
        note=fields.origin,
        id=identifier,
        party=party,
        approach=approach or "",
        purposes=purposes,
        version=number or 1,
        first_transfer_definition=definition,
        authorized_parties=parties,
        authorized_entities=entities,
        authorized_oimp=oimp,
        authorized_quantity_t=quantity,
        first_year=first_year,
        last_year=last_year,
        sectors=sectors,
        activity_types=activity_types,
        metric=metric or Metric.GHG.value,
        gwp_values=gwp,
        terms=terms,
        content=content,
    )


def _content(fields: Fields) -> Content:
    demanded = [fields.read("demands", one, one_of(Demand)) for one in fields.items("demands")]
    return Content(
        decided_on=fields.optional("date", DATE),
        expires_on=stated(fields, "expires", DATE),
        final_event_on=fields.optional("final_event", DATE),
        frameworks=names(fields, "frameworks"),
        changes=_changes(fields),
        tracking_registry=stated(fields, "tracking_registry", TEXT),
        underlying_registries=names(fields, "underlying_registries"),
        gases=names(fields, "gases"),
        notice=stated(fields, "notice", TEXT),
        demands=frozenset(one for one in demanded if one is not None),
        absent=silences(fields, ABSENT),
        not_applicable=silences(fields, NOT_APPLICABLE),
        omitted=silences(fields, OMITTED),
        change=_change(fields),
        revokes=fields.optional("revokes", FLAG) or False,
    )


def _vintages(fields: Fields) -> tuple[int | None, int | None]:
    if silence(fields, "vintages") or fields.given("vintages") is None:
        return None, None
    match [fields.read("vintages", item, YEAR) for item in fields.items("vintages")]:
        case [int(first), int(last)] if first <= last:
            return first, last
    fields.refuse("vintages", VINTAGES)
    return None, None


def _changes(fields: Fields) -> ChangeTerms | None:
    if silence(fields, "changes") or fields.given("changes") is None:
        return None
    terms = fields.record("changes", ("circumstances", "process", "reach_back"))
    if terms is None:
        return None
    circumstances, process = names(terms, "circumstances"), terms.required("process", TEXT)
    reach_back = terms.optional("reach_back", FLAG) or False
    return ChangeTerms(circumstances, process, reach_back) if process else None


def _change(fields: Fields) -> Change | None:
    if fields.given("change") is None:
        return None
    made = fields.record("change", ("circumstance", "process", "reaches_back"))
    if made is None:
        return None
    circumstance, process = made.required("circumstance", TEXT), made.required("process", TEXT)
    reaches_back = made.optional("reaches_back", FLAG) or False
    return Change(circumstance, process, reaches_back) if circumstance and process else None
