"""Who acts in which role, what is said against it, and what Parties need and are offered."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import combinations
from typing import Annotated

from tallystick import law
from tallystick.core.findings import Severity, Text
from tallystick.core.rules import Rulebook, Shown, fails, unknown
from tallystick.linking.agreement.agreement import Agreement
from tallystick.linking.agreement.params import Cooperation
from tallystick.linking.agreement.values import DATE, ID, PARTY_ID, TEXT
from tallystick.linking.agreement.words import Area
from tallystick.linking.practice.around import Around


class ActorRole(StrEnum):
    """What an actor is in a link or a deal."""

    SELLER = "seller"
    BUYER = "buyer"
    VERIFIER = "verifier"
    REGULATOR = "regulator"
    BROKER = "broker"


CONFLICTS = frozenset(
    {
        frozenset({ActorRole.SELLER, ActorRole.VERIFIER}),
        frozenset({ActorRole.BUYER, ActorRole.VERIFIER}),
        frozenset({ActorRole.BROKER, ActorRole.VERIFIER}),
        frozenset({ActorRole.SELLER, ActorRole.REGULATOR}),
        frozenset({ActorRole.BUYER, ActorRole.REGULATOR}),
        frozenset({ActorRole.VERIFIER, ActorRole.REGULATOR}),
    }
)
"""Pairs of roles that nobody holds in one deal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorIn:
    """One role of an actor; `behind` is who controls it, None where that is not known."""

    actor: Annotated[str, TEXT, "Name or id of the actor."]
    role: Annotated[ActorRole, "Its role."]
    deal: Annotated[str, TEXT, "Link, activity or contract in which it has the role."]
    independent: Annotated[bool | None, "Whether nobody else in the deal controls it."] = None
    behind: Annotated[str | None, TEXT, "Who controls it."] = None

    @property
    def controller(self) -> str:
        """Who decides for it in the end."""
        return self.behind or self.actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Roles:
    """All roles on file."""

    held: tuple[ActorIn, ...]

    def of(self, actor: str) -> dict[str, tuple[ActorRole, ...]]:
        """Return the roles of an actor, deal by deal: it may sell in one and verify in another."""
        deals = dict.fromkeys(one.deal for one in self.held if one.actor == actor)
        return {
            deal: tuple(
                one.role for one in self.held if (one.actor, one.deal) == (actor, deal)
            )
            for deal in deals
        }  # fmt: skip


ROLES: Rulebook[Roles, Around] = Rulebook("roles of actors")


@ROLES.rule(
    "ROLE_CONFLICT",
    source="Yang 2025 section 4.1",
    message=Text(
        "{deal}: {first} as {role} and {second} as {other} are in one hand",
        "{deal}：{first}（{role}）与 {second}（{other}）同属一方",
    ),
    fix=Text("give one of the roles to somebody independent", "请将其中一个角色交由独立方承担"),
)
def roles_do_not_clash(roles: Roles, _: Around) -> Iterator[Shown]:
    """In one deal nobody verifies or regulates what he sells or buys."""
    for left, right in combinations(roles.held, 2):
        if left.deal != right.deal or frozenset({left.role, right.role}) not in CONFLICTS:
            continue
        where = {"deal": left.deal, "actor": left.actor, "other": right.actor}
        if left.controller == right.controller:
            names = {"first": left.actor, "second": right.actor}
            yield fails(
                where, deal=left.deal, role=left.role.value, other=right.role.value, **names
            )
        elif any(one.independent is None and one.behind is None for one in (left, right)):
            yield unknown(Text("who controls them", "由谁控制"), where)


class VoiceKind(StrEnum):
    """How people are heard."""

    CONSULTATION = "consultation"
    GRIEVANCE = "grievance"


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """A consultation held or a grievance raised, and what came of it."""

    id: Annotated[str, ID, "Its id."]
    kind: Annotated[VoiceKind, "Consultation or grievance."]
    activity: Annotated[str, TEXT, "Activity it is about."]
    by: Annotated[str | None, TEXT, "Who was heard or complained."] = None
    on: Annotated[date, DATE, "When."]
    due: Annotated[date | None, DATE, "By when an answer is due."] = None
    answered_on: Annotated[date | None, DATE, "When it was answered."] = None
    outcome: Annotated[str | None, TEXT, "What came of it."] = None


VOICES: Rulebook[Voice, Around] = Rulebook("consultations and grievances")


@VOICES.rule(
    "VOICE_UNANSWERED",
    source="Yang 2025 section 4.3",
    severity=Severity.WARNING,
    message=Text(
        "{kind} {voice} on {activity} was to be answered by {due}",
        "{activity} 的 {kind}（{voice}）应于 {due} 前答复",
    ),
    fix=Text("answer it, and state the outcome", "请答复并载明结果"),
)
def voices_are_answered(one: Voice, around: Around) -> Shown | None:
    """Whoever was heard has an answer with an outcome by the day it is due."""
    where = {"voice": one.id, "activity": one.activity}
    if one.answered_on is not None and one.answered_on <= around.on and one.outcome:
        return None
    if one.due is None or one.by is None:
        return unknown(Text("who was heard and when an answer is due", "当事人和答复期限"), where)
    if around.on <= one.due:
        return None
    return fails(where, voice=one.id, kind=one.kind.value, activity=one.activity, due=one.due)


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """What a Party lacks; `topics` in the words of clauses on support."""

    party: Annotated[str, PARTY_ID, "Id of the party."]
    assessed: Annotated[bool, "Whether needs were assessed at all."] = False
    topics: Annotated[tuple[str, ...], TEXT, "What it lacks."] = ()


def offered(agreement: Agreement) -> frozenset[str]:
    """Return what clauses on cooperation support, in lower case."""
    return frozenset(
        topic.casefold()
        for clause in agreement.clauses_on(Area.COOPERATION)
        if isinstance(clause.params, Cooperation)
        for topic in clause.params.support
    )


def need_matrix(needs: tuple[Need, ...], agreement: Agreement) -> dict[str, dict[str, bool]]:
    """Return for every Party and every need whether the agreement supports it."""
    there = offered(agreement)
    return {one.party: {topic: topic.casefold() in there for topic in one.topics} for one in needs}


NEEDS: Rulebook[Need, Around] = Rulebook("needs of capacity")


@NEEDS.rule(
    "NEED_UNMET",
    source="Yang 2025 section 4.4",
    severity=Severity.WARNING,
    message=Text("nothing supports {party} with {lacking}", "没有条款就 {lacking} 支持 {party}"),
    fix=Text("agree on support for it", "请约定相应支持"),
)
def needs_are_met(one: Need, around: Around) -> Shown | None:
    """What a Party lacks is supported by a clause on cooperation."""
    where = around.at(party=one.party)
    if around.agreement is None or not one.assessed:
        return unknown(Text("the assessment of needs and the agreement", "需求评估和协议"), where)
    there = offered(around.agreement)
    lacking = ", ".join(topic for topic in one.topics if topic.casefold() not in there)
    return fails(where, party=one.party, lacking=lacking) if lacking else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist:
    """Which items of the checklist on monitoring a Party meets, and which it does not."""

    party: Annotated[str, PARTY_ID, "Id of the party."]
    met: Annotated[tuple[str, ...], ID, "Items that are met."] = ()
    unmet: Annotated[tuple[str, ...], ID, "Items that are not."] = ()
    wanted: Annotated[int, "Level that the link asks for."] = 0


def maturity(one: Checklist) -> tuple[int, int]:
    """Return the level that is certain and the one that is possible, from 0 to 4."""
    certain = possible = 0
    for level in sorted({item.level for item in law.mrv_checklist()}):
        items = {item.id for item in law.mrv_checklist() if item.level == level}
        if items <= set(one.met) and certain == level - 1:
            certain = level
        if not items & set(one.unmet) and possible == level - 1:
            possible = level
    return certain, possible


CHECKLISTS: Rulebook[Checklist, Around] = Rulebook("maturity of monitoring")


@CHECKLISTS.rule(
    "MRV_IMMATURE",
    source="Yang 2025 section 4.4",
    message=Text(
        "monitoring of {party} reaches level {level}, level {wanted} is asked for",
        "{party} 的监测、报告与核查为 {level} 级，要求 {wanted} 级",
    ),
    fix=Text("meet {lacking}", "请满足 {lacking}"),
)
def monitoring_is_mature(one: Checklist, _: Around) -> Shown | None:
    """Every item up to the level asked for is met."""
    where = {"party": one.party}
    certain, possible = maturity(one)
    if certain >= one.wanted:
        return None
    items = [item.id for item in law.mrv_checklist() if item.level <= one.wanted]
    if possible >= one.wanted:
        open_ = ", ".join(item for item in items if item not in one.met)
        return unknown(Text(open_, open_), where)
    lacking = ", ".join(item for item in items if item in one.unmet)
    return fails(where, party=one.party, level=possible, wanted=one.wanted, lacking=lacking)
