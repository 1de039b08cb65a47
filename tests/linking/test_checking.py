"""What a check says: verdict, coverage and the basic rules."""

from dataclasses import replace
from datetime import date

from linking_samples import ON, agreement, party

from tallystick.core.findings import Outcome, refused
from tallystick.linking.agreement import Agreement, Clause, Dates, Day, DeclaredSystem
from tallystick.linking.agreement.params import Other
from tallystick.linking.agreement.words import Area, Form, Status, Subject
from tallystick.linking.basic_rules import BASICS
from tallystick.linking.checking import check
from tallystick.linking.circumstances import Circumstances
from tallystick.linking.coverage import coverage

SYSTEMS = frozenset({"eu_ets", "che_ets"})


def outcomes(one: Agreement, code: str, facts: Circumstances) -> list[Outcome]:
    return [finding.outcome for finding in BASICS[code].judge(one, facts)]


def at(on: date = ON, **known: object) -> Circumstances:
    return replace(Circumstances(on=on, systems=SYSTEMS), **known)  # type: ignore[arg-type]  # named per test


def test_agreement_does_not_pass_before_its_signature() -> None:
    basics = [*outcomes(agreement(), "AGREEMENT_UNSIGNED", at())]
    assert basics == []
    assert outcomes(agreement(), "AGREEMENT_UNSIGNED", at(date(2017, 11, 22))) == [Outcome.FAIL]
    undated = replace(agreement(), dates=Dates())
    assert outcomes(undated, "AGREEMENT_UNSIGNED", at()) == [Outcome.NOT_DETERMINABLE]
    assert check(agreement(), at(date(2017, 11, 22))).verdict is Outcome.FAIL


def test_end_is_told_but_does_not_refuse() -> None:
    ended = replace(agreement(), dates=Dates(signed=Day(2017), ends=Day(2025, 12, 31)))
    assert outcomes(agreement(), "AGREEMENT_ENDED", at()) == []
    assert outcomes(ended, "AGREEMENT_ENDED", at()) == [Outcome.FAIL]
    assert not refused(check(ended, at()).findings)
    undated = replace(agreement(), dates=Dates())
    assert outcomes(undated, "AGREEMENT_ENDED", at()) == [Outcome.NOT_DETERMINABLE]


def test_system_is_listed_or_declared() -> None:
    assert outcomes(agreement(), "SYSTEM_UNKNOWN", at()) == []
    odd = agreement(parties=(party("CHE", "che_ets", "moon_ets"),))
    (finding,) = BASICS["SYSTEM_UNKNOWN"].judge(odd, at())
    assert finding.where["path"] == "parties[0].systems[1]"
    assert outcomes(odd, "SYSTEM_UNKNOWN", at(systems=None)) == [Outcome.NOT_DETERMINABLE] * 2
    declared = replace(odd, systems=(DeclaredSystem(id="moon_ets"),))
    assert outcomes(declared, "SYSTEM_UNKNOWN", at()) == []


def test_agreements_do_not_replace_each_other_in_a_circle() -> None:
    first = replace(agreement(name="first"), replaces=("second",))
    second = agreement(name="second")
    assert outcomes(first, "REPLACES_ITSELF", at(others=(second,))) == []
    circle = replace(second, replaces=("first",))
    assert outcomes(first, "REPLACES_ITSELF", at(others=(circle,))) == [Outcome.FAIL]
    assert outcomes(first, "REPLACES_ITSELF", at()) == [Outcome.NOT_DETERMINABLE]


def test_coverage_names_what_the_form_calls_for() -> None:
    clauses = (
        Clause(area=Area.MRV, ref="art 5"),
        Clause(area=Area.OTHER, params=Other()),
        Clause(area=Area.TERM),
    )
    mou = replace(agreement(form=Form.MOU), subject=Subject.ARTICLE6, clauses=clauses)
    found = coverage(mou)
    assert found.present == (Area.MRV, Area.OTHER)
    assert found.missing == (
        Area.COOPERATION,
        Area.INTEGRITY,
        Area.SUSTAINABLE_DEVELOPMENT,
        Area.ADJUSTMENT,
        Area.CONFIDENTIALITY,
        Area.TERM,
    )
    assert Area.AUTHORIZATION in coverage(replace(mou, form=Form.TREATY)).missing


def test_every_form_of_every_subject_has_its_areas() -> None:
    for form in Form:
        for subject in Subject:
            found = coverage(replace(agreement(form=form), subject=subject))
            assert set(found.missing) <= set(Area)


def test_answer_has_the_fields_scripts_read() -> None:
    answer = check(agreement(), at()).to_json()
    assert {"id", "form", "topology", "verdict", "clauses", "findings"} <= set(answer)
    assert answer["status"] == Status.IN_FORCE
