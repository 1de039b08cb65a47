"""Results and statuses that a workbook brings back from the platform, in the printed words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tallystick import law
from tallystick.article6.aef.platform import InitialReport, Platform
from tallystick.core.findings import Outcome, Severity, Text
from tallystick.core.rules import Rulebook, Shown, fails, unknown


@dataclass(frozen=True, slots=True)
class Stated:
    """What table 1 of a file states, and what came out when the file was checked."""

    path: str
    party: str | None
    check_result: str | None
    review_status: str | None
    outcome: Outcome

    @property
    def where(self) -> dict[str, object]:
        """The place of the statements."""
        return {"file": self.path, "table": "submission", "party": self.party}


BOOK: Rulebook[Stated, Platform | None] = Rulebook("AEF official words")

WORDS = Text('"{stated}" does not hold: {reason}', "“{stated}”不成立：{reason_zh}")
UNPRINTED = Text("the decision prints other words", "决定所用的是其他用语")
CHOICE = Text("write one of: {choice}", "请填写以下之一：{choice}")

OTHERWISE = {
    ("consistent", Outcome.FAIL): Text(
        "inconsistencies are found in the file", "该文件存在不一致之处"
    ),
    ("inconsistent", Outcome.PASS): Text(
        "no inconsistency is found in the file", "该文件未见不一致之处"
    ),
}
"""Why a stated result does not hold, by its key and what the check says."""


@BOOK.rule(
    "CHECK_RESULT",
    severity=Severity.WARNING,
    source="4/CMA.6 para 29",
    message=WORDS,
    fix=CHOICE,
)
def result_is_printed_and_holds(stated: Stated, _: Platform | None) -> Shown | None:
    """The result of the check is one of the printed three, and the one that comes out."""
    if stated.check_result is None:
        return None
    results = law.check_results()
    key = _key(results, stated.check_result)
    if key is None:
        return _refused(stated, stated.check_result, UNPRINTED, results)
    if stated.outcome is Outcome.NOT_DETERMINABLE and key != "null":
        missing = Text("a workbook that bears on the result", "影响核对结果的其他文件")
        return unknown(missing, stated.where)
    reason = OTHERWISE.get((key, stated.outcome))
    return _refused(stated, stated.check_result, reason, results) if reason else None


@BOOK.rule(
    "REVIEW_STATUS",
    severity=Severity.WARNING,
    source="4/CMA.6 para 37; 4/CMA.6 para 30",
    message=WORDS,
    fix=CHOICE,
)
def status_is_printed_and_holds(stated: Stated, platform: Platform | None) -> Iterator[Shown]:
    """The review status is printed in the decision, and is that of the Party's initial report."""
    if stated.review_status is None:
        return
    statuses = law.review_statuses()
    if _key(statuses, stated.review_status) is None:
        yield _refused(stated, stated.review_status, UNPRINTED, statuses)
    elif platform is not None and platform.initial_reports is not None:
        shown = _shown(stated, platform)
        known = {one.review for one in shown if one.review is not None}
        if not known:
            missing = Text("the review status of the initial report", "初次报告的审评状态")
            yield unknown(missing, stated.where)
        elif stated.review_status not in known:
            told = "; ".join(sorted(known))
            reason = Text(f'the platform shows "{told}"', f"平台显示“{told}”")
            yield _refused(stated, stated.review_status, reason, statuses)


def _shown(stated: Stated, platform: Platform) -> list[InitialReport]:
    return [one for one in platform.initial_reports or () if one.party == stated.party]


def _key(words: Mapping[str, str], stated: str) -> str | None:
    return next((key for key, word in words.items() if word == stated.strip()), None)


def _refused(stated: Stated, text: str, reason: Text, words: Mapping[str, str]) -> Shown:
    return fails(
        stated.where,
        stated=text,
        reason=reason.en,
        reason_zh=reason.zh,
        choice="; ".join(words.values()),
    )
