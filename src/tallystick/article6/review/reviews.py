"""The technical expert review: what it may recommend, and its public status in printed words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from tallystick import law
from tallystick.article6.review.cases import Case
from tallystick.article6.review.values import BARRED, OF_REVIEWS, Event, Kind, Recommendation
from tallystick.core.findings import Finding, Text, refused
from tallystick.core.rules import Rulebook, Shown, fails, unknown


@dataclass(frozen=True, slots=True)
class Review:
    """A review of the reports of one Party; `report` is None until it is published.

    `revised` are the initial reports that the Party has revised for it, oldest first.
    """

    name: str
    party: str
    approaches: frozenset[str]
    begun: Event
    report: str | None = None
    recommendations: tuple[Recommendation, ...] = ()
    revised: tuple[str, ...] = ()


REVIEWS: Rulebook[Event, Mapping[str, Review]] = Rulebook("technical expert review")


def place(event: Event) -> dict[str, object]:
    """Say which entry a finding is about."""
    return {**event.origin, "review": event.subject, "event": event.kind.value}


@REVIEWS.rule(
    "REVIEW_STATE",
    source="2/CMA.3 annex para 25; 2/CMA.3 annex para 28",
    message=Text(
        'review {review} cannot be entered as "{event}": {reason}',
        "审评 {review} 不能登记为“{event}”：{reason_zh}",
    ),
    fix=Text("begin a review once, and conclude it once", "审评只开始一次，也只结束一次"),
)
def review_begins_and_ends_once(event: Event, reviews: Mapping[str, Review]) -> Shown | None:
    """A review begins with its Party, and ends once, with a report that can be named."""
    review = reviews.get(event.subject)
    where = place(event)
    if event.kind is Kind.CONCLUDE and review is not None and event.text is None:
        return unknown(Text("the report of the review", "审评报告"), where)
    if event.kind is Kind.BEGIN:
        reason = Text("it has begun already", "已经开始") if review else None
    elif review is None:
        reason = Text("it has not begun", "尚未开始")
    else:
        reason = Text("it is concluded already", "已经结束") if review.report else None
    if reason is None:
        return None
    told = {"reason": reason.en, "reason_zh": reason.zh, "event": event.kind}
    return fails(where, review=event.subject, **told)


@REVIEWS.rule(
    "REVIEW_REVISION",
    source="4/CMA.6 para 36",
    message=Text(
        "{party} may not revise the initial report for review {review} on {date}: {reason}",
        "{party} 不得于 {date} 为审评 {review} 修订初始报告：{reason_zh}",
    ),
    fix=Text(
        "put it into the next updated initial report or regular information",
        "请纳入下一份更新的初始报告或定期信息",
    ),
)
def initial_report_is_revised_within_the_week(
    event: Event, reviews: Mapping[str, Review]
) -> Shown | None:
    """The Party under review may revise its initial report before the review week has ended."""
    review = reviews.get(event.subject)
    if event.kind is not Kind.REVISE or review is None:
        return None
    ends = review.begun.week_ends_on
    if event.by == review.party and ends is None:
        return unknown(Text("the last day of the review week", "审评周的最后一天"), place(event))
    if event.by == review.party and ends is not None and event.on <= ends:
        return None
    late = Text(f"the review week ended on {ends}", f"审评周已于 {ends} 结束")
    other = Text(f"the review is of {review.party}", f"审评对象为 {review.party}")
    reason = late if event.by == review.party else other
    told = {"reason": reason.en, "reason_zh": reason.zh, "date": event.on}
    return fails(place(event), party=event.by, review=event.subject, **told)


@REVIEWS.rule(
    "REVIEW_SCOPE",
    source="6/CMA.4 annex II para 10",
    message=Text(
        "a review does not judge the {topic}, which a recommendation is about",
        "一项建议涉及 {topic}，而审评不对其作出评判",
    ),
    fix=Text(
        "recommend what makes the information consistent, complete or transparent",
        "仅就信息的一致性、完整性或透明度提出建议",
    ),
)
def recommendations_stay_within_the_scope(event: Event, _: Mapping[str, Review]) -> list[Shown]:
    """Recommendations are about the information, not about what Parties have decided."""
    barred = [one.topic for one in event.recommendations if one.topic in BARRED]
    return [fails(place(event), topic=topic) for topic in barred]


def reviews(events: Iterable[Event]) -> tuple[dict[str, Review], list[Finding]]:
    """Enter the events about reviews in order; those refused are named and left out."""
    found: dict[str, Review] = {}
    findings: list[Finding] = []
    for event in events:
        if event.kind not in OF_REVIEWS:
            continue
        told = REVIEWS.judge(event, found)
        findings += told
        if not refused(told):
            found[event.subject] = _entered(event, found.get(event.subject))
    return found, findings


def _entered(event: Event, review: Review | None) -> Review:
    if review is None:
        party = event.party or event.by
        return Review(event.subject, party, event.approaches, event)
    if event.kind is Kind.REVISE:
        return replace(review, revised=(*review.revised, event.text or ""))
    return replace(review, report=event.text, recommendations=event.recommendations)


def status(review: Review, cases: Iterable[Case]) -> str:
    """Say the public status of a review in the words of 4/CMA.6 para 37.

    It is pending until the report is published; then the cases of the Party that are not resolved
    decide, by the marks of the review team.
    """
    words = law.review_statuses()
    if review.report is None:
        return words["pending"]
    concerned = [
        case for case in cases if review.party in case.opening.parties and not case.is_closed
    ]
    return words[_key(concerned)]


def _key(cases: list[Case]) -> str:
    significant = any(case.is_significant for case in cases)
    persistent = any(case.is_persistent for case in cases)
    if any(case.is_significant and case.is_persistent for case in cases):
        return "both_at_once"
    if significant and persistent:
        return "significant_and_persistent"
    if significant or persistent:
        return "significant" if significant else "persistent"
    return "inconsistent" if cases else "consistent"
