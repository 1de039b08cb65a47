"""The three tests of speciality, clubs, and pledges by group of Parties."""

from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from safeguards_samples import FAIL, UNKNOWN, told

from tallystick.article6.groups import Differentiated, Group, groups
from tallystick.article6.safeguards.clubs import CLUBS, Club, Member
from tallystick.article6.safeguards.pledge_rules import PLEDGES, PROMISES
from tallystick.article6.safeguards.pledges import (
    Deducted,
    Destination,
    Form,
    Paid,
    Pledge,
    Purpose,
    Taken,
    apply,
)
from tallystick.article6.safeguards.speciality import (
    SPECIALITY,
    Concentration,
    Received,
    Terms,
    herfindahl,
    shares,
)
from tallystick.core.parties import Span

ON = date(2025, 1, 1)
CLUB = Club(
    id="club",
    members=(
        Member(party="CHE", valid=Span(date(2020, 1, 1)), founder=True),
        Member(party="NOR", valid=Span(date(2020, 1, 1)), founder=True),
        Member(
            party="SWE",
            valid=Span(date(2024, 1, 1)),
            consents=frozenset({"CHE", "NOR"}),
            criteria=frozenset({"carbon price"}),
        ),
    ),
    criteria=frozenset({"carbon price"}),
)
TERMS = Terms(
    id="che_gha",
    recipients=("CHE",),
    open_criteria=False,
    received=(Received("CHE", ON, 90), Received("SWE", ON, 10)),
    club=CLUB,
)


def judged(least: Concentration | None = None, **changes: Any) -> list[tuple[str, object]]:
    return list(told(SPECIALITY.judge(replace(TERMS, **changes), least or Concentration())))


@pytest.mark.rule("fail", "SPECIAL_BY_TEXT")
@pytest.mark.feature("F071")
def test_text_is_special_by_naming_recipients_or_by_criteria_open_to_all() -> None:
    assert judged() == []
    assert judged(recipients=(), open_criteria=True) == []
    assert judged(recipients=()) == [("SPECIAL_BY_TEXT", FAIL)]
    assert judged(recipients=None) == [("SPECIAL_BY_TEXT", UNKNOWN)]
    assert judged(recipients=(), open_criteria=None) == [("SPECIAL_BY_TEXT", UNKNOWN)]


@pytest.mark.rule("fail", "SPECIAL_IN_FACT")
@pytest.mark.feature("F072")
def test_recipients_are_special_in_fact_where_they_are_concentrated() -> None:
    assert shares(TERMS.received or ()) == {"CHE": Fraction(9, 10), "SWE": Fraction(1, 10)}
    assert herfindahl(TERMS.received or ()) == Fraction(82, 100)
    even = tuple(Received(party, ON, 1) for party in ("CHE", "NOR", "SWE"))
    assert judged(received=even) == [("SPECIAL_IN_FACT", FAIL)]
    assert judged(Concentration(share=Fraction(1, 3)), received=even) == []
    assert judged(Concentration(herfindahl=Fraction(1, 3)), received=even) == []
    assert judged(received=None)[0] == ("SPECIAL_IN_FACT", UNKNOWN)


@pytest.mark.rule("fail", "SPECIAL_IN_CLUB")
@pytest.mark.feature("F073")
def test_recipients_are_special_by_region_where_all_were_in_the_club_on_the_day() -> None:
    early = (*(TERMS.received or ()), Received("SWE", date(2023, 12, 31), 1))
    assert judged(received=early) == [("SPECIAL_IN_CLUB", FAIL)]
    assert judged(club=None) == [("SPECIAL_IN_CLUB", UNKNOWN)]


@pytest.mark.rule("pass", "SPECIAL_BY_TEXT", "SPECIAL_IN_CLUB", "SPECIAL_IN_FACT")
@pytest.mark.rule("missing", "SPECIAL_BY_TEXT", "SPECIAL_IN_CLUB", "SPECIAL_IN_FACT")
def test_no_speciality_refuses_nothing() -> None:
    assert not any(one.refuses for one in SPECIALITY.judge(Terms(id="x"), Concentration()))


@given(st.lists(st.tuples(st.sampled_from("ABCD"), st.integers(1, 10**12)), min_size=1))
def test_herfindahl_lies_between_an_even_spread_and_one(rows: list[tuple[str, int]]) -> None:
    index = herfindahl([Received(name, ON, quantity) for name, quantity in rows])
    assert index is not None
    assert Fraction(1, len({name for name, _ in rows})) <= index <= 1


def club(**changes: Any) -> list[tuple[str, object]]:
    joined = replace(CLUB.members[2], **changes)
    return list(told(CLUBS.judge(replace(CLUB, members=(*CLUB.members[:2], joined)), None)))


@pytest.mark.rule("fail", "CLUB_CONSENT", "CLUB_CRITERIA")
@pytest.mark.rule("missing", "CLUB_CONSENT", "CLUB_CRITERIA")
@pytest.mark.feature("F073")
def test_members_join_by_the_rules_of_the_club() -> None:
    assert club() == []
    assert club(criteria=frozenset()) == [("CLUB_CRITERIA", FAIL)]
    assert club(criteria=None) == [("CLUB_CRITERIA", UNKNOWN)]
    assert CLUBS.judge(replace(CLUB, criteria=frozenset()), None) == []
    assert club(consents=frozenset({"CHE"})) == [("CLUB_CONSENT", FAIL)]
    assert club(consents=None) == [("CLUB_CONSENT", UNKNOWN)]
    half = replace(CLUB, consent_share=Fraction(1, 2))
    fewer = replace(CLUB.members[2], consents=frozenset({"CHE", "stranger"}))
    assert CLUBS.judge(replace(half, members=(*CLUB.members[:2], fewer)), None) == []


FUND = Pledge(
    id="P1",
    purpose=Purpose.SHARE_OF_PROCEEDS,
    share=Differentiated("share", Fraction(1, 20), {Group.LDC: Fraction(0)}),
    destination=Destination.ADAPTATION_FUND,
    by="GHA",
    document="implementation agreement",
)
OMGE = replace(
    FUND,
    id="P2",
    purpose=Purpose.OMGE,
    share=Differentiated("share", Fraction(1, 50), {}),
    destination=Destination.CANCELLATION,
)
TRANSFER = Deducted(
    id="T1", host="GHA", on=ON, gross_t=101, net_t=92, taken=(Taken(6, "P1"), Taken(3, "P2"))
)


def booked(*pledges: Pledge, **changes: Any) -> list[tuple[str, object]]:
    return list(told(PLEDGES.judge(replace(TRANSFER, **changes), pledges or (FUND, OMGE))))


@pytest.mark.rule("missing", "PLEDGE_CONSERVED", "SOP_OMGE")
@pytest.mark.rule("fail", "SOP_OMGE")
@pytest.mark.feature("F095")
def test_what_is_taken_off_rests_on_a_pledge() -> None:
    assert booked() == []
    automatic = (*(TRANSFER.taken or ()), Taken(2, None))
    assert booked(taken=automatic, net_t=90) == [("SOP_OMGE", FAIL)]
    unknown = ("SOP_OMGE", "PLEDGE_CONSERVED", "PLEDGE_KEPT")
    assert booked(taken=None) == [(code, UNKNOWN) for code in unknown]


@pytest.mark.rule("pass", "PLEDGE_BENEFICIARY", "PLEDGE_PAID", "SOP_OMGE")
@pytest.mark.rule("fail", "PLEDGE_CONSERVED", "PLEDGE_KEPT")
@pytest.mark.rule("missing", "PLEDGE_KEPT")
@pytest.mark.feature("F095")
def test_no_unit_is_lost_on_the_way_and_every_pledge_is_kept() -> None:
    assert booked(net_t=93) == [("PLEDGE_CONSERVED", FAIL)]
    assert booked(net_t=95, taken=(Taken(6, "P1"),)) == [("PLEDGE_KEPT", FAIL)]
    assert booked(host="XYZ") == [("PLEDGE_KEPT", UNKNOWN)]


@pytest.mark.feature("F040")
@pytest.mark.rule("fail", "PLEDGE_DESTINATION")
@pytest.mark.rule("missing", "PLEDGE_DESTINATION")
@pytest.mark.feature("F096")
def test_share_of_proceeds_goes_to_the_fund_or_to_adaptation_of_the_host() -> None:
    home = replace(FUND, destination=Destination.HOST_ADAPTATION)
    assert [PROMISES.judge(one, None) for one in (FUND, OMGE, home)] == [[], [], []]
    wrong = replace(FUND, destination=Destination.CANCELLATION)
    kept = replace(OMGE, destination=Destination.ADAPTATION_FUND)
    for one in (wrong, kept):
        assert told(PROMISES.judge(one, None)) == [("PLEDGE_DESTINATION", FAIL)]
    silent = replace(OMGE, destination=None)
    assert told(PROMISES.judge(silent, None)) == [("PLEDGE_DESTINATION", UNKNOWN)]


@pytest.mark.rule("pass", "PLEDGE_CONSERVED", "PLEDGE_KEPT")
@pytest.mark.rule("fail", "PLEDGE_PAID")
@pytest.mark.rule("missing", "PLEDGE_PAID")
@pytest.mark.feature("F095")
def test_pledge_in_money_is_paid_from_the_proceeds_and_takes_no_units() -> None:
    money = replace(FUND, id="P3", form=Form.MONEY)
    whole: Any = {"net_t": 101, "taken": (), "proceeds": Decimal(2000)}
    assert booked(money, **whole, paid=(Paid(Decimal(100), "P3"),)) == []
    assert booked(money, **whole, paid=(Paid(Decimal("99.99"), "P3"),)) == [("PLEDGE_PAID", FAIL)]
    assert booked(money, **whole, paid=None) == [("PLEDGE_PAID", UNKNOWN)]
    assert booked(money, net_t=101, taken=(), paid=()) == [("PLEDGE_PAID", UNKNOWN)]
    assert FUND.due_money(Decimal(2000), "GHA", ON) == 0
    assert money.due_t(101, "GHA", ON) == 0


@pytest.mark.feature("F094")
def test_least_developed_hosts_are_exempt_while_they_are_on_the_list() -> None:
    assert groups("BTN", date(2023, 12, 1)) == {Group.LDC}
    assert groups("BTN", date(2024, 1, 1)) == frozenset()
    assert groups("TUV", ON) == {Group.LDC, Group.SIDS}
    assert FUND.due_t(100, "BTN", date(2023, 12, 1)) == 0
    assert FUND.due_t(100, "BTN", date(2024, 1, 1)) == 5


@pytest.mark.rule("fail", "PLEDGE_BENEFICIARY")
@pytest.mark.rule("missing", "PLEDGE_BENEFICIARY")
@pytest.mark.feature("F094")
def test_pledge_may_serve_some_groups_only() -> None:
    islands = replace(FUND, beneficiaries=frozenset({Group.SIDS}))
    served = (Taken(6, "P1", "FJI"), Taken(3, "P2"))
    assert booked(islands, OMGE, taken=served) == []
    elsewhere = (Taken(6, "P1", "CHE"), Taken(3, "P2"))
    assert booked(islands, OMGE, taken=elsewhere) == [("PLEDGE_BENEFICIARY", FAIL)]
    assert booked(islands, OMGE) == [("PLEDGE_BENEFICIARY", UNKNOWN)]


@pytest.mark.feature("F039")
def test_parameters_differ_by_group_and_the_lowest_of_several_holds() -> None:
    by_group = {Group.LDC: Fraction(1, 100), Group.SIDS: Fraction(2, 100)}
    share = Differentiated("share", Fraction(1, 20), by_group)
    values = {party: share.value(party, ON) for party in ("GHA", "FJI", "TUV")}
    assert values == {"GHA": Fraction(1, 20), "FJI": Fraction(1, 50), "TUV": Fraction(1, 100)}
    with pytest.raises(KeyError):
        share.value("XYZ", ON)


@given(st.integers(1, 10**12), st.fractions(0, Fraction(1, 2)), st.fractions(0, Fraction(1, 4)))
def test_units_in_are_net_units_and_pledged_ones(
    gross: int, first: Fraction, second: Fraction
) -> None:
    pledges = [
        replace(one, share=Differentiated("share", share, {}))
        for one, share in ((FUND, first), (OMGE, second))
    ]
    try:
        done = apply(pledges, transfer="T1", host="GHA", on=ON, gross_t=gross)
    except ValueError:
        assert gross == 1
        return
    assert gross == done.net_t + sum(one.quantity_t for one in done.taken or ())
    assert PLEDGES.judge(done, pledges) == []
    assert Counter(one.pledge for one in done.taken or ()).total() <= 2
