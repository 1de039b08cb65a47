"""Draws of a market file: what is read, and how mistakes are named."""

from pathlib import Path

import pytest

from tallystick.io.market_draws import read_ensemble
from tallystick.io.yamlfile.damage import Damaged
from tallystick.market.ensemble.draws import Distribution, How, Uncertainty

FILE = """
markets:
  - {id: a, need: 40, mac: {kind: linear, slope: 2}}
  - {id: b, need: 20, mac: {kind: linear, slope: 1}}
links:
  - {from: b, to: a, limit: 10}
draws:
"""


def read(tmp_path: Path, draws: str, rest: str = "") -> Uncertainty:
    path = tmp_path / "market.yaml"
    path.write_text(FILE + draws + rest, encoding="utf-8")
    return read_ensemble(path)[1]


def mistakes(tmp_path: Path, draws: str, rest: str = "") -> list[str]:
    with pytest.raises(Damaged) as caught:
        read(tmp_path, draws, rest)
    for finding in caught.value.findings:
        assert finding.where["line"]
        assert finding.message.zh
    return [finding.message.en for finding in caught.value.findings]


def test_draws_of_every_distribution_and_target_are_read(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        """
  - {id: n, market: a, parameter: need, distribution: normal, mean: 40, sd: 5, min: 0}
  - {market: b, parameter: slope, distribution: lognormal, median: 1, sigma: 0.2}
  - {from: b, to: a, parameter: limit, distribution: uniform, low: 5, high: 15}
  - {market: b, parameter: need, distribution: triangular, low: 1, mode: 2, high: 9, as: shift}
""",
    ).draws
    assert [draw.spread.kind for draw in found] == list(Distribution)
    assert list(found[0].spread.numbers) == [40, 5]
    assert found[0].least == 0
    assert found[2].link == ("b", "a")
    assert found[3].how is How.SHIFT


def test_without_a_middle_the_spread_is_around_what_the_file_says(tmp_path: Path) -> None:
    normal, lognormal = read(
        tmp_path,
        """
  - {market: a, parameter: need, distribution: normal, sd: 5}
  - {market: a, parameter: slope, distribution: lognormal, sigma: 0.2}
""",
    ).draws
    assert [draw.how for draw in (normal, lognormal)] == [How.SHIFT, How.FACTOR]
    assert [draw.spread.numbers for draw in (normal, lognormal)] == [(0, 5), (0, 0.2)]


TWO = """
  - {id: x, market: a, parameter: need, distribution: normal, sd: 5}
  - {market: b, parameter: need, distribution: normal, sd: 5}
"""


@pytest.mark.parametrize(
    "correlations",
    [
        "\ncorrelations:\n  - {between: [x, 2], value: 0.5}\n",
        "\ncorrelations: [[1, .5], [.5, 1]]\n",
    ],
)
def test_correlations_are_read_as_pairs_or_matrix(tmp_path: Path, correlations: str) -> None:
    assert read(tmp_path, TWO, correlations).correlation == ((1.0, 0.5), (0.5, 1.0))


@pytest.mark.parametrize(
    ("draw", "said"),
    [
        ("market: a, parameter: need, distribution: gauss, sd: 1", "gauss"),
        ("market: a, parameter: need, distribution: normal", '"sd" is missing'),
        ("market: a, parameter: need, distribution: normal, sd: -1", "-1"),
        ("market: a, parameter: need, distribution: normal, sd: .nan", ".nan"),
        ("market: a, parameter: need, distribution: uniform, low: 1", '"high" is missing'),
        ("market: a, parameter: need, distribution: uniform, low: 1, high: 2, sd: 3", "sd"),
        ("parameter: need, distribution: normal, sd: 1", '"market" is missing'),
        ("market: a, limit: 1, parameter: need, distribution: normal, sd: 1", '"market"'),
        ("from: b, parameter: fee, distribution: normal, sd: 1", '"to" is missing'),
        ("market: a, distribution: normal, sd: 1", '"parameter" is missing'),
        ("market: a, paramter: need, distribution: normal, sd: 1", "paramter"),
        ("market: a, parameter: need, distribution: lognormal, mean: -1, sd: 1", "-1"),
    ],
)
def test_mistakes_are_named_with_their_line(tmp_path: Path, draw: str, said: str) -> None:
    assert any(said in one for one in mistakes(tmp_path, f"  - {{{draw}}}\n"))


@pytest.mark.parametrize(
    "correlations",
    [
        "[[1, 0.5]]",
        "[[1, 2], [2, 1]]",
        "\n  - {between: [x, z], value: 0.5}",
        "\n  - {between: [x], value: 0.5}",
        "\n  - {between: [x, x], value: 0.5}",
        "\n  - {between: [x, 2]}",
        "\n  - {between: [x, 2], value: 1.5}",
        "\n  - {value: 0.5}",
    ],
)
def test_mistakes_in_correlations_are_named(tmp_path: Path, correlations: str) -> None:
    assert mistakes(tmp_path, TWO, f"\ncorrelations: {correlations}\n")


def test_file_without_draws_is_told_so(tmp_path: Path) -> None:
    assert any('"draws" is missing' in one for one in mistakes(tmp_path, ""))
