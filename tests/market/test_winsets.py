"""Win-sets on two levels, from gains worked out by hand and from simulated agreements."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from simulation_samples import agreement, simulated

from tallystick.core.findings import Outcome
from tallystick.linking.agreement.restrictions import Discount
from tallystick.market.negotiation import (
    DomesticGroup,
    Game,
    Side,
    Variant,
    Worth,
    negotiate,
    payoff,
    worth,
)

HALF = Fraction(1, 2)
BUYERS = DomesticGroup(name="industry", weight=Fraction(3, 5), bought_t=10)
PUBLIC = DomesticGroup(name="public", weight=Fraction(2, 5), share=Fraction(1))
DEAR = Side(market="dear", threshold=HALF, groups=(BUYERS, PUBLIC))
CHEAP = Side(market="cheap", threshold=HALF, groups=(BUYERS, PUBLIC))
GAME = Game(
    variants=(Variant(id="full", agreement="full"), Variant(id="none", agreement="none")),
    sides=(DEAR, CHEAP),
)
FULL = Worth({"dear": 100.0, "cheap": 60.0}, {"dear": -5.0, "cheap": 4.0})
NONE = Worth({"dear": 0.0, "cheap": 0.0}, {"dear": 0.0, "cheap": 0.0})


@pytest.mark.feature("F045")
def test_what_a_group_gets_is_its_share_of_the_gain_and_what_the_price_does_to_it() -> None:
    assert payoff(BUYERS, DEAR, FULL) == 50.0
    assert payoff(BUYERS, CHEAP, FULL) == -40.0
    assert payoff(replace(BUYERS, bought_t=0, sold_t=3), CHEAP, FULL) == 12.0
    assert payoff(PUBLIC, CHEAP, FULL) == 60.0


@pytest.mark.feature("F045")
@pytest.mark.rule("pass", "NO_AGREEMENT_SET")
def test_buyers_of_the_exporter_block_the_full_link_until_they_need_no_majority() -> None:
    found = negotiate(GAME, {"full": FULL, "none": NONE})
    assert found.win_sets == {"dear": ("full", "none"), "cheap": ("none",)}
    assert (found.agreed, found.findings) == (("none",), ())
    softer = replace(GAME, sides=(DEAR, replace(CHEAP, threshold=Fraction(2, 5))))
    eased = negotiate(softer, {"full": FULL, "none": NONE})
    assert eased.agreed == ("full", "none")
    assert eased.efficient == ("full",)


@pytest.mark.feature("F045")
@pytest.mark.rule("fail", "NO_AGREEMENT_SET")
def test_without_a_common_variant_nothing_can_be_agreed() -> None:
    game = replace(GAME, variants=GAME.variants[:1])
    found = negotiate(game, {"full": FULL})
    assert found.agreed == ()
    assert [one.code for one in found.findings] == ["NO_AGREEMENT_SET"]
    vetoed = replace(DEAR, groups=(replace(BUYERS, bought_t=0, sold_t=1, veto=True), PUBLIC))
    assert negotiate(replace(game, sides=(vetoed,)), {"full": FULL}).agreed == ()


@pytest.mark.rule("missing", "NO_AGREEMENT_SET")
def test_variant_that_cannot_be_simulated_leaves_the_agreement_set_open() -> None:
    game = replace(GAME, variants=GAME.variants[:1])
    (finding,) = negotiate(game, {"full": Worth(None, None)}).findings
    assert finding.outcome is Outcome.NOT_DETERMINABLE


@pytest.mark.feature("F045")
def test_win_sets_rest_on_simulated_gains() -> None:
    full = worth(simulated(agreement()))
    cut = worth(simulated(agreement(Discount(rate=Fraction(1, 5)))))
    assert full.gains is not None
    assert cut.gains is not None
    assert full.gains["dear"] > cut.gains["dear"] > 0
    sides = tuple(replace(one, groups=(replace(PUBLIC, weight=Fraction(1)),)) for one in GAME.sides)
    game = Game(variants=(*GAME.variants[:1], Variant(id="cut", agreement="cut")), sides=sides)
    found = negotiate(game, {"full": full, "cut": cut})
    assert found.agreed == ("full", "cut")
    assert found.to_json()["agreement_set"] == ["full", "cut"]


@given(st.lists(st.tuples(*[st.integers(-100, 100)] * 4), min_size=1, max_size=6))
def test_agreed_variants_lie_in_every_win_set(drawn: list[tuple[int, ...]]) -> None:
    worths = {
        f"v{at}": Worth(
            {"dear": float(a), "cheap": float(b)}, {"dear": float(c), "cheap": float(d)}
        )
        for at, (a, b, c, d) in enumerate(drawn)
    }
    variants = tuple(Variant(id=name, agreement=name) for name in worths)
    found = negotiate(replace(GAME, variants=variants), worths)
    assert set(found.agreed) == set(found.win_sets["dear"]) & set(found.win_sets["cheap"])
    assert set(found.efficient) <= set(found.agreed)
    assert bool(found.efficient) == bool(found.agreed)
