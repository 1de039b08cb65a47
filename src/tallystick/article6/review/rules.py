"""Rules on what may be entered about a case, by whom, and in which order."""

from collections.abc import Mapping

from tallystick.article6.parties import PARTIES
from tallystick.article6.review.cases import MARKS, Case, next_state
from tallystick.article6.review.values import REVIEW_TEAM, SECRETARIAT, Event, Kind
from tallystick.core.findings import Text
from tallystick.core.rules import Rulebook, Shown, fails, unknown

Cases = Mapping[str, Case]

EVENTS: Rulebook[Event, Cases] = Rulebook("review case")


def place(event: Event) -> dict[str, object]:
    """Say which entry a finding is about."""
    return {**event.origin, "case": event.subject, "event": event.kind.value}


@EVENTS.rule(
    "CASE_STATE",
    source="4/CMA.6 para 32; 4/CMA.6 para 43",
    message=Text(
        'case {case} is {state}: "{event}" cannot follow', "案件 {case} 为{state}：不能接“{event}”"
    ),
    fix=Text(
        "open a case once, answer or resubmit before it is resolved, and open a new case after it",
        "同一案件只开立一次；解决之前须先答复或重新提交；结案后请另立新案",
    ),
)
def event_follows_the_state(event: Event, cases: Cases) -> Shown | None:
    """A case is opened once, moves step by step, and is left alone after its end."""
    case = cases.get(event.subject)
    if event.kind is Kind.OPEN:
        follows = case is None and event.opening is not None
    else:
        follows = case is not None and next_state(case.state, event.kind) is not None
    if follows:
        return None
    state = case.state if case else "not there"
    return fails(place(event), case=event.subject, state=state, event=event.kind)


@EVENTS.rule(
    "CASE_ACTOR",
    source="4/CMA.6 para 41; 4/CMA.6 para 39; 2/CMA.3 annex para 33(b)",
    message=Text('"{event}" is not for {by}, but for {who}', "“{event}”不由 {by} 作出，应由 {who}"),
    fix=Text("have {who} enter it", "请由 {who} 登记"),
)
def actor_may_do_so(event: Event, cases: Cases) -> Shown | None:
    """Parties open and answer, who opened a case closes it, and only a review team marks it."""
    case = cases.get(event.subject)
    allowed = _allowed(event.kind, case)
    if allowed is None:
        is_anyone = event.by in PARTIES or event.by in {SECRETARIAT, REVIEW_TEAM}
        if is_anyone:
            return None
        missing = Text(f'who "{event.by}" is', f"“{event.by}”的身份")
        return unknown(missing, place(event))
    if event.by in allowed:
        return None
    who = ", ".join(sorted(allowed))
    return fails(place(event), event=event.kind, by=event.by, who=who)


def _allowed(kind: Kind, case: Case | None) -> frozenset[str] | None:
    """Return who may enter it; None where every Party and body may."""
    if kind in MARKS:
        return frozenset({REVIEW_TEAM})
    if kind is Kind.OPEN or case is None:
        return None
    if kind in {Kind.ANSWER, Kind.RESUBMIT}:
        return case.opening.parties
    if kind is Kind.WITHDRAW:
        return frozenset({case.opened_by})
    return frozenset({case.opened_by, SECRETARIAT, REVIEW_TEAM})


@EVENTS.rule(
    "CASE_DATE",
    source="Tallystick design; 4/CMA.6 para 38",
    message=Text(
        "{on} is before {last}, the day of the entry before", "{on} 早于上一条登记的日期 {last}"
    ),
    fix=Text("correct the day", "请更正日期"),
)
def days_go_forward(event: Event, cases: Cases) -> Shown | None:
    """What is entered about a case later happened later, so that its duration can be told."""
    case = cases.get(event.subject)
    if case is None or case.events[-1].on <= event.on:
        return None
    return fails(place(event), on=event.on, last=case.events[-1].on)


@EVENTS.rule(
    "CASE_REASON",
    source="4/CMA.6 para 43",
    message=Text(
        "case {case} is closed or answered without a word", "案件 {case} 的答复或结案没有说明"
    ),
    fix=Text("say what was done, or which file was submitted", "请说明处理情况或提交的文件"),
)
def reason_is_given(event: Event, _: Cases) -> Shown | None:
    """An answer says something, a resubmission names a file, an end gives its reason."""
    wanted = event.kind not in MARKS | {Kind.OPEN}
    return fails(place(event), case=event.subject) if wanted and not event.text else None
