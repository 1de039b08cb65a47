"""Acts from a file, judged under an agreement on their own days."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.io.catalogue import catalogued
from tallystick.linking.acting import Act, Acts, judge_acts
from tallystick.linking.agreement import Agreement, Day, Event, Window
from tallystick.linking.agreement.agreement import Contract
from tallystick.linking.agreement.words import Status
from tallystick.linking.transactions import Kind

SWISS = catalogued("link_eu_ch")
ACT = Act(
    id="a",
    on=date(2026, 3, 1),
    kind=Kind.SURRENDER,
    origin="che_ets",
    destination="eu_ets",
    quantity_t=100,
    used=False,
    unit="CHU",
)


def outcomes(agreement: Agreement, *acts: Act) -> list[str]:
    return [one.to_json()["outcome"] for one in judge_acts(agreement, Acts(acts=acts))]


def test_each_act_is_judged_on_its_own_day() -> None:
    early = replace(ACT, on=date(2019, 12, 31))
    used = replace(ACT, used=True)
    assert outcomes(SWISS, ACT, early, used) == ["pass", "fail", "fail"]


@pytest.mark.feature("F232")
def test_contract_and_implementing_agreement_hold_on_the_day_of_the_act() -> None:
    lapsed = Contract(id="c", under=SWISS.id, valid=Window(None, date(2026, 2, 28)))
    one = replace(SWISS, contracts=(lapsed,))
    dated = replace(ACT, contract="c")
    days = [date(2026, 2, 28), date(2026, 3, 1), date(2019, 1, 1)]
    assert outcomes(one, *(replace(dated, on=on) for on in days)) == ["pass", "fail", "fail"]
    assert outcomes(one, replace(ACT, contract="unknown")) == ["not_determinable"]


@given(
    kind=st.sampled_from(Kind),
    ends=st.permutations(["che_ets", "eu_ets"]),
    at_home=st.booleans(),
    on=st.dates(date(2026, 2, 1), date(2030, 1, 1)),
)
def test_while_the_link_is_suspended_only_the_surrender_of_foreign_units_is_kept_out(
    kind: Kind, ends: list[str], at_home: bool, on: date
) -> None:
    suspended = Event(status=Status.SUSPENDED, on=Day(2026, 2, 1))
    one = replace(SWISS, history=(*SWISS.history, suspended))
    origin = ends[0]
    act = replace(
        ACT,
        on=on,
        kind=kind,
        origin=origin,
        destination=origin if at_home else ends[1],
        unit={"che_ets": "CHU", "eu_ets": "EUA"}[origin],
    )
    foreign = kind is Kind.SURRENDER and not at_home
    assert outcomes(one, act) == ["fail" if foreign else "pass"]
