"""How price swings spread over candidate links: two markets whose prices are known by hand."""

import pytest

from tallystick.market import Link, Market, Network, NoSolution, linear, solve
from tallystick.market.volatility import candidates

A = Market("a", (40.0,), linear(0, 2))
B = Market("b", (20.0,), linear(0, 1))


@pytest.mark.feature("F098")
def test_link_joins_swings_and_each_partner_is_the_whole_hedge() -> None:
    """Alone p = 2 n_a and n_b; linked p = (n_a + n_b) * 2/3, so that both prices are one."""
    own, other = candidates(Network((A, B)), 0.1)
    assert (own.market, own.partner) == ("a", "b")
    assert (own.alone, other.alone) == pytest.approx((8.0, 2.0))
    linked = (2 / 3) * (4**2 + 2**2) ** 0.5
    assert (own.linked, other.linked) == pytest.approx((linked, linked))
    assert own.passed == pytest.approx(4 / 20)
    assert other.passed == pytest.approx(16 / 20)
    assert (own.hedge, own.removed) == pytest.approx((1.0, 1.0))


@pytest.mark.feature("F098")
def test_link_raises_the_swing_of_the_steadier_market() -> None:
    own, other = candidates(Network((A, B)), 0.1)
    assert own.linked < own.alone
    assert other.linked > other.alone


def test_price_that_never_moves_has_no_hedge() -> None:
    still = Market("still", (0.0,), linear(0, 1))
    calm = Market("calm", (0.0,), linear(0, 1))
    for one in candidates(Network((still, calm)), 0.1):
        assert (one.alone, one.linked) == (0.0, 0.0)
        assert (one.passed, one.hedge, one.removed) == (None, None, None)
        assert one.to_json()["hedge"] is None


@pytest.mark.feature("F098")
def test_every_pair_is_a_candidate_and_links_of_the_file_are_left_aside() -> None:
    third = Market("c", (10.0,), linear(0, 1))
    pairs = [(one.market, one.partner) for one in candidates(Network((A, B, third)), 0.1)]
    assert len(pairs) == 6
    linked = [one.alone for one in candidates(Network((A, B), (Link("b", "a"),)), 0.1)]
    assert linked == pytest.approx([8.0, 2.0])


def test_pairs_without_a_solution_are_left_out() -> None:
    short = Market("short", (10.0,), linear(0, 1, 5.0))
    with pytest.raises(NoSolution):
        solve(Network((short,)))
    assert list(candidates(Network((short, B)), 0.1)) == []
