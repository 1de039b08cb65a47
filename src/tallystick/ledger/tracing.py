"""The way of one unit: what it rests on, every hop, who had it when, and where it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tallystick.article6.detectors.title import TITLE, Hop, Title, titles
from tallystick.article6.postings.movements import Issue
from tallystick.article6.postings.records import Authorize
from tallystick.core.actions import TERMINAL, ActionType
from tallystick.core.findings import Finding
from tallystick.ledger.entries import Entry
from tallystick.ledger.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Trace:
    """Everything a ledger knows about one unit, oldest first."""

    series: str
    number: int
    entries: tuple[Entry, ...]
    issue: Issue | None
    authorization: Authorize | None

    @property
    def hops(self) -> list[Hop]:
        """The hands it went through; the mirror of a transfer is no second hop."""
        return [
            Hop(entry.key, entry.effective_on, entry.from_account, entry.to_account)
            for entry in self.entries
            if entry.type is not ActionType.ACQUISITION
        ]

    @property
    def titles(self) -> list[Title]:
        """Who had it when."""
        return titles(self.hops)

    @property
    def findings(self) -> list[Finding]:
        """What is wrong with its way."""
        return TITLE.judge(self.hops, None)

    @property
    def state(self) -> str:
        """What became of it: held, or how it came to its end."""
        ended = [entry.type.value for entry in self.entries if entry.type in TERMINAL]
        return ended[-1] if ended else "held"

    def to_json(self) -> dict[str, Any]:
        """Return the answer of `ledger trace`."""
        held = self.titles[-1].holder if self.titles else None
        return {
            "series": self.series,
            "number": self.number,
            "state": self.state,
            "holder": held,
            "origin": self._origin(),
            "authorization": self._authorization(),
            "hops": [_hop(entry) for entry in self.entries],
            "title": [
                {
                    "account": one.holder,
                    "since": one.since.isoformat(),
                    "until": one.until.isoformat() if one.until else None,
                }
                for one in self.titles
            ],
            "findings": [finding.to_json() for finding in self.findings],
        }

    def _origin(self) -> dict[str, Any] | None:
        """Say which activity, host and vintage it comes from, and which unit is beneath it."""
        if self.issue is None:
            return None
        block, backing = self.issue.block, self.issue.underlying
        own = backing.part(self.number - block.first, 1) if backing else None
        return {
            "id": block.series.full_id(self.number),
            "host": block.series.party,
            "vintage": block.series.vintage,
            "approach": block.series.approach,
            "mitigation_type": self.issue.mitigation_type,
            "underlying_registry": own.registry if own else None,
            "underlying_unit": own.first_unit if own else None,
            "quality": dict(self.issue.quality),
            "note": dict(self.issue.note),
        }

    def _authorization(self) -> dict[str, Any] | None:
        one = self.authorization
        if one is None:
            return None
        return {
            "id": one.id,
            "version": one.version,
            "party": one.party,
            "date": one.on.isoformat(),
            "purposes": sorted(one.purposes),
            "activity_types": list(one.activity_types),
        }


def _hop(entry: Entry) -> dict[str, Any]:
    return {
        "posting": entry.posting,
        "key": entry.key,
        "type": entry.type.value,
        "effective_on": entry.effective_on.isoformat(),
        "recorded_at": entry.recorded_at.isoformat(),
        "from": entry.from_account,
        "to": entry.to_account,
        "party": entry.party,
        "counterparty": entry.counterparty,
    }


def trace(ledger: Ledger, series: str, number: int) -> Trace | None:
    """Follow a unit from its issuance; None where the ledger has no unit of that number."""
    entries = ledger.entries_of(series, number)
    if not entries:
        return None
    issue = _issue(ledger, entries)
    return Trace(series, number, tuple(entries), issue, _authorization(ledger, entries))


def _issue(ledger: Ledger, entries: Sequence[Entry]) -> Issue | None:
    found = next((one for one in entries if one.type is ActionType.ISSUANCE), None)
    posting = ledger.standing([found.key]).get(found.key) if found else None
    return posting if isinstance(posting, Issue) else None


def _authorization(ledger: Ledger, entries: Sequence[Entry]) -> Authorize | None:
    """Return the version in force when the unit was first transferred, or last did something."""
    first = [one for one in entries if one.type is ActionType.FIRST_TRANSFER]
    last = (first or list(entries))[-1]
    versions = [
        one
        for one in ledger.authorizations()
        if one.id == last.authorization and one.on <= last.effective_on
    ]
    return versions[-1] if versions else None
