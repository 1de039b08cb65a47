"""The structured summary, its achievement block, and filed tables held against it."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from account_samples import BUDGET, TARGET, account, action, authorization, ndc, selling
from tallystick import law
from tallystick.article6.account import Account, Divisor, Method, NdcKind, Row23d, run
from tallystick.article6.reports.amounts import AGREEMENT, Amount, judge_amounts, tables
from tallystick.article6.reports.bookings import (
    ACCOUNTS,
    ENTRIES,
    Booking,
    BookingKind,
    judge_bookings,
)
from tallystick.article6.reports.document import Paragraph, Table, words_in
from tallystick.article6.reports.evidence import gather
from tallystick.article6.reports.filed_block import judge_block
from tallystick.article6.reports.filed_table import TABLES, FiledTable, judge_table
from tallystick.article6.reports.information import Information
from tallystick.article6.reports.made import Made
from tallystick.article6.reports.regular import RegularReport, judge_regular
from tallystick.article6.reports.summary import (
    BLOCK,
    Additions,
    SummaryReport,
    applies,
    report_summary,
)
from tallystick.article6.reports.summary_document import summary_document
from tallystick.core.actions import OIMP
from tallystick.core.findings import Outcome, Text

SALE = action("first_transfer", "2023-12-01", 2022, 10)
USE = action("use", "2025-05-01", 2022, 4, year=2025)
ANNUAL: dict[str, Any] = {**BUDGET, "method": Method.BUDGET}


def test_rule_cites_what_the_law_data_holds_and_speaks_both_languages() -> None:
    for book in (TABLES, BLOCK, ENTRIES, ACCOUNTS, AGREEMENT):
        for rule in book.rules:
            assert law.paragraph(rule.source)
            assert all((rule.message.en, rule.message.zh, rule.fix.en, rule.fix.zh))


@pytest.mark.feature("F033")
def test_single_year_and_multi_year_ndcs_are_closed_by_their_own_balance() -> None:
    single = report_summary(selling(SALE, **ANNUAL))
    assert single.achievement.final_t == 100
    assert single.achievement.achieved is Outcome.PASS
    multi = report_summary(selling(SALE, **ANNUAL, kind=NdcKind.MULTI_YEAR))
    assert multi.achievement.final_t == 10 * 100 + 10
    assert multi.achievement.compared_with_t == 10_000


@pytest.mark.feature("F033")
@pytest.mark.rule("pass", "T4_BLOCK")
def test_achievement_block_is_complete_with_its_reference() -> None:
    report = report_summary(selling(SALE, **ANNUAL), Additions(reference="base year 2010"))
    assert "T4_BLOCK" not in [one.code for one in report.findings]


@pytest.mark.rule("fail", "T4_BLOCK")
@pytest.mark.feature("F033")
@pytest.mark.parametrize(
    ("told", "place"), [({"final_t": 99}, "23(l)"), ({"achieved": Outcome.FAIL}, "70")]
)
def test_filed_block_that_the_account_does_not_bear_out_fails(
    told: dict[str, Any], place: str
) -> None:
    of = selling(SALE, **ANNUAL)
    result = run(of)
    (finding,) = judge_block(FiledTable(rows={}, **told), of, result)
    assert (finding.code, finding.refuses, finding.where["row"]) == ("T4_BLOCK", True, place)
    right = FiledTable(rows={}, final_t=100, achieved=Outcome.PASS)
    assert judge_block(right, of, result) == []
    assert judge_block(FiledTable(rows={}), of, result) == []
    unknown = run(replace(of, inventory_t={}))
    undecided = {one.outcome for one in judge_block(right, of, unknown)}
    assert undecided == {Outcome.NOT_DETERMINABLE}


@pytest.mark.rule("fail", "T4_23D_ENTITIES")
@pytest.mark.parametrize("named", ["A1", "A9"])
def test_entities_of_no_authorization_for_oimp_have_no_place_in_row_23d(named: str) -> None:
    of = selling(SALE, **ANNUAL)
    (finding,) = [
        one
        for one in report_summary(of, Additions(entities={named: ("an airline",)})).findings
        if one.code == "T4_23D_ENTITIES"
    ]
    assert (finding.outcome, finding.where["authorization"]) == (Outcome.FAIL, named)


@pytest.mark.rule("missing", "T4_BLOCK")
def test_unknown_inventory_leaves_the_answer_open() -> None:
    report = report_summary(account(ndc(**TARGET), [SALE], inventory_t={2021: 0}))
    assert report.achievement.final_t is None
    assert report.achievement.achieved is Outcome.NOT_DETERMINABLE
    assert [one.code for one in report.findings].count("T4_BLOCK") == 2


def test_cers_used_lower_adjustment_and_balance_of_their_year() -> None:
    told = Additions(reference="base year 2010", cers_used_t={2030: 4})
    report = report_summary(selling(SALE, **ANNUAL), told)
    rows = {row.para: row.values for row in report.rows}
    assert (rows["23(g)"][2030], rows["23(k)(i)"][2030]) == (-4, 96)
    assert rows["23(f)"][2030] == 0
    assert report.achievement.final_t == 96
    assert report.result.period.first_transferred_total_t == 10


def test_rows_apply_by_the_kind_of_ndc() -> None:
    averaging, mwh = ndc(**TARGET), ndc(**TARGET, metric="MWh")
    assert applies(averaging, "7(a)(ii)")
    assert not applies(averaging, "7(b)")
    assert applies(mwh, "23(k)(ii)")
    assert not applies(mwh, "23(k)(i)")


@pytest.mark.rule("missing", "T4_23D_ENTITIES")
def test_entities_of_row_23d_are_asked_for() -> None:
    of = account(ndc(**TARGET), [], [authorization(OIMP, "Issuance")])
    assert "T4_23D_ENTITIES" in [one.code for one in report_summary(of).findings]


@pytest.mark.rule("pass", "T4_23D_ENTITIES")
def test_entities_of_row_23d_are_told_by_authorization() -> None:
    of = account(ndc(**TARGET), [], [authorization(OIMP, "Issuance")])
    told = Additions(entities={"A1": ("An airline",)})
    assert "T4_23D_ENTITIES" not in [one.code for one in report_summary(of, told).findings]


def filed(of: Account, row_23d: Row23d = Row23d.FIRST_TRANSFERRED, **more: Any) -> FiledTable:
    """The table as the account itself would file it."""
    rows = {
        row.para: {year: value for year, value in row.values.items() if value is not None}
        for row in run(of, row_23d).structured_summary
    }
    windows = {year: year for year in of.ndc.period.years}
    return FiledTable(rows, row_23d, **{"windows": windows, **more})


def changed(table: FiledTable, row: str, year: int, value: Any) -> FiledTable:
    """The table with one cell changed, or taken out by None."""
    cells = {**table.rows[row], year: value}
    kept = {one: cell for one, cell in cells.items() if cell is not None}
    rows = {**table.rows, row: kept}
    return FiledTable(rows, table.row_23d, table.divisors, table.windows, table.cers_used_t)


def outcomes(of: Account, table: FiledTable) -> set[tuple[str, str]]:
    return {(one.code, one.outcome.value) for one in judge_table(table, of, run(of))}


@pytest.mark.feature("F033")
@pytest.mark.rule("pass", "T4_23F", "T4_23G", "T4_23H", "T4_TOTAL", "BALANCE")
@pytest.mark.parametrize("row_23d", list(Row23d))
def test_table_of_the_account_itself_passes(row_23d: Row23d) -> None:
    annual, averaging = selling(SALE, USE, **ANNUAL), selling(SALE, USE)
    assert outcomes(annual, filed(annual, row_23d)) == set()
    divisors = dict(zip(range(2021, 2031), range(1, 11), strict=True))
    assert outcomes(averaging, filed(averaging, row_23d, divisors=divisors)) == set()


ROWS = {"23(f)": "T4_23F", "23(g)": "T4_23G", "23(h)": "T4_23H", "23(k)(i)": "BALANCE"}


@pytest.mark.rule("fail", "T4_23F", "T4_23G", "T4_23H", "BALANCE")
def test_wrong_cell_fails() -> None:
    of = selling(SALE, **ANNUAL)
    for row, code in ROWS.items():
        assert (code, "fail") in outcomes(of, changed(filed(of), row, 2023, 77))


@pytest.mark.rule("missing", "T4_23F", "T4_23G", "T4_23H", "BALANCE")
def test_missing_cell_is_not_determinable() -> None:
    of = selling(SALE, **ANNUAL)
    for row, code in ROWS.items():
        assert (code, "not_determinable") in outcomes(of, changed(filed(of), row, 2023, None))


@pytest.mark.rule("fail", "T4_TOTAL")
@pytest.mark.rule("missing", "T4_TOTAL")
def test_totals_by_year_of_transfer_and_by_vintage_agree_over_the_period() -> None:
    of = selling(SALE, **ANNUAL)
    wrong = changed(filed(of), "23(g)", 2022, 9)
    findings = [one for one in judge_table(wrong, of, run(of)) if one.code == "T4_TOTAL"]
    assert [(one.outcome, one.refuses) for one in findings] == [(Outcome.FAIL, False)]
    assert ("T4_TOTAL", "not_determinable") in outcomes(of, changed(filed(of), "23(g)", 2022, None))


def test_balance_that_subtracts_adjustments_is_refused() -> None:
    of = selling(SALE, **ANNUAL)
    assert ("BALANCE", "fail") in outcomes(of, changed(filed(of), "23(k)(i)", 2022, 90))


def test_divisor_is_as_declared_and_read_off_the_rows_where_it_is_not_given() -> None:
    of = selling(SALE)
    assert ("AVG_DENOM", "fail") not in outcomes(of, filed(of))
    wrong = filed(of, divisors={2023: 10})
    assert ("AVG_DENOM", "fail") in outcomes(of, wrong)
    whole = selling(SALE, averaging_divisor=Divisor.PERIOD)
    assert ("AVG_DENOM", "fail") not in outcomes(whole, filed(whole, divisors={2023: 10}))
    rounded = changed(filed(of), "7(a)(ii)", 2023, Fraction("3.333333"))
    assert ("AVG_DENOM", "fail") not in outcomes(of, rounded)
    assert ("AVG_DENOM", "not_determinable") in outcomes(of, changed(filed(of), "23(h)", 2023, 9))


def test_units_and_years_are_counted_to_the_same_year() -> None:
    of = selling(SALE)
    assert ("AVG_WINDOW", "fail") in outcomes(of, filed(of, windows={2023: 2026}))
    assert ("AVG_WINDOW", "not_determinable") in outcomes(of, filed(of, windows={}))


def booking(kind: BookingKind, year: int, basis: int | None, quantity_t: int = 10) -> Booking:
    authorized = "A1" if kind is BookingKind.ADDITION else None
    return Booking(
        kind=kind, year=year, quantity_t=quantity_t, basis_year=basis, authorization=authorized
    )


HOST, USER = BookingKind.ADDITION, BookingKind.SUBTRACTION
YEAR_OF = {HOST: "CA_YEAR_HOST", USER: "CA_YEAR_USER"}


def about_the_year(kind: BookingKind, basis: int | None) -> list[Outcome]:
    found = judge_bookings(selling(), [booking(kind, 2023, basis)])
    return [one.outcome for one in found if one.code == YEAR_OF[kind]]


@pytest.mark.rule("pass", "CA_YEAR_HOST", "CA_YEAR_USER")
def test_adjustment_stands_in_the_year_it_belongs_to() -> None:
    assert about_the_year(HOST, 2023) == about_the_year(USER, 2023) == []


@pytest.mark.rule("fail", "CA_YEAR_HOST", "CA_YEAR_USER")
def test_adjustment_in_another_year_is_refused() -> None:
    assert about_the_year(HOST, 2022) == about_the_year(USER, 2022) == [Outcome.FAIL]


@pytest.mark.rule("missing", "CA_YEAR_HOST", "CA_YEAR_USER")
def test_adjustment_is_undecided_without_the_year_it_belongs_to() -> None:
    undecided = [Outcome.NOT_DETERMINABLE]
    assert about_the_year(HOST, None) == about_the_year(USER, None) == undecided


@pytest.mark.rule("pass", "CA_ENTRY_MISSING")
def test_every_first_transfer_has_its_adjustment() -> None:
    assert judge_bookings(selling(SALE), [booking(HOST, 2022, 2022)]) == []


@pytest.mark.rule("fail", "CA_ENTRY_MISSING")
def test_first_transfer_beyond_its_adjustments_is_found() -> None:
    (missing,) = judge_bookings(selling(SALE), [booking(HOST, 2022, 2022, 9)])
    assert (missing.code, missing.where["vintage"]) == ("CA_ENTRY_MISSING", 2022)


@pytest.mark.rule("missing", "CA_ENTRY_MISSING")
def test_adjustments_are_undecided_while_no_first_transfer_can_be_dated() -> None:
    unresolved = account(ndc(**TARGET), [], [authorization(OIMP, "First international transfer")])
    (unknown,) = judge_bookings(unresolved, [])
    assert (unknown.code, unknown.outcome) == ("CA_ENTRY_MISSING", Outcome.NOT_DETERMINABLE)


SOLD = Amount(
    row="23(c)",
    year=2023,
    quantity_t=10,
    approach="CA0009",
    sector="Energy generation",
    transferring_party="GHA",
    using_party="CHE",
    vintage=2022,
)


@pytest.mark.feature("F246")
@pytest.mark.rule("pass", "T4_23J")
def test_amounts_break_up_the_rows_of_the_summary() -> None:
    rows = run(selling(SALE)).structured_summary
    assert judge_amounts(rows, [SOLD]) == []


@pytest.mark.rule("fail", "T4_23J")
def test_row_that_is_not_broken_up_is_found() -> None:
    (finding,) = judge_amounts(run(selling(SALE)).structured_summary, [])
    assert (finding.code, finding.where) == ("T4_23J", {"row": "23(c)", "year": 2023})


@pytest.mark.rule("missing", "T4_23J")
def test_break_up_of_an_unknown_row_is_undecided() -> None:
    unknown = account(ndc(**TARGET), [], [authorization(OIMP, "Issuance", on=None)])
    open_rows = run(unknown, Row23d.AUTHORIZED).structured_summary
    listed = Amount(row="23(d)", year=2024, quantity_t=5)
    assert [one.outcome for one in judge_amounts(open_rows, [listed])] == [Outcome.NOT_DETERMINABLE]


@pytest.mark.feature("F246")
def test_tables_of_23j_add_up_by_every_dimension_and_keep_unknowns_apart() -> None:
    unnamed = Amount(row="23(c)", year=2023, quantity_t=5)
    found = tables([SOLD, SOLD, unnamed])
    assert [one.dimensions for one in found][:2] == [("approach",), ("sector",)]
    assert dict(found[1].quantities_t) == {
        ("23(c)", 2023, "Energy generation"): 20,
        ("23(c)", 2023, None): 5,
    }
    assert all(sum(one.quantities_t.values()) == 25 for one in found)


@pytest.mark.feature("F248")
def test_statement_on_double_counting_stands_beside_what_the_account_shows() -> None:
    sound = gather(run(selling(SALE, **ANNUAL)))
    assert [(one.para, one.outcome) for one in sound] == [
        ("21(d)", Outcome.PASS),
        ("21(e)", Outcome.PASS),
    ]
    assert "10 against 10" in sound[0].statement.en
    too_late = action("use", "2031-05-01", 2024, 1, year=2031)
    again = gather(run(selling(SALE, too_late, **ANNUAL)))
    assert [one.outcome for one in again if one.para == "21(e)"] == [Outcome.FAIL]
    report = RegularReport(
        party="GHA", year=2026, information=Information(), approaches=(), account=None
    )
    assert report.evidence == ()
    silent = [one for one in judge_regular(report) if one.where["para"] == "21(d)"]
    assert [one.outcome for one in silent] == [Outcome.FAIL]


def told_in(report: SummaryReport, language: str) -> str:
    """Every paragraph and cell of the printed table in a language."""
    told = summary_document(report, Made(()))
    cells = [
        cell
        for block in told.blocks
        if isinstance(block, Table)
        for line in block.rows
        for cell in line
    ]
    paragraphs = [block.words for block in told.blocks if isinstance(block, Paragraph)]
    words = [one for one in (*paragraphs, *cells) if isinstance(one, str | Text)]
    return "\n".join(words_in(one, language) for one in words)


def test_printed_table_says_cers_used_and_its_sign_in_either_language() -> None:
    used = report_summary(selling(SALE, **ANNUAL), Additions(cers_used_t={2030: 4}))
    assert "CERs used: 4 t" in told_in(used, "en")
    assert "CERs" not in told_in(used, "zh")
    assert "已使用的核证减排量：4 吨" in told_in(used, "zh")
    beside = Additions(cers_used_t={2030: 4}, other={2030: "our words"})
    assert "our words；" in told_in(report_summary(selling(SALE, **ANNUAL), beside), "zh")
    power = report_summary(selling(SALE, **TARGET, metric="MWh"))
    assert "less that row is the adjusted indicator" in told_in(power, "en")
    assert "emissions plus that row" in told_in(used, "en")
