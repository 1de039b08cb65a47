"""`tallystick review receipts`: what two registries say of one transfer."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tallystick.cli.main import app

NOTICE = """{transfer: T-1, registry: %s, type: first_transfer, at: "2025-07-07T12:00:00Z",
     blocks: [{first: CA0009-GHA01-GHA-1-2022, last: CA0009-GHA01-GHA-100-2022}],
     signed_by: %s+2025}"""
SENT = f"transfers:\n  - sent: {NOTICE % ('GHA01', 'GHA01')}\n"
BOTH = f"{SENT}    receipt: {NOTICE % ('CHE01', 'CHE01')}\n"


def run(tmp_path: Path, text: str) -> tuple[int, Any]:
    path = tmp_path / "transfers.yaml"
    path.write_text(text, encoding="utf-8")
    answer = CliRunner().invoke(app, ["review", "receipts", str(path), "--json"])
    return answer.exit_code, json.loads(answer.stdout)


def codes(told: Any) -> set[tuple[str, str]]:
    return {(one["code"], one["outcome"]) for one in told["findings"]}


@pytest.mark.rule("pass", "TRANSFER_RECEIPT", "ID_IMMUTABLE")
def test_receipt_that_repeats_what_was_sent_passes(tmp_path: Path) -> None:
    told = {"transfers": 1, "outcome": "pass", "findings": []}
    assert run(tmp_path, BOTH) == (0, told)


@pytest.mark.rule("missing", "TRANSFER_RECEIPT", "ID_IMMUTABLE")
def test_transfer_without_a_receipt_is_undecided(tmp_path: Path) -> None:
    status, told = run(tmp_path, SENT)
    assert status == 0
    assert codes(told) == {
        ("TRANSFER_RECEIPT", "not_determinable"),
        ("ID_IMMUTABLE", "not_determinable"),
    }


@pytest.mark.rule("fail", "ID_IMMUTABLE")
def test_identifiers_that_were_changed_on_the_way_are_refused(tmp_path: Path) -> None:
    head, receipt = BOTH.split("    receipt: ")
    renamed = receipt.replace("GHA-1-2022", "GHA-2-2022").replace("GHA-100-", "GHA-101-")
    status, told = run(tmp_path, f"{head}    receipt: {renamed}")
    assert (status, codes(told)) == (1, {("ID_IMMUTABLE", "fail")})


@pytest.mark.rule("fail", "TRANSFER_RECEIPT")
def test_another_time_is_another_transfer(tmp_path: Path) -> None:
    head, receipt = BOTH.split("    receipt: ")
    later = receipt.replace("T12:", "T13:")
    status, told = run(tmp_path, f"{head}    receipt: {later}")
    assert (status, codes(told)) == (1, {("TRANSFER_RECEIPT", "fail")})


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("12:00:00Z", "12:00:00"),
        ("GHA-100-2022", "GHA-100-2023"),
        ("GHA-1-2022", "GHA-1000-2022"),
        ("GHA-1-2022", "1"),
        ("type: first_transfer, ", ""),
        ("sent:", "said:"),
    ],
)
def test_damage_is_named_with_its_line(tmp_path: Path, right: str, wrong: str) -> None:
    status, told = run(tmp_path, BOTH.replace(right, wrong, 1))
    assert status == 3
    assert {one["code"] for one in told["findings"]} == {"SYNTAX"}
    assert all(one["where"]["line"] and one["fix_zh"] for one in told["findings"])


def test_findings_are_told_in_words(tmp_path: Path) -> None:
    path = tmp_path / "transfers.yaml"
    path.write_text(SENT, encoding="utf-8")
    answer = CliRunner().invoke(app, ["review", "receipts", str(path)])
    assert answer.stdout.startswith("1 transfers: not_determinable")
