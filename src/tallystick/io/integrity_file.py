"""The integrity file: what is on record about one cooperative approach, with its days."""

from pathlib import Path

from tallystick import law
from tallystick.article6.integrity import (
    Baseline,
    BaselineRegister,
    Consent,
    IntegrityRecord,
    Mitigation,
    Participant,
    Permanence,
    Replacement,
    Report,
    Reversal,
)
from tallystick.article6.participation import Evidence
from tallystick.core.findings import Text
from tallystick.core.identifiers import APPROACH_ID
from tallystick.core.periods import NdcPeriod
from tallystick.io import integrity_terms as terms
from tallystick.io.yamlfile.damage import Damaged
from tallystick.io.yamlfile.fields import Fields
from tallystick.io.yamlfile.forms import DATE, NATURAL, POSITIVE, TEXT, WHOLE, YEAR, Form, pattern
from tallystick.io.yamlfile.parties import PARTY
from tallystick.io.yamlfile.records import each, listed
from tallystick.io.yamlfile.source import read_fields
from tallystick.law import Exclusion

LISTS = (
    *("consents", "exclusions", "baselines", "sectors", "outcomes", "reversals", "reports"),
    *("bodies", "engagements", "participants", "transfers", "cases"),
    *("non_market", "results_finance"),
)
FILE = ("approach", "parties", "agreement", "gate", *LISTS)
DOCUMENT = ("document", "date")
CONSENT = ("party", "authority", *DOCUMENT)
EXCLUSION = ("trait", "label_en", "label_zh", "since", "until", "source")
BASELINE = ("party", "sector", "version", "adopted", "level_t", "document")
SECTOR = ("party", "sector", "emissions_t")
OUTCOME = (
    *("id", "party", "activity", "sector", "vintage", "quantity_t", "reference_t"),
    *("emissions_t", "leakage_t", "measured", "verified", "traits", "permanence", "public"),
)
PERMANENCE = ("at_risk", "monitored_until", "responsible")
REVERSAL = ("id", "outcome", "date", "quantity_t", "due", "replaced")
REPLACED = ("quantity_t", *DOCUMENT)
REPORT = ("party", "year", "outcomes", "method", "metric", "gwp", "public", "withheld")
REPORTED = ("id", "quantity_t")
ACCOUNTS = ("emissions_t", "first_transferred_t", "used_t")
PARTICIPANT = ("party", "first_year", "last_year", "target_t", *ACCOUNTS)

APPROACH = pattern(APPROACH_ID, Text("an approach such as CA0009", "合作方法编号，例如CA0009"), str)
LAST_YEAR = Text("a year not before first_year", "不早于first_year的年份")


def _agreement(text: str) -> str:
    if text not in law.exclusions():
        raise ValueError(text)
    return text


AGREEMENT = Form(
    Text("an agreement whose exclusions are on file", "已收录排除事项的协定"),
    _agreement,
    tuple(law.exclusions()),
)


def read_integrity(path: Path) -> IntegrityRecord:
    """Read an integrity file.

    A list that is absent says that nobody has recorded anything, an empty one that there is
    nothing. Raises Damaged, whose findings name every mistake with its line, value and mend.
    """
    file = read_fields(path, FILE)
    approach = file.required("approach", APPROACH)
    parties = tuple(
        code for item in file.items("parties") if (code := file.read("parties", item, PARTY))
    )
    if not file.items("parties"):
        file.missing("parties", Text("a list of Party codes", "缔约方代码列表"))
    record = IntegrityRecord(
        approach=approach or "",
        parties=parties,
        consents=listed(
            file, "consents", [_consent(one) for one in each(file, "consents", CONSENT)]
        ),
        exclusions=_exclusions(file),
        baselines=_baselines(file),
        outcomes=listed(
            file, "outcomes", [_outcome(one) for one in each(file, "outcomes", OUTCOME)]
        ),
        reversals=listed(
            file, "reversals", [_reversal(one) for one in each(file, "reversals", REVERSAL)]
        ),
        reports=listed(file, "reports", [_report(one) for one in each(file, "reports", REPORT)]),
        bodies=terms.bodies(file),
        engagements=terms.engagements(file),
        participants=listed(
            file,
            "participants",
            [_participant(one) for one in each(file, "participants", PARTICIPANT)],
        ),
        gated=file.optional("gate", terms.TRUTH),
        passages=terms.passages(file),
        cases=terms.cases(file),
        non_market=terms.non_market(file),
        results_finance=terms.results_finance(file),
    )
    if file.damage.findings:
        raise Damaged(file.damage.findings)
    return record


def _evidence(fields: Fields) -> Evidence | None:
    document, on = fields.required("document", TEXT), fields.required("date", DATE)
    return Evidence(document, on) if document and on else None


def _consent(fields: Fields) -> Consent | None:
    party, authority = fields.required("party", PARTY), fields.required("authority", TEXT)
    document = _evidence(fields)
    return Consent(party, authority, document) if party and authority and document else None


def _exclusions(file: Fields) -> tuple[Exclusion, ...] | None:
    """Read what the file leaves out itself, beside what the agreement leaves out."""
    agreement = file.optional("agreement", AGREEMENT)
    own = listed(
        file, "exclusions", [_exclusion(one) for one in each(file, "exclusions", EXCLUSION)]
    )
    if agreement is None:
        return own
    return (*law.exclusions()[agreement], *(own or ()))


def _exclusion(fields: Fields) -> Exclusion | None:
    texts = [fields.required(name, TEXT) for name in ("trait", "label_en", "label_zh", "source")]
    since, until = fields.required("since", DATE), fields.optional("until", DATE)
    trait, label_en, label_zh, source = texts
    if not (trait and label_en and label_zh and source and since):
        return None
    return Exclusion(trait, label_en, label_zh, since, until, source)


def _baselines(file: Fields) -> BaselineRegister:
    read = [_baseline(one) for one in each(file, "baselines", BASELINE)]
    measured = {}
    for one in each(file, "sectors", SECTOR):
        party, sector = one.required("party", PARTY), one.required("sector", TEXT)
        if party and sector:
            measured[party, sector] = one.by_year("emissions_t", WHOLE)
    return BaselineRegister(listed(file, "baselines", read), measured)


def _baseline(fields: Fields) -> Baseline | None:
    party, sector = fields.required("party", PARTY), fields.required("sector", TEXT)
    version, adopted = fields.required("version", POSITIVE), fields.required("adopted", DATE)
    level_t, document = fields.by_year("level_t", WHOLE), fields.optional("document", TEXT)
    if not (party and sector and version and adopted):
        return None
    return Baseline(
        party=party,
        sector=sector,
        version=version,
        adopted_on=adopted,
        level_t=level_t,
        document=document,
    )


def _outcome(fields: Fields) -> Mitigation | None:
    texts = [fields.required(name, TEXT) for name in ("id", "activity", "sector")]
    party, vintage = fields.required("party", PARTY), fields.required("vintage", YEAR)
    quantity = fields.required("quantity_t", POSITIVE)
    reference, emissions = (fields.optional(name, WHOLE) for name in ("reference_t", "emissions_t"))
    leakage = fields.optional("leakage_t", NATURAL)
    measured, verified = _part(fields, "measured"), _part(fields, "verified", "by")
    traits, permanence = terms.names(fields, "traits"), _permanence(fields)
    identifier, activity, sector = texts
    if not (identifier and activity and sector and party and vintage and quantity):
        return None
    return Mitigation(
        id=identifier,
        party=party,
        activity=activity,
        sector=sector,
        vintage=vintage,
        quantity_t=quantity,
        reference_t=reference,
        emissions_t=emissions,
        leakage_t=leakage,
        measured=_evidence(measured) if measured else None,
        verified=_evidence(verified) if verified else None,
        verifier=verified.required("by", TEXT) if verified else None,
        traits=None if traits is None else frozenset(traits),
        permanence=permanence,
        public=fields.optional("public", TEXT),
    )


def _part(fields: Fields, name: str, *more: str) -> Fields | None:
    """Return a document inside a record, None where it is absent."""
    return None if fields.given(name) is None else fields.record(name, (*DOCUMENT, *more))


def _permanence(fields: Fields) -> Permanence | None:
    inside = None
    if fields.given("permanence") is not None:
        inside = fields.record("permanence", PERMANENCE)
    if inside is None:
        return None
    at_risk = inside.required("at_risk", terms.TRUTH)
    until = inside.optional("monitored_until", DATE)
    responsible = inside.optional("responsible", PARTY)
    if at_risk is None:
        return None
    return Permanence(at_risk=at_risk, monitored_until=until, responsible=responsible)


def _reversal(fields: Fields) -> Reversal | None:
    identifier, outcome = fields.required("id", TEXT), fields.required("outcome", TEXT)
    on, quantity = fields.required("date", DATE), fields.required("quantity_t", POSITIVE)
    due = fields.optional("due", DATE)
    replaced = [_replacement(one) for one in each(fields, "replaced", REPLACED)]
    if not (identifier and outcome and on and quantity):
        return None
    return Reversal(
        id=identifier,
        outcome=outcome,
        on=on,
        quantity_t=quantity,
        due=due,
        replacements=tuple(one for one in replaced if one is not None),
    )


def _replacement(fields: Fields) -> Replacement | None:
    quantity, document = fields.required("quantity_t", POSITIVE), _evidence(fields)
    return Replacement(quantity, document) if quantity and document else None


def _report(fields: Fields) -> Report | None:
    party, year = fields.required("party", PARTY), fields.required("year", YEAR)
    told = {
        name: fields.optional(name, TEXT)
        for name in ("method", "metric", "gwp", "public", "withheld")
    }
    outcomes_t = {}
    for one in each(fields, "outcomes", REPORTED):
        identifier, quantity = one.required("id", TEXT), one.required("quantity_t", NATURAL)
        if identifier and quantity is not None:
            outcomes_t[identifier] = quantity
    return Report(party=party, year=year, outcomes_t=outcomes_t, **told) if party and year else None


def _participant(fields: Fields) -> Participant | None:
    party, target = fields.required("party", PARTY), fields.optional("target_t", WHOLE)
    first, last = fields.required("first_year", YEAR), fields.required("last_year", YEAR)
    accounts = {
        name: fields.by_year(name, WHOLE if name == "emissions_t" else NATURAL) for name in ACCOUNTS
    }
    if not (party and first and last):
        return None
    if first > last:
        fields.refuse("last_year", LAST_YEAR)
        return None
    return Participant(party=party, period=NdcPeriod(first, last), target_t=target, **accounts)
