"""`tallystick aef export` from a ledger on either database."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tallystick.article6.aef.check import check
from tallystick.cli.demo.booking import postings, reported
from tallystick.cli.main import app
from tallystick.core.periods import NdcPeriod
from tallystick.io.aef_export import submission, years_to_report
from tallystick.io.aef_read import read_aef
from tallystick.ledger import open_ledger

run = CliRunner().invoke


@pytest.fixture
def booked(place: str) -> str:
    """A ledger with the reported transfers, on each database."""
    with open_ledger(place) as ledger:
        for key, posting in postings(reported()):
            ledger.post(posting, key=key)
    return place


def test_export_writes_what_the_ledger_holds(booked: str, tmp_path: Path) -> None:
    output = tmp_path / "CHE-2025.xlsx"
    command = ["aef", "export", "--db", booked, "--party", "CHE", "--year", "2025"]
    answer = run(app, [*command, "-o", str(output), "--submitted-on", "2026-04-15"])
    assert answer.exit_code == 0, answer.output
    told = read_aef(output)
    with open_ledger(booked) as ledger:
        meant = submission(ledger, "CHE", 2025, date(2026, 4, 15))
    assert told.header == meant.header
    for table, frame in meant.tables.items():
        assert told.tables[table].drop("row").equals(frame.drop("row"))


def test_holdings_are_those_at_the_end_of_the_year(booked: str) -> None:
    with open_ledger(booked) as ledger:
        held = {
            year: sum(
                map(
                    int,
                    submission(ledger, "CHE", year, date(2027, 4, 15)).tables["holdings"][
                        "quantity_t"
                    ],
                )
            )
            for year in (2023, 2024, 2025, 2026)
        }
    assert held == {2023: 1_916, 2024: 1_916, 2025: 11_733, 2026: 0}


def test_an_ndc_recorded_anew_or_for_the_next_period_changes_no_earlier_report(
    booked: str,
) -> None:
    with open_ledger(booked) as ledger:
        before = submission(ledger, "CHE", 2023, date(2024, 4, 15))
        (ndc,) = (one for one in ledger.ndcs() if one.party == "CHE")
        later = replace(ndc, on=date(2026, 11, 1), note={"because": "recorded anew"})
        following = replace(later, period=NdcPeriod(2031, 2035))
        ledger.post(following, key="the next period")
        ledger.post(later, key="anew")
        after = submission(ledger, "CHE", 2023, date(2024, 4, 15))
        assert years_to_report(ledger, "CHE", 2026) == [2023, 2024, 2025, 2026]
    assert after.header == before.header


def test_what_a_ledger_exports_for_everybody_is_consistent(booked: str) -> None:
    with open_ledger(booked) as ledger:
        filed = [
            submission(ledger, ndc.party, year, date(year + 1, 4, 15))
            for ndc in ledger.ndcs()
            for year in years_to_report(ledger, ndc.party, 2026)
        ]
    report = check(filed)
    assert report.consistent
    assert not report.findings


def test_a_dry_run_writes_nothing(booked: str, tmp_path: Path) -> None:
    output = tmp_path / "out.xlsx"
    command = ["aef", "export", "--db", booked, "--party", "GHA", "--year", "2025"]
    answer = run(app, [*command, "-o", str(output), "--dry-run"])
    assert answer.exit_code == 0
    assert not output.exists()


def test_a_party_without_an_ndc_is_refused(booked: str, tmp_path: Path) -> None:
    command = ["aef", "export", "--db", booked, "--party", "NOR", "--year", "2025"]
    answer = run(app, [*command, "-o", str(tmp_path / "out.xlsx")])
    assert answer.exit_code == 1
    assert "no NDC of NOR is recorded" in answer.output
    assert not (tmp_path / "out.xlsx").exists()


@pytest.mark.parametrize("place", ["missing.sqlite", "mysql://somewhere/else"])
def test_a_ledger_that_is_not_there_is_said_plainly(place: str, tmp_path: Path) -> None:
    where = place if "://" in place else str(tmp_path / place)
    command = ["aef", "export", "--db", where, "--party", "GHA", "--year", "2025"]
    answer = run(app, [*command, "-o", str(tmp_path / "out.xlsx")])
    assert answer.exit_code == 3
    assert not (tmp_path / place).exists()
