"""The table of Parties is what its sources give, and can be rebuilt."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from tallystick import law
from tallystick.law.files import DATA

ROOT = Path(__file__).parents[2]
COUNTRY_META = ROOT.parent / "shared" / "data" / "country_meta"
BOUND_AT_SOME_TIME = 195
SMALL_ISLAND_MEMBERS_OF_THE_UN = 37
GRADUATED = 8


def test_codes_are_three_letters_in_order_and_named_in_both_languages() -> None:
    rows = law.party_rows()
    codes = [row["code"] for row in rows]
    assert codes == sorted(set(codes))
    assert all(len(code) == 3 and code.isascii() and code.isupper() for code in codes)
    assert all(row["name_en"] and row["name_zh"] and row["source"] for row in rows)


def test_groups_have_their_known_sizes() -> None:
    rows = law.party_rows()
    assert sum(bool(row["paris_membership"]) for row in rows) == BOUND_AT_SOME_TIME
    islands = sum(row["small_island"] == "yes" for row in rows)
    assert islands == SMALL_ISLAND_MEMBERS_OF_THE_UN
    graduated = [row for row in rows if row["least_developed"].rstrip("/").count("/") == 1]
    assert len(graduated) == GRADUATED


@pytest.mark.parametrize("column", ["paris_membership", "least_developed"])
def test_spans_run_forward_and_do_not_touch(column: str) -> None:
    for row in law.party_rows():
        days = [
            date.fromisoformat(day)
            for span in row[column].split(";")
            for day in span.split("/")
            if day
        ]
        assert days == sorted(set(days)), row["code"]


@pytest.mark.skipif(not COUNTRY_META.is_dir(), reason="needs the country metadata beside it")
def test_shipped_table_is_what_the_script_builds(tmp_path: Path) -> None:
    script, built = ROOT / "scripts" / "build_party_table.py", tmp_path / "parties.csv"
    subprocess.run([sys.executable, script, COUNTRY_META, built], check=True, capture_output=True)
    assert built.read_bytes() == (DATA / "parties.csv").read_bytes()
