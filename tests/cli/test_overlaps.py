"""`ledger overlaps` on files of every kind, from sound to unreadable."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import typer
from typer.testing import CliRunner

from tallystick.cli.output import Exit
from tallystick.cli.overlaps import overlaps

app = typer.Typer()
app.command()(overlaps)

SERIALS = Path(__file__).parents[3] / "shared" / "data" / "voluntary_serials"
HEAD = "series,start,end,quantity\n"


def ask(*files: Path, exit_code: Exit) -> dict[str, Any]:
    result = CliRunner().invoke(app, [*map(str, files), "--json"])
    assert result.exit_code == exit_code, result.output
    answer: dict[str, Any] = json.loads(result.stdout)
    return answer


def counts(answer: Mapping[str, Any]) -> tuple[int, int, int, int]:
    return (
        answer["rows"],
        answer["overlapping_rows"],
        answer["quantity_mismatches"],
        answer["duplicates"],
    )


@pytest.fixture
def written(tmp_path: Path) -> Any:
    def write(text: str | bytes, name: str = "ranges.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    return write


def codes(answer: Mapping[str, Any]) -> list[str]:
    return [finding["code"] for finding in answer["findings"]]


@pytest.mark.rule("pass", "IMPORT_DUP", "SERIAL_OVERLAP")
def test_sound_ranges_pass(written: Any) -> None:
    answer = ask(written(HEAD + "a,1,5,5\na,6,9,4\nb,1,9,9\n"), exit_code=Exit.FINE)
    assert counts(answer) == (3, 0, 0, 0)
    assert answer["findings"] == []
    assert answer["refused_rows"] == 0
    assert answer["seconds"] >= 0


@pytest.mark.rule("fail", "IMPORT_DUP", "SERIAL_OVERLAP")
def test_defects_are_counted_and_located(written: Any) -> None:
    path = written(HEAD + "a,1,5,5\na,4,9,7\na,4,9,6\n")
    answer = ask(path, exit_code=Exit.REFUSED)
    assert counts(answer) == (3, 2, 1, 1)
    assert codes(answer) == ["SERIAL_OVERLAP", "SERIAL_OVERLAP", "IMPORT_DUP", "BLOCK_QTY"]
    first, _, repeat, quantity = answer["findings"]
    assert (first["where"]["file"], first["where"]["row"]) == (str(path), 3)
    assert first["where"]["other"]["row"] == 2
    assert first["message"] == f"a: 4 to 9 shares numbers with 1 to 5 in row 2 of {path}"
    assert repeat["message"] == f"a: 4 to 9 repeats row 3 of {path}"
    assert quantity["message"] == "a: 4 to 9 holds 6 units, the quantity stated is 7"
    assert "重复" in first["message_zh"]


def test_parquet_and_csv_give_the_same_answer(tmp_path: Path) -> None:
    ranges = pl.DataFrame(
        {"series": ["合", "", "合"], "start": [1, 1, 2], "end": [3, 3, 2], "quantity": [3, 3, 9]}
    )
    ranges.write_csv(tmp_path / "ranges.csv")
    ranges.write_parquet(tmp_path / "ranges.parquet")
    answers = [
        ask(tmp_path / name, exit_code=Exit.REFUSED) for name in ("ranges.csv", "ranges.parquet")
    ]
    assert counts(answers[0]) == counts(answers[1]) == (3, 1, 1, 0)
    assert codes(answers[0]) == codes(answers[1])


def test_rows_of_parquet_count_from_one_and_of_csv_after_the_heading(tmp_path: Path) -> None:
    ranges = pl.DataFrame({"series": [7, 7], "start": [1, 1], "end": [3, 3]})
    ranges.write_csv(tmp_path / "ranges.csv")
    ranges.write_parquet(tmp_path / "ranges.parquet")
    for name, row in (("ranges.csv", 3), ("ranges.parquet", 2)):
        answer = ask(tmp_path / name, exit_code=Exit.REFUSED)
        assert answer["findings"][0]["where"]["row"] == row


def test_series_compare_across_files_of_different_kinds(written: Any, tmp_path: Path) -> None:
    pl.DataFrame({"series": [7], "start": [1], "end": [3]}).write_parquet(tmp_path / "a.parquet")
    other = written("series,start,end\n7,3,4\n8,1,9\n")
    answer = ask(tmp_path / "a.parquet", other, exit_code=Exit.REFUSED)
    assert counts(answer) == (3, 1, 0, 0)
    assert answer["findings"][0]["where"]["file"] == str(other)
    assert answer["findings"][0]["where"]["other"]["file"] == str(tmp_path / "a.parquet")


@pytest.mark.parametrize("kind", [pl.Int8, pl.UInt64, pl.Float64, pl.String, pl.Categorical])
def test_columns_of_any_type_that_says_whole_numbers_are_read(kind: Any, tmp_path: Path) -> None:
    path = tmp_path / "ranges.parquet"
    text = pl.DataFrame({"series": ["1", "1"], "start": ["1", "5"], "end": ["5", "9"]})
    series = pl.col("series").cast(pl.UInt64) if kind == pl.UInt64 else pl.col("series").cast(kind)
    numbers = pl.col("start", "end").cast(pl.Int64)
    typed = text.with_columns(series, numbers if kind == pl.Categorical else numbers.cast(kind))
    typed.write_parquet(path)
    assert counts(ask(path, exit_code=Exit.REFUSED)) == (2, 1, 0, 0)


@pytest.mark.parametrize(
    ("row", "code", "said"),
    [
        ("a,9,8,1", "BLOCK_RANGE", "first serial 9 is greater than last serial 8"),
        ("a,x,8,1", "SYNTAX", 'start "x" is not a whole number'),
        ("a,1.5,8,1", "SYNTAX", 'start "1.5" is not a whole number'),
        ("a,1,9223372036854775808,1", "SYNTAX", "is not a whole number of at most 63 bits"),
        ("a,,8,1", "SYNTAX", "start is empty"),
        ("a,1, ,1", "SYNTAX", "end is empty"),
        (",1,1,1", "SYNTAX", "series is empty"),
        ("a,1,1,{one}", "SYNTAX", 'quantity "{one}" is not a whole number'),
    ],
)
def test_row_that_cannot_be_read_is_named_and_the_rest_checked(
    written: Any, row: str, code: str, said: str
) -> None:
    path = written(HEAD + f"a,20,25,6\n{row}\na,25,30,6\n")
    answer = ask(path, exit_code=Exit.REFUSED)
    assert counts(answer) == (3, 1, 0, 0)
    finding = answer["findings"][0]
    assert finding["code"] == code
    assert said in finding["message"]
    assert (finding["where"]["file"], finding["where"]["row"]) == (str(path), 3)
    assert answer["refused_rows"] == (0 if "{one}" in row else 1)


def test_fraction_in_a_parquet_column_is_named(tmp_path: Path) -> None:
    path = tmp_path / "ranges.parquet"
    pl.DataFrame(
        {"series": ["a"] * 3, "start": [1.0, 1.5, 2.0**60], "end": [1, 2, 2**62]}
    ).write_parquet(path)
    answer = ask(path, exit_code=Exit.REFUSED)
    assert answer["refused_rows"] == 2
    assert [finding["where"]["row"] for finding in answer["findings"]] == [2, 3]


def test_missing_quantity_confirms_nothing_and_refuses_nothing(written: Any) -> None:
    answer = ask(written(HEAD + "a,1,5,\na,6,9,4\n"), exit_code=Exit.FINE)
    assert counts(answer) == (2, 0, 0, 0)
    (finding,) = answer["findings"]
    assert (finding["code"], finding["outcome"]) == ("BLOCK_QTY", "not_determinable")
    assert finding["where"]["row"] == 2


@pytest.mark.rule("missing", "IMPORT_DUP", "SERIAL_OVERLAP")
def test_missing_columns_are_named_and_other_files_still_checked(written: Any) -> None:
    partial = written("series,start\na,1\n", "partial.csv")
    answer = ask(partial, written(HEAD + "a,1,5,5\n"), exit_code=Exit.REFUSED)
    assert answer["rows"] == 2
    assert answer["refused_rows"] == 1
    (finding,) = answer["findings"]
    assert (finding["code"], finding["where"]["column"]) == ("SYNTAX", "end")
    assert finding["where"]["file"] == str(partial)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PAR1 but no more than that",
        b"series,start,end\na,1,2,3,4\n",
        b"series,start,end\n\xff\xfe,1,2\n",
        b"\xff\xfes\x00e\x00r\x00i\x00e\x00s\x00",
    ],
    ids=["empty", "cut", "ragged", "encoding", "utf16"],
)
def test_unreadable_file_wins_over_defects_in_another(written: Any, content: bytes) -> None:
    bad, other = written(content, "bad"), written(HEAD + "a,1,5,5\na,1,5,5\n")
    answer = ask(bad, other, exit_code=Exit.UNREADABLE)
    assert counts(answer) == (2, 1, 0, 1)
    finding = answer["findings"][0]
    assert (finding["code"], finding["where"]) == ("UNREADABLE", {"file": str(bad)})


def test_absent_file_and_directory_are_unreadable(tmp_path: Path) -> None:
    for path in (tmp_path / "absent.csv", tmp_path, tmp_path / "absent" / "*.csv"):
        answer = ask(path, exit_code=Exit.UNREADABLE)
        assert codes(answer) == ["UNREADABLE"]
        assert answer["rows"] == 0


def test_headings_only_are_no_rows(written: Any) -> None:
    assert counts(ask(written(HEAD), exit_code=Exit.FINE)) == (0, 0, 0, 0)


def test_many_defects_of_a_kind_are_one_finding_with_their_count(written: Any) -> None:
    answer = ask(written(HEAD + "a,1,5,4\nb,2,1,1\n" * 150), exit_code=Exit.REFUSED)
    assert counts(answer) == (300, 149, 150, 149)
    by_code = {finding["code"]: finding for finding in answer["findings"]}
    assert len(by_code) == len(answer["findings"])
    assert {code: finding["where"]["count"] for code, finding in by_code.items()} == {
        "BLOCK_RANGE": 150,
        "SERIAL_OVERLAP": 149,
        "IMPORT_DUP": 149,
        "BLOCK_QTY": 150,
    }
    assert [row["row"] for row in by_code["BLOCK_QTY"]["where"]["rows"]][:3] == [2, 4, 6]


def test_list_of_printed_numbers_is_read_as_published(written: Any) -> None:
    path = written(
        "Quantity of Credits,Credit Serial Numbers\n"
        '"1,000",ACR-US-102-2003-274-1 to 1000\n'
        "11,ACR-US-102-2003-274-1000 to 1010\n"
        "1,ACR-US-102-2003\n"
        "1,\n"
    )
    answer = ask(path, exit_code=Exit.REFUSED)
    assert counts(answer) == (4, 1, 0, 0)
    assert codes(answer) == ["SYNTAX", "SYNTAX", "SERIAL_OVERLAP"]
    assert "ACR-{country}-{project}" in answer["findings"][0]["message"]
    assert answer["findings"][0]["where"] == {"file": str(path), "row": 4, "column": "serial"}


def test_running_numbers_beside_the_printed_number_are_read(written: Any) -> None:
    path = written(
        "serial,from,to,quantity\nCDC_1_1_1_321_14_1_2009,1,546,546\n"
        "CDC_1_1_1_321_14_1_2009,546,600,55\n"
    )
    assert counts(ask(path, exit_code=Exit.REFUSED)) == (2, 1, 0, 0)


def test_people_read_counts_and_findings(written: Any) -> None:
    result = CliRunner().invoke(app, [str(written(HEAD + "a,1,5,5\na,1,5,5\n"))])
    assert result.exit_code == Exit.REFUSED
    assert "overlapping rows: 1" in result.stdout
    assert "IMPORT_DUP" in result.stderr


@pytest.mark.skipif(not SERIALS.exists(), reason="the reference data is not beside the checkout")
def test_published_retirements_have_no_defect_and_issuances_the_known_one() -> None:
    sound = ask(
        SERIALS / "CAR_retirements.csv", SERIALS / "ACR_retirements.csv", exit_code=Exit.FINE
    )
    assert counts(sound) == (5_351 + 2_637, 0, 0, 0)
    gold = ask(SERIALS / "GOLD_issuances.csv", exit_code=Exit.REFUSED)
    assert (gold["rows"], gold["refused_rows"], gold["duplicates"]) == (8_083, 35, 1)
    assert gold["quantity_mismatches"] == 36
