"""The way of one unit through the ledger, its title, its certificate, and sales by who sold."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ledger_samples import LOT, authorize, day, issue, send, start, use
from typer.testing import CliRunner

from tallystick.article6.detectors.title import TITLE, Hop, titles
from tallystick.article6.postings.movements import Transfer
from tallystick.article6.postings.plain import Move, Range
from tallystick.article6.postings.units import Underlying
from tallystick.cli.main import app
from tallystick.core.findings import Outcome
from tallystick.core.identifiers import Block
from tallystick.ledger import Ledger, open_ledger
from tallystick.ledger.tracing import trace

SERIES = str(LOT.series)
ISSUE = replace(
    issue(), underlying=Underlying("GS", "GS-X-0501", "GS-X-1500"), quality={"measured": "report"}
)
PART = Block(LOT.series, 1, 10)


@pytest.mark.feature("F037")
@pytest.mark.feature("F069")
def test_trace_tells_origin_every_hop_and_who_had_the_unit(ledger: Ledger) -> None:
    onward = Transfer(on=day(4), block=PART, from_account="CHE", to_account="CHE:entity")
    start(ledger, authorize(), ISSUE, send(), onward)
    found = trace(ledger, SERIES, 7)
    assert found
    told = found.to_json()
    assert told["findings"] == []
    assert told["origin"] == {
        "id": "CA0009-GHA01-GHA-7-2022", "host": "GHA", "vintage": 2022, "approach": "CA0009",
        "mitigation_type": "Emission reductions", "underlying_registry": "GS",
        "underlying_unit": "GS-X-0507", "quality": {"measured": "report"}, "note": {},
    }  # fmt: skip
    assert (told["authorization"]["id"], told["authorization"]["version"]) == ("A1", 1)
    assert [one["type"] for one in told["hops"]] == [
        "issuance", "first_transfer", "acquisition", "transfer",
    ]  # fmt: skip
    assert [(one["account"], one["until"]) for one in told["title"]] == [
        ("GHA", day(2).isoformat()), ("CHE", day(4).isoformat()), ("CHE:entity", None),
    ]  # fmt: skip
    assert (told["state"], told["holder"]) == ("held", "CHE:entity")
    other = trace(ledger, SERIES, 11)
    assert other
    assert other.titles[-1].holder == "CHE"
    assert trace(ledger, SERIES, 1001) is None


@pytest.mark.feature("F068")
@pytest.mark.feature("F069")
def test_state_says_how_a_unit_came_to_its_end(ledger: Ledger) -> None:
    start(ledger, authorize(), ISSUE, send(), use(PART))
    found = trace(ledger, SERIES, 1)
    assert found
    assert (found.state, found.titles[-1].holder) == ("use", "CHE:use")


def test_units_outside_article_6_have_a_title_and_no_origin(ledger: Ledger) -> None:
    moved = Range("VCS-1", 1, 10)
    ledger.post(Move(on=day(0), range=moved, from_account="", to_account="a"), key="i")
    ledger.post(Move(on=day(1), range=moved, from_account="a", to_account="b"), key="m")
    found = trace(ledger, "VCS-1", 5)
    assert found
    assert (found.issue, found.authorization, found.findings) == (None, None, [])
    assert [one.holder for one in found.titles] == ["a", "b"]


def hops(*hands: tuple[str | None, str | None]) -> list[Hop]:
    return [Hop(f"h{place}", date(2025, 1, place), *pair) for place, pair in enumerate(hands, 1)]


@pytest.mark.feature("F069")
@pytest.mark.rule("pass", "DOUBLE_SALE")
def test_who_has_a_unit_may_sell_it_even_after_it_came_back() -> None:
    assert TITLE.judge(hops((None, "a"), ("a", "b")), None) == []
    assert TITLE.judge(hops((None, "a"), ("a", "b"), ("b", "a"), ("a", "c")), None) == []


@pytest.mark.rule("missing", "DOUBLE_SALE")
def test_title_without_its_beginning_is_undecided() -> None:
    for beginning in (hops(("a", "b")), []):
        assert [one.outcome for one in TITLE.judge(beginning, None)] == [Outcome.NOT_DETERMINABLE]


@pytest.mark.feature("F069")
@pytest.mark.rule("fail", "DOUBLE_SALE")
def test_who_has_sold_cannot_sell_again() -> None:
    (finding,) = TITLE.judge(hops((None, "a"), ("a", "b"), ("a", "c")), None)
    assert (finding.code, finding.outcome) == ("DOUBLE_SALE", Outcome.FAIL)
    assert finding.where["hop"] == "h3"


@given(st.lists(st.sampled_from("abc"), min_size=1, max_size=8))
def test_title_from_hand_to_hand_is_never_a_double_sale(hands: list[str]) -> None:
    pairs = zip([None, *hands], hands, strict=False)
    way = hops(*pairs)
    assert TITLE.judge(way, None) == []
    assert titles(way)[-1].holder == hands[-1]


@pytest.mark.feature("F037")
@pytest.mark.feature("F057")
def test_command_prints_json_a_table_or_a_certificate(place: str, ledger: Ledger) -> None:
    start(ledger, authorize(), ISSUE, send())
    asked = ["ledger", "trace", "--db", place, "--series", SERIES, "--number"]

    def call(*more: str) -> str:
        result = CliRunner().invoke(app, [*asked, *more])
        assert result.exit_code == 0, result.output
        return result.stdout

    assert json.loads(call("7", "--json"))["holder"] == "CHE"
    assert "first_transfer" in call("7")
    text = call("7", "--certificate")
    assert "Unit · 单位: CA0009-GHA01-GHA-7-2022" in text
    assert "Proof · 证明:" in text
    assert CliRunner().invoke(app, [*asked, "5000"]).exit_code == 1


@pytest.mark.feature("F057")
def test_certificate_names_the_hash_under_which_the_log_proves_it(tmp_path: Path) -> None:
    db = str(tmp_path / "ledger.db")
    call = CliRunner().invoke
    assert call(app, ["ledger", "init", "--db", db]).exit_code == 0
    with open_ledger(db) as ledger:
        start(ledger, authorize(), ISSUE, send())
        last = str(ledger.journal()[-1].posting)
    proof = json.loads(call(app, ["ledger", "prove", "--db", db, last, "--json"]).stdout)
    asked = ["ledger", "trace", "--db", db, "--series", SERIES, "--number", "7", "--certificate"]
    text = call(app, asked).stdout
    assert f"Hash · 哈希: {proof['hash']}" in text
    assert f"Root · 根: {proof['root']} ({proof['size']})" in text
