"""The structured summary of an account."""

import pytest

from account_samples import (
    BUDGET,
    SALE,
    TARGET,
    account,
    action,
    authorization,
    ndc,
    row,
    selling,
)
from tallystick.article6.account import Account, Divisor, Method, NdcKind, Row23d, run
from tallystick.core.actions import OIMP


@pytest.mark.rule(
    "pass",
    "FT_CONVENTION",
    "FT_EVENT_MISSING",
    "FT_PERIOD",
    "FT_SAME_UNITS",
    "NDC_POLICIES",
    "NDC_SCOPE",
    "TARGET_MISSING",
    "TRAJECTORY_EXCEEDED",
)
def test_summary_has_the_fifteen_rows_in_printed_order() -> None:
    result = run(selling(SALE))
    assert [row.para for row in result.structured_summary] == [
        "7(a)(i)",
        "7(b)",
        "23(a)",
        "23(b)",
        "23(i)",
        "23(c)",
        "23(d)",
        "23(e)",
        "23(f)",
        "7(a)(ii)",
        "23(g)",
        "23(h)",
        "23(k)(i)",
        "23(k)(ii)",
        "77(d)(iii)",
    ]
    assert row(result, "23(c)")[2023] == 10
    assert row(result, "7(a)(i)")[2023] is None


def test_trajectory_and_budget_stand_in_the_row_of_the_kind_of_ndc() -> None:
    plan = dict.fromkeys(range(2021, 2031), 1_000)
    single = run(selling(method=Method.TRAJECTORY, trajectory_t=plan))
    assert (row(single, "7(a)(i)"), row(single, "7(b)")[2021]) == (plan, None)
    multi = run(selling(method=Method.BUDGET, kind=NdcKind.MULTI_YEAR, **BUDGET))
    notes = {one.para: one.note for one in multi.structured_summary}
    assert notes["7(a)(i)"] is None
    assert notes["7(b)"] is not None
    assert "10000" in notes["7(b)"].en


def test_row_23d_holds_first_transfers_or_authorized_quantities_and_says_which() -> None:
    issued = action("issuance", "2025-02-01", 2023, 50)

    def of(quantity_t: int | None, on: str | None = "2024-03-01") -> Account:
        return account(
            ndc(**TARGET), [issued], [authorization(OIMP, "Issuance", on, quantity_t=quantity_t)]
        )

    usual, authorized = run(of(80)), run(of(80), Row23d.AUTHORIZED)
    assert row(usual, "23(d)") == {**dict.fromkeys(range(2021, 2031), 0), 2025: 50}
    assert row(authorized, "23(d)") == {**dict.fromkeys(range(2021, 2031), 0), 2024: 80}
    notes = [one.note for one in authorized.structured_summary if one.para == "23(d)"]
    assert notes[0] is not None
    assert notes[0].en.startswith("authorized")
    assert authorized.years == usual.years
    nets = [one.note for told in (usual, authorized) for one in told.structured_summary[8:9]]
    assert nets[0] is None
    assert nets[1] is not None
    assert "not of the authorized quantity" in nets[1].en
    assert row(run(of(None), Row23d.AUTHORIZED), "23(d)")[2024] is None
    assert row(run(of(80, None), Row23d.AUTHORIZED), "23(d)")[2024] is None


def test_divisor_other_than_elapsed_years_is_said_beside_the_row() -> None:
    usual, whole = ndc(**TARGET), ndc(**TARGET, averaging_divisor=Divisor.PERIOD)
    notes = [run(account(one)).structured_summary[9].note for one in (usual, whole)]
    assert notes[0] is None
    assert notes[1] is not None
    assert "all 10 years" in notes[1].en
    assert "10 年" in notes[1].zh
