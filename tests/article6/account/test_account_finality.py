"""A period whose adjustments are final stays as it is but for reasoned overrides."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from account_samples import BUDGET, DECADE, action, codes, found, selling
from tallystick import law
from tallystick.article6.account import (
    Account,
    Method,
    Override,
    Restatement,
    judge_restatement,
    run,
)
from tallystick.article6.account.finality import FINALITY
from tallystick.core.findings import Outcome

UNKNOWN = Outcome.NOT_DETERMINABLE
LOCK = date(2032, 6, 1)
REASONED = Override("Ministry of Environment", date(2032, 6, 2), "error found by the review")


def restated(on: str, override: Override | None = None) -> Restatement:
    return Restatement("GHA", DECADE, date.fromisoformat(on), 120, override)


@pytest.mark.rule("pass", "FINAL_OVERRIDE")
@pytest.mark.rule("pass", "FINAL")
def test_restatement_before_the_day_of_finality_passes() -> None:
    assert judge_restatement(restated("2032-05-31"), LOCK) == []
    assert judge_restatement(restated("2032-05-31", REASONED), LOCK) == []


@pytest.mark.rule("fail", "FINAL")
def test_restatement_of_a_final_period_is_refused_without_a_reasoned_override() -> None:
    (finding,) = judge_restatement(restated("2032-06-01"), LOCK)
    assert finding.code == "FINAL"
    assert finding.refuses
    for override in (
        Override("", REASONED.on, "error"),
        Override("Ministry", REASONED.on, " "),
        Override("Ministry", date(2032, 7, 1), "given afterwards"),
    ):
        assert judge_restatement(restated("2032-06-10", override), LOCK)[0].refuses


def test_reasoned_override_lets_a_final_period_be_restated_and_is_told() -> None:
    (told,) = judge_restatement(restated("2032-06-10", REASONED), LOCK)
    assert (told.code, told.outcome) == ("FINAL_OVERRIDE", Outcome.PASS)
    assert "error found by the review" in told.message.en


@pytest.mark.rule("missing", "FINAL")
def test_finality_cannot_be_told_while_no_day_is_given() -> None:
    for override in (None, REASONED):
        (finding,) = judge_restatement(restated("2040-01-01", override), None)
        assert (finding.code, finding.outcome) == ("FINAL", UNKNOWN)


def test_every_rule_cites_what_the_law_data_holds_and_speaks_both_languages() -> None:
    for rule in FINALITY.rules:
        assert law.paragraph(rule.source)
        assert all((rule.message.en, rule.message.zh, rule.fix.en, rule.fix.zh))


SALE = action("first_transfer", "2029-12-01", 2029, 10)
LATE = action("first_transfer", "2032-06-10", 2030, 7)
LATE_USE = action("use", "2032-06-12", 2028, 4, year=2030)


def locked(*actions: object, method: Method = Method.BUDGET) -> Account:
    of = selling(*actions, method=method, **BUDGET)  # type: ignore[arg-type]  # actions of the tests
    return replace(of, final_on=LOCK)


@pytest.mark.rule("fail", "FINAL")
def test_what_would_restate_a_final_period_does_not_count() -> None:
    before = run(locked(SALE))
    after = run(locked(SALE, LATE, LATE_USE))
    assert after.years == before.years
    assert after.period == before.period
    late, used = found(after, "FINAL")
    assert "a change of 7 t on 2032-06-10 is refused" in late.message.en
    assert "-4" in used.message.en
    assert late.where["action"] == "first_transfer"


def test_reasoned_override_of_its_own_lets_an_action_restate_and_no_other() -> None:
    reasoned = replace(LATE, override=REASONED)
    result = run(locked(SALE, reasoned, LATE_USE))
    assert result.years[-1].adjustment_t == 7
    (told,) = found(result, "FINAL_OVERRIDE")
    assert told.outcome is Outcome.PASS
    assert len(found(result, "FINAL")) == 1


def test_what_changes_no_adjustment_or_comes_before_the_day_is_let_through() -> None:
    moved = action("transfer", "2032-07-01", 2029, 10)
    assert "FINAL" not in codes(locked(SALE, moved))
    assert "FINAL" not in codes(replace(locked(SALE, LATE), final_on=date(2032, 6, 11)))
    next_period = action("first_transfer", "2032-07-01", 2032, 10)
    assert "FINAL" not in codes(locked(SALE, next_period))


def test_average_of_a_final_period_stays_too() -> None:
    result = run(locked(SALE, LATE, LATE_USE, method=Method.AVERAGING))
    assert result.period.adjustment_t == 1
    (used,) = found(result, "FINAL")
    assert "-0.4" in used.message.en
    overridden = locked(SALE, replace(LATE_USE, override=REASONED), method=Method.AVERAGING)
    assert run(overridden).period.adjustment_t == Fraction(10 - 4, 10)


@pytest.mark.rule("missing", "FINAL")
def test_override_while_no_day_of_finality_is_known_is_undecided_and_counts() -> None:
    open_ended = replace(locked(SALE, replace(LATE, override=REASONED)), final_on=None)
    result = run(open_ended)
    (told,) = found(result, "FINAL")
    assert told.outcome is UNKNOWN
    assert result.years[-1].adjustment_t == 7
    assert "FINAL" not in codes(replace(locked(SALE, LATE), final_on=None))
