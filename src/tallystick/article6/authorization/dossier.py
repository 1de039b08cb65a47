"""Everything on file about authorizations, and the answer on each of them for one day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tallystick.article6.authorization.components import (
    AuthorizeApproach,
    AuthorizeEntity,
    Consent,
    Permits,
    RecordChain,
    participants,
)
from tallystick.article6.authorization.content import Demand
from tallystick.article6.authorization.elements import (
    CONTENTS,
    Documents,
    Elements,
    elements_of,
)
from tallystick.article6.authorization.history import State, is_in_force, state_on, version_on
from tallystick.article6.parties import PARTIES
from tallystick.article6.postings.authorization_rules import AUTHORIZATIONS
from tallystick.article6.postings.entity_rules import ENTITIES
from tallystick.article6.postings.facts import Facts, FirstTransferred
from tallystick.article6.postings.permit_rules import PERMITS
from tallystick.article6.postings.records import Authorize, Posting, RecordApproach
from tallystick.core.findings import Finding, Text
from tallystick.core.rules import fails, unknown


@dataclass(frozen=True, slots=True)
class FirstTransferOf:
    """Units first transferred under an authorization on one day."""

    authorization: str
    on: date
    quantity_t: int


@dataclass(frozen=True, slots=True)
class Dossier:
    """The records of any number of Parties; no list of first transfers means not known.

    The note of each record says where it was read; `recorded` are the approaches of a ledger.
    """

    approaches: Sequence[AuthorizeApproach] = ()
    versions: Sequence[Authorize] = ()
    entities: Sequence[AuthorizeEntity] = ()
    consents: Sequence[Consent] = ()
    chains: Sequence[RecordChain] = ()
    first_transfers: Sequence[FirstTransferOf] | None = None
    recorded: Sequence[RecordApproach] = ()

    @property
    def histories(self) -> Mapping[tuple[str, str], tuple[Authorize, ...]]:
        """The versions of every authorization by Party and id, in the order of the file."""
        found: dict[tuple[str, str], tuple[Authorize, ...]] = {}
        for one in self.versions:
            found[one.party, one.id] = (*found.get((one.party, one.id), ()), one)
        return found

    def done_before(self, version: Authorize) -> FirstTransferred | None:
        """Return what was first transferred before a version was decided, None if not known."""
        if self.first_transfers is None:
            return None
        done = [
            one
            for one in self.first_transfers
            if one.authorization == version.id and one.on < version.decided_on
        ]
        last_on = max((one.on for one in done), default=None)
        return FirstTransferred(sum(one.quantity_t for one in done), last_on)

    def keys_on(self, version: Authorize, on: date) -> frozenset[str]:
        """Return the Parties that have approved, or authorized themselves in, the approach."""
        own = {
            party
            for (party, _), versions in self.histories.items()
            if versions[-1].approach == version.approach and is_in_force(versions, on)
        }
        return Permits(consents=self.consents).consents_on(version.id, on) | own


@dataclass(frozen=True, slots=True)
class Answer:
    """How one authorization stands on a day; `version` is None while it is a draft."""

    newest: Authorize
    version: Authorize | None
    state: State
    elements: Elements
    keys: frozenset[str]


@dataclass(frozen=True, slots=True)
class Report:
    """The answers on all authorizations, and everything found."""

    on: date
    answers: tuple[Answer, ...]
    entities: tuple[tuple[AuthorizeEntity, bool], ...]
    findings: tuple[Finding, ...]


def check(dossier: Dossier, on: date) -> Report:
    """Judge every version of every authorization, and say how each stands on the day."""
    findings: list[Finding] = []
    answers = []
    for versions in dossier.histories.values():
        findings += _of_history(dossier, versions)
        answer = _answer(dossier, versions, on)
        findings += CONTENTS.judge(answer.elements, None)
        findings += _keys(answer, on)
        answers.append(answer)
    nothing = Facts(parties=PARTIES, first_vintage=None)
    for entity in dossier.entities:
        findings += _placed(ENTITIES.judge(entity, nothing), entity)
    entities = tuple((one, one.is_valid_on(on)) for one in dossier.entities)
    return Report(on, tuple(answers), entities, tuple(findings))


def _of_history(dossier: Dossier, versions: Sequence[Authorize]) -> list[Finding]:
    """Judge each version by those before it, as a ledger would when it is posted."""
    findings: list[Finding] = []
    for number, version in enumerate(versions):
        done = dossier.done_before(version)
        facts = Facts(
            parties=PARTIES,
            first_vintage=None,
            authorizations={version.id: tuple(versions[:number])},
            first_transferred={} if done is None else {version.id: done},
            same_approach=tuple(_siblings(dossier, version)),
            participants=_participants(dossier, version),
        )
        findings += _placed(AUTHORIZATIONS.judge(version, facts), version)
    return findings


def _siblings(dossier: Dossier, version: Authorize) -> list[Authorize]:
    newest = [versions[-1] for versions in dossier.histories.values()]
    return [
        one
        for one in newest
        if (one.party, one.approach) == (version.party, version.approach) and one.id != version.id
    ]


def _participants(dossier: Dossier, version: Authorize) -> frozenset[str] | None:
    authorized = [one for one in dossier.approaches if one.approach == version.approach]
    recorded = [one for one in dossier.recorded if one.id == version.approach]
    return participants(recorded, authorized, version.on)


def _answer(dossier: Dossier, versions: Sequence[Authorize], on: date) -> Answer:
    version = version_on(versions, on)
    newest = versions[-1]
    judged = version or newest
    own = judged.party, judged.approach
    documents = Documents(
        judged,
        [one for one in dossier.approaches if (one.party, one.approach) == own],
        [one for one in dossier.entities if (one.party, one.approach) == own],
    )
    elements = elements_of(documents, judged.note)
    return Answer(newest, version, state_on(versions, on), elements, dossier.keys_on(judged, on))


def _keys(answer: Answer, on: date) -> list[Finding]:
    """Say which Parties have not turned their keys, where the agreement demands it."""
    version = answer.version
    content = version.content if version else None
    if version is None or content is None or Demand.TWO_KEYS not in content.demands:
        return []
    rule = PERMITS["AUTH_TWO_KEYS"]
    where = {**version.note, "authorization": version.id}
    if not version.authorized_parties:
        missing = Text("the other Party of the authorization", "授权所涉的另一缔约方")
        return [rule.finding(unknown(missing, where))]
    lacking = [one for one in version.authorized_parties if one not in answer.keys]
    values = {"authorization": version.id, "date": on}
    return [rule.finding(fails(where, party=party, **values)) for party in lacking]


def _placed(findings: Iterable[Finding], record: Posting) -> list[Finding]:
    return [finding.at(**record.note) for finding in findings]
