"""The catalogue of agreements that ships with the package."""

import csv
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from tallystick.io.catalogue import catalogue, catalogued
from tallystick.law import party_rows, systems
from tallystick.linking.agreement.agreement import Agreement
from tallystick.linking.agreement.restrictions import Quantity, UnitFilter
from tallystick.linking.agreement.words import (
    Area,
    Confidence,
    Form,
    Level,
    Role,
    SpecialClause,
    Status,
)
from tallystick.linking.checking import check
from tallystick.linking.circumstances import Circumstances
from tallystick.linking.status import standing
from tallystick.linking.topology import classify

ROOT = Path(__file__).parents[2]
FILES = ROOT / "src/tallystick/law/agreements"
REFERENCE = ROOT.parent / "shared" / "reference" / "linking_agreements.csv"
CATALOGUE = catalogue()
NEW = {
    "link_eu_cdm_2009",
    "coop_cn_eu_mou_2024",
    "coop_cn_eu_statement_2025",
    "a6_sg_mou_papua_new_guinea",
    "a6_sg_mou_peru",
    "a6_sg_mou_mongolia",
    "a6_sg_mou_bhutan",
}
TODAY = date(2026, 11, 20)
EVERY_HALF_YEAR = [date(year, month, 1) for year in range(2005, 2028) for month in (1, 7)]


@pytest.fixture(scope="module")
def reference() -> list[dict[str, str]]:
    if not REFERENCE.exists():
        pytest.skip("the reference list of agreements does not lie beside the checkout")
    with REFERENCE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _status(name: str, on: date) -> Status:
    return standing(CATALOGUE[name], on).status


def _kind(name: str, on: date) -> tuple[str | None, ...]:
    kind = classify(CATALOGUE[name], on, CATALOGUE.values())
    return kind.parties, kind.directness, kind.extent, kind.architecture


def _special(name: str) -> set[SpecialClause]:
    clauses = CATALOGUE[name].clauses_on(Area.OTHER)
    return {clause.params.special for clause in clauses if clause.params is not None}


def test_every_file_loads_under_its_own_id() -> None:
    assert [path.stem for path in sorted(FILES.glob("*.yaml"))] == list(CATALOGUE)
    assert [one.id for one in CATALOGUE.values()] == list(CATALOGUE)


def test_the_ids_are_those_of_the_reference_and_the_new_ones(
    reference: list[dict[str, str]],
) -> None:
    names = {row["id"] for row in reference}
    aliases = {alias for one in CATALOGUE.values() for alias in one.aliases}
    assert names | NEW == set(CATALOGUE) | aliases


def test_an_agreement_listed_twice_is_one_file_with_an_alias() -> None:
    assert catalogued("a6_no_switzerland") == CATALOGUE["a6_ch_norway"]
    assert catalogued("a6_se_mou_switzerland") == CATALOGUE["a6_ch_sweden"]


def test_an_unknown_id_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        catalogued("link_eu_mars")


def test_full_days_of_the_reference_are_the_days_of_the_files(
    reference: list[dict[str, str]],
) -> None:
    """The reference writes days known by month or year, or announced, in other ways."""
    read_elsewhere = {"link_eu_uk", "coop_cn_eu_mou", "a6_ch_mongolia", "a6_ch_uganda"}
    for row in reference:
        dates = catalogued(row["id"]).dates
        for column, day in (("signed", dates.signed), ("in_force_or_start", dates.in_force)):
            known = day is not None and day.day is not None
            if known and len(row[column]) == 10 and row["id"] not in read_elsewhere:
                assert str(day) == row[column], row["id"]


@pytest.mark.parametrize("name", list(CATALOGUE))
def test_every_agreement_names_its_sources_and_how_well_it_is_known(name: str) -> None:
    agreement = CATALOGUE[name]
    assert agreement.sources
    assert agreement.confidence
    assert agreement.as_of
    assert agreement.subject
    assert agreement.title
    assert agreement.title.en
    assert agreement.title.zh
    assert all(event.confidence for event in agreement.history)
    assert all(clause.confidence for clause in agreement.clauses)


@pytest.mark.parametrize("name", list(CATALOGUE))
def test_parties_are_codes_of_the_party_table_or_have_a_name(name: str) -> None:
    codes = {row["code"] for row in party_rows()}
    for party in CATALOGUE[name].parties:
        state_level = party.level in {Level.SUPRANATIONAL, Level.NATIONAL}
        assert party.id in codes if state_level else party.name and party.name.zh
        assert party.state is None or party.state in codes


def test_systems_are_those_of_the_list_or_declared() -> None:
    for agreement in CATALOGUE.values():
        declared = {one.id for one in agreement.systems}
        assert agreement.systems_held <= set(systems()) | declared


def test_a_single_allowance_recognised_is_the_one_its_system_issues() -> None:
    issued = {name: one.facts["unit"].value for name, one in systems().items()}
    for agreement in CATALOGUE.values():
        for direction in agreement.recognition:
            unit = issued.get(direction.origin)
            credits_only = direction.origin in {"jpn_tokyo", "jpn_saitama"}
            if unit and direction.origin != "nor_ets0507" and not credits_only:
                assert unit in direction.units


@pytest.mark.parametrize("name", list(CATALOGUE))
def test_dates_and_history_say_the_same(name: str) -> None:
    agreement = CATALOGUE[name]
    for status, day in (
        (Status.SIGNED, agreement.dates.signed),
        (Status.IN_FORCE, agreement.dates.in_force),
    ):
        told = [event.on for event in agreement.history if event.status is status and event.on]
        assert day == (told[0] if told else None)


@pytest.mark.parametrize("name", list(CATALOGUE))
def test_the_history_runs_forwards(name: str) -> None:
    days = [(event.on or event.by) for event in CATALOGUE[name].history]
    assert all(day is not None for day in days)
    lasts = [day.last for day in days if day]
    assert lasts == sorted(lasts)


@pytest.mark.parametrize("name", list(CATALOGUE))
def test_an_agreement_that_replaces_another_ends_it(name: str) -> None:
    for replaced in CATALOGUE[name].replaces:
        assert _status(replaced, TODAY) is Status.SUPERSEDED


def _checked(on: date) -> Iterator[tuple[Agreement, dict[str, object]]]:
    others = tuple(CATALOGUE.values())
    for agreement in others:
        facts = Circumstances(on=on, others=others, systems=frozenset(systems()))
        yield agreement, check(agreement, facts).to_json()


@pytest.mark.parametrize("on", EVERY_HALF_YEAR, ids=str)
def test_every_agreement_checks_and_explains_itself(on: date) -> None:
    for agreement, answer in _checked(on):
        assert answer["id"] == agreement.id
        assert answer["status"] in {status.value for status in Status}
        assert answer["verdict"] in {"pass", "fail", "not_determinable"}


@pytest.mark.feature("F160")
@pytest.mark.feature("F163")
def test_eu_and_switzerland_is_a_full_direct_link_by_treaty() -> None:
    agreement = CATALOGUE["link_eu_ch"]
    assert agreement.form is Form.TREATY
    assert _kind("link_eu_ch", TODAY)[:3] == ("bilateral", "direct", "full")
    assert {Area.SUSPENSION, Area.TERMINATION, Area.JOINT_BODY} <= {
        clause.area for clause in agreement.clauses
    }
    breach, notices = agreement.clauses_on(Area.SUSPENSION)
    assert breach.params.other_transactions_continue is True
    assert notices.params.other_transactions_continue is True
    assert (breach.params.lasts_months, notices.params.lasts_months) == (None, 3)


def test_eu_and_switzerland_goes_through_its_statuses() -> None:
    assert _status("link_eu_ch", date(2017, 11, 22)) is Status.EXPLORING
    assert _status("link_eu_ch", date(2018, 6, 1)) is Status.PROVISIONAL
    assert _status("link_eu_ch", date(2020, 1, 1)) is Status.IN_FORCE
    assert _status("link_eu_ch", date(2020, 10, 1)) is Status.OPERATING


@pytest.mark.feature("F165")
@pytest.mark.feature("F124")
def test_the_eea_is_an_umbrella_link_of_many_under_one_directive() -> None:
    assert _kind("link_eea", TODAY) == ("multilateral", "direct", "full", "umbrella")
    assert CATALOGUE["link_eea"].umbrella_statute == "directive_2003_87_ec"


@pytest.mark.feature("F151")
@pytest.mark.feature("F153")
def test_norway_before_2008_is_unilateral_and_then_part_of_the_eea() -> None:
    assert _kind("link_no_oneway", date(2006, 1, 1))[0] == "unilateral"
    (direction,) = CATALOGUE["link_no_oneway"].recognition
    assert (direction.origin, direction.destination) == ("eu_ets", "nor_ets0507")
    assert _status("link_no_oneway", date(2007, 12, 31)) is Status.IN_FORCE
    assert _status("link_no_oneway", date(2008, 1, 1)) is Status.EXPIRED
    assert _status("link_eea", date(2008, 1, 1)) is Status.OPERATING


@pytest.mark.feature("F150")
@pytest.mark.feature("F152")
def test_the_credit_rule_of_2009_takes_new_activities_from_least_developed_countries_only() -> None:
    agreement = CATALOGUE["link_eu_cdm_2009"]
    assert agreement.form is Form.UNILATERAL_STATUTE
    assert _kind("link_eu_cdm_2009", date(2014, 1, 1))[0] == "unilateral"
    filters = {one.origin: one.restrictions[0] for one in agreement.recognition}
    new = filters["cdm_from_2013"]
    assert isinstance(new, UnitFilter)
    assert new.hosts
    assert {"BGD", "ZMB"} <= set(new.hosts)
    assert not {"CHN", "CPV", "MDV"} & set(new.hosts)
    old = filters["cdm_before_2013"]
    assert isinstance(old, UnitFilter)
    assert old.hosts is None
    assert old.registered
    assert date(2012, 12, 31) in old.registered
    assert date(2013, 1, 1) not in old.registered


@pytest.mark.feature("F164")
def test_eu_and_australia_was_restricted_staged_and_abandoned() -> None:
    assert _kind("link_eu_au", date(2015, 7, 1))[0] == "unilateral"
    assert _kind("link_eu_au", date(2018, 7, 1))[:3] == ("bilateral", "direct", "restricted")
    assert _status("link_eu_au", date(2013, 1, 1)) is Status.SIGNED
    assert _status("link_eu_au", date(2014, 7, 17)) is Status.ABANDONED
    limits = CATALOGUE["link_eu_au"].recognition[0].restrictions
    assert [one.share for one in limits if isinstance(one, Quantity)]


def test_eu_and_the_uk_is_under_negotiation_and_does_not_pass() -> None:
    assert _status("link_eu_uk", date(2025, 6, 1)) is Status.EXPLORING
    assert _status("link_eu_uk", TODAY) is Status.NEGOTIATING
    answer = check(CATALOGUE["link_eu_uk"], Circumstances(on=TODAY))
    assert answer.to_json()["verdict"] != "pass"


@pytest.mark.feature("F159")
@pytest.mark.feature("F166")
@pytest.mark.feature("F167")
def test_california_and_quebec_is_a_full_parallel_link_with_an_issuer_on_each_unit() -> None:
    assert _kind("link_ca_qc_2013", date(2016, 1, 1)) == (
        "bilateral",
        "direct",
        "full",
        "parallel",
    )
    assert CATALOGUE["link_ca_qc_2013"].form is Form.NON_BINDING
    units = {one.origin: one.units for one in CATALOGUE["link_ca_qc_2013"].recognition}
    assert units["usa_ca"] != units["can_qc"]


@pytest.mark.feature("F262")
@pytest.mark.feature("F154")
def test_ontario_joins_and_leaves_and_the_other_two_stay_linked() -> None:
    assert _status("link_ca_qc_2013", date(2018, 1, 1)) is Status.SUPERSEDED
    assert _kind("link_ca_qc_on_2017", date(2018, 3, 1))[0] == "multilateral"
    assert _kind("link_ca_qc_on_2017", date(2019, 1, 1))[0] == "bilateral"
    assert _status("link_ca_qc_on_2017", date(2019, 1, 1)) is Status.OPERATING


def test_the_agreement_with_washington_is_signed_and_not_in_force() -> None:
    assert _status("link_ca_qc_wa_2026", date(2026, 6, 24)) is Status.NEGOTIATING
    assert _status("link_ca_qc_wa_2026", TODAY) is Status.SIGNED
    assert _kind("link_ca_qc_wa_2026", TODAY)[0] == "multilateral"


@pytest.mark.feature("F158")
def test_rggi_is_a_link_of_many_by_a_model_rule_with_dated_members() -> None:
    agreement = CATALOGUE["link_rggi_mou"]
    assert agreement.form is Form.MODEL_RULE
    assert _kind("link_rggi_mou", TODAY)[:2] == ("multilateral", "direct")
    in_2015 = {party.id for party in agreement.parties_on(date(2015, 1, 1))}
    assert "US-NJ" not in in_2015
    assert len(in_2015) == 9
    in_2022 = {party.id for party in agreement.parties_on(date(2022, 1, 1))}
    assert len(in_2022) == 11
    assert _status("rggi_nj", date(2015, 1, 1)) is Status.TERMINATED
    assert _status("rggi_nj", date(2021, 1, 1)) is Status.IN_FORCE
    assert _status("rggi_pa", TODAY) is Status.ABANDONED


@pytest.mark.feature("F261")
@pytest.mark.feature("F161")
def test_tokyo_and_saitama_exchange_two_kinds_of_credit_within_one_state() -> None:
    agreement = CATALOGUE["link_tokyo_saitama"]
    assert _kind("link_tokyo_saitama", TODAY) == ("bilateral", "direct", "full", "parallel")
    assert {party.state for party in agreement.parties} == {"JPN"}
    assert len({unit for one in agreement.recognition for unit in one.units}) == 2


@pytest.mark.feature("F113")
@pytest.mark.feature("F114")
@pytest.mark.feature("F127")
def test_the_asean_memorandum_has_five_signatories_below_state_level_and_ends() -> None:
    agreement = CATALOGUE["coop_asean_accf"]
    assert {party.level for party in agreement.parties} == {Level.NON_STATE}
    assert len(agreement.parties) == 5
    assert agreement.recognition == ()
    assert _status("coop_asean_accf", date(2026, 11, 19)) is Status.IN_FORCE
    assert _status("coop_asean_accf", date(2026, 12, 1)) is Status.EXPIRED


@pytest.mark.feature("F132")
@pytest.mark.feature("F133")
def test_china_and_the_eu_have_two_memoranda_and_a_statement_without_effect_on_units() -> None:
    assert _status("coop_cn_eu_mou", date(2020, 1, 1)) is Status.SIGNED
    assert _status("coop_cn_eu_mou", TODAY) is Status.SUPERSEDED
    assert CATALOGUE["coop_cn_eu_mou_2024"].form is Form.MOU
    statement = CATALOGUE["coop_cn_eu_statement_2025"]
    assert statement.form is Form.JOINT_DECLARATION
    assert statement.recognition == ()


@pytest.mark.feature("F213")
@pytest.mark.feature("F214")
@pytest.mark.feature("F215")
@pytest.mark.feature("F216")
@pytest.mark.feature("F217")
@pytest.mark.feature("F218")
@pytest.mark.feature("F219")
@pytest.mark.feature("F220")
@pytest.mark.feature("F221")
@pytest.mark.feature("F222")
@pytest.mark.parametrize(
    ("name", "host"),
    [
        ("papua_new_guinea", "PNG"),
        ("peru", "PER"),
        ("mongolia", "MNG"),
        ("colombia", "COL"),
        ("morocco", "MAR"),
        ("cambodia", "KHM"),
        ("bhutan", "BTN"),
        ("kenya", "KEN"),
        ("dominican_republic", "DOM"),
        ("indonesia", "IDN"),
    ],
)
def test_the_memoranda_of_singapore_have_singapore_as_buyer(name: str, host: str) -> None:
    agreement = CATALOGUE[f"a6_sg_mou_{name}"]
    assert agreement.form is Form.MOU
    assert {party.id: party.role for party in agreement.parties} == {
        "SGP": Role.BUYER,
        host: Role.SELLER,
    }


@pytest.mark.feature("F096")
@pytest.mark.parametrize(
    "host", ["ghana", "bhutan", "peru", "chile", "rwanda", "paraguay", "thailand"]
)
def test_implementation_agreements_of_singapore_carry_their_shares(host: str) -> None:
    terms = CATALOGUE[f"a6_sg_ia_{host}"].article6
    assert (terms.sop, terms.omge) == (Fraction(1, 20), Fraction(1, 50))
    assert terms.sop_to == "host_adaptation"


@pytest.mark.feature("F197")
@pytest.mark.feature("F198")
@pytest.mark.feature("F200")
@pytest.mark.feature("F204")
@pytest.mark.feature("F223")
@pytest.mark.feature("F224")
def test_the_memoranda_of_sweden_give_way_to_binding_agreements() -> None:
    assert _status("a6_se_mou_ghana", date(2022, 1, 1)) is Status.SIGNED
    for host in ("ghana", "nepal", "dominican_republic"):
        assert CATALOGUE[f"a6_se_mou_{host}"].form is Form.MOU
        assert _status(f"a6_se_mou_{host}", TODAY) is Status.SUPERSEDED
        assert CATALOGUE[f"a6_se_tre_{host}"].form is Form.TREATY
    headings = {clause.area for clause in CATALOGUE["a6_se_mou_ghana"].clauses}
    assert headings == {
        Area.COOPERATION,
        Area.INTEGRITY,
        Area.SUSTAINABLE_DEVELOPMENT,
        Area.MRV,
        Area.ADJUSTMENT,
        Area.CONFIDENTIALITY,
        Area.TERM,
        Area.OTHER,
    }


@pytest.mark.feature("F225")
def test_korea_has_agreements_with_mongolia_and_viet_nam() -> None:
    assert _status("a6_kr_viet_nam", date(2021, 11, 26)) is Status.SIGNED
    assert _status("a6_kr_viet_nam", date(2021, 11, 27)) is Status.IN_FORCE
    assert CATALOGUE["a6_kr_mongolia"].clauses_on(Area.JOINT_BODY)


@pytest.mark.feature("F226")
@pytest.mark.feature("F227")
@pytest.mark.parametrize(
    "host", ["peru", "ghana", "senegal", "vanuatu", "thailand", "ukraine", "morocco", "malawi"]
)
def test_the_swiss_treaties_are_bilateral_whoever_transfers(host: str) -> None:
    assert CATALOGUE[f"a6_ch_{host}"].form is Form.TREATY
    assert CATALOGUE[f"a6_ch_{host}"].clauses
    assert _kind(f"a6_ch_{host}", TODAY)[0] == "bilateral"


@pytest.mark.feature("F211")
@pytest.mark.parametrize(("host", "days"), [("ghana", 30), ("senegal", 60), ("thailand", 30)])
def test_recognition_is_suspended_after_the_notice_each_treaty_gives(host: str, days: int) -> None:
    (suspension,) = CATALOGUE[f"a6_ch_{host}"].clauses_on(Area.SUSPENSION)
    assert suspension.params.notice_days == days


@pytest.mark.feature("F209")
def test_malawi_enters_into_force_sixty_days_after_signature() -> None:
    (entry,) = CATALOGUE["a6_ch_malawi"].clauses_on(Area.ENTRY_INTO_FORCE)
    dates = CATALOGUE["a6_ch_malawi"].dates
    assert dates.signed
    assert dates.in_force
    assert (dates.in_force.first - dates.signed.first).days == entry.params.days_after


@pytest.mark.feature("F206")
@pytest.mark.parametrize("host", ["senegal", "morocco"])
def test_a_swiss_transfer_is_recognised_after_examination_and_entry_on_both_sides(
    host: str,
) -> None:
    (recognition,) = CATALOGUE[f"a6_ch_{host}"].clauses_on(Area.RECOGNITION)
    assert recognition.ref == "art 8"
    assert "examined by both Parties" in recognition.params.precondition
    assert recognition.params.steps[-2:] == (
        "entry by the transferring Party",
        "entry by the receiving Party",
    )


@pytest.mark.feature("F187")
def test_the_joint_committee_of_eu_and_switzerland_has_its_powers() -> None:
    (body,) = CATALOGUE["link_eu_ch"].clauses_on(Area.JOINT_BODY)
    assert body.params.name == "Joint Committee"
    assert {"adopt and amend annexes", "settle disputes"} <= set(body.params.powers)
    assert body.params.binding is True


@pytest.mark.feature("F190")
def test_the_dispute_foreseen_between_eu_and_uk_goes_from_arbitration_to_the_court() -> None:
    (disputes,) = CATALOGUE["link_eu_uk"].clauses_on(Area.DISPUTES)
    assert [stage.stage for stage in disputes.params.stages] == ["arbitration", "court"]


@pytest.mark.feature("F172")
def test_the_western_climate_links_share_registry_and_auctions_by_one_provider() -> None:
    for name in ("link_ca_qc_2013", "link_ca_qc_on_2017"):
        (registry,) = CATALOGUE[name].clauses_on(Area.REGISTRY)
        (auction,) = CATALOGUE[name].clauses_on(Area.AUCTION)
        assert registry.params.operator == auction.params.platform == "WCI, Inc."


@pytest.mark.feature("F228")
def test_vanuatu_excludes_nuclear_energy() -> None:
    (integrity,) = CATALOGUE["a6_ch_vanuatu"].clauses_on(Area.INTEGRITY)
    assert "nuclear energy" in integrity.params.exclusions


def test_a_jcm_document_read_in_full_is_encoded_paragraph_by_paragraph() -> None:
    clauses = CATALOGUE["a6_jcm_29_ukraine"].clauses
    assert [clause.ref for clause in clauses] == [f"para {number}" for number in range(1, 7)]
    jcm = [one for one in CATALOGUE.values() if one.id.startswith("a6_jcm_")]
    assert len(jcm) == 31


@pytest.mark.feature("F106")
def test_special_clauses_of_the_seed_stand_with_their_agreements() -> None:
    assert {
        SpecialClause.BANKING_LIMIT,
        SpecialClause.SECTOR_EXEMPTION,
        SpecialClause.FREE_ALLOCATION_UNTIL,
    } <= _special("link_eea")
    assert SpecialClause.BORDER_ADJUSTMENT_EXEMPTION in _special("link_eu_uk")
    assert SpecialClause.ALLOCATION_MIX in _special("link_eu_ch")
    assert SpecialClause.BUYER_LIABILITY in _special("link_ca_qc_2013")


@pytest.mark.feature("F120")
def test_the_eea_names_the_efta_surveillance_authority() -> None:
    (recognition,) = CATALOGUE["link_eea"].clauses_on(Area.RECOGNITION)
    assert recognition.params.body == "EFTA Surveillance Authority"


def test_conflicting_sources_stay_open() -> None:
    assert CATALOGUE["a6_ch_chile"].confidence is Confidence.CONFLICTING
    assert CATALOGUE["a6_kr_gabon"].confidence is Confidence.CONFLICTING


def test_a_day_known_only_by_its_month_is_not_certain_within_it() -> None:
    assert not standing(CATALOGUE["a6_ch_uruguay"], date(2022, 12, 15)).certain
    assert standing(CATALOGUE["a6_ch_uruguay"], date(2023, 1, 1)).certain
