"""Pairs of systems, readiness, checklists after guides, and the works behind criteria."""

import pytest

from tallystick import law
from tallystick.io.catalogue import catalogued
from tallystick.linking.checklists import cited, handbook, regulation
from tallystick.linking.compatibility import Verdict, compare, feasibility, parameters, readiness
from tallystick.linking.systems import profiles


@pytest.mark.feature("F264")
def test_every_pair_of_the_listed_systems_is_compared_once() -> None:
    limits, known = parameters(), profiles()
    pairs = feasibility(known.values(), limits)
    assert len(known) == 46
    assert len({frozenset({one.left, one.right}) for one in pairs}) == len(pairs) == 46 * 45 // 2
    named = [one for one in pairs if {one.left, one.right} == {"eu_ets", "kor_ets"}]
    compared = compare(known["eu_ets"], known["kor_ets"], limits)
    assert [(one.score, one.verdict) for one in named] == [(compared.score, compared.verdict)]


@pytest.mark.feature("F264")
def test_the_systems_of_the_named_regions_are_among_them() -> None:
    known = profiles()
    regions = {known[name].id.split("_")[0] for name in known}
    assert {"chn", "eu", "usa", "bra", "kor", "jpn"} <= regions
    chosen = [known[name] for name in ("chn_national", "eu_ets", "kor_ets") if name in known]
    verdicts = {one.verdict for one in feasibility(chosen, parameters())}
    assert verdicts <= set(Verdict)


@pytest.mark.feature("F265")
def test_readiness_counts_only_signs_that_are_known() -> None:
    ready = {name: readiness(one) for name, one in profiles().items()}
    europe = dict(ready["eu_ets"].signs)
    assert ready["eu_ets"].level.level == "ready"
    assert europe["cap"] is True
    china = next(one for name, one in ready.items() if name.startswith("chn_nat"))
    assert china.level.level != "ready"
    assert dict(china.signs)["cap"] is False
    planned = next(one for one in ready.values() if dict(one.signs)["operation"] is False)
    assert planned.level.least <= sum(sign is True for _, sign in planned.signs)
    assert {one.level.level for one in ready.values()} >= {"early", "ready"}
    assert all(one.to_json()["zh"] for one in ready.values())


@pytest.mark.feature("F291")
def test_the_ten_steps_of_the_handbook_are_gone_through() -> None:
    rows = handbook(profiles()["eu_ets"])
    assert [row["step"] for row in rows] == list(range(1, 11))
    by_name = {row["name"]: row for row in rows}
    assert by_name["compliance"]["complete"] is True
    assert by_name["stakeholders"]["complete"] is None
    assert by_name["scope"]["settled"]["gases"]
    early = [handbook(one) for one in profiles().values()]
    assert any(row["complete"] is False for rows in early for row in rows)
    assert {row["source"] for row in rows} <= {work.id for work in law.bibliography()}


@pytest.mark.feature("F293")
def test_questions_to_the_regulation_are_answered_by_the_agreement() -> None:
    swiss = {row["name"]: row["answer"] for row in regulation(catalogued("link_eu_ch"))}
    assert (swiss["mandate"], swiss["units"], swiss["oversight"]) == (True, True, True)
    assert (swiss["value"], swiss["provider"]) == (None, None)
    mou = {row["name"]: row["answer"] for row in regulation(catalogued("coop_cn_eu_mou"))}
    assert mou["mandate"] is False
    assert set(swiss) == {one.name for one in law.ncm_questions()}


@pytest.mark.feature("F290")
def test_every_criterion_and_parameter_rests_on_works_of_the_bibliography() -> None:
    sources = {row.source for row in law.compatibility_features()}
    sources |= {one.source for one in law.compatibility_parameters().values()}
    sources |= {row.source for row in law.spillovers()}
    assert all(cited(source) for source in sources)
    [guide] = cited("ICAP Guide to Linking")
    assert guide.year == "2018"
    ids = [work.id for work in law.bibliography()]
    assert {"icap_work_plan", "icap_2016", "icap_2018"} <= set(ids)
    assert len(set(ids)) == len(ids)
