"""The fifteen defects that the audit of a registry in use found in itself, absent here.

Its numbers F1 to F15 stand in the names of the tests; each runs what users run.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from aef_samples import (
    ENTITY,
    FIRST_TRANSFER,
    HOST,
    UNITS,
    acquirer_submission,
    changed,
    host_submission,
    sample_pair,
    submission,
)
from tallystick import law
from tallystick.article6.account import AccountResult, run
from tallystick.article6.aef.check import check
from tallystick.article6.participation import check as check_participation
from tallystick.article6.postings.movements import FirstTransfer, Issue
from tallystick.article6.postings.records import Authorize, OpenAccount, RecordNdc
from tallystick.article6.review import REVIEW_TEAM, SECRETARIAT, Event, Kind, Opening, State, replay
from tallystick.article6.stated import Deduction, DeductionKind, Statement
from tallystick.article6.stated import check as check_stated
from tallystick.core.actions import OIMP, Purpose, Purposes
from tallystick.core.findings import Finding, Outcome, worst
from tallystick.core.identifiers import Block, Series
from tallystick.core.periods import NdcPeriod
from tallystick.io.account_file import read_account
from tallystick.io.aef_export import submission as export
from tallystick.io.aef_read import read_aef
from tallystick.io.aef_write import write_aef
from tallystick.io.participation_file import read_participation
from tallystick.io.yamlfile.damage import Damaged
from tallystick.ledger import Ledger, open_ledger
from tallystick.ledger.accounting import balance

DAY = date(2024, 2, 1)
SERIES = Series("CA0009", "GHA01", "GHA", 2022)
BOTH: Purposes = frozenset({Purpose.NDC}) | OIMP
PERIOD = NdcPeriod(2021, 2030)
BASE = """
party: GHA
ndc: {first_year: 2021, last_year: 2030, kind: single-year, method: averaging, target_t: 90}
inventory_t: {2021: 104, 2022: 102, 2023: 100, 2024: 98, 2025: 96, 2026: 94, 2027: 93, 2028: 92,
  2029: 91, 2030: 80}
authorizations:
  - {id: A1, purposes: [NDC], date: 2021-02-01, approach: CA0009}
"""
ACTIONS = """
actions:
  - {type: first_transfer, authorization: A1, date: 2023-12-15, vintage: 2022, quantity_t: 12}
  - {type: acquisition, date: 2024-06-01, vintage: 2023, quantity_t: 999, from: PER}
  - {type: use, date: 2025-05-01, year: 2024, vintage: 2023, quantity_t: 4}
"""


def account(tmp_path: Path, text: str) -> AccountResult:
    path = tmp_path / "account.yaml"
    path.write_text(text, encoding="utf-8")
    return run(read_account(path))


def codes(findings: Iterator[Finding] | tuple[Finding, ...] | list[Finding]) -> list[str]:
    return [found.code for found in findings if found.outcome is Outcome.FAIL]


def units(first: int, last: int) -> Block:
    return Block(SERIES, first, last)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """A ledger in which Ghana has issued 100 units that it may transfer for NDC and OIMP."""
    with open_ledger(str(tmp_path / "ledger.sqlite")) as opened:
        opened.create()
        postings = [
            OpenAccount(on=DAY, id=party, account_kind="party_holding", party=party, name=party)
            for party in ("GHA", "CHE")
        ]
        terms = {"first_transfer_definition": "Use or cancellation", "sectors": ("Agriculture",)}
        records: list[Any] = [
            *(ndc(party) for party in ("GHA", "CHE")),
            authorize(purposes=BOTH, **terms),
            Issue(
                on=DAY,
                block=units(1, 100),
                to_account="GHA",
                authorization="A1",
                mitigation_type="Emission reductions",
            ),
        ]
        for number, posting in enumerate([*postings, *records]):
            opened.post(posting, key=str(number))
        yield opened


def ndc(party: str) -> RecordNdc:
    return RecordNdc(
        on=DAY,
        party=party,
        period=PERIOD,
        ndc_kind="multi-year",
        method="trajectory",
        trajectory_t=dict.fromkeys(PERIOD.years, 100),
    )


def authorize(**terms: Any) -> Authorize:
    return Authorize(on=DAY, id="A1", party="GHA", approach="CA0009", **terms)


def send(ledger: Ledger, first: int, last: int) -> str:
    block = units(first, last)
    sent = FirstTransfer(on=date(2024, 3, 1), block=block, from_account="GHA", to_account="CHE")
    return ledger.post(sent, key=f"send {first}").status


def test_f1_balance_adds_first_transfers_subtracts_uses_and_leaves_acquisitions_out(
    tmp_path: Path,
) -> None:
    budget = BASE.replace("averaging", "budget").replace(
        "target_t: 90", "target_t: 90, budget_t: 999"
    )
    result = account(tmp_path, budget + ACTIONS)
    balances = {year.year: year.balance_t for year in result.years}
    assert (balances[2022], balances[2023], balances[2024]) == (102 + 12, 100, 98 - 4)


def test_f2_trajectory_averaging_and_multi_year_give_three_different_answers(
    tmp_path: Path,
) -> None:
    trajectory = "trajectory_t: {" + ", ".join(f"{year}: 95" for year in PERIOD.years) + "}"
    yearly = BASE.replace("averaging", "trajectory").replace(
        "target_t: 90", f"target_t: 90, {trajectory}"
    )
    multi = yearly.replace("single-year", "multi-year").replace("target_t: 90, ", "")
    averaged, annual, summed = (account(tmp_path, text + ACTIONS) for text in (BASE, yearly, multi))
    told = {(one.period.adjustment_t, one.period.target_t) for one in (averaged, annual, summed)}
    assert len(told) == 3
    assert averaged.years[3].adjustment_t != annual.years[3].adjustment_t


def test_f3_nothing_is_levied_under_6_2_unless_it_is_pledged(ledger: Ledger) -> None:
    send(ledger, 1, 100)
    assert sum(held.block.quantity for held in ledger.holdings()) == 100
    assert {held.account for held in ledger.holdings()} == {"CHE"}
    told = Deduction(kind=DeductionKind.OMGE, on=DAY, quantity_t=2, pledge="none")
    plan = account_ndc_statement(told)
    assert codes(check_stated(plan)) == ["SOP_OMGE"]


def account_ndc_statement(*deductions: Deduction) -> Statement:
    from tallystick.article6.account import Method, Ndc, NdcKind

    of = Ndc(period=PERIOD, kind=NdcKind.MULTI_YEAR, method=Method.BUDGET, budget_t=1)
    return Statement(party="GHA", ndc=of, deductions=deductions)


def test_f4_purpose_of_an_authorization_is_written(ledger: Ledger) -> None:
    rows = export(ledger, "GHA", 2024, date(2025, 4, 15)).tables["authorizations"]
    assert rows["purposes"].null_count() == 0


def test_f5_ndc_and_oimp_together_is_a_purpose(ledger: Ledger) -> None:
    rows = export(ledger, "GHA", 2024, date(2025, 4, 15)).tables["authorizations"]
    assert rows["purposes"].to_list() == ["NDC and OIMP"]
    assert "NDC and OIMP" in law.nomenclature("purpose")


def test_f6_first_transfer_is_defined_by_each_authorization(tmp_path: Path) -> None:
    defined = """
  - {id: A2, purposes: [OIMP], first_transfer: Authorization, date: 2023-03-01, approach: CA0010}
  - {id: A3, purposes: [OIMP], first_transfer: Issuance, date: 2023-03-01, approach: CA0011}
actions:
  - {type: issuance, authorization: A2, date: 2024-11-01, vintage: 2022, quantity_t: 5}
  - {type: issuance, authorization: A3, date: 2024-11-01, vintage: 2022, quantity_t: 7}
"""
    years = {one.year: one for one in account(tmp_path, BASE.rstrip() + defined).years}
    assert years[2023].first_transferred_oimp_t == 5
    assert years[2024].first_transferred_oimp_t == 7


def test_f7_entity_is_authorized_for_its_own_approach_only() -> None:
    host = host_submission()
    used = {
        **FIRST_TRANSFER,
        "action_subtype": None,
        "acquiring_party": None,
        "action_type": "Cancellation",
        "using_entity": ENTITY["entity_id"],
        "oimp": "OP",
    }
    other = {**ENTITY, "entity_id": "GH-0099"}
    elsewhere = changed(host, "entities", [{**ENTITY, "approach": "CA0010"}, other])
    told = [codes(check([changed(one, "actions", [used])]).findings) for one in (host, elsewhere)]
    assert ("ENTITY_REF" in told[0], "ENTITY_REF" in told[1]) == (False, True)


def test_f8_annual_information_holds_positions_and_not_a_copy_of_the_actions(
    ledger: Ledger,
) -> None:
    send(ledger, 1, 30)
    parties = ("GHA", "CHE")
    filed = {party: export(ledger, party, 2024, date(2025, 4, 15)) for party in parties}
    held = {party: one.tables["holdings"]["quantity_t"].to_list() for party, one in filed.items()}
    assert held == {"GHA": [], "CHE": ["30"]}
    assert check(list(filed.values())).consistent


def test_f9_workbook_has_its_rows_and_every_column_of_the_layout(
    ledger: Ledger, tmp_path: Path
) -> None:
    send(ledger, 1, 30)
    write_aef(export(ledger, "GHA", 2024, date(2025, 4, 15)), tmp_path / "GHA.xlsx")
    told = read_aef(tmp_path / "GHA.xlsx")
    assert not told.damage
    assert told.tables["actions"].height == 1
    for table, fields in law.layout("five_table").items():
        names = set(told.tables[table].columns) if table in told.tables else set(told.header)
        assert {field.name for field in fields} <= names


def test_f10_metric_other_than_greenhouse_gases_has_an_indicator_of_its_own(
    tmp_path: Path,
) -> None:
    power = BASE.replace("target_t: 90", "target_t: 90, metric: MWh")
    result = account(tmp_path, power + ACTIONS)
    last = result.years[-1]
    assert last.balance_t == 80 - Fraction(12 - 4, 10)
    told = {row.para: row.values for row in result.structured_summary}
    assert told["23(k)(ii)"][2030] == last.balance_t


def test_f11_initial_report_without_its_values_is_not_complete() -> None:
    initial = pytest.importorskip(
        "tallystick.article6.reports.initial", reason="initial reports are not in this tree"
    )
    information = pytest.importorskip("tallystick.article6.reports.information")

    def incomplete(told: Mapping[str, Any]) -> set[object]:
        report = initial.InitialReport(
            party="GHA",
            ndc=initial.ReportedNdc(PERIOD),
            information=information.Information(told=told),
            approaches=(initial.Approach("CA0009", information.Information()),),
        )
        findings = initial.judge_initial(report)
        return {one.where.get("para") for one in findings if one.code == "IR_INCOMPLETE"}

    paras = " ".join(map(str, incomplete({})))
    assert "18(d)" in paras
    assert "18(i)" in paras


def test_f12_nothing_is_entered_out_of_order_and_every_state_is_reached() -> None:
    opening = Opening(against="GHA", about="a row is missing")

    def state(*kinds: Kind) -> tuple[State, list[str]]:
        actors = {Kind.ANSWER: "GHA", Kind.RESUBMIT: "GHA", Kind.SIGNIFICANT: REVIEW_TEAM}
        events = [
            Event(
                kind=kind,
                subject="1",
                on=DAY,
                by=actors.get(kind, SECRETARIAT),
                text="done",
                opening=opening if kind is Kind.OPEN else None,
            )
            for kind in (Kind.OPEN, *kinds)
        ]
        cases, findings = replay(events)
        return cases["1"].state, codes(findings)

    reached = {
        state(*kinds)[0]
        for kinds in (
            (),
            (Kind.ANSWER,),
            (Kind.RESUBMIT,),
            (Kind.RESUBMIT, Kind.RESOLVE),
            (Kind.WITHDRAW,),
        )
    }
    assert reached == set(State)
    assert state(Kind.RESOLVE) == (State.OPEN, ["CASE_STATE"])


def test_f13_safeguard_without_its_data_is_never_passed(tmp_path: Path) -> None:
    path = tmp_path / "record.yaml"
    path.write_text("party: GHA\n", encoding="utf-8")
    told = check_participation(read_participation(path), date(2025, 7, 7))
    answers = {one.para: one.outcome for one in told.requirements}
    assert answers["4(e)"] is Outcome.NOT_DETERMINABLE
    assert worst(told.findings) is not Outcome.PASS
    result = account(tmp_path, BASE.replace("  2029: 91, 2030: 80}", "  2029: 91}") + ACTIONS)
    assert (result.achieved, result.period.balance_t) == (Outcome.NOT_DETERMINABLE, None)


@pytest.mark.parametrize("vintage", ["soon", "1822", "22", "2023-01", "2035"])
def test_f14_vintage_is_a_year_in_range(vintage: str, tmp_path: Path) -> None:
    sent = {**FIRST_TRANSFER, "vintage": vintage}
    found = codes(check([changed(host_submission(), "actions", [sent])]).findings)
    assert {"SYNTAX", "ITMO_VINTAGE", "ITMO_VINTAGE_FUTURE"} & set(found)
    try:
        written = account(tmp_path, BASE + ACTIONS.replace("vintage: 2022", f"vintage: {vintage}"))
    except Damaged as damaged:
        written_codes = [one.code for one in damaged.findings]
    else:
        written_codes = codes(written.findings)
    assert {"SYNTAX", "ITMO_VINTAGE", "ITMO_VINTAGE_FUTURE"} & set(written_codes)


@pytest.mark.parametrize("parts", [[(1, 100)], [(1, 40), (41, 100)], [(1, 1), (2, 99), (100, 100)]])
def test_f15_part_of_a_block_is_first_transferred_with_all_its_tonnes(
    ledger: Ledger, parts: list[tuple[int, int]]
) -> None:
    assert {send(ledger, first, last) for first, last in parts} == {"posted"}
    told = {one.year: one for one in balance(ledger, ndc("GHA")).years}
    assert told[2024].first_transferred_t == 100
    assert told[2022].adjustment_t == 100


def test_whole_sample_that_the_defects_are_planted_in_is_consistent() -> None:
    assert check(sample_pair()).consistent
    assert check([submission(HOST, holdings=[]), acquirer_submission()]).consistent is False
    assert UNITS["quantity_t"] == "1916"
