"""From the overview to the words and numbers a template prints, in the language of the page."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from tallystick import law
from tallystick.article6.account import AccountResult, to_json
from tallystick.article6.parties import PARTIES
from tallystick.article6.postings.records import RecordAgreement, RecordNdc
from tallystick.core.actions import FirstTransferDefinition
from tallystick.core.findings import Finding, Outcome, Severity, Text
from tallystick.ledger import Entry
from tallystick.ledger.notes import illustrative
from tallystick.ledger.ways import Way, quantity_t
from tallystick.web.languages import is_chinese, pick
from tallystick.web.overview import Overview


def page(seen: Overview) -> dict[str, Any]:
    """Return the context of the public page."""
    checked, known = seen.checked, seen.balances
    return {
        "is_demo": seen.is_illustrative,
        "verdict": seen.verdict.value,
        "ways": [_way(way) for way in seen.ways],
        "next": seen.next,
        "authorized": [_oimp(entry) for entry in checked.oimp] if checked else [],
        "agreements": [_agreement(one) for one in seen.agreements],
        "accounts": [account(ndc, result) for ndc, result in known or ()],
        "findings": findings_told(checked.findings if checked else ()),
        "is_pending": known is None or checked is None,
    }


def party_name(code: str) -> str:
    """Return the name of a Party, or its code where it is unknown."""
    return pick(PARTIES[code].name) if code in PARTIES else code


def _titled(note: dict[str, Any]) -> str:
    title = note.get("title")
    return pick(Text(title["en"], title["zh"])) if title else ""


def _way(way: Way) -> dict[str, Any]:
    note = way.note
    return {
        "id": way.id,
        "giving": party_name(way.giving),
        "receiving": party_name(way.receiving),
        "quantity_t": way.quantity_t,
        "title": _titled(note),
        "steps": list(_steps(way)),
        "vintages": way.vintages,
        "authorization": ", ".join(sorted({one.authorization or "" for one in way.transfers})),
        "blocks": [f"{block.first_id} – {block.last_id}" for block in way.blocks],
        "source": note.get("source", ""),
        "confidence": CONFIDENCE[note["confidence"]]() if "confidence" in note else "",
        "illustrative": [pick(word) for word in illustrative(note)],
    }


CONFIDENCE = {
    "high": lambda: _("high confidence"),
    "medium": lambda: _("medium confidence"),
    "low": lambda: _("low confidence"),
}


def _steps(way: Way) -> Iterator[dict[str, Any]]:
    giving, receiving = party_name(way.giving), party_name(way.receiving)
    first = _("First transfer") if way.is_first_transfer else _("Transfer")
    yield _authorized(way, giving)
    yield _step(first, way.transfers, giving, "2/CMA.3 annex para 2(a)")
    yield _step(_("Acquisition"), way.acquisitions, receiving, "2/CMA.3 annex para 20(a)")
    use = _step(_("Use"), way.ends, receiving, "2/CMA.3 annex para 8(b)")
    years = sorted({entry.use_year for entry in way.ends if entry.use_year})
    if years:
        year = ", ".join(map(str, years))
        use["detail"] = _("%(party)s, towards its NDC for %(year)s") % {
            "party": receiving,
            "year": year,
        }
    yield use


def _authorized(way: Way, giving: str) -> dict[str, Any]:
    """The authorization in force, which the transfers themselves name."""
    step = _step(_("Authorization"), (), giving, "4/CMA.6 para 5", counted=False)
    dates = [entry.authorized_on for entry in way.transfers if entry.authorized_on]
    return {**step, "date": min(dates, default=None)}


def _step(
    name: str, entries: Sequence[Entry], party: str, source: str, *, counted: bool = True
) -> dict[str, Any]:
    return {
        "name": name,
        "date": min((entry.effective_on for entry in entries), default=None),
        "detail": party,
        "quantity_t": quantity_t(entries) if counted and entries else None,
        "source": source,
    }


def _oimp(entry: Entry) -> dict[str, Any]:
    note = dict(entry.note)
    return {
        "id": entry.authorization,
        "party": party_name(entry.party or ""),
        "date": entry.authorized_on,
        "quantity_t": quantity_t([entry]),
        "definition": DEFINITIONS[entry.subtype]() if entry.subtype in DEFINITIONS else "",
        "source": note.get("source", ""),
        "illustrative": [pick(word) for word in illustrative(note)],
    }


DEFINITIONS = {
    FirstTransferDefinition.AUTHORIZATION.value: lambda: _("Authorization"),
    FirstTransferDefinition.ISSUANCE.value: lambda: _("Issuance"),
    FirstTransferDefinition.USE_OR_CANCELLATION.value: lambda: _("Use or cancellation"),
}


def _agreement(agreement: RecordAgreement) -> dict[str, Any]:
    return {
        "title": pick(agreement.title),
        "date": agreement.on,
        "source": agreement.note.get("source", ""),
    }


def account(ndc: RecordNdc, result: AccountResult) -> dict[str, Any]:
    """Return the balance of a Party as its table prints it."""
    told = to_json(result)
    printed = {row.row: row for row in law.summary_rows()}
    return {
        "party": ndc.party,
        "name": party_name(ndc.party),
        "method": METHODS[ndc.method](),
        "is_illustrative": bool(ndc.note.get("illustrative")),
        "first_transferred_t": told["period"]["first_transferred_total_t"],
        "used_t": told["period"]["used_t"],
        "years": [year["year"] for year in told["years"]],
        "rows": [
            {
                "label": _label(printed[row["row"]]),
                "source": printed[row["row"]].citation,
                "values": [_exact(value) for value in row["values"].values()],
            }
            for row in told["structured_summary"]
            if any(value is not None for value in row["values"].values())
        ],
        "findings": [_finding(one) for one in result.findings],
    }


def _exact(value: int | str | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def _label(row: law.SummaryRow) -> str:
    return row.label_zh if is_chinese() else row.label_en


METHODS = {
    "averaging": lambda: _("averaging"),
    "trajectory": lambda: _("trajectory"),
    "budget": lambda: _("budget"),
}


def findings_told(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Return findings in the words of the page."""
    return [_finding(one) for one in findings]


def findings_stored(findings: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return findings kept as JSON in the words of the page."""
    return [
        _finding(
            Finding(
                code=one["code"],
                outcome=Outcome(one["outcome"]),
                severity=Severity(one["severity"]),
                message=Text(one["message"], one["message_zh"]),
                fix=Text(one["fix"], one["fix_zh"]),
                source=one["source"],
                where=one["where"],
            )
        )
        for one in findings
    ]


def _finding(finding: Finding) -> dict[str, Any]:
    failed = finding.outcome is not Outcome.PASS
    return {
        "code": finding.code,
        "outcome": finding.outcome.value,
        "severity": finding.severity.value,
        "place": " ".join(str(value) for value in finding.where.values()),
        "message": pick(finding.message),
        "fix": pick(finding.fix) if failed else "",
        "source": finding.source,
    }
