"""Report files: every mistake is named with its line, and an empty field is no value."""

from datetime import date
from pathlib import Path

import pytest

from tallystick.article6.account import Row23d
from tallystick.article6.reports.filed import EventKind
from tallystick.core.quantities import Metric
from tallystick.io.report_file import read_initial, read_regular
from tallystick.io.summary_file import read_additions, read_filed_table
from tallystick.io.yamlfile.damage import Damaged

INITIAL = """\
party: GHA
version: "1.10"
submitted: 2024-12-20
with_btr: true
btr_submitted: false
ndc: {first_year: 2021, last_year: 2030, kind: single-year, method: averaging, form: absolute}
information: {ndc_reference_level_t: 0, ndc_target_level_t: null, metrics: t CO2 eq}
not_applicable: {ndc_updates: none}
approaches:
  - id: CA0009
    first_year: 2023
    last_year: 2025
    information: {expected_mitigation_t: {2023: 0, 2024: 5}, parties: [GHA, CHE], entities: []}
    confidential: {description: trade secret}
    authorizations: [{id: A1, date: 2024-03-01}]
    annual_information: [{date: 2025-04-15}]
filed:
  - {version: "1.0", submitted: 2024-01-01, approaches: [CA0008]}
"""
REGULAR = """\
party: GHA
year: 2026
approaches: [{id: CA0009, metrics: [GHG, non-GHG]}]
amounts: [{row: 23(c), year: 2023, quantity_t: 10, transferring_party: GHA, vintage: 2022}]
"""


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "report.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.feature("F244")
def test_initial_report_is_read_by_the_kind_of_each_element(tmp_path: Path) -> None:
    report = read_initial(write(tmp_path, INITIAL))
    assert dict(report.information.told) == {"ndc_reference_level_t": 0, "metrics": "t CO2 eq"}
    assert (str(report.version), report.with_btr, report.btr_submitted) == ("1.10", True, False)
    (approach,) = report.approaches
    assert dict(approach.information.told) == {
        "expected_mitigation_t": {2023: 0, 2024: 5},
        "parties": ("GHA", "CHE"),
    }
    assert approach.information.years is not None
    assert [(one.kind, one.on) for one in approach.events] == [
        (EventKind.AUTHORIZATION, date(2024, 3, 1)),
        (EventKind.FILING, date(2025, 4, 15)),
    ]
    assert list(report.filed[0].approaches or ()) == ["CA0008"]


@pytest.mark.rule("missing", "IR_VERSION")
def test_report_on_file_without_a_version_is_damage(tmp_path: Path) -> None:
    with pytest.raises(Damaged) as raised:
        read_initial(write(tmp_path, INITIAL.replace('version: "1.0", ', "")))
    (found,) = raised.value.findings
    assert found.message.en == '"version" is missing'


def test_regular_information_is_read_with_its_amounts(tmp_path: Path) -> None:
    report = read_regular(write(tmp_path, REGULAR))
    assert report.approaches[0].metrics == frozenset(Metric)
    (amount,) = report.amounts
    assert (amount.vintage, amount.sector, amount.quantity_t) == (2022, None, 10)


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("party: GHA", "party: Ghana", 1),
        ('version: "1.10"', "version: v1", 2),
        ("with_btr: true", "with_btr: perhaps", 4),
        ("last_year: 2030", "last_year: 2020", 6),
        ("metrics: t", "metrix: t", 7),
        ("ndc_reference_level_t: 0", "ndc_reference_level_t: many", 7),
        ("2023: 0", "2023: five", 13),
        ("[GHA, CHE]", "[Ghana]", 13),
        ("date: 2024-03-01", "date: soon", 15),
    ],
)
def test_mistake_is_named_with_its_line_in_both_languages(
    tmp_path: Path, old: str, new: str, line: int
) -> None:
    with pytest.raises(Damaged) as damaged:
        read_initial(write(tmp_path, INITIAL.replace(old, new)))
    (finding,) = damaged.value.findings
    assert (finding.code, finding.where["line"]) == ("SYNTAX", line)
    assert finding.message.zh
    assert finding.fix.zh


def test_approach_is_reported_once(tmp_path: Path) -> None:
    twice = "party: GHA\nyear: 2026\napproaches: [{id: CA0009}, {id: CA0009}]\n"
    with pytest.raises(Damaged) as damaged:
        read_regular(write(tmp_path, twice))
    assert "given twice" in damaged.value.findings[0].message.en


@pytest.mark.parametrize("text", ["", "[]", "party: GHA\n", "ndc: 5\n", "party: [GHA]\n"])
def test_file_of_another_shape_is_damaged(tmp_path: Path, text: str) -> None:
    path = write(tmp_path, text)
    for read in (read_initial, read_regular, read_filed_table):
        with pytest.raises(Damaged):
            read(path)


def test_additions_and_filed_table_are_read_exactly(tmp_path: Path) -> None:
    more = "entities: [{authorization: A2, names: [An airline]}]\ncers_used_t: {2025: 0}\n"
    additions = read_additions(write(tmp_path, more))
    assert additions.entities == {"A2": ("An airline",)}
    assert additions.cers_used_t == {2025: 0}
    assert additions.target is None
    filed = "rows: {7(a)(ii): {2023: 638.666667}, 23(c): {2021: 0}}\nrow_23d: authorized\n"
    table, bookings = read_filed_table(write(tmp_path, filed))
    assert str(table.cell("7(a)(ii)", 2023)) == "638666667/1000000"
    assert (table.cell("23(c)", 2021), table.cell("23(c)", 2022)) == (0, None)
    assert (table.row_23d, bookings) == (Row23d.AUTHORIZED, None)


def test_row_of_a_filed_table_that_is_none_is_damaged(tmp_path: Path) -> None:
    with pytest.raises(Damaged):
        read_filed_table(write(tmp_path, "rows: {23(z): {2021: 0}}\n"))
