"""`tallystick account workbook` as users and scripts call it."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from tallystick.cli.main import app

DATA = Path(__file__).parents[3] / "shared" / "data" / "gs_verra_credits"
COUNTRIES = ["Benin", "Gambia", "Morocco", "Nigeria", "Rwanda", "Tanzania", "Zimbabwe"]
PUBLISHED = {
    7: "row7_first_transferred_ndc",
    8: "row8_oimp_only",
    12: "row12_total_ca",
    13: "row13_cumulative",
}
FIELDS = [
    "country",
    "method",
    "inventory_to",
    "period",
    "rows",
    "account",
    "differences",
    "findings",
]
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="needs the published credits beside it")

LIST = """\
country,volume_t,vintage,first_transfer_definition,authorised_for_ndc,authorisation_year
Atlantis,60,2022,Authorisation,No,2023
Atlantis,40,2023,Authorisation,Yes,2026
Thule,7,2024,First international transfer,No,2024
"""


def call(path: Path, *options: str) -> Result:
    return CliRunner().invoke(app, ["account", "workbook", str(path), *options])


def answer(path: Path, *options: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(call(path, *options, "--json").stdout)
    return found


def rows(of: dict[str, Any]) -> dict[int, dict[str, Any]]:
    return {one["row"]: one for one in of["rows"]}


def values(of: dict[str, Any], number: int) -> list[Any]:
    return list(rows(of)[number]["values"].values())


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    path = tmp_path / "credits.csv"
    path.write_text(LIST, encoding="utf-8")
    return path


def test_json_has_both_sides_and_the_reasons(listed: Path) -> None:
    given = [f"--inventory={year}=1000" for year in range(2021, 2031)]
    result = call(listed, "--country", "Atlantis", *given, "--json")
    assert (result.exit_code, result.stderr) == (0, "")
    found = json.loads(result.stdout)
    assert list(found) == FIELDS
    assert rows(found)[12]["para"] == "23(g)"
    assert rows(found)[12]["total"] == 100
    assert [one["balance_t"] for one in found["account"]["years"][:4]] == [1000, 1060, 1040, 1000]
    assert {one["code"] for one in found["differences"]} == {"ROW14_SIGN"}
    assert found["findings"] == []


def test_text_shows_rows_and_reasons_apart(listed: Path) -> None:
    result = call(listed, "--country", "Atlantis", "--method", "averaging", "--used", "2025=10")
    assert result.exit_code == 0
    assert "row 13" in result.stdout
    assert "row 14" not in result.stdout
    assert "AVG_WINDOW" in result.stderr


def test_definition_that_cannot_be_dated_exits_1_without_a_balance(listed: Path) -> None:
    given = [f"--inventory={year}=1000" for year in range(2021, 2031)]
    result = call(listed, "--country", "Thule", *given, "--json")
    assert result.exit_code == 1
    found = json.loads(result.stdout)
    assert rows(found)[12]["total"] == 7
    assert {one["balance_t"] for one in found["account"]["years"]} == {None}
    assert "FT_DEF_UNRESOLVED" in {one["code"] for one in found["findings"]}


def test_country_that_is_not_listed_exits_1(listed: Path) -> None:
    assert call(listed, "--country", "Ys").exit_code == 1
    found = answer(listed, "--country", "Ys")
    assert (found["rows"], found["account"]) == ([], None)
    assert [one["code"] for one in found["findings"]] == ["COUNTRY_UNKNOWN"]


@pytest.mark.parametrize(
    "option", ["--inventory=1000", "--used=2025=-1", "--used=2025=x", "--inventory-to=2030"]
)
def test_option_of_another_form_exits_2(listed: Path, option: str) -> None:
    assert call(listed, "--country", "Atlantis", option).exit_code == 2


def test_year_given_twice_exits_2(listed: Path) -> None:
    twice = ["--used", "2025=1", "--used", "2025=2"]
    assert call(listed, "--country", "Atlantis", *twice).exit_code == 2


def test_unreadable_list_exits_3_and_keeps_the_form_of_the_answer(tmp_path: Path) -> None:
    result = call(tmp_path / "none.csv", "--country", "Atlantis", "--json")
    assert result.exit_code == 3
    assert list(json.loads(result.stdout)) == FIELDS
    assert call(tmp_path / "none.csv", "--country", "Atlantis").stdout == ""


# The published credits and answers


@needs_data
@pytest.mark.parametrize("country", COUNTRIES)
def test_totals_are_those_the_workbook_has_published(country: str) -> None:
    published = json.loads((DATA / "expected.json").read_text(encoding="utf-8"))
    expected = published["trajectory_all_authorisations"][country]
    found = rows(answer(DATA / "credits.csv", "--country", country))
    assert {row: found[row]["total"] for row in PUBLISHED} == {
        row: expected[name] for row, name in PUBLISHED.items()
    }


@needs_data
def test_rows_of_tanzania_that_do_not_depend_on_unlisted_years_are_exact_by_year() -> None:
    published = json.loads((DATA / "expected.json").read_text(encoding="utf-8"))
    expected = published["tanzania_by_year"]
    found = answer(DATA / "credits.csv", "--country", "Tanzania")
    assert values(found, 7) == expected["row7"]
    assert values(found, 12) == expected["row12"]
    assert values(found, 8) == values(found, 10) == values(found, 13) == [None] * 6
    assert "YEARS_UNLISTED" in {one["code"] for one in found["differences"]}


@needs_data
def test_rows_of_tanzania_are_exact_by_year_once_the_years_are_listed(tmp_path: Path) -> None:
    """The extract leaves the years out; its numbering shows a second batch, from row 275 on."""
    published = json.loads((DATA / "expected.json").read_text(encoding="utf-8"))
    expected = published["tanzania_by_year"]
    with (DATA / "credits.csv").open(encoding="utf-8", newline="") as file:
        credits_listed = [one for one in csv.DictReader(file) if one["country"] == "Tanzania"]
    dated = tmp_path / "dated.csv"
    with dated.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*credits_listed[0], "authorisation_year"])
        writer.writeheader()
        for one in credits_listed:
            year = "2025" if int(one["row"]) < 275 else "2026"
            writer.writerow({**one, "authorisation_year": year})
    found = answer(dated, "--country", "Tanzania")
    for row in (7, 8, 10, 12, 13):
        assert values(found, row) == expected[f"row{row}"]
    years = found["account"]["years"][:6]
    assert [one["adjustment_t"] for one in years] == expected["row12"]
    assert [one["cumulative_net_t"] for one in years] == expected["row13"]


@needs_data
def test_average_of_tanzania_is_the_published_one_and_the_account_says_otherwise() -> None:
    found = answer(DATA / "credits.csv", "--country", "Tanzania", "--method", "averaging")
    assert values(found, 11) == ["80842.75"] * 4 + [None] * 2
    assert found["account"]["years"][-1]["average_t"] == "32337.1"
    assert "AVG_WINDOW" in {one["code"] for one in found["differences"]}


@needs_data
def test_balance_of_tanzania_adds_what_the_workbook_subtracts() -> None:
    published = json.loads((DATA / "expected.json").read_text(encoding="utf-8"))
    row14 = published["tanzania_by_year"]["row14_workbook_sign_B5_minus_B12"][:4]
    given = [f"--inventory={year}=0" for year in range(2021, 2031)]
    found = answer(DATA / "credits.csv", "--country", "Tanzania", *given)
    balances = [one["balance_t"] for one in found["account"]["years"][:4]]
    assert balances == [-value for value in row14] == [0, 67_497, 230_126, 25_748]


@needs_data
def test_gambia_has_no_balance_outside_the_workbook() -> None:
    given = [f"--inventory={year}=0" for year in range(2021, 2031)]
    result = call(DATA / "credits.csv", "--country", "Gambia", *given, "--json")
    assert result.exit_code == 1
    found = json.loads(result.stdout)
    assert {one["balance_t"] for one in found["account"]["years"]} == {None}
    assert {one["adjustment_t"] for one in found["account"]["years"]} == {None}
    assert "FT_DEF_UNRESOLVED" in {one["code"] for one in found["findings"]}
