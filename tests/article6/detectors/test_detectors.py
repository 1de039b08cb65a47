"""Double issuance, double claiming and double use: found wherever they are, and told apart."""

from collections import Counter
from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tallystick import law
from tallystick.article6.detectors import DETECTORS, UnitEvent, UnitEvents
from tallystick.article6.detectors.events import SCHEMA, pieces
from tallystick.core.findings import Finding, Outcome

FAIL, UNKNOWN = Outcome.FAIL, Outcome.NOT_DETERMINABLE
DAY, LATER = date(2025, 1, 1), date(2025, 2, 1)
ITMO, CREDIT, OTHER = "CA0009-GHA01-GHA-2022", "GS1-1-GH-GS1-16-2022-1", "VCS-1"
BACKED = {"backing": CREDIT, "backing_start": 501, "backing_end": 600}


def event(kind: str, series: str, start: int, end: int, **more: Any) -> dict[str, Any]:
    blank = dict.fromkeys(SCHEMA)
    return {**blank, "event": kind, "series": series, "start": start, "end": end, **more}


def events(*rows: dict[str, Any]) -> UnitEvents:
    numbered = [
        {**row, "file": row["file"] or "a.csv", "row": number} for number, row in enumerate(rows, 2)
    ]
    return UnitEvents(pl.DataFrame(numbered, schema=SCHEMA, orient="row"))


def found(detector: str, *rows: dict[str, Any]) -> list[Finding]:
    return DETECTORS[detector][0].judge(events(*rows), None)


def told(detector: str, *rows: dict[str, Any]) -> list[tuple[str, Outcome, object]]:
    return [(one.code, one.outcome, one.where.get("check")) for one in found(detector, *rows)]


issued = event("issuance", ITMO, 1, 100, **BACKED)
used = event("use", ITMO, 1, 100, party="CHE", host="GHA", on=DAY)
sent = event("first_transfer", ITMO, 1, 100, party="GHA", host="GHA", on=DAY)


def test_every_rule_cites_what_the_law_data_holds_and_speaks_both_languages() -> None:
    for book, _ in DETECTORS.values():
        for rule in book.rules:
            assert law.paragraph(rule.source)
            assert all((rule.message.en, rule.message.zh, rule.fix.en, rule.fix.zh))


@pytest.mark.parametrize("detector", DETECTORS)
def test_nothing_is_found_in_nothing(detector: str) -> None:
    assert found(detector) == []


@pytest.mark.feature("F034")
def test_three_detectors_are_three_questions() -> None:
    whole = (issued, sent, used)
    assert {name: told(name, *whole) for name in DETECTORS} == {name: [] for name in DETECTORS}
    assert told("issuance", *whole, event("issuance", ITMO, 100, 101))
    assert not told("use", *whole, event("issuance", ITMO, 100, 101))
    again = {**used, "on": LATER}
    assert told("use", *whole, again)
    assert not told("issuance", *whole, again)
    assert not told("claiming", *whole, again)
    host = event("claim", ITMO, 1, 100, party="GHA", host="GHA")
    assert told("claiming", *whole, host)
    assert not told("use", *whole, host)


@pytest.mark.feature("F034")
def test_numbers_issued_twice_are_found_across_files() -> None:
    first = event("issuance", OTHER, 1, 50, file="one.csv")
    finding, *rest = found("issuance", first, event("issuance", OTHER, 50, 60, file="two.csv"))
    assert not rest
    assert (finding.where["file"], finding.where["row"]) == ("two.csv", 3)
    assert finding.where["other"] == {
        "file": "one.csv", "row": 2, "event": "issuance", "series": OTHER, "start": 1, "end": 50,
    }  # fmt: skip
    assert "one.csv row 2" in finding.message.zh


@pytest.mark.feature("F034")
def test_one_credit_under_two_itmo_series_is_double_issuance() -> None:
    other = event("issuance", ITMO.replace("GHA", "CHE"), 1, 10, **{
        **BACKED, "backing_start": 600, "backing_end": 609,
    })  # fmt: skip
    assert told("issuance", issued, other) == [("DOUBLE_ISSUANCE", FAIL, "underlying")]
    part = event("use", ITMO, 11, 20, **{**BACKED, "backing_start": 511, "backing_end": 520})
    assert told("issuance", issued, part) == []
    shifted = event("use", ITMO, 11, 20, **{**BACKED, "backing_start": 512, "backing_end": 521})
    assert told("issuance", issued, shifted) == [("DOUBLE_ISSUANCE", FAIL, "underlying")]


@pytest.mark.feature("F034")
def test_two_programmes_crediting_one_activity_cannot_be_told() -> None:
    days = {"first_day": date(2022, 1, 1), "last_day": date(2022, 12, 31)}
    one = event("issuance", OTHER, 1, 5, activity="stoves", registry="VCS", **days)
    two = event("issuance", CREDIT, 1, 5, activity="stoves", registry="GS", **days)
    assert told("issuance", one, two) == [("DOUBLE_ISSUANCE", UNKNOWN, "activity")]
    after = {"first_day": date(2023, 1, 1), "last_day": date(2023, 12, 31)}
    for harmless in ({**two, **after}, {**two, "activity": "wind"}, {**two, "registry": "VCS"}):
        assert told("issuance", one, harmless) == []


@pytest.mark.rule("fail", "DOUBLE_CLAIMING")
@pytest.mark.feature("F010")
@pytest.mark.feature("F074")
def test_outcome_claimed_by_host_and_user_is_double_claiming() -> None:
    host = event("claim", CREDIT, 550, 550, party="GHA", host="GHA")
    finding, *rest = found("claiming", issued, sent, used, host)
    assert not rest
    assert (finding.code, finding.outcome) == ("DOUBLE_CLAIMING", FAIL)
    assert {"GHA", "CHE"} == {finding.where["party"], finding.where["other"]["party"]}  # type: ignore[index]  # an object


@pytest.mark.rule("missing", "DOUBLE_CLAIMING")
@pytest.mark.feature("F010")
@pytest.mark.feature("F034")
def test_use_of_what_its_host_has_not_first_transferred_is_double_claiming() -> None:
    partly = event("first_transfer", ITMO, 1, 99, party="GHA", host="GHA", on=DAY)
    assert told("claiming", partly, used) == [("DOUBLE_CLAIMING", FAIL, "adjustment")]
    assert told("claiming", used) == [("DOUBLE_CLAIMING", UNKNOWN, "adjustment")]
    hostless = {**used, "host": None}
    assert told("claiming", partly, hostless) == [("DOUBLE_CLAIMING", UNKNOWN, "adjustment")]
    rest = event("first_transfer", CREDIT, 600, 600, party="GHA", host="GHA", on=DAY)
    assert told("claiming", issued, partly, rest, used) == []
    assert told("claiming", partly, rest, used) == [("DOUBLE_CLAIMING", FAIL, "adjustment")]
    whole = event("first_transfer", CREDIT, 501, 600, party="GHA", host="GHA", on=DAY)
    assert told("claiming", issued, whole, used) == []


@pytest.mark.feature("F034")
@pytest.mark.feature("F068")
@pytest.mark.feature("F074")
def test_unit_used_as_itmo_and_retired_as_credit_is_double_use() -> None:
    retired = event("retirement", CREDIT, 560, 700, party="a firm", on=DAY, file="gs.csv")
    assert told("use", issued, used, retired) == [("DOUBLE_USE", FAIL, None)]
    assert told("use", used, retired) == []
    beyond = event("retirement", CREDIT, 601, 700, party="a firm", on=DAY)
    assert told("use", issued, used, beyond) == []


@pytest.mark.rule("fail", "DOUBLE_USE")
@pytest.mark.feature("F068")
def test_one_end_reported_by_two_files_is_one_end() -> None:
    elsewhere = {**used, "file": "b.csv"}
    assert told("use", used, elsewhere) == []
    assert told("use", used, used) == [("DOUBLE_USE", FAIL, None)]
    assert told("use", used, {**elsewhere, "party": "SWE"}) == [("DOUBLE_USE", FAIL, None)]
    unnamed = {**used, "party": None}
    assert told("use", unnamed, {**unnamed, "file": "b.csv"}) == [("DOUBLE_USE", FAIL, None)]


@pytest.mark.rule("missing", "DOUBLE_USE")
@pytest.mark.feature("F068")
@pytest.mark.parametrize("left_out", ["party", "on"])
def test_end_that_only_one_of_two_files_tells_in_full_may_be_one_end(left_out: str) -> None:
    partly = {**used, left_out: None}
    assert told("use", used, {**partly, "file": "b.csv"}) == [("DOUBLE_USE", UNKNOWN, None)]
    assert told("use", partly, {**used, "file": "b.csv"}) == [("DOUBLE_USE", UNKNOWN, None)]
    assert told("use", used, partly) == [("DOUBLE_USE", FAIL, None)]
    for other in ({"end": 99}, {"event": "retirement"}, {"on": LATER, "party": None}):
        elsewhere = {**partly, **other, "file": "b.csv"}
        assert told("use", used, elsewhere) == [("DOUBLE_USE", FAIL, None)]


@pytest.mark.rule("fail", "EXHAUSTED")
@pytest.mark.rule("missing", "EXHAUSTED")
@pytest.mark.feature("F068")
@pytest.mark.feature("F069")
def test_units_move_no_more_after_their_end() -> None:
    late = event("transfer", ITMO, 100, 120, party="CHE", on=LATER)
    assert told("use", used, late) == [("EXHAUSTED", FAIL, None)]
    assert told("use", used, {**late, "on": DAY}) == []
    assert told("use", used, {**late, "on": None}) == [("EXHAUSTED", UNKNOWN, None)]
    assert told("use", {**used, "on": None}, late) == [("EXHAUSTED", UNKNOWN, None)]
    credit = event("transfer", CREDIT, 600, 600, party="a firm", on=LATER)
    assert told("use", issued, used, credit) == [("EXHAUSTED", FAIL, None)]


@pytest.mark.rule("pass", "DOUBLE_CLAIMING", "DOUBLE_USE", "EXHAUSTED")
def test_underlying_range_of_another_length_is_no_link() -> None:
    short = event("issuance", ITMO, 1, 100, **{**BACKED, "backing_end": 599})
    assert events(short).unlinked["id"].to_list() == [0]
    assert events(short).links.is_empty()
    for name in DETECTORS:
        assert told(name, short) == [("UNDERLYING", UNKNOWN, None)]


def test_many_of_one_kind_are_one_finding_with_their_count() -> None:
    many = [{**used, "on": date(2025, 1, 1 + day % 28), "end": 1 + day} for day in range(150)]
    (finding,) = found("use", *many)
    assert finding.where["count"] == 149
    assert len(finding.where["rows"]) == 100  # type: ignore[arg-type]  # a list


RANGES = st.lists(
    st.tuples(st.sampled_from(["A", "B"]), st.integers(1, 12), st.integers(0, 6)), max_size=12
)


@settings(deadline=None, max_examples=40)
@given(RANGES)
def test_use_is_double_exactly_where_a_number_ends_twice(
    drawn: list[tuple[str, int, int]],
) -> None:
    rows = [event("use", series, start, start + more) for series, start, more in drawn]
    ended = Counter(
        (series, number)
        for series, start, more in drawn
        for number in range(start, start + more + 1)
    )
    twice = any(count > 1 for count in ended.values())
    assert bool(found("use", *rows)) is twice


@settings(deadline=None, max_examples=40)
@given(RANGES)
def test_pieces_of_one_series_are_equal_or_apart_and_lose_nothing(
    drawn: list[tuple[str, int, int]],
) -> None:
    schema = {"id": pl.UInt32, "series": pl.String, "start": pl.Int64, "end": pl.Int64}
    rows = [(place, one[0], one[1], one[1] + one[2]) for place, one in enumerate(drawn)]
    cut = pieces(pl.DataFrame(rows, schema=schema, orient="row"))
    assert cut.select((pl.col("end") - pl.col("start") + 1).sum()).item() == sum(
        one[2] + 1 for one in drawn
    )
    different = cut.select("series", "start", "end").unique()
    assert different.select("series", "start").is_duplicated().sum() == 0


@settings(deadline=None, max_examples=40)
@given(st.permutations([issued, sent, used, {**used, "on": LATER}]))
def test_order_of_rows_changes_no_answer(rows: list[dict[str, Any]]) -> None:
    for name in DETECTORS:
        assert Counter(told(name, *rows)) == Counter(
            told(name, issued, sent, used, {**used, "on": LATER})
        )


def test_rows_without_an_event_stand_for_the_default_of_each_detector() -> None:
    assert [default for _, default in DETECTORS.values()] == [
        UnitEvent.ISSUANCE, UnitEvent.CLAIM, UnitEvent.RETIREMENT,
    ]  # fmt: skip
