"""The provisions of an agreement: what they fix, what they leave open, what they come to."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lifecycle_samples import clauses, link
from linking_samples import HALF, agreement, direction, party

from tallystick.article6.ndc import NdcRegister
from tallystick.article6.participation import Record
from tallystick.core.actions import FirstTransferDefinition
from tallystick.core.findings import Finding, Outcome
from tallystick.io.catalogue import catalogued
from tallystick.linking.agreement import (
    Agreement,
    Article6Terms,
    Clause,
    Contract,
    Day,
    Window,
)
from tallystick.linking.agreement.agreement import AuthorizedBy
from tallystick.linking.agreement.operating import (
    Contribution,
    Deadline,
    Enforcement,
    Equivalence,
    Feed,
    Minute,
    RevenueUse,
    Task,
)
from tallystick.linking.agreement.params import (
    Accession,
    Adjustment,
    Auction,
    Authority,
    Authorization,
    ChangeManagement,
    CompetentAuthorities,
    Compliance,
    Confidentiality,
    ConfidentialityClass,
    Cooperation,
    Coordination,
    Decision,
    Finance,
    Information,
    JointBody,
    Mrv,
    Reporting,
    SustainableDevelopment,
    Term,
    Termination,
    ThirdParties,
    Treatment,
)
from tallystick.linking.agreement.plans import RoadmapStage
from tallystick.linking.agreement.restrictions import Discount
from tallystick.linking.agreement.words import (
    Area,
    AuthorizationLevel,
    DecisionRule,
    Fate,
    Form,
    Frequency,
    Holding,
    Objective,
    Role,
)
from tallystick.linking.circumstances import Circumstances
from tallystick.linking.legality.tier_rules import TIERS
from tallystick.linking.lifecycle.calendar import calendar
from tallystick.linking.provisions import provisions
from tallystick.linking.provisions.authorizing import REQUESTS, Asked, DecidedBy, Request, Stage
from tallystick.linking.provisions.clauses import OPERATING
from tallystick.linking.provisions.deadlines import aligned
from tallystick.linking.provisions.disclosure import disclose
from tallystick.linking.supervision import supervise
from tallystick.linking.unwinding import stranded

ON = date(2026, 3, 1)
FACTS = Circumstances(on=ON)
SWISS = catalogued("link_eu_ch")


def found(one: Agreement, code: str, facts: Circumstances = FACTS) -> list[Outcome]:
    return [finding.outcome for finding in OPERATING[code].judge(one, facts)]


def told(one: Agreement, facts: Circumstances = FACTS) -> dict[str, Any]:
    return provisions(one, facts).to_json()


FAILS, UNKNOWN = [Outcome.FAIL], [Outcome.NOT_DETERMINABLE]
OPEN = ConfidentialityClass(name="open", information=("prices",), seen_by=("public",))
SECRET = ConfidentialityClass(name="secret", information=("bids",), seen_by=("EUE",))
CLASSES = Confidentiality(classes=(OPEN, SECRET), always_public=("totals",))
DAILY = Feed(name="prices", giver="CHE", frequency=Frequency.DAILY, level="open")


@pytest.mark.feature("F181")
def test_operating_procedures_are_five_areas_with_what_each_leaves_open() -> None:
    group = told(link(Information(shared=(DAILY,)), Compliance(penalty="EUR 100")))["groups"][0]
    rows = {row["area"]: row for row in group["areas"]}
    assert list(rows) == ["information", "decision", "mrv", "compliance", "coordination"]
    assert rows["information"]["open"] == []
    assert rows["compliance"]["open"] == ["calendar or deadlines", "make_good", "enforcement"]
    assert rows["coordination"]["present"] is False
    assert [one["group"] for one in told(SWISS)["groups"]][1:] == [
        "joint_body", "change", "life", "disputes",
    ]  # fmt: skip


@pytest.mark.feature("F182")
def test_feeds_have_a_frequency_and_a_class_that_the_agreement_defines() -> None:
    assert found(link(CLASSES, Information(shared=(DAILY,))), "FEED_CLASS") == []
    assert found(link(Information(shared=(DAILY,))), "FEED_CLASS") == FAILS
    without = replace(DAILY, frequency=None)
    assert found(link(CLASSES, Information(shared=(without,))), "FEED_CLASS") == UNKNOWN
    listed = told(link(CLASSES, Information(shared=(DAILY,))))["feeds"]
    assert listed == [{"name": "prices", "from": "CHE", "frequency": "daily", "class": "open"}]


def vote(rule: DecisionRule | None, *votes_for: str, against: tuple[str, ...] = ()) -> Agreement:
    minute = Minute(
        on=Day(2025, 5, 1), matter="annex II", votes_for=votes_for, against=against, adopted=True
    )
    return link(Decision(rule=rule, minutes=(minute,)))


@pytest.mark.feature("F183")
@pytest.mark.parametrize(
    ("rule", "votes_for", "against", "carried"),
    [
        (DecisionRule.CONSENSUS, ("EUE",), (), True),
        (DecisionRule.CONSENSUS, ("EUE",), ("CHE",), False),
        (DecisionRule.UNANIMITY, ("EUE", "CHE"), (), True),
        (DecisionRule.UNANIMITY, ("EUE",), (), False),
        (DecisionRule.MAJORITY, ("EUE", "CHE"), (), True),
        (DecisionRule.MAJORITY, ("EUE",), ("CHE",), False),
    ],
)
def test_minutes_call_adopted_what_the_rule_of_decision_carries(
    rule: DecisionRule, votes_for: tuple[str, ...], against: tuple[str, ...], carried: bool
) -> None:
    one = vote(rule, *votes_for, against=against)
    assert found(one, "VOTE_NOT_CARRIED") == ([] if carried else FAILS)
    assert told(one)["minutes"][0]["carried"] is carried


@pytest.mark.feature("F183")
def test_votes_need_a_rule_and_parties_that_vote() -> None:
    assert found(vote(None, "EUE"), "VOTE_NOT_CARRIED") == UNKNOWN
    assert found(vote(DecisionRule.CONSENSUS, "EUE"), "VOTER_UNKNOWN") == []
    assert found(vote(DecisionRule.CONSENSUS, "EUE", "GHA"), "VOTER_UNKNOWN") == FAILS
    assert found(vote(DecisionRule.CONSENSUS), "VOTER_UNKNOWN") == UNKNOWN


@pytest.mark.feature("F184")
def test_rules_of_measurement_are_compared_element_by_element() -> None:
    row = Equivalence(element="materiality", left="2 %", right="5 %", equivalent=True)
    assert found(link(Mrv(equivalence=(row,))), "MRV_APART") == []
    assert found(link(Mrv(equivalence=(replace(row, equivalent=False),))), "MRV_APART") == FAILS
    assert found(link(Mrv(equivalence=(replace(row, right=None),))), "MRV_APART") == UNKNOWN
    assert told(link(Mrv(equivalence=(row,))))["mrv"][0]["left"] == "2 %"


EU = Deadline(
    system="eu_ets", due="09-30", utc_offset="+02:00", penalty=Decimal(100), currency="EUR"
)
CN = Deadline(
    system="che_ets", due="12-31", utc_offset="+08:00", penalty=Decimal(90), currency="EUR"
)


def due(*rows: Deadline) -> Agreement:
    return link(Compliance(deadlines=rows))


@pytest.mark.feature("F169")
@pytest.mark.feature("F185")
def test_compliance_calendars_are_brought_to_one_clock() -> None:
    calendars = aligned(due(CN, EU), 2026)
    assert calendars
    assert calendars.common == datetime(2026, 9, 30, 22, tzinfo=UTC)
    assert calendars.ends[1] == ("che_ets", datetime(2026, 12, 31, 16, tzinfo=UTC))
    assert calendars.to_json()["hours_apart"] == 2202
    assert found(due(CN, EU), "DEADLINES_APART") == FAILS
    assert found(due(replace(CN, due="10-01", utc_offset="+02:00"), EU), "DEADLINES_APART") == FAILS
    assert found(due(replace(EU, system="che_ets"), EU), "DEADLINES_APART") == []
    assert found(due(replace(CN, utc_offset=None), EU), "DEADLINES_APART") == UNKNOWN


@pytest.mark.feature("F169")
def test_the_end_of_one_day_is_not_the_same_moment_everywhere() -> None:
    west = replace(EU, system="cal", utc_offset="-08:00")
    calendars = aligned(due(EU, west), 2026)
    assert calendars
    assert calendars.to_json()["hours_apart"] == 10
    leap = aligned(due(replace(EU, due="02-29"), replace(west, due="03-01")), 2026)
    assert leap
    assert leap.common == datetime(2026, 2, 28, 22, tzinfo=UTC)


@pytest.mark.feature("F169")
@given(st.permutations([EU, CN, replace(EU, system="cal", utc_offset="-08:00")]))
def test_alignment_does_not_depend_on_the_order_of_systems(rows: list[Deadline]) -> None:
    assert aligned(due(*rows), 2026) == aligned(due(*rows[::-1]), 2026)


@pytest.mark.feature("F185")
def test_penalties_of_both_sides_are_comparable() -> None:
    assert found(due(EU, CN), "PENALTIES_APART") == []
    assert found(due(EU, replace(CN, penalty=Decimal(20))), "PENALTIES_APART") == FAILS
    assert found(due(EU, replace(CN, currency="CHF")), "PENALTIES_APART") == UNKNOWN


@pytest.mark.feature("F191")
def test_measures_of_enforcement_name_who_acts_on_whom_and_why() -> None:
    act = Enforcement(measure="account frozen", by="CHE", against="plant 7", ground="art 15")
    assert found(link(Compliance(enforcement=(act,))), "ENFORCEMENT_TARGET") == []
    other = replace(act, by="GHA")
    assert found(link(Compliance(enforcement=(other,))), "ENFORCEMENT_TARGET") == FAILS
    open_one = replace(act, ground=None)
    assert found(link(Compliance(enforcement=(open_one,))), "ENFORCEMENT_TARGET") == UNKNOWN
    assert told(link(Compliance(enforcement=(act,))))["enforcement"][0]["measure"] == act.measure


@pytest.mark.feature("F186")
def test_the_work_programme_of_the_coordinating_body_is_followed() -> None:
    task = Task(name="joint registry test", by="secretariat", due=Day(2026, 1, 31))
    body = Coordination(body="secretariat", tasks=(task,))
    assert found(link(body), "TASK_LATE") == FAILS
    done = replace(task, done=Day(2026, 1, 20))
    assert found(link(replace(body, tasks=(done,))), "TASK_LATE") == []
    assert found(link(replace(body, tasks=(replace(task, due=None),))), "TASK_LATE") == UNKNOWN
    assert told(link(body))["tasks"][0]["by"] == "secretariat"


@pytest.mark.feature("F208")
def test_every_government_has_an_authority() -> None:
    both = tuple(Authority(party=name, name=f"office of {name}") for name in ("EUE", "CHE"))
    assert found(link(CompetentAuthorities(authorities=both)), "AUTHORITY_MISSING") == []
    assert found(link(CompetentAuthorities(authorities=both[:1])), "AUTHORITY_MISSING") == FAILS
    assert found(link(CompetentAuthorities()), "AUTHORITY_MISSING") == UNKNOWN
    table = told(link(CompetentAuthorities(authorities=both)))["authorities"]
    assert table == {"EUE": ["office of EUE"], "CHE": ["office of CHE"]}


@pytest.mark.feature("F270")
def test_powers_that_nobody_has_alone_are_listed_with_their_clause() -> None:
    one = link(
        JointBody(name="Joint Committee", powers=("amend annexes",)),
        Decision(rule=DecisionRule.CONSENSUS, matters=("budget",)),
        Auction(mutual_consent=True),
        Accession(consent=DecisionRule.UNANIMITY),
        ThirdParties(accept_or_terminate=True),
        ChangeManagement(assessed_by="both sides"),
    )
    rows = told(one)["joint_consent"]
    assert [row["power"] for row in rows] == [
        "amend annexes", "budget", "sale by auction", "accession of a further party",
        "link with a third party", "change of the own system",
    ]  # fmt: skip
    assert [row["path"] for row in rows] == [f"clauses[{at}].params" for at in range(6)]
    assert told(link(JointBody(powers=("advise",), binding=False)))["joint_consent"] == []
    assert told(SWISS)["joint_consent"]


def bought(*said: Clause) -> Agreement:
    parties = (party("CHE", role=Role.BUYER), party("GHA", role=Role.SELLER))
    one = agreement(direction("GHA", "CHE"), parties=parties)
    return replace(one, article6=Article6Terms(sop=HALF), clauses=said)


@pytest.mark.feature("F230")
def test_rights_and_duties_are_laid_out_by_role_with_the_gaps() -> None:
    both = (Role.BUYER, Role.SELLER)
    full = tuple(Clause(area=Area(name), duties=both) for name in (
        "authorization", "adjustment", "recognition", "reporting", "integrity", "finance",
        "termination",
    ))  # fmt: skip
    assert found(bought(*full), "ROLE_UNALLOCATED") == []
    seller_only = replace(full[0], duties=(Role.SELLER,))
    assert found(bought(seller_only, *full[1:]), "ROLE_UNALLOCATED") == FAILS
    assert found(bought(*full[1:]), "ROLE_UNALLOCATED") == UNKNOWN * 2
    row = told(bought(seller_only))["roles"][0]
    assert (row["area"], row["role"], row["right"], row["duty"]) == (
        "authorization", "seller", False, True,
    )  # fmt: skip
    assert found(link(), "ROLE_UNALLOCATED") == []


@pytest.mark.feature("F231")
def test_what_a_party_lacks_is_known_and_supported() -> None:
    lacking = {
        name: Record(party=name, ndcs=NdcRegister(name), arrangements=()) for name in ("CHE", "GHA")
    }
    facts = replace(FACTS, participation=lacking)
    assert found(bought(), "SUPPORT_MISSING", facts) == FAILS * 2
    helped = bought(*clauses(Cooperation(support=("training of verifiers",))))
    assert found(helped, "SUPPORT_MISSING", facts) == []
    assert found(bought(), "SUPPORT_MISSING") == UNKNOWN * 2
    row = told(helped, facts)["readiness"][1]
    assert (row["party"], row["4(c)"], row["authority"]) == ("GHA", False, None)
    assert told(helped)["support"] == ["training of verifiers"]


def wanting(left: tuple[Objective, ...], right: tuple[Objective, ...]) -> Agreement:
    one = link()
    first, second = one.parties
    parties = (replace(first, objectives=left), replace(second, objectives=right))
    return replace(one, parties=parties)


@pytest.mark.feature("F268")
def test_goals_that_stand_against_each_other_are_found() -> None:
    cheap, clean = (Objective.LOWER_COST,), (Objective.DOMESTIC_ABATEMENT,)
    assert found(wanting(cheap, clean), "OBJECTIVES_CONFLICT") == FAILS
    assert found(wanting(cheap, cheap), "OBJECTIVES_CONFLICT") == []
    assert found(wanting(cheap, ()), "OBJECTIVES_CONFLICT") == UNKNOWN
    assert found(wanting((), ()), "OBJECTIVES_CONFLICT") == []
    assert told(wanting(cheap, clean))["objectives"] == {
        "EUE": ["lower_cost"],
        "CHE": ["domestic_abatement"],
    }


@pytest.mark.feature("F180")
def test_restrictions_are_steps_with_triggers_and_reviews() -> None:
    step = RoadmapStage(
        name="full link", trigger="prices within 10 %", review=Day(2027), lifts=("discount",)
    )
    cut = Discount(rate=HALF)
    one = agreement(direction("che_ets", "eu_ets", cut))
    assert found(replace(one, roadmap=(step,)), "ROADMAP_REVIEW") == []
    late = replace(step, review=Day(2025))
    assert found(replace(one, roadmap=(late,)), "ROADMAP_REVIEW") == FAILS
    assert found(replace(one, roadmap=(replace(step, trigger=None),)), "ROADMAP_REVIEW") == UNKNOWN
    reached = replace(late, reached=Day(2024))
    assert found(replace(one, roadmap=(reached,)), "ROADMAP_REVIEW") == []
    states = [row["state"] for row in told(replace(one, roadmap=(reached, late, step)))["roadmap"]]
    assert states == ["reached", "due", "ahead"]


@pytest.mark.feature("F180")
def test_every_restriction_of_a_staged_link_is_lifted_some_day() -> None:
    one = agreement(direction("che_ets", "eu_ets", Discount(rate=HALF)))
    lifts = RoadmapStage(name="next", lifts=("discount",))
    other, silent = RoadmapStage(name="next", lifts=("quantity",)), RoadmapStage(name="next")
    assert found(replace(one, roadmap=(lifts,)), "ROADMAP_INCOMPLETE") == []
    assert found(replace(one, roadmap=(other,)), "ROADMAP_INCOMPLETE") == FAILS
    assert found(replace(one, roadmap=(silent,)), "ROADMAP_INCOMPLETE") == UNKNOWN
    ended = Discount(rate=HALF, valid=Window(None, date(2028, 1, 1)))
    dated = agreement(direction("che_ets", "eu_ets", ended))
    assert found(replace(dated, roadmap=(silent,)), "ROADMAP_INCOMPLETE") == []
    assert found(one, "ROADMAP_INCOMPLETE") == []


@pytest.mark.feature("F202")
def test_each_field_is_shown_to_those_who_may_see_its_class() -> None:
    record = {"prices": "80", "bids": "79", "totals": "5", "notes": "x"}
    for reader, shown in (("public", {"prices", "totals"}), ("EUE", {"prices", "bids", "totals"})):
        seen = disclose(link(CLASSES), record, reader)
        assert set(seen.shown) == shown
        assert seen.unclassed == ("notes",)
    assert disclose(link(CLASSES), record, "CHE").withheld == {"bids": "secret"}
    assert told(link(CLASSES))["confidentiality"] == {"bids": "secret", "prices": "open"}


@pytest.mark.feature("F202")
def test_what_is_always_public_stands_in_no_closed_class() -> None:
    assert found(link(CLASSES), "CONFIDENTIAL_YET_PUBLIC") == []
    both = replace(CLASSES, always_public=("bids",))
    assert found(link(both), "CONFIDENTIAL_YET_PUBLIC") == FAILS
    unread = replace(CLASSES, classes=(replace(SECRET, seen_by=()),))
    assert found(link(unread), "CONFIDENTIAL_YET_PUBLIC") == UNKNOWN


@pytest.mark.feature("F199")
def test_sustainable_development_is_reported_goal_by_goal() -> None:
    water = Contribution(goal=6, indicator="households with safe water", value="1200")
    said = SustainableDevelopment(report=True, contributions=(replace(water, goal=13), water))
    assert found(link(said), "GOALS_UNREPORTED") == []
    assert [row["goal"] for row in told(link(said))["goals"]] == [6, 13]
    assert found(link(replace(said, contributions=())), "GOALS_UNREPORTED") == FAILS
    assert found(link(replace(said, report=None)), "GOALS_UNREPORTED") == UNKNOWN
    valueless = replace(said, contributions=(replace(water, value=None),))
    assert found(link(valueless), "GOALS_UNREPORTED") == UNKNOWN
    clause = told(replace(catalogued("a6_ch_ghana"), clauses=link(said).clauses))["other_areas"]
    assert [row["area"] for row in clause] == ["sustainable_development"]


def request(on: date, *decided: str, days: int | None = 30, both: bool = True) -> Request:
    procedure = Authorization(content=("quantity", "use"), deadline_days=days, both_parties=both)
    asked = Asked(
        id="R1",
        asked_on=date(2026, 1, 1),
        states=("quantity", "use"),
        decided=tuple(DecidedBy(party=name, on=on) for name in decided),
    )
    return Request(asked, link(procedure))


def outcomes(one: Request, on: date, code: str) -> list[Outcome]:
    return [finding.outcome for finding in REQUESTS[code].judge(one, on)]


@pytest.mark.feature("F205")
def test_a_request_for_authorization_is_decided_step_by_step_and_in_time() -> None:
    early, late = date(2026, 1, 20), date(2026, 2, 20)
    assert request(early).stage(late) is Stage.ASKED
    assert request(early, "CHE").stage(late) is Stage.FIRST_SIDE
    assert request(early, "CHE", both=False).stage(late) is Stage.DECIDED
    assert request(early, "CHE", "EUE").due == date(2026, 1, 31)
    assert outcomes(request(early, "CHE", "EUE"), late, "AUTHORIZATION_LATE") == []
    assert outcomes(request(early, "CHE"), late, "AUTHORIZATION_LATE") == FAILS
    assert outcomes(request(late, "CHE", "EUE"), late, "AUTHORIZATION_LATE") == FAILS
    assert outcomes(request(early), early, "AUTHORIZATION_LATE") == []
    assert outcomes(request(early, days=None), late, "AUTHORIZATION_LATE") == UNKNOWN


@pytest.mark.feature("F205")
def test_an_authorization_states_what_the_agreement_asks_for() -> None:
    one = request(ON)
    assert outcomes(one, ON, "AUTHORIZATION_CONTENT") == []
    short = replace(one, asked=replace(one.asked, states=("use",)))
    assert outcomes(short, ON, "AUTHORIZATION_CONTENT") == FAILS
    assert short.to_json(ON)["content"] == {"quantity": False, "use": True}
    unread = replace(one, asked=replace(one.asked, states=None))
    assert outcomes(unread, ON, "AUTHORIZATION_CONTENT") == UNKNOWN


@pytest.mark.feature("F195")
def test_a_treaty_is_evidence_of_law_and_a_memorandum_of_practice() -> None:
    assert told(link())["evidence_of"] == "international_law"
    assert told(replace(link(), form=Form.MOU))["evidence_of"] == "state_practice"
    assert told(replace(link(), form=Form.UNILATERAL_STATUTE))["evidence_of"] == "domestic_law"
    assert told(replace(link(), form=Form.INDUSTRY_MOC))["evidence_of"] == "none"


BODY = JointBody(name="Joint Committee", powers=("decide",), rule=DecisionRule.CONSENSUS)


@pytest.mark.feature("F192")
def test_the_joint_body_gets_a_report_of_decisions_tasks_and_what_is_due() -> None:
    minute = Minute(on=Day(2025, 5, 1), matter="annex II", votes_for=("EUE",), adopted=True)
    task = Task(name="registry test", due=Day(2025))
    one = link(
        BODY,
        Decision(rule=DecisionRule.CONSENSUS, minutes=(minute,)),
        Coordination(tasks=(task,)),
        Reporting(reports=("annual account",)),
    )
    report = supervise(one, FACTS)
    answer = report.to_json()
    assert answer["supervised_by"] == "Joint Committee"
    assert answer["minutes"][0]["carried"] is True
    assert "TASK_LATE" in [finding["code"] for finding in answer["findings"]]
    assert answer["reports"] == ["annual account"]
    titles = [getattr(block, "words", None) for block in report.document().blocks]
    assert "Work programme" in [getattr(words, "en", None) for words in titles]


@pytest.mark.feature("F193")
def test_without_a_supervisor_each_party_sees_its_own_findings() -> None:
    authorities = CompetentAuthorities(authorities=(Authority(party="GHA", name="EPA"),))
    one = bought(*clauses(authorities))
    answer = supervise(one, FACTS).to_json()
    assert answer["supervised_by"] is None
    rows = {row["party"]: row for row in answer["parties"]}
    assert rows["GHA"]["authorities"] == ["EPA"]
    assert rows["GHA"]["findings"]["not_determinable"] > 0
    assert all(
        Finding.to_json(each) in answer["findings"] for each in supervise(one, FACTS).findings
    )


@pytest.mark.feature("F203")
def test_the_duration_of_a_memorandum_runs_out_with_a_warning() -> None:
    ends = replace(link(Term(until=Day(2026, 6, 30))), form=Form.MOU)
    ends = replace(ends, dates=replace(ends.dates, ends=Day(2026, 6, 30)))
    entries = calendar(ends, Window(ON, date(2026, 12, 31)))
    assert [(entry.kind, entry.on) for entry in entries] == [
        ("alarm", date(2026, 4, 1)),
        ("expiry", date(2026, 6, 30)),
    ]


def test_the_provisions_of_every_catalogued_agreement_can_be_told() -> None:
    for name in ("a6_ch_ghana", "link_rggi_mou", "coop_cn_eu_mou", "link_eu_cdm_2009"):
        answer = told(catalogued(name))
        assert answer["id"] == name
        assert all(finding["message_zh"] for finding in answer["findings"])


@pytest.mark.feature("F201")
def test_the_trigger_of_the_adjustment_follows_the_definition_of_first_transfer() -> None:
    def told_of(**terms: Any) -> dict[str, Any]:
        one = replace(
            bought(*clauses(Adjustment(both_sides=True))), article6=Article6Terms(**terms)
        )
        answer: dict[str, Any] = told(one)["adjustment"]
        return answer

    issued = told_of(purposes=("OIMP",), first_transfer=FirstTransferDefinition.ISSUANCE)
    assert (issued["present"], issued["first_transfer"]) == (True, "Issuance")
    assert "issuance" in issued["triggers"]
    international = told_of(purposes=("NDC",))["triggers"]
    assert "first_transfer" in international
    assert "issuance" not in international
    assert told_of(purposes=("OIMP",))["triggers"] is None
    assert told_of()["triggers"] is None


@pytest.mark.feature("F212")
def test_termination_treats_live_authorizations_too() -> None:
    left = stranded(bought())
    assert Holding.AUTHORIZATIONS in left
    said = Termination(fates=tuple(Treatment(holding=one, fate=Fate.HONOUR) for one in left))
    assert stranded(bought(*clauses(said))) == ()
    assert Holding.AUTHORIZATIONS not in stranded(link())


def sold(*documents: AuthorizationLevel, by_state: bool | None = False) -> Agreement:
    given = tuple(AuthorizedBy(level=one, document="d", on=date(2026, 1, 1)) for one in documents)
    one = Contract(id="C1", under="link_eu_ch", state_sells=by_state, authorizations=given)
    return replace(bought(), contracts=(one,))


def evidence(one: Agreement) -> list[Outcome]:
    return [finding.outcome for finding in TIERS["S6_EVIDENCE"].judge(one, FACTS)]


BOTH_LEVELS = tuple(AuthorizationLevel)


@pytest.mark.feature("F234")
def test_a_sale_is_authorized_under_article_6_3_and_by_national_law() -> None:
    assert evidence(sold(*BOTH_LEVELS)) == []
    assert evidence(sold(AuthorizationLevel.ARTICLE_6_3)) == FAILS
    assert evidence(sold(AuthorizationLevel.NATIONAL)) == FAILS
    silent = sold()
    open_one = replace(silent.contracts[0], authorizations=None)
    assert evidence(replace(silent, contracts=(open_one,))) == UNKNOWN


@pytest.mark.feature("F233")
def test_what_the_state_sells_itself_needs_no_private_tier() -> None:
    assert evidence(sold(AuthorizationLevel.ARTICLE_6_3, by_state=True)) == []
    assert evidence(sold(by_state=True)) == FAILS
    assert evidence(sold(*BOTH_LEVELS, by_state=None)) == UNKNOWN
    unlinked = replace(sold(by_state=True).contracts[0], under=None)
    one = replace(sold(), contracts=(unlinked,))
    assert list(TIERS["S6"].judge(one, FACTS)) == []


@pytest.mark.feature("F275")
def test_uses_of_revenue_are_registered_within_the_whole() -> None:
    def uses(*shares: Fraction | None) -> Agreement:
        rows = tuple(
            RevenueUse(system="eu_ets", use=f"use {n}", share=one) for n, one in enumerate(shares)
        )
        return link(Finance(register=rows))

    assert found(uses(HALF, HALF), "REVENUE_SHARES") == []
    assert found(uses(HALF, Fraction(2, 3)), "REVENUE_SHARES") == FAILS
    assert found(uses(HALF, None), "REVENUE_SHARES") == UNKNOWN
    assert told(uses(HALF))["revenue_use"] == [{"system": "eu_ets", "use": "use 0", "share": "1/2"}]
