"""Joining and leaving an agreement that goes on between the others."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tallystick.core.findings import Finding, Severity, Text, refused
from tallystick.core.rules import Rulebook, Shown, fails, unknown
from tallystick.linking.agreement.agreement import Agreement, PartyTo, Recognition
from tallystick.linking.agreement.params import Accession, Withdrawal
from tallystick.linking.agreement.values import Day, Window
from tallystick.linking.agreement.words import Area, Binding, DecisionRule, Role
from tallystick.linking.lifecycle.noticing import short_notice


@dataclass(frozen=True, slots=True, kw_only=True)
class Joining:
    """A party that joins on a day with the directions it opens, and who has consented."""

    party: PartyTo
    on: date
    recognition: tuple[Recognition, ...] = ()
    consents: frozenset[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """A party that leaves on a day, its first day outside."""

    party: str
    on: date
    notified_on: date | None = None


@dataclass(frozen=True, slots=True)
class Changed:
    """The agreement after a change of membership, unchanged where a finding refuses it."""

    agreement: Agreement
    findings: tuple[Finding, ...]


JOINING: Rulebook[Joining, Agreement] = Rulebook("accession to an agreement")
LEAVING: Rulebook[Leaving, Agreement] = Rulebook("exit from an agreement")
EARLY = "Liu 2024 section 1.2"


@JOINING.rule(
    "ACCESSION_NOT_AGREED",
    source=EARLY,
    message=Text(
        "{missing_consent} have not consented to {party}", "{missing_consent} 尚未同意 {party} 加入"
    ),
    fix=Text("obtain their consent first", "请先取得其同意"),
)
def others_consent(joining: Joining, agreement: Agreement) -> Shown | None:
    """Those who are party consent as the clause on accession asks."""
    where = {"agreement": agreement.id, "party": joining.party.id, "date": joining.on.isoformat()}
    said = [clause.params for clause in agreement.clauses_on(Area.ACCESSION)]
    rule = next((one.consent for one in said if isinstance(one, Accession)), None)
    if rule is None:
        return unknown(Text("how accession is decided", "加入的决定方式"), where)
    if joining.consents is None:
        return unknown(Text("who has consented", "已同意的各方"), where)
    present = {one.id for one in agreement.parties_on(joining.on) if one.role is not Role.OBSERVER}
    silent = present - joining.consents
    majority = rule is DecisionRule.MAJORITY and 2 * len(silent) < len(present)
    if not silent or majority:
        return None
    return fails(where, missing_consent=", ".join(sorted(silent)), party=joining.party.id)


def _exit(leaving: Leaving, agreement: Agreement, *, binding: bool) -> Shown | None:
    where = {"agreement": agreement.id, "party": leaving.party, "date": leaving.on.isoformat()}
    for clause in agreement.clauses_on(Area.WITHDRAWAL):
        if isinstance(clause.params, Withdrawal):
            break
    else:
        return unknown(Text("the period of notice", "通知期"), where) if binding else None
    if (clause.binding in {Binding.SHALL, None}) is not binding:
        return None
    given, day = leaving.notified_on, leaving.on
    return short_notice(clause.params, given, day, where, party=leaving.party)


@LEAVING.rule(
    "EXIT_TOO_SOON",
    source=EARLY,
    message=Text(
        "{party} gave notice on {notified} and leaves on {due} at the earliest",
        "{party} 于 {notified} 通知，最早于 {due} 退出",
    ),
    fix=Text("let the period of notice pass", "请待通知期届满"),
)
def exit_is_notified(leaving: Leaving, agreement: Agreement) -> Shown | None:
    """A party leaves after the notice that binds it."""
    return _exit(leaving, agreement, binding=True)


@LEAVING.rule(
    "EXIT_NOT_ENDEAVOURED",
    source=EARLY,
    severity=Severity.WARNING,
    message=Text(
        "{party} gave notice on {notified} and was to endeavour to stay until {due}",
        "{party} 于 {notified} 通知，本应尽力留至 {due}",
    ),
    fix=Text("state what becomes of its units that others hold", "请说明其他方所持其单位的处置"),
)
def exit_is_endeavoured(leaving: Leaving, agreement: Agreement) -> Shown | None:
    """Words that do not bind ask for notice too; leaving early is lawful and is told."""
    return _exit(leaving, agreement, binding=False)


@LEAVING.rule(
    "NOT_A_PARTY",
    source="Tallystick design",
    message=Text("{party} is not party on {date}", "{party} 在 {date} 不是缔约方"),
    fix=Text("name one that is", "请填写当日的缔约方"),
)
def leaver_is_party(leaving: Leaving, agreement: Agreement) -> Shown | None:
    """Whoever leaves has been party until then."""
    where = {"agreement": agreement.id, "party": leaving.party, "date": leaving.on.isoformat()}
    for party in agreement.parties_on(leaving.on):
        if party.id == leaving.party:
            return None
    return fails(where, party=leaving.party, date=leaving.on)


def join(agreement: Agreement, joining: Joining) -> Changed:
    """Let a party in from a day, with the directions it opens."""
    findings = tuple(JOINING.judge(joining, agreement))
    if refused(findings):
        return Changed(agreement, findings)
    entered = replace(joining.party, joined=_day(joining.on))
    opened = tuple(replace(one, valid=_from(one.valid, joining.on)) for one in joining.recognition)
    grown = replace(
        agreement,
        parties=(*agreement.parties, entered),
        recognition=(*agreement.recognition, *opened),
    )
    return Changed(grown, findings)


def leave(agreement: Agreement, leaving: Leaving) -> Changed:
    """Let a party go; directions from and to its systems close the day before."""
    findings = tuple(LEAVING.judge(leaving, agreement))
    if refused(findings):
        return Changed(agreement, findings)
    parties = tuple(
        replace(one, left=_day(leaving.on)) if one.id == leaving.party and one.left is None else one
        for one in agreement.parties
    )
    ends = _ends_of(agreement, leaving.party)
    closed = tuple(_closed(one, ends, leaving.on) for one in agreement.recognition)
    return Changed(replace(agreement, parties=parties, recognition=closed), findings)


def _ends_of(agreement: Agreement, party: str) -> frozenset[str]:
    """Return the party and the systems that nobody else brings."""
    others: Iterable[PartyTo] = (one for one in agreement.parties if one.id != party)
    shared = {system for one in others for system in one.systems}
    own = {system for one in agreement.parties if one.id == party for system in one.systems}
    return frozenset({party} | (own - shared))


def _closed(direction: Recognition, ends: frozenset[str], on: date) -> Recognition:
    if not ends & {direction.origin, direction.destination} or on not in direction.valid:
        return direction
    return replace(direction, valid=Window(direction.valid.first, on - timedelta(days=1)))


def _from(valid: Window, on: date) -> Window:
    return Window(max(valid.first or on, on), valid.last)


def _day(on: date) -> Day:
    return Day(on.year, on.month, on.day)
