"""Cells are read by the type of their field; what is of another type is named with its mend."""

from dataclasses import replace
from datetime import datetime

import polars as pl
import pytest
from aef_trade import (
    checked,
    codes,
    frame,
    legacy,
    submission,
    submissions,
    the,
    trade,
)

from tallystick import law
from tallystick.article6.aef.cells import reader
from tallystick.article6.aef.check import check
from tallystick.article6.aef.rules.cells import WANTED
from tallystick.core.findings import Finding, Outcome, Severity, Text


def read(kind: str, text: str) -> object:
    return pl.DataFrame({"cell": [text]}).select(reader(kind)(pl.col("cell"))).item()


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("instant", "02/01/2024", datetime(2024, 1, 2)),
        ("instant", "2024-01-02", datetime(2024, 1, 2)),
        ("instant", "2024-01-02T03:04:05.250Z", datetime(2024, 1, 2, 3, 4, 5, 250000)),
        ("instant", "2024-01-02T03:04:05+02:00", datetime(2024, 1, 2, 1, 4, 5)),
        ("version", "1", "1.0"),
        ("version", "12.10", "12.10"),
        ("list:action_type", "FIRST TRANSFER", "First transfer"),
        ("list:action_type", "Aquisition", "Acquisition"),
        ("year", "2024", 2024),
        ("quantity", "0", 0),
    ],
)
def test_accepted_spellings_give_one_value(kind: str, text: str, value: object) -> None:
    assert read(kind, text) == value


def test_lists_are_split_at_commas_and_semicolons_and_sorted() -> None:
    column = pl.DataFrame({"cell": ["Wind;Solar", "Solar , wind", "Solar; Steam", ";", None]})
    read_lists = column.select(reader("lists:activity_type")(pl.col("cell"))).to_series()
    assert read_lists.to_list() == [["Solar", "Wind"], ["Solar", "Wind"], None, None, None]


def test_both_readings_of_an_identifier_give_the_serial() -> None:
    texts = ["17", "CA0009-GHA01-GHA-1,017-2022", "CA0009 - GHA01 - GHA - 18 - 2022", "CA0009-17"]
    column = pl.DataFrame({"cell": texts}).select(reader("itmo_id")(pl.col("cell"))).to_series()
    assert column.struct.field("serial").to_list() == [17, 1017, 18, None]
    assert column.struct.field("vintage").to_list() == [None, 2022, 2022, None]


@pytest.mark.parametrize(
    ("table", "field", "text", "code"),
    [
        ("actions", "acted_at", "31/02/2024", "SYNTAX"),
        ("actions", "acted_at", "12/31/2024", "SYNTAX"),
        ("actions", "acted_at", None, "SYNTAX"),
        ("actions", "action_type", "Gift", "NOMENCLATURE"),
        ("actions", "action_subtype", "Gift", "NOMENCLATURE"),
        ("actions", "approach", "CA12", "CA_ID"),
        ("actions", "authorization_id", "A#1", "SYNTAX"),
        ("actions", "first_transferring_party", "XYZ", "PARTY_CODE"),
        ("actions", "registry", "GH01", "REGISTRY_ID"),
        ("actions", "first_id", "CA0009-GHA01-GHA-01-2022", "ITMO_ID"),
        ("actions", "last_id", "9" * 30, "ITMO_ID"),
        ("actions", "metric", "CO2", "METRIC"),
        ("actions", "quantity_t", "400.5", "SYNTAX"),
        ("actions", "quantity_t", "-400", "SYNTAX"),
        ("actions", "mitigation_type", "Avoidance", "MIT_TYPE"),
        ("actions", "vintage", "22", "SYNTAX"),
        ("actions", "use_year", "next", "SYNTAX"),
        ("holdings", "quantity_non_ghg", "1e5", "SYNTAX"),
    ],
)
def test_cell_of_another_type_has_its_code_and_place(
    table: str, field: str, text: str | None, code: str
) -> None:
    report = checked(lambda told: told["CHE-2024"][table][0].update({field: text}))
    found = next(one for one in report.findings if one.where.get("field") == field)
    assert (found.code, found.outcome, found.severity) == (code, Outcome.FAIL, Severity.ERROR)
    assert {"file": "CHE-2024.xlsx", "table": table, "row": 2}.items() <= found.where.items()
    assert {one.code for one in report.findings if one.refuses} == {code}
    assert not report.consistent


@pytest.mark.parametrize(
    ("field", "text", "code"),
    [
        ("sectors", "Energy generation; Magic", "NOMENCLATURE"),
        ("activity_types", "Magic", "NOMENCLATURE"),
        ("purposes", "Fun", "PURPOSE"),
        ("authorized_parties", "CHE, XYZ", "PARTY_CODE"),
        ("timeframe", "2024", "SYNTAX"),
        ("authorization_version", "one", "SYNTAX"),
        ("authorized_on", "soon", "SYNTAX"),
        ("metric", "t", "METRIC"),
    ],
)
def test_terms_of_an_authorization_are_typed(field: str, text: str, code: str) -> None:
    report = checked(lambda told: told["GHA-2023"]["authorizations"][0].update({field: text}))
    assert codes(report) == [code]
    assert the(report, code).where["field"] == field


@pytest.mark.parametrize("version", ["0.9", "1.x", "v1", "1.0.0"])
def test_version_of_another_pattern_is_syntax(version: str) -> None:
    report = checked(lambda told: told["CHE-2024"]["submission"][0].update(version=version))
    assert codes(report) == ["SYNTAX"]
    assert the(report, "SYNTAX").where["table"] == "submission"


@pytest.mark.rule("missing", "SYNTAX")
def test_cell_that_has_to_be_filled_and_is_empty_is_refused() -> None:
    report = checked(lambda told: told["GHA-2023"]["actions"][0].update(acted_at=None))
    assert "is empty" in the(report, "SYNTAX").message.en


def test_thousands_separator_is_refused_with_the_plain_number_as_mend() -> None:
    report = checked(lambda told: told["GHA-2023"]["actions"][0].update(quantity_t="1,000"))
    found = the(report, "SYNTAX")
    assert "1,000" in found.message.en
    assert found.fix.en.startswith("write 1000")
    assert codes(report) == ["SYNTAX"]


@pytest.mark.rule("fail", "LIFECYCLE")
def test_quantity_in_another_metric_may_be_a_decimal() -> None:
    held = {"metric": "non-GHG", "non_ghg_metric": "MWh", "quantity_non_ghg": "1.5"}
    report = checked(lambda told: told["CHE-2024"]["holdings"][0].update(held))
    assert set(codes(report)) == {"LIFECYCLE"}


@pytest.mark.rule("missing", "HOLDINGS_RECON")
def test_row_without_a_readable_block_leaves_what_depends_on_it_undecided() -> None:
    report = checked(lambda told: told["SWE-2024"]["actions"][0].update(first_id="first"))
    assert codes(report) == ["ITMO_ID"]
    open_checks = codes(report, Outcome.NOT_DETERMINABLE)
    assert sorted(open_checks) == ["HOLDINGS_RECON", "MIRROR"]


@pytest.mark.rule("fail", "CA_ID")
def test_many_faults_of_one_kind_in_one_file_are_one_finding_with_their_count() -> None:
    def spoil(told: dict[str, dict[str, list[dict[str, str | None]]]]) -> None:
        rows = told["SWE-2024"]["entities"]
        rows.extend({"approach": "CA1", "name": str(number)} for number in range(150))

    found = the(checked(spoil), "CA_ID")
    assert (found.where["count"], found.where["row"]) == (150, 2)


def test_damage_that_the_reader_named_is_not_said_again() -> None:
    told = trade()
    told["SWE-2024"]["holdings"][0]["metric"] = None
    where = {"file": "SWE-2024.xlsx", "table": "holdings", "field": "metric"}
    said = Finding(
        "SYNTAX", Outcome.FAIL, Severity.ERROR, Text("gone", "无"), Text("add", "补"), "x", where
    )
    whole = submissions({name: told[name] for name in told if name != "SWE-2024"})
    for place in ({}, {"row": 2, "cell": "J2"}):
        broken = submission("SWE-2024", told["SWE-2024"], [said.at(**place)])
        report = check([*whole, broken])
        assert [one.message.en for one in report.findings if one.refuses] == ["gone"]


def test_missing_table_1_is_said_once_and_its_rows_are_set_aside() -> None:
    one = submission("PER-2024", trade()["CHE-2024"])
    where = {"file": "PER-2024.xlsx", "table": "submission"}
    said = Finding(
        "SYNTAX", Outcome.FAIL, Severity.ERROR, Text("gone", "无"), Text("add", "补"), "x", where
    )
    headless = replace(one, header=dict.fromkeys(one.header), damage=(said,))
    report = check([*submissions(trade()), headless])
    assert [found.message.en for found in report.findings] == ["gone"]
    assert (report.files[-1].party, report.files[-1].reported_year) == (None, None)


@pytest.mark.rule("fail", "SYNTAX")
def test_file_without_a_party_is_refused_and_its_rows_are_set_aside() -> None:
    report = checked(lambda told: told["SWE-2024"]["submission"][0].update(party=None))
    assert codes(report) == ["SYNTAX"]
    assert codes(report, Outcome.NOT_DETERMINABLE) == ["MIRROR"]


def test_older_layout_needs_no_subtype_and_no_period() -> None:
    told = trade()
    old = legacy(submission("GHA-2023", told.pop("GHA-2023")))
    report = check([old, *submissions(told)])
    assert report.findings == ()


def test_older_layout_keeps_its_own_sector_words() -> None:
    one = submission("GHA-2023", trade()["GHA-2023"])
    rows = [row | {"sectors": "Energy, IPPU"} for row in trade()["GHA-2023"]["authorizations"]]
    tables = {**one.tables, "authorizations": frame("authorizations", rows)}
    report = check([legacy(replace(one, tables=tables))])
    assert not [found for found in report.findings if found.refuses]


def test_every_field_type_of_both_layouts_can_be_read_and_every_refusal_worded() -> None:
    kinds = {
        field.type
        for layout in ("five_table", "legacy")
        for fields in law.layout(layout).values()
        for field in fields
    }
    worded = {kind for wanted in WANTED for kind in wanted.kinds}
    assert kinds - worded == {"text"}
    assert all(callable(reader(kind)) for kind in kinds)
