"""What the ledger knows that bears on an authorization, and what is found against a draft."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from tallystick.article6.authorization.components import (
    AuthorizeApproach,
    AuthorizeEntity,
    Consent,
    RecordChain,
)
from tallystick.article6.authorization.dossier import Dossier, FirstTransferOf, check
from tallystick.article6.postings.records import Authorize, RecordApproach
from tallystick.article6.reports.filed import Event, EventKind, judge_coverage
from tallystick.core.actions import ActionType
from tallystick.core.findings import Finding
from tallystick.io.authorization_file import read_authorizations
from tallystick.ledger import open_ledger
from tallystick.ledger.control.history import standing_journal
from tallystick.ledger.reading import reading
from tallystick.web.authority.filing import read_as_file
from tallystick.web.authority.keeping import filed_initial
from tallystick.web.places import ledger_place

DRAFT = "draft"


def version_of(party: str, file: dict[str, Any]) -> Authorize:
    """Return the version that a draft states; raises Damaged where it cannot be read."""
    told = {"party": party, "authorizations": [file]}
    return replace(read_as_file(told, read_authorizations).versions[0], note={})


def versions_of(identifier: str) -> list[Authorize]:
    """Return the versions of an authorization on record, the oldest first."""
    with reading(ledger_place()) as reader:
        found: list[Authorize] = reader.records(Authorize, identifier)
    return found


def histories_of(party: str) -> list[list[Authorize]]:
    """Return the versions of each authorization of a Party, by id and the oldest first."""
    with reading(ledger_place()) as reader:
        found: list[Authorize] = reader.records(Authorize)
    histories: dict[str, list[Authorize]] = {}
    for one in found:
        if one.party == party:
            histories.setdefault(one.id, []).append(one)
    return [each for _, each in sorted(histories.items())]


def next_version(party: str, identifier: str) -> int:
    """Return the number of the version that follows those on record."""
    history = [one for one in versions_of(identifier) if one.party == party]
    return history[-1].version + 1 if history else 1


def findings_on(draft: Authorize) -> list[Finding]:
    """Judge a draft by the rules of the ledger, its fourteen elements and the initial reports."""
    dossier = replace(_dossier(draft), versions=[*_before(draft), _marked(draft)])
    found = check(dossier, draft.on).findings
    event = Event(EventKind.AUTHORIZATION, draft.approach, draft.decided_on, draft.id)
    covered = judge_coverage([event], filed_initial(draft.party))
    return [*(one for one in found if DRAFT in one.where), *covered]


def _marked(draft: Authorize) -> Authorize:
    """Mark the draft, so that its findings are told from those of the versions before."""
    return replace(draft, note={DRAFT: f"{draft.id} {draft.version}"})


def _before(draft: Authorize) -> Sequence[Authorize]:
    return [replace(one, note={}) for one in versions_of(draft.id) if one.party == draft.party]


def _dossier(draft: Authorize) -> Dossier:
    with reading(ledger_place()) as reader:
        records = [
            reader.records(kind) for kind in (AuthorizeApproach, AuthorizeEntity, RecordChain)
        ]
        consents: list[Consent] = reader.records(Consent, draft.id)
        recorded: list[RecordApproach] = reader.records(RecordApproach, draft.approach)
    approaches, entities, chains = records
    return Dossier(
        approaches=approaches,
        entities=entities,
        consents=consents,
        chains=chains,
        first_transfers=first_transfers_under(draft),
        recorded=recorded,
    )


def first_transfers_under(draft: Authorize) -> list[FirstTransferOf]:
    """Return what was first transferred under an authorization, as the journal stands."""
    with open_ledger(ledger_place()) as ledger:
        journal = standing_journal(ledger, draft.party)
    return [
        FirstTransferOf(draft.id, one.effective_on, one.block.quantity)
        for one in journal
        if one.type is ActionType.FIRST_TRANSFER and one.authorization == draft.id and one.block
    ]
