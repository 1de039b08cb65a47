"""Account files: what is read, and what is refused with line, value and mend."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tallystick.article6.account import Account, Direction, Divisor, Method, NdcKind, Override
from tallystick.core.actions import OIMP, ActionType, Purpose
from tallystick.core.findings import Finding
from tallystick.io.account_file import read_account
from tallystick.io.yamlfile import source
from tallystick.io.yamlfile.damage import FINDINGS_MAX, Damaged

NDC = "ndc: {first_year: 2021, last_year: 2030, kind: single-year, method: averaging}"
HEAD = f"party: GHA\n{NDC}\n"
ISSUED = "{type: issuance, authorization: A1, date: 2023-11-01, vintage: 2022, quantity_t: 19}"


def read(tmp_path: Path, text: str | bytes) -> Account:
    path = tmp_path / "account.yaml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_account(path)


def refused(tmp_path: Path, text: str | bytes) -> tuple[Finding, ...]:
    with pytest.raises(Damaged) as caught:
        read(tmp_path, text)
    return caught.value.findings


def test_whole_file_is_read(tmp_path: Path) -> None:
    of = read(
        tmp_path,
        """
party: GHA
ndc:
  first_year: 2026
  last_year: 2030
  kind: multi-year
  method: budget
  metric: MWh
  direction: at_least
  averaging_divisor: period
  target_t: 1
  budget_t: -2
  trajectory_t: {2026: 5, "2027": 6.0}
inventory_t: {2026: 104, "2027": -3, 2028: null}
authorizations:
  - {id: 007, purposes: [NDC, OIMP], first_transfer: Issuance, date: 2023-02-01, approach: CA0009}
  - {id: A2, purposes: NDC and IMP, quantity_t: 9}
actions:
  - {type: issuance, authorization: 007, date: 2023-11-01, vintage: 2022, quantity_t: 10,
     block: [1, 10]}
  - {type: use, date: "2026-05-01", year: 2026, vintage: 2026, quantity_t: 500, from: CHE}
  - {type: Use, date: 2026-05-01, vintage: "2026", quantity_t: 5, purpose: OIMP, to: ICAO}
""",
    )
    assert (of.ndc.period.first_year, of.ndc.kind) == (2026, NdcKind.MULTI_YEAR)
    assert (of.ndc.method, of.ndc.metric) == (Method.BUDGET, "MWh")
    assert (of.ndc.direction, of.ndc.averaging_divisor) == (Direction.AT_LEAST, Divisor.PERIOD)
    assert (of.ndc.target_t, of.ndc.budget_t) == (1, -2)
    assert of.ndc.trajectory_t == {2026: 5, 2027: 6}
    assert of.inventory_t == {2026: 104, 2027: -3}
    seven, two = of.authorizations["007"], of.authorizations["A2"]
    assert seven.purposes == OIMP | {Purpose.NDC}
    assert (seven.declared, seven.on, seven.approach) == ("Issuance", date(2023, 2, 1), "CA0009")
    assert two.purposes == frozenset({Purpose.NDC, Purpose.IMP})
    assert (two.quantity_t, two.on) == (9, None)
    issued, used, flown = of.actions
    assert (issued.type, issued.block, issued.authorization) == (
        ActionType.ISSUANCE,
        (1, 10),
        "007",
    )
    assert (used.year, used.counterparty, used.is_ndc_use) == (2026, "CHE", True)
    assert (flown.year, flown.counterparty, flown.is_ndc_use) == (None, "ICAO", False)
    assert issued.origin["line"] == 19


def test_json_is_read_like_yaml(tmp_path: Path) -> None:
    of = read(
        tmp_path,
        '{"party": "GHA",\n\t"ndc": {"first_year": 2021, "last_year": 2030, "kind": "single-year",'
        ' "method": "averaging"}, "inventory_t": {"2021": 104}, "actions": []}',
    )
    assert of.inventory_t == {2021: 104}


def test_byte_order_mark_and_empty_parts_do_no_harm(tmp_path: Path) -> None:
    of = read(tmp_path, f"\ufeff{HEAD}inventory_t:\nauthorizations:\nactions:\n")
    assert (of.inventory_t, of.authorizations, of.actions) == ({}, {}, ())
    assert of.ndc.metric == "GHG"


@pytest.mark.parametrize(
    ("text", "line", "said", "mend"),
    [
        (f"{NDC}\n", 1, '"party" is missing', "a Party code"),
        ("party: GHA\n", 1, '"ndc" is missing', "a record"),
        ("party: GHA\nndc: averaging\n", 2, '"averaging" is not a record', "a record"),
        (f"party: Ghana\n{NDC}", 1, '"Ghana" is not a Party code', "GHA"),
        (HEAD + "actoins: []\n", 3, '"actoins" is not a field', 'write "actions"'),
        (HEAD + "zzz: 1\n", 3, '"zzz" is not a field', "inventory_t"),
        (HEAD + "party: CHE\n", 3, '"party" is given twice', "only once"),
        (HEAD.replace("averaging", "averagin"), 2, '"averagin" is not one', 'write "averaging"'),
        (HEAD.replace("2030", "2020"), 2, '"2020" is not a year not before', "first_year"),
        (HEAD.replace("}", ", metric: tCO2e}"), 2, '"tCO2e" is not GHG', "GHG"),
        (HEAD.replace("}", ", metric: non-GHG}"), 2, '"non-GHG" is not GHG', "MWh"),
        (HEAD.replace("}", ", target_t: 9.5}"), 2, '"9.5" is not a whole', "whole number"),
        (HEAD + "inventory_t: {2021: 1_0}", 3, '2021: "1_0" is not', "a whole number"),
        (HEAD + "inventory_t: {2021: 1e3}", 3, '2021: "1e3" is not', "a whole number"),
        (HEAD + "inventory_t: {2021: 010}", 3, '2021: "010" is not', "a whole number"),
        (HEAD + "inventory_t: {2021: .nan}", 3, '2021: ".nan" is not', "a whole number"),
        (HEAD + "inventory_t: {2021: [1]}", 3, '2021: "[...]" is not', "a whole number"),
        (HEAD + "inventory_t: {21: 1}", 3, '"21" is not a year', "a year"),
        (HEAD + 'inventory_t: {2021: 1, "2021": 2}', 3, '"2021" is given twice', "once"),
        (HEAD + "inventory_t: [1]", 3, '"[...]" is not values by year', "values by year"),
        (HEAD + "actions: {}", 3, '"{...}" is not a list', "a list"),
        (HEAD + "actions:\n  - issuance", 4, '"issuance" is not a record', "a record"),
        (HEAD + "authorizations:\n  - {id: A1}", 4, '"purposes" is missing', "NDC, IMP"),
        (HEAD + "authorizations:\n  - {id: A1, purposes: []}", 4, '"[...]" is not made', "NDC"),
        (HEAD + "authorizations:\n  - {id: A1, purposes: [CDM]}", 4, '"CDM" is not one of', "NDC"),
        (HEAD + "authorizations:\n  - {id: ' ', purposes: NDC}", 4, '" " is not a text', "text"),
        (
            HEAD + "authorizations: [{id: A1, purposes: NDC}, {id: A1, purposes: NDC}]",
            3,
            '"A1" is given twice',
            "only once",
        ),
    ],
)
def test_mistake_is_named_with_line_value_and_mend(
    tmp_path: Path, text: str, line: int, said: str, mend: str
) -> None:
    (finding,) = refused(tmp_path, text)
    assert finding.code == "SYNTAX"
    assert finding.refuses
    assert finding.where["file"] == str(tmp_path / "account.yaml")
    assert finding.where["line"] == line
    assert said in finding.message.en
    assert mend in finding.fix.en
    assert finding.message.zh
    assert finding.fix.zh


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ("issuance", "issuence", '"issuence" is not one of'),
        ("issuance", "authorization", '"authorization" is not one of'),
        ("quantity_t: 19", "quantity_t: 0", '"0" is not a whole number above 0'),
        ("quantity_t: 19", "quantity_t: -19", '"-19" is not a whole number above 0'),
        ("quantity_t: 19", "quantity_t: 19.5", '"19.5" is not'),
        ("quantity_t: 19", "quantity_t: '1,900'", '"1,900" is not'),
        ("quantity_t: 19", "quantity_t: 1234567890123456789", "is not a whole number above 0"),
        (", quantity_t: 19", "", '"quantity_t" is missing'),
        ("vintage: 2022, ", "", '"vintage" is missing'),
        ("date: 2023-11-01", "date: 2023-02-30", '"2023-02-30" is not a date'),
        ("date: 2023-11-01", "date: 01/11/2023", '"01/11/2023" is not a date'),
        ("type: issuance", "type: use", '"year" is missing'),
        ("type: issuance", "type: use, year: last", '"last" is not a year'),
        ("type: issuance", "type: issuance, year: 2023", "only a use has a year"),
        ("type: issuance", "type: use, purpose: NDC", '"year" is missing'),
        ("type: issuance", "type: issuance, block: [9, 1]", "the first and the last serial"),
        ("type: issuance", "type: issuance, block: [1]", "the first and the last serial"),
        ("type: issuance", "type: issuance, block: 1-9", '"1-9" is not a list'),
        ("type: issuance", "type: issuance, tonnes: 9", '"tonnes" is not a field'),
    ],
)
def test_mistaken_action_is_refused(tmp_path: Path, was: str, now: str, said: str) -> None:
    findings = refused(tmp_path, f"{HEAD}actions:\n  - {ISSUED.replace(was, now)}")
    assert {finding.code for finding in findings} == {"SYNTAX"}
    assert {finding.where["line"] for finding in findings} == {4}
    assert any(said in finding.message.en for finding in findings)


def test_spelling_of_an_action_type_is_mended(tmp_path: Path) -> None:
    (finding,) = refused(tmp_path, f"{HEAD}actions: [{ISSUED.replace('issuance', 'isuance')}]")
    assert finding.fix.en == 'write "issuance"'


def test_purpose_that_is_none_asks_for_nothing_else(tmp_path: Path) -> None:
    used = ISSUED.replace("issuance", "use, purpose: CORSIA")
    (finding,) = refused(tmp_path, f"{HEAD}actions: [{used}]")
    assert '"CORSIA" is not one of NDC' in finding.message.en


def test_all_mistakes_are_named_at_once(tmp_path: Path) -> None:
    text = "party: G\nndc: {kind: x}\nactions:\n  - {type: y}\n"
    names = [finding.where["name"] for finding in refused(tmp_path, text)]
    assert names == [
        "party",
        "first_year",
        "last_year",
        "kind",
        "method",
        "type",
        "date",
        "vintage",
        "quantity_t",
    ]


def test_file_wrong_throughout_is_given_up_after_a_hundred_mistakes(tmp_path: Path) -> None:
    text = HEAD + "actions:\n" + "  - {}\n" * 1_000
    assert len(refused(tmp_path, text)) == FINDINGS_MAX


def test_long_value_is_cut_in_the_message(tmp_path: Path) -> None:
    (finding,) = refused(tmp_path, f"party: {'A' * 1_000_000}\n{NDC}")
    assert len(finding.message.en) < 200


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "empty"),
        ("- 1\n- 2\n", "holds [...]"),
        ("GHA", "holds GHA"),
        ("party: [GHA", "not YAML"),
        ("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]", "aliases"),
        ("party: !!python/name:os.system", "tags"),
    ],
)
def test_file_that_is_no_record_is_refused(tmp_path: Path, text: str, said: str) -> None:
    (finding,) = refused(tmp_path, text)
    assert finding.code == "SYNTAX"
    assert said in finding.message.en


def test_file_that_cannot_be_read_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "BYTES_MAX", 10_000)
    reasons = {
        tmp_path / "missing.yaml": "No such file",
        tmp_path: "Is a directory",
        tmp_path / "nul\0": "null byte",
        tmp_path / "binary.yaml": "not text",
        tmp_path / "huge.yaml": "larger than",
    }
    (tmp_path / "binary.yaml").write_bytes(b"PK\x03\x04\xff\xfe")
    (tmp_path / "huge.yaml").write_text("#" * 10_001)
    for path, reason in reasons.items():
        with pytest.raises(Damaged) as caught:
            read_account(path)
        (finding,) = caught.value.findings
        assert finding.code == "UNREADABLE"
        assert reason in finding.message.en


FIELDS = st.sampled_from(
    ["party", "ndc", "inventory_t", "actions", "authorizations", "type", "date", "id", "purposes"]
)
VALUES = st.recursive(
    st.sampled_from(["GHA", "2021", "x", "2023-01-01", "NDC", "''", "~", "use", "-1", "1.5"]),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        st.dictionaries(FIELDS, inner, max_size=4).map(
            lambda pairs: "{" + ", ".join(f"{key}: {value}" for key, value in pairs.items()) + "}"
        ),
    ),
    max_leaves=12,
)


@settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(st.dictionaries(FIELDS, VALUES, max_size=6))
def test_any_file_is_read_or_refused_with_findings(tmp_path: Path, pairs: dict[str, str]) -> None:
    text = "".join(f"{key}: {value}\n" for key, value in pairs.items())
    assert refused(tmp_path, text)


@pytest.mark.rule("missing", "METHOD_TYPE", "TRAJECTORY")
@pytest.mark.parametrize("lacking", ["kind: single-year, ", "method: averaging"])
def test_ndc_without_its_kind_or_its_method_is_not_read_and_passes_nothing(
    tmp_path: Path, lacking: str
) -> None:
    (finding,) = refused(tmp_path, HEAD.replace(lacking, ""))
    assert finding.code == "SYNTAX"
    assert lacking.partition(":")[0] in finding.message.en


FINAL = (
    HEAD.replace("averaging}", "budget, budget_t: 9}")
    + """final_on: 2032-06-01
authorizations: [{id: A1, purposes: [NDC]}]
actions:
  - {type: first_transfer, authorization: A1, date: 2032-07-01, vintage: 2030, quantity_t: 5,
     override: {by: Ministry, date: 2032-06-20, reason: a row was left out}}
"""
)


def test_day_of_finality_and_overrides_are_read(tmp_path: Path) -> None:
    of = read(tmp_path, FINAL)
    assert of.final_on == date(2032, 6, 1)
    assert of.actions[0].override == Override("Ministry", date(2032, 6, 20), "a row was left out")


@pytest.mark.parametrize("lacking", ["by: Ministry, ", "date: 2032-06-20, "])
def test_override_says_who_gave_it_and_when(tmp_path: Path, lacking: str) -> None:
    (finding,) = refused(tmp_path, FINAL.replace(lacking, ""))
    assert lacking.partition(":")[0] in finding.message.en
    assert refused(tmp_path, FINAL.replace("final_on: 2032-06-01", "final_on: soon"))
