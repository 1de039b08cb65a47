"""The life of units as steps, each with the paragraph that asks for it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from tallystick.core.actions import ActionType
from tallystick.ledger import Entry, RecordType
from tallystick.ledger.entries import EntryType
from tallystick.web.public.pages import party_name

SOURCES: dict[EntryType, str] = {
    ActionType.AUTHORIZATION: "4/CMA.6 para 5",
    ActionType.ISSUANCE: "2/CMA.3 annex para 29",
    ActionType.FIRST_TRANSFER: "2/CMA.3 annex para 2(a)",
    ActionType.TRANSFER: "2/CMA.3 annex para 20(a)",
    ActionType.ACQUISITION: "2/CMA.3 annex para 20(a)",
    ActionType.USE: "2/CMA.3 annex para 8(b)",
    ActionType.CANCELLATION: "2/CMA.3 annex para 21(e)",
    ActionType.VOLUNTARY_CANCELLATION: "2/CMA.3 annex para 21(e)",
    ActionType.CONTRIBUTION: "4/CMA.6 para 16",
}
OURS = "Tallystick design"
NAMES: dict[EntryType, Callable[[], str]] = {
    ActionType.AUTHORIZATION: lambda: _("Authorization"),
    ActionType.ISSUANCE: lambda: _("Issuance"),
    ActionType.FIRST_TRANSFER: lambda: _("First transfer"),
    ActionType.TRANSFER: lambda: _("Transfer"),
    ActionType.ACQUISITION: lambda: _("Acquisition"),
    ActionType.USE: lambda: _("Use"),
    ActionType.CANCELLATION: lambda: _("Cancellation"),
    ActionType.VOLUNTARY_CANCELLATION: lambda: _("Voluntary cancellation"),
    ActionType.CONTRIBUTION: lambda: _("Contribution"),
    RecordType.NDC: lambda: _("NDC recorded"),
    RecordType.ACCOUNT: lambda: _("Account opened"),
    RecordType.AGREEMENT: lambda: _("Agreement recorded"),
    RecordType.APPROACH: lambda: _("Cooperative approach recorded"),
    RecordType.APPROACH_AUTHORIZATION: lambda: _("Approach authorized"),
    RecordType.ENTITY_AUTHORIZATION: lambda: _("Entity authorized"),
    RecordType.CONSENT: lambda: _("Consent of the other Party"),
    RecordType.ENTITY_CHAIN: lambda: _("Two tiers recorded"),
    RecordType.MOVE: lambda: _("Movement of units"),
    RecordType.MOVE_UNITS: lambda: _("Movement of units without serials"),
    RecordType.FREEZE: lambda: _("Freeze"),
    RecordType.UNFREEZE: lambda: _("Freeze lifted"),
    RecordType.PLEDGE: lambda: _("Pledge"),
    RecordType.RELEASE: lambda: _("Pledge released"),
    RecordType.CONTROLS: lambda: _("Controls of an account set"),
    RecordType.CORRECTION: lambda: _("Correction"),
    RecordType.PROPOSAL: lambda: _("Proposal"),
    RecordType.APPROVAL: lambda: _("Approval"),
    RecordType.REJECTION: lambda: _("Refusal"),
    RecordType.WITHDRAWAL: lambda: _("Proposal withdrawn"),
    RecordType.EXPIRY: lambda: _("Proposal expired"),
    RecordType.STEP: lambda: _("Step of the effect gate filed"),
    RecordType.IDENTITY: lambda: _("Identity checked"),
    RecordType.FORECAST: lambda: _("Forecast recorded"),
    RecordType.OVERSIGHT: lambda: _("Overseeing body appointed"),
    RecordType.ANNOTATION: lambda: _("Annotation"),
    RecordType.REFERRAL: lambda: _("Referral"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened to units, as a page prints it."""

    on: date
    name: str
    who: str
    detail: str
    quantity_t: int | None
    units: str
    series: str
    first: int | None
    last: int | None
    source: str
    posting: int


def steps(entries: Iterable[Entry]) -> list[Step]:
    """Return what happened as steps, in the order given."""
    return [_step(entry) for entry in entries]


def _step(entry: Entry) -> Step:
    block = entry.block or entry.range
    series = str(block.series) if block else ""
    return Step(
        on=entry.effective_on,
        name=step_name(entry.type),
        who=_who(entry),
        detail=_detail(entry),
        quantity_t=block.quantity if block else None,
        units=f"{block.first} – {block.last}" if block else "",
        series=series,
        first=block.first if block else None,
        last=block.last if block else None,
        source=SOURCES.get(entry.type, OURS),
        posting=entry.posting,
    )


def step_name(kind: EntryType) -> str:
    """Return what a kind of entry is called."""
    return NAMES[kind]()


def kind_name(kind: str) -> str:
    """Return what a kind of posting is called, as the journal writes it where it has no name."""
    named = next((one for one in NAMES if one.value == kind), None)
    return step_name(named) if named else kind.replace("_", " ")


def _who(entry: Entry) -> str:
    if entry.counterparty is None:
        return party_name(entry.party or "")
    pair = (entry.party or "", entry.counterparty)
    giving, receiving = pair if entry.type is not ActionType.ACQUISITION else pair[::-1]
    return f"{party_name(giving)} → {party_name(receiving)}"


def _detail(entry: Entry) -> str:
    if entry.use_year:
        return _("towards the NDC for %(year)s") % {"year": entry.use_year}
    return entry.authorization or ""
