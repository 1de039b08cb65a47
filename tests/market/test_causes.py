"""The clause that makes the difference between an equilibrium and none."""

from fractions import Fraction

from simulation_samples import DAY, agreement

from tallystick import law
from tallystick.linking.agreement import Agreement, Recognition
from tallystick.linking.agreement.restrictions import Discount, ExchangeRate
from tallystick.linking.systems import profiles
from tallystick.market.simulation import Cause, Circumstances, causes

TENTH, RATE = Discount(rate=Fraction(1, 10)), ExchangeRate(rate=Fraction(3, 2))


def blamed(one: Agreement) -> tuple[Cause, ...]:
    return causes(one, Circumstances(DAY, profiles(), law.abatement_curves()))


def with_back(*back: ExchangeRate | Discount) -> Agreement:
    directions = (
        Recognition(origin="cheap", destination="dear", restrictions=(TENTH,)),
        Recognition(origin="dear", destination="cheap", restrictions=back),
    )
    return agreement(recognition=directions)


def test_an_agreement_with_a_solution_has_no_cause_of_refusal() -> None:
    assert blamed(agreement(TENTH)) == ()


def test_the_rate_that_multiplies_units_is_the_cause_and_the_discount_is_not() -> None:
    (cause,) = blamed(with_back(RATE))
    assert (cause.path, cause.kind) == ("recognition[1].restrictions[0]", "exchange_rate")
    assert {one.code for one in cause.findings} == {"MONEY_PUMP"}


def test_two_rates_of_which_each_alone_is_refused_name_no_single_cause() -> None:
    both = (
        Recognition(origin="cheap", destination="dear", restrictions=(RATE,)),
        Recognition(origin="dear", destination="cheap", restrictions=(RATE,)),
    )
    assert blamed(agreement(recognition=both)) == ()


def test_where_a_fact_is_missing_nothing_is_blamed() -> None:
    assert blamed(agreement(RATE, facts=())) == ()
