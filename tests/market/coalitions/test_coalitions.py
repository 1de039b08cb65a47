"""Gains of groups: the published game of three markets, and what holds in every game."""

import sys
from itertools import combinations, pairwise, permutations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.append(str(Path(__file__).parents[3]))

from soak._networks import network as drawn_network

from tallystick.market import (
    Limit,
    LimitKind,
    Link,
    Market,
    Network,
    NoSolution,
    Periods,
    linear,
    solve,
    steps,
)
from tallystick.market.coalitions import (
    MARKETS_MAX,
    Game,
    bell,
    best_structure,
    coalitions_to_json,
    frontier,
    in_core,
    least_core,
    members,
    named,
    objections,
    pareto_split,
    partitions,
    payoff,
    play,
    preferred,
    shapley,
    stability,
    transfers,
)
from tallystick.market.results import present
from tallystick.market.solving import autarky

examples = settings(deadline=None, max_examples=12)
market_facts = st.tuples(st.floats(1, 100), st.floats(0.1, 10))
several = st.lists(market_facts, min_size=2, max_size=4)


def full(found: list[tuple[float, float]]) -> Network:
    """Markets of (autarky price, slope of demand in price), every pair fully linked."""
    markets = tuple(
        Market(str(at), (price * psi,), linear(0, 1 / psi))
        for at, (price, psi) in enumerate(found, start=1)
    )
    ids = [market.id for market in markets]
    return Network(markets, tuple(Link(one, other) for one, other in permutations(ids, 2)))


THREE = full([(30, 3), (22, 5), (12, 8)])


def group(game: Game, *ids: str) -> int:
    return sum(1 << game.ids.index(one) for one in ids)


def closed_form(found: list[tuple[float, float]]) -> float:
    """The gain of linear markets from their pairs (Doda, Quemin and Taschini)."""
    total = sum(psi for _, psi in found)
    pairs = (
        (psi + phi) * psi * phi * (price - other) ** 2 / (2 * (psi + phi))
        for (price, psi), (other, phi) in combinations(found, 2)
    )
    return sum(pairs) / total


@pytest.mark.feature("F054")
def test_three_markets_divide_their_gain_as_the_closed_form_says() -> None:
    game = play(THREE)
    assert game.gain(game.everyone) == pytest.approx(398)
    assert game.gain(group(game, "1", "3")) == pytest.approx(353.4545454545)
    assert shapley(game) == pytest.approx([150.2937, 50.4895, 197.2168], abs=1e-4)
    assert game.market_split == pytest.approx([198.375, 30.625, 169])


@pytest.mark.feature("F054")
def test_shapley_split_may_lie_outside_the_core_where_prices_never_do() -> None:
    game = play(THREE)
    assert in_core(game, game.market_split)
    assert not in_core(game, shapley(game))
    [(objecting, excess)] = objections(game, shapley(game))
    assert named(objecting, game.ids) == "1+3"
    assert excess == pytest.approx(353.4545 - 347.5105, abs=1e-3)


def test_split_that_hands_out_too_much_or_too_little_is_not_in_the_core() -> None:
    game = play(THREE)
    assert not in_core(game, [one + 1 for one in game.market_split])
    assert not in_core(game, [one * 0.99 for one in game.market_split])


@given(several)
@examples
def test_gain_of_linear_markets_is_the_sum_over_their_pairs(
    found: list[tuple[float, float]],
) -> None:
    game = play(full(found))
    for one in range(1, game.everyone + 1):
        expected = closed_form([found[at] for at in members(one)])
        assert game.gain(one) == pytest.approx(expected, rel=1e-6, abs=game.tolerance)


@given(several)
@examples
def test_full_links_are_superadditive_and_prices_in_the_core(
    found: list[tuple[float, float]],
) -> None:
    game = play(full(found))
    for one in range(1, game.everyone + 1):
        for other in range(1, game.everyone + 1):
            if not one & other:
                joint = game.gain(one) + game.gain(other)
                assert game.gain(one | other) >= joint - game.tolerance
    assert in_core(game, game.market_split)


@given(several)
@examples
def test_shapley_and_nucleolus_hand_out_the_gain_of_all(found: list[tuple[float, float]]) -> None:
    game = play(full(found))
    least = least_core(game)
    assert least is not None
    assert sum(shapley(game)) == pytest.approx(game.gain(game.everyone), abs=game.tolerance)
    assert sum(least.nucleolus) == pytest.approx(game.gain(game.everyone), abs=game.tolerance)
    assert least.excess <= game.tolerance
    assert in_core(game, least.nucleolus)


@given(several)
@examples
def test_market_at_the_price_of_the_others_adds_nothing(found: list[tuple[float, float]]) -> None:
    price = sum(price * psi for price, psi in found) / sum(psi for _, psi in found)
    linked = [(price, psi) for _, psi in found]
    game = play(full([*linked, (price, 2.0)]))
    assert shapley(game)[-1] == pytest.approx(0, abs=game.tolerance)


@given(several)
@examples
def test_quick_payoffs_are_those_of_the_whole_answer(found: list[tuple[float, float]]) -> None:
    network = full(found)
    game, whole = play(network), solve(network)
    gains = [one.gain[0] for one in whole.markets if one.gain]
    assert game.market_split == pytest.approx(gains, rel=1e-6, abs=game.tolerance)


@pytest.mark.parametrize(
    ("links", "limits"),
    [
        ((Link("b", "a", limit=10), Link("a", "b")), ()),
        ((Link("b", "a", 0.8, fee=2), Link("c", "b", fee=1)), ()),
        ((Link("b", "a"), Link("c", "a")), (Limit(LimitKind.NET_IMPORT, ("a",), (8.0,)),)),
        (
            (Link("b", "a"), Link("c", "a")),
            (Limit(LimitKind.ENTITY_SHARE, ("a",), sources=("c",), share=0.05),),
        ),
    ],
)
def test_restricted_payoffs_are_those_of_the_whole_answer(
    links: tuple[Link, ...], limits: tuple[Limit, ...]
) -> None:
    markets = (
        Market("a", (40.0,), linear(0, 2), (100.0,)),
        Market("b", (20.0,), linear(0, 1)),
        Market("c", (5.0,), steps([(10, 7), (30, 9)])),
    )
    network = Network(markets, links, limits)
    game, whole = play(network), solve(network)
    gains = [one.gain[0] for one in whole.markets if one.gain]
    assert game.market_split == pytest.approx(gains, rel=1e-6, abs=1e-5)
    assert whole.gain is not None
    assert game.gain(game.everyone) == pytest.approx(whole.gain[0], rel=1e-6)


@given(st.integers(0, 10**9))
@examples
def test_payoffs_under_every_restriction_are_those_of_the_whole_answer(seed: int) -> None:
    network = drawn_network(seed, 5)
    alone, whole = autarky(network), solve(network)
    found = payoff(network, alone)
    stake = sum(abs(present(network, one.cost)) for one in alone.values()) + 1
    assert whole.gain is not None
    assert found.gain == pytest.approx(present(network, whole.gain), abs=1e-6 * stake)
    gains = [present(network, one.gain) for one in whole.markets if one.gain]
    assert found.of_members == pytest.approx(gains, abs=1e-6 * stake)


@given(several, st.lists(st.tuples(st.floats(0.5, 1), st.floats(0, 50)), min_size=12, max_size=12))
@examples
def test_prices_and_rents_of_limited_links_are_in_the_core(
    found: list[tuple[float, float]], terms: list[tuple[float, float]]
) -> None:
    plain = full(found)
    links = tuple(
        Link(link.source, link.target, rate, limit=most)
        for link, (rate, most) in zip(plain.links, terms, strict=False)
    )
    game = play(Network(plain.markets, links))
    assert in_core(game, game.market_split)
    for one in range(1, game.everyone + 1):
        for at in members(one):
            assert game.gain(one) >= game.gain(one & ~(1 << at)) - game.tolerance


def test_links_and_limits_of_a_group_stay_and_all_others_are_closed() -> None:
    limit = Limit(LimitKind.NET_IMPORT, ("1",), (1.0,), ("3",))
    network = Network(THREE.markets, (Link("3", "1"), Link("2", "1")), (limit,))
    game = play(network)
    assert game.gain(group(game, "2", "3")) == 0
    assert game.gain(group(game, "1", "3")) == pytest.approx((30 - 1 / 6) - (12 + 1 / 16))
    assert game.gain(group(game, "1", "2")) == pytest.approx(60)


def test_years_are_summed_in_present_value() -> None:
    markets = Market("a", (40.0, 40.0), linear(0, 2)), Market("b", (20.0, 20.0), linear(0, 1))
    links = Link("b", "a"), Link("a", "b")
    game = play(Network(markets, links, periods=Periods((2026, 2027), discount=1.0)))
    assert game.gain(3) == pytest.approx(600 * 1.5)
    assert sum(game.market_split) == pytest.approx(600 * 1.5)


def test_fees_belong_to_the_group_and_to_no_member() -> None:
    markets = Market("a", (40.0,), linear(0, 2)), Market("b", (20.0,), linear(0, 1))
    game = play(Network(markets, (Link("b", "a", fee=15),)))
    assert game.gain(3) == pytest.approx(1800 - 1237.5)
    assert sum(game.market_split) == pytest.approx(1800 - 1237.5 - 225)
    assert not in_core(game, game.market_split)
    assert not objections(game, [*game.market_split[:1], game.market_split[1] + 225])


def test_structures_are_as_many_as_bell_says() -> None:
    assert [bell(n) for n in (1, 2, 3, 4, 5, 6, 8, 10)] == [1, 2, 5, 15, 52, 203, 4140, 115975]
    for n in range(1, 7):
        found = {tuple(sorted(one)) for one in partitions(n)}
        assert len(found) == bell(n)
        assert all(sum(one) == (1 << n) - 1 for one in found)


@given(several, st.floats(0, 50))
@examples
def test_best_structure_is_the_best_of_all(found: list[tuple[float, float]], cost: float) -> None:
    network = full(found)
    game = play(network, {market.id: cost for market in network.markets})
    best = sum(map(game.net_gain, best_structure(game)))
    assert sum(best_structure(game)) == game.everyone
    everything = (sum(map(game.net_gain, one)) for one in partitions(len(found)))
    assert best == pytest.approx(max(everything), abs=len(found) * game.tolerance)


@pytest.mark.feature("F054")
def test_linking_costs_decide_who_stays_and_who_stays_away() -> None:
    free, dear = play(THREE), play(THREE, {"2": 40.0})
    assert not stability(free, free.everyone).leavers
    assert not stability(free, free.everyone).joiners
    assert stability(free, group(free, "1", "3")).joiners == (1,)
    assert stability(dear, dear.everyone).leavers == (1,)
    assert stability(dear, dear.everyone).with_transfers
    assert stability(dear, group(dear, "1", "3")).joiners == ()
    ruinous = play(THREE, dict.fromkeys("123", 500.0))
    assert not stability(ruinous, ruinous.everyone).with_transfers
    assert best_structure(ruinous) == (1, 2, 4)
    assert preferred(ruinous) == [1, 2, 4]


@pytest.mark.feature("F279")
def test_more_gain_is_had_only_for_more_friction() -> None:
    """The unlike pair gains most of all pairs; the frontier weighs that against what it costs."""
    game = play(THREE, {"1": 10.0, "2": 30.0, "3": 60.0})
    found = coalitions_to_json(game)["frontier"]
    assert [one["group"] for one in found] == ["1", "1+2", "1+3", "1+2+3"]
    assert [one["cost"] for one in found] == pytest.approx([0, 40, 70, 100])
    assert [one["gain"] for one in found] == pytest.approx([0, 60, 353.4545, 398], abs=1e-3)
    same = play(THREE)
    assert frontier(same) == [same.everyone]


def test_each_market_prefers_the_group_in_which_it_has_most() -> None:
    game = play(THREE)
    assert [named(one, game.ids) for one in preferred(game)] == ["1+3", "2+3", "1+2+3"]


def test_shift_of_allocation_brings_about_the_split_it_was_made_for() -> None:
    game = play(THREE)
    target = shapley(game)
    shift = transfers(game, target)
    assert shift.tonnes is not None
    assert sum(shift.tonnes) == pytest.approx(0, abs=1e-9)
    shifted = tuple(
        Market(one.id, (one.needs[0] - tonnes,), one.curve)
        for one, tonnes in zip(THREE.markets, shift.tonnes, strict=True)
    )
    after = solve(Network(shifted, THREE.links))
    before = solve(THREE)
    for one, other, wanted in zip(before.markets, after.markets, target, strict=True):
        assert one.autarky_cost is not None
        assert other.price == pytest.approx(one.price)
        assert one.autarky_cost[0] - other.total_cost[0] == pytest.approx(wanted)


def test_shift_in_tonnes_is_not_told_where_prices_differ() -> None:
    markets = Market("a", (40.0,), linear(0, 2)), Market("b", (20.0,), linear(0, 1))
    game = play(Network(markets, (Link("b", "a", limit=10),)))
    shift = transfers(game, shapley(game))
    assert shift.tonnes is None
    assert sum(shift.money) == pytest.approx(0)


def test_losers_of_linking_costs_are_made_whole_by_the_winners() -> None:
    game = play(THREE, {"2": 40.0})
    split = pareto_split(game)
    assert split is not None
    assert sum(split) == pytest.approx(398)
    assert split[1] == pytest.approx(40)
    assert split[0] / 198.375 == pytest.approx(split[2] / 169)
    assert pareto_split(play(THREE, {"2": 1000.0})) is None


def test_nucleolus_leaves_the_lowest_excesses_in_turn() -> None:
    game = play(THREE)
    least = least_core(game)
    assert least is not None
    own = _sorted_excesses(game, least.nucleolus)
    assert least.excess == pytest.approx(own[0])
    generator = np.random.default_rng(7)
    for move in generator.normal(size=(200, 3)):
        other = np.array(least.nucleolus) + move - move.mean()
        assert own <= _sorted_excesses(game, other.tolist())


def _sorted_excesses(game: Game, split: list[float]) -> list[float]:
    excesses = (
        game.gain(one) - sum(split[at] for at in members(one)) for one in range(1, game.everyone)
    )
    return sorted((round(one, 6) for one in excesses), reverse=True)


def test_market_alone_is_a_game_of_its_own() -> None:
    found = coalitions_to_json(play(full([(10, 1)])))
    assert found["gains"] == {"1": 0}
    assert found["structures"] == 1
    assert found["in_core"] == {"shapley": True, "market": True}


def test_groups_come_small_ones_first_in_the_order_of_the_file() -> None:
    found = coalitions_to_json(play(THREE))["gains"]
    assert list(found) == ["1", "2", "3", "1+2", "1+3", "2+3", "1+2+3"]
    assert all(len(one) <= len(other) for one, other in pairwise(found))


def test_too_many_markets_are_refused_before_anything_is_solved() -> None:
    play(full([(10, 1)] * 2))
    with pytest.raises(NoSolution) as caught:
        play(full([(10, 1)] * (MARKETS_MAX + 1)))
    [finding] = caught.value.findings
    assert finding.code == "GROUPS_TOO_MANY"
    assert "2047" in finding.message.en


def test_market_that_cannot_stand_alone_has_no_gain_to_tell() -> None:
    markets = (
        Market("a", (5.0,), linear(0, 1, 2), origin={"line": 7}),
        Market("b", (1.0,), linear(0, 1)),
    )
    with pytest.raises(NoSolution) as caught:
        play(Network(markets, (Link("b", "a"),)))
    [finding] = caught.value.findings
    assert (finding.code, finding.where["line"]) == ("CANNOT_STAND_ALONE", 7)
