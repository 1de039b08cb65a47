"""What an agreement permits on a day, asked transaction by transaction."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lifecycle_samples import clauses, link
from linking_samples import direction, party

from tallystick.core.findings import Outcome, refused
from tallystick.io.catalogue import catalogued
from tallystick.linking.agreement import (
    Agreement,
    Article6Terms,
    Contract,
    Dates,
    Day,
    Event,
    PartyTo,
    Recognition,
    Window,
)
from tallystick.linking.agreement.params import Suspension, Termination, Treatment
from tallystick.linking.agreement.restrictions import Quantity, UnitFilter
from tallystick.linking.agreement.values import Years
from tallystick.linking.agreement.words import (
    Fate,
    Holding,
    Level,
    LimitScope,
    Status,
)
from tallystick.linking.permits import permits
from tallystick.linking.restrictions import Units
from tallystick.linking.transactions import Kind, Transaction

DAY = date(2026, 3, 1)
SWISS = catalogued("link_eu_ch")
SYSTEMS = ("eu_ets", "che_ets")


def with_status(one: Agreement, status: Status) -> Agreement:
    event = Event(status=status, on=Day(2026, 2, 1))
    return replace(one, history=(*one.history, event))


def act(kind: Kind = Kind.SURRENDER, **changes: Any) -> Transaction:
    made = Transaction(
        kind=kind,
        origin="che_ets",
        destination="eu_ets",
        quantity_t=100,
        used=False,
        units=Units(unit="CHU"),
    )
    return replace(made, **changes)


def outcome(code: str, one: Agreement, transaction: Transaction, on: date = DAY) -> Outcome:
    found = [finding for finding in permits(one, on, transaction) if finding.code == code]
    return found[0].outcome if found else Outcome.PASS


transactions = st.builds(
    Transaction,
    kind=st.sampled_from(Kind),
    origin=st.sampled_from(SYSTEMS),
    destination=st.sampled_from(SYSTEMS),
    quantity_t=st.integers(1, 10**9),
    used=st.just(False),
    units=st.builds(Units, unit=st.sampled_from(["CHU", "EUA"])),
)


@given(transactions)
def test_in_a_suspended_link_no_foreign_unit_is_surrendered_and_all_else_goes_on(
    transaction: Transaction,
) -> None:
    suspended = with_status(SWISS, Status.SUSPENDED)
    before, during = permits(SWISS, DAY, transaction), permits(suspended, DAY, transaction)
    foreign = transaction.origin != transaction.destination
    if transaction.kind is Kind.SURRENDER and foreign:
        assert refused(during)
        assert "SURRENDER_SUSPENDED" in {finding.code for finding in during}
    else:
        assert during == before


@given(transactions)
def test_a_system_needs_no_agreement_for_its_own_units(transaction: Transaction) -> None:
    own = replace(transaction, destination=transaction.origin)
    for status in Status:
        assert permits(with_status(SWISS, status), DAY, own) == ()


def test_units_cross_from_entry_into_force_on() -> None:
    assert permits(SWISS, DAY, act()) == ()
    assert outcome("NOT_IN_FORCE", SWISS, act(), date(2019, 12, 31)) is Outcome.FAIL
    undated = replace(SWISS, dates=Dates(), history=())
    assert outcome("NOT_IN_FORCE", undated, act()) is Outcome.NOT_DETERMINABLE


def test_whether_transfers_go_on_in_a_suspension_is_what_the_clause_says() -> None:
    transfer = act(Kind.TRANSFER)
    in_force = {"dates": Dates(signed=Day(2020), in_force=Day(2021))}

    def suspended(clause: Suspension) -> Agreement:
        return with_status(link(clause, **in_force), Status.SUSPENDED)

    code = "TRANSFER_SUSPENDED"
    goes_on = suspended(Suspension(other_transactions_continue=True))
    assert outcome(code, goes_on, transfer) is Outcome.PASS
    stops = suspended(Suspension(other_transactions_continue=False))
    assert outcome(code, stops, transfer) is Outcome.FAIL
    assert outcome(code, suspended(Suspension()), transfer) is Outcome.NOT_DETERMINABLE


def test_a_unit_serves_once() -> None:
    assert outcome("UNITS_EXHAUSTED", SWISS, act(used=True)) is Outcome.FAIL
    assert outcome("UNITS_EXHAUSTED", SWISS, act()) is Outcome.PASS
    cancelled = act(Kind.CANCELLATION, destination="che_ets", used=True)
    assert outcome("UNITS_EXHAUSTED", SWISS, cancelled) is Outcome.FAIL


def test_units_go_only_where_a_direction_is_open() -> None:
    one_way = replace(SWISS, recognition=SWISS.recognition[:1])
    back = act(origin="eu_ets", destination="che_ets", units=Units(unit="EUA"))
    assert outcome("DIRECTION_NOT_OPEN", one_way, act()) is Outcome.PASS
    assert outcome("DIRECTION_NOT_OPEN", one_way, back) is Outcome.FAIL
    later = Recognition(origin="che_ets", destination="eu_ets", valid=Window(date(2027, 1, 1)))
    assert (
        outcome("DIRECTION_NOT_OPEN", replace(SWISS, recognition=(later,)), act()) is Outcome.FAIL
    )


def ended(*fates: Treatment) -> Agreement:
    one = replace(SWISS, clauses=clauses(Termination(fates=fates)))
    return with_status(one, Status.TERMINATED)


@pytest.mark.feature("F189")
@pytest.mark.parametrize("kind", [Kind.SURRENDER, Kind.TRANSFER])
@pytest.mark.parametrize("fate", Fate)
def test_what_is_left_at_the_end_meets_its_stated_fate(kind: Kind, fate: Fate) -> None:
    holding = Holding.TRANSFERRED_UNITS if kind is Kind.SURRENDER else Holding.PENDING_TRANSFERS
    stated = ended(Treatment(holding=holding, fate=fate))
    expected = Outcome.PASS if fate is Fate.HONOUR else Outcome.FAIL
    assert outcome("LINK_ENDED", stated, act(kind)) is expected
    assert outcome("LINK_ENDED", ended(), act(kind)) is Outcome.NOT_DETERMINABLE


@pytest.mark.feature("F262")
def test_what_ontario_left_behind_is_not_known_to_be_good() -> None:
    link_of_three = catalogued("link_ca_qc_on_2017")
    ontario = act(origin="can_on_ct", destination="usa_ca", units=Units(unit="ON allowance"))
    assert permits(link_of_three, date(2018, 7, 2), ontario) == ()
    after = date(2018, 7, 3)
    assert outcome("LINK_ENDED", link_of_three, ontario, after) is Outcome.NOT_DETERMINABLE
    quebec = act(origin="can_qc", destination="usa_ca", units=Units(unit="QC allowance"))
    assert permits(link_of_three, after, quebec) == ()


def test_restrictions_hold_for_what_is_permitted() -> None:
    limits = (
        UnitFilter(vintages=Years(2021, 2030)),
        Quantity(scope=LimitScope.GROSS, limit_t=150),
    )
    one = replace(SWISS, recognition=(direction("che_ets", "eu_ets", *limits),))
    fresh = act(units=Units(unit="CHU", vintage=2024))
    assert permits(one, DAY, fresh) == ()
    old = act(units=Units(unit="CHU", vintage=2019))
    assert outcome("UNIT_NOT_RECOGNISED", one, old) is Outcome.FAIL
    assert outcome("UNIT_NOT_RECOGNISED", one, act()) is Outcome.NOT_DETERMINABLE
    full = replace(fresh, booked_before_t=51)
    assert outcome("LIMIT_EXCEEDED", one, full) is Outcome.FAIL


def test_the_host_sells_no_more_than_agreed() -> None:
    limited = replace(SWISS, article6=Article6Terms(host_limit_t=1000))
    sale = act(Kind.TRANSFER, transferred_before_t=900)
    assert outcome("HOST_LIMIT", limited, sale) is Outcome.PASS
    assert outcome("HOST_LIMIT", limited, replace(sale, quantity_t=101)) is Outcome.FAIL
    unknown = replace(sale, transferred_before_t=None)
    assert outcome("HOST_LIMIT", limited, unknown) is Outcome.NOT_DETERMINABLE


def test_excluded_activities_do_not_move() -> None:
    strict = replace(SWISS, article6=Article6Terms(exclusions=("Nuclear",)))
    code = "ACTIVITY_EXCLUDED"
    assert outcome(code, strict, act(units=Units(project_type="stoves"))) is Outcome.PASS
    assert outcome(code, strict, act(units=Units(project_type="nuclear"))) is Outcome.FAIL
    assert outcome(code, strict, act()) is Outcome.NOT_DETERMINABLE


@pytest.mark.feature("F232")
def test_contract_and_agreement_hold_together_on_the_day_of_transfer() -> None:
    lapsed = Contract(id="C1", under=SWISS.id, valid=Window(None, date(2026, 2, 28)))
    held = Contract(id="C2", under="C1")
    one = replace(SWISS, contracts=(lapsed, held))
    code = "CONTRACT_NOT_VALID"
    assert outcome(code, one, act(contract="C2")) is Outcome.PASS
    assert outcome(code, one, act(contract="C1")) is Outcome.FAIL
    assert outcome(code, one, act(contract="C1"), date(2026, 2, 28)) is Outcome.PASS
    assert outcome(code, one, act(contract="C9")) is Outcome.NOT_DETERMINABLE
    assert outcome("NOT_IN_FORCE", one, act(contract="C2"), date(2019, 1, 1)) is Outcome.FAIL


@pytest.mark.feature("F157")
def test_an_association_makes_no_unit_good() -> None:
    club = PartyTo(id="AACM", level=Level.NON_STATE, systems=("club",))
    one = replace(
        SWISS,
        parties=(party("EUE", "eu_ets"), club),
        recognition=(direction("club", "eu_ets"),),
    )
    assert outcome("NO_GOVERNMENT", one, act(origin="club")) is Outcome.FAIL
    assert outcome("NO_GOVERNMENT", SWISS, act()) is Outcome.PASS
