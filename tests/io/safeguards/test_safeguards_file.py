"""Files of safeguards: what they hold is judged, and every mistake is named with its mend."""

import re
from datetime import date
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from safeguards_files import ENDED, RELATIONS, TRADES, WHOLE
from tallystick.article6.safeguards import check, to_json
from tallystick.article6.safeguards.check import SECTIONS
from tallystick.core.findings import Outcome
from tallystick.io.safeguards.file import read_safeguards
from tallystick.io.safeguards.tables import read_ended, read_relations, read_trades
from tallystick.io.yamlfile.damage import Damaged

ON = date(2025, 5, 10)


def written(tmp_path: Path, text: str, name: str = "safeguards.yaml") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def mistakes(tmp_path: Path, text: str) -> list[str]:
    with pytest.raises(Damaged) as damaged:
        read_safeguards(written(tmp_path, text))
    assert all(one.message.zh and one.fix.zh for one in damaged.value.findings)
    return [one.message.en for one in damaged.value.findings]


def test_everything_a_file_asks_about_is_judged(tmp_path: Path) -> None:
    answer = check(read_safeguards(written(tmp_path, WHOLE)), ON)
    assert [one.key for one in answer.sections] == list(SECTIONS)
    assert [(one.code, one.where) for one in answer.findings] == []
    assert answer.outcome is Outcome.PASS


def test_figures_stand_beside_the_answers(tmp_path: Path) -> None:
    report = to_json(check(read_safeguards(written(tmp_path, WHOLE)), ON))["report"]
    assert report["contracts"][0]["expected_loss"] == 300
    assert report["forecasts"][0]["period_balance_t"] == 200
    assert report["speciality"][0]["tests"] == {
        "SPECIAL_BY_TEXT": "pass",
        "SPECIAL_IN_FACT": "pass",
        "SPECIAL_IN_CLUB": "pass",
    }
    assert report["legal_nature"][0]["natures"][0]["nature"] == "property"
    assert report["benefits"] == [{"holder": "GHA", "currency": "USD", "amount": "1860"}]
    assert report["settlement"][0]["unmatched_t"] == 0
    assert report["leakage"][0]["leakage_t"] == 100
    assert report["distribution"]["parties"][0]["per_head"] == 3


def test_what_a_file_does_not_ask_about_is_not_judged(tmp_path: Path) -> None:
    answer = check(read_safeguards(written(tmp_path, "claims: []\n")), ON)
    assert [one.key for one in answer.sections] == ["claims"]
    assert to_json(answer)["report"] == {}


def test_list_that_is_absent_is_unknown_and_an_empty_one_is_nothing(tmp_path: Path) -> None:
    claim = WHOLE[WHOLE.index("claims:") : WHOLE.index("\nended:") + 1]
    outcomes = [
        check(read_safeguards(written(tmp_path, claim + more)), ON).outcome
        for more in ("", "ended: []\n")
    ]
    assert outcomes == [Outcome.NOT_DETERMINABLE, Outcome.FAIL]


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ("probability: 0.1", "probability: 1.1", "a share from 0 to 1"),
        ("probability: 0.1", "probability: often", "a share from 0 to 1"),
        ("probability: 0.1", "probability: 3/2", "a share from 0 to 1"),
        ("ratio: 11/10", "ratio: 11/0", "a ratio such as"),
        ("costs: {currency: USD, ", "costs: {", '"currency" is missing'),
        ("costs: {currency: USD, measures", "costs: []\n    x: {measures", "a record of names"),
        ("first_year: 2029", "first_year: soon", "a year such as"),
        ("share: 1/20", "part: 1/20", '"share" is missing'),
        ("link:", "link: []\nx:", "a record of names"),
        ("price: 22", "price: 22,5", "an amount above 0"),
        ("currency: USD, measures", "currency: dollars, measures", "a currency such as"),
        ("last_year: 2030", "last_year: 2028", "a year not before first_year"),
        ("club: club", "club: other", "the id of a club of this file"),
        ("vote: yes", "vote: maybe", "one of yes, no, abstain, veto"),
        ("purpose: omge", "purpose: levy", "one of share_of_proceeds, omge"),
        ("moves: [benefit]", "moves: [benefits]", "one of legislation"),
        ("control: joint", "control: mine", "one of national, joint, international"),
        ("class: multinational, ", "", '"class" is missing'),
        ("signed: 2025-01-01", "sign: 2025-01-01", '"sign" is not a field here'),
        ("risk: {probability: 0.1, ", "risk: [", "not YAML"),
    ],
)
def test_mistake_is_named_with_what_is_expected(
    tmp_path: Path, right: str, wrong: str, message: str
) -> None:
    assert right in WHOLE
    assert any(message in one for one in mistakes(tmp_path, WHOLE.replace(right, wrong, 1)))


TOKENS = re.split(r"([\s{}\[\]:,]+)", WHOLE)


@settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    st.integers(0, len(TOKENS) - 1),
    st.sampled_from(["", "0", "-1", "x", "1/3", "{}", "[]", "2030", "2025-01-01", "GHA", "true"]),
)
def test_whatever_stands_in_a_file_gives_findings_and_no_accident(
    tmp_path: Path, place: int, other: str
) -> None:
    text = "".join([*TOKENS[:place], other, *TOKENS[place + 1 :]])
    try:
        record = read_safeguards(written(tmp_path, text))
    except Damaged:
        return  # refused with findings
    assert to_json(check(record, ON))["sections"]


def test_trades_are_read_from_csv_and_parquet_alike(tmp_path: Path) -> None:
    table = written(tmp_path, TRADES, "trades.csv")
    parquet = tmp_path / "trades.parquet"
    pl.read_csv(table).with_columns(pl.col("date").str.to_date()).write_parquet(parquet)
    first, second = read_trades(table), read_trades(parquet)
    assert [(one.id, one.on, one.price, one.range) for one in first] == [
        (one.id, one.on, one.price, one.range) for one in second
    ]
    assert (first[0].origin["row"], second[0].origin["row"]) == (2, 1)


def test_relations_and_what_was_ended_are_read_from_tables(tmp_path: Path) -> None:
    assert read_relations(written(tmp_path, RELATIONS, "r.csv"))[0].kind == "subsidiary"
    assert read_ended(written(tmp_path, ENDED, "e.csv"))[0].quantity_t == 10


@pytest.mark.parametrize(
    ("right", "wrong", "code", "said"),
    [
        ("2025-03-01", "01.03.2025", "SYNTAX", '"01.03.2025" is not a date'),
        (",A2,10,", ",A2,10.5,", "SYNTAX", '"10.5" is not a whole number'),
        ("T1,", ",", "SYNTAX", '"id" is missing'),
        ("seller", "vendor", "SYNTAX", '"seller" is missing'),
        ("S,1,10", "S,11,10", "SYNTAX", '"10" is not a number not below start'),
        ("1,10\n", "1,10,11\n", "UNREADABLE", "cannot be read"),
    ],
)
def test_table_with_a_wrong_cell_is_refused_by_row(
    tmp_path: Path, right: str, wrong: str, code: str, said: str
) -> None:
    with pytest.raises(Damaged) as damaged:
        read_trades(written(tmp_path, TRADES.replace(right, wrong, 1), "t.csv"))
    finding = damaged.value.findings[0]
    assert finding.code == code
    assert said in finding.message.en


@pytest.mark.parametrize("content", [b"", b"PAR1 but not", b"\xff\xfe\x00,\n1\n"])
def test_table_that_is_none_is_unreadable(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(content)
    with pytest.raises(Damaged):
        read_trades(path)
    with pytest.raises(Damaged, match="cannot be read"):
        read_trades(tmp_path / "none.csv")


def test_thresholds_are_ours_until_the_file_sets_others(tmp_path: Path) -> None:
    ours = read_safeguards(written(tmp_path, "claims: []\n"))
    theirs = read_safeguards(written(tmp_path, "leakage_most: 0\nconcentration: {share: 1}\n"))
    assert (ours.concentration.share, ours.leakage_most) == (Fraction(3, 4), Fraction(1, 10))
    assert (theirs.concentration.share, theirs.leakage_most) == (Fraction(1), Fraction(0))
