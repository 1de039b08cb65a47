"""The feedbacks of a market file, and what is wrong with some."""

from pathlib import Path

import pytest

from tallystick.io.market_feedbacks import read_with_feedbacks
from tallystick.io.yamlfile.damage import Damaged
from tallystick.market.fixed_point import AdValorem, OutputBased, PriceRate, RealisedShare
from tallystick.market.rules import ROWS_MAX

TWO = """markets:
  - {id: a, need: 40, mac: {kind: linear, slope: 2}, baseline: 100}
  - {id: b, need: 20, mac: {kind: linear, slope: 1}}
links:
  - {from: b, to: a}
feedbacks:
"""


def written(tmp_path: Path, *lines: str) -> Path:
    file = tmp_path / "market.yaml"
    file.write_text(TWO + "".join(f"  - {line}\n" for line in lines), encoding="utf-8")
    return file


def test_every_kind_is_read_with_its_line(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "{kind: ad_valorem, from: b, to: a, share: 0.05}",
        "{kind: price_rate, from: b, to: a, market: a, points: [[20, 0.5], [60, 1]]}",
        "{kind: output_based, market: a, share: 0.3}",
        "{kind: realised_share, market: a, from: [b], share: 0.1}",
    )
    _, found = read_with_feedbacks(path)
    origins = [{"file": str(path), "line": line} for line in (7, 8, 9, 10)]
    assert found == (
        AdValorem("b", "a", 0.05, origins[0]),
        PriceRate("b", "a", "a", ((20.0, 0.5), (60.0, 1.0)), origins[1]),
        OutputBased("a", 0.3, origins[2]),
        RealisedShare("a", 0.1, ("b",), origins[3]),
    )


@pytest.mark.parametrize(
    "wrong",
    [
        "{kind: ad_valorem, from: b, to: a}",
        "{kind: ad_valorem, from: b, to: a, share: -1}",
        "{kind: price_rate, from: b, to: a, market: a}",
        "{kind: price_rate, from: b, market: a, points: [[1, 1]]}",
        "{kind: output_based, share: 0.3}",
        "{kind: output_based, market: a, share: 0.3, from: b}",
        "{kind: realised_share, market: a, from: [b]}",
        "{kind: tithe}",
        "{share: 1}",
        "7",
    ],
)
def test_mistakes_are_named_with_their_line(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(Damaged) as caught:
        read_with_feedbacks(written(tmp_path, wrong))
    assert {finding.where["line"] for finding in caught.value.findings} == {7}


def test_far_too_many_feedbacks_are_refused_at_once(tmp_path: Path) -> None:
    line = "{kind: output_based, market: a, share: 0.001}"
    with pytest.raises(Damaged) as caught:
        read_with_feedbacks(written(tmp_path, *[line] * (ROWS_MAX + 1)))
    [finding] = caught.value.findings
    assert finding.where["line"] == 7


def test_file_without_feedbacks_has_none(tmp_path: Path) -> None:
    file = tmp_path / "market.yaml"
    file.write_text(TWO.replace("feedbacks:\n", ""), encoding="utf-8")
    assert read_with_feedbacks(file)[1] == ()
