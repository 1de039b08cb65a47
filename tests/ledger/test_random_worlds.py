"""What holds in any world of Parties that act lawfully under annual methods."""

from dataclasses import replace
from itertools import pairwise
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from world_samples import EMISSIONS_T, PERIOD, History, filed, histories, world

from tallystick.article6.aef.check import Report, check
from tallystick.article6.aef.submission import Submission
from tallystick.core.actions import OIMP, ActionType, FirstTransferDefinition
from tallystick.core.findings import Outcome
from tallystick.ledger import Entry, Ledger
from tallystick.ledger.accounting import balance

WITNESSED = ["Acquisition", "Use", "First transfer"]
unhurried = settings(max_examples=20, deadline=None)


def quantity(entry: Entry) -> int:
    return entry.block.quantity if entry.block else 0


def used_towards_ndcs(ledger: Ledger) -> list[Entry]:
    return [
        one for one in ledger.journal() if one.type is ActionType.USE and one.purpose not in OIMP
    ]


def first_transferred(ledger: Ledger) -> list[Entry]:
    return [one for one in ledger.journal() if one.type is ActionType.FIRST_TRANSFER]


@pytest.mark.feature("F035")
@pytest.mark.feature("F010")
@unhurried
@given(histories)
def test_balances_of_all_years_are_emissions_plus_first_transferred_minus_used(
    history: History,
) -> None:
    with world(history) as ledger:
        results = [balance(ledger, ndc) for ndc in ledger.ndcs()]
        out_t = sum(map(quantity, first_transferred(ledger)))
        in_t = sum(map(quantity, used_towards_ndcs(ledger)))
        emissions_t = EMISSIONS_T * len(PERIOD) * len(results)
        balances = [one.period.balance_t for one in results]
        assert None not in balances
        total = sum(one for one in balances if one is not None)
        assert total == emissions_t + out_t - in_t
        assert total - emissions_t == unused_t(ledger) >= 0


def unused_t(ledger: Ledger) -> int:
    """Units first transferred that no NDC has used: held, cancelled or used for other purposes."""
    return sum(
        held.block.quantity
        for held in ledger.holdings()
        if held.units.first_transferred_on is not None and not held.account.endswith(":use")
    )


@pytest.mark.feature("F010")
@pytest.mark.feature("F068")
@pytest.mark.feature("F074")
@pytest.mark.feature("F075")
@unhurried
@given(histories)
def test_no_unit_serves_two_ndcs_and_every_use_leaves_a_receipt(history: History) -> None:
    with world(history) as ledger:
        ends = [one for one in ledger.journal() if one.to_account and ":" in one.to_account]
        blocks = sorted(one.block for one in ends if one.block)
        for before, after in pairwise(blocks):
            assert before.series != after.series or before.last < after.first
        for one in used_towards_ndcs(ledger):
            assert one.use_year is not None
            assert one.use_year in PERIOD
            assert one.posting
            assert one.block
            assert one.block.series.party != one.party


@pytest.mark.feature("F006")
@unhurried
@given(histories, st.data())
def test_row_taken_out_of_one_file_is_found_and_laid_at_the_door_of_its_party(
    history: History, data: st.DataObject
) -> None:
    with world(history) as ledger:
        files = filed(ledger)
    assert check(files).findings == ()
    rows = [
        (number, row)
        for number, file in enumerate(files)
        for row in range(file.tables["actions"].height)
        if is_witnessed(file, row)
    ]
    if not rows:
        return
    number, row = data.draw(st.sampled_from(rows))
    asked = is_asked(files[number].tables["actions"].row(row, named=True), files[number])
    files[number] = without(files[number], row)
    report = check(files)
    assert report.consistent is asked
    assert accused(report) == {files[number].header["party"]}


def is_witnessed(file: Submission, row: int) -> bool:
    """Whether other rows or files show that the row belongs there."""
    told = file.tables["actions"].row(row, named=True)
    return told["action_type"] in WITNESSED


def is_asked(told: dict[str, Any], file: Submission) -> bool:
    """Whether its lack is asked about, since more than one thing may be behind it.

    Whether an authorization lasted until a cancellation for no stated purpose only the authorizing
    Party can say; and a first transfer by a use or cancellation tells of that end by itself.
    """
    by_end = pl.col("action_subtype") == FirstTransferDefinition.USE_OR_CANCELLATION.value
    same = (pl.col("first_id") == told["first_id"]) & (pl.col("acted_at") == told["acted_at"])
    if told["action_type"] == "Use":
        return not file.tables["actions"].filter(by_end & same).is_empty()
    ended = told["action_subtype"] == FirstTransferDefinition.USE_OR_CANCELLATION.value
    return told["action_type"] == "First transfer" and ended and told["oimp"] is None


def without(file: Submission, row: int) -> Submission:
    actions = file.tables["actions"]
    left = pl.concat([actions.head(row), actions.tail(actions.height - row - 1)])
    return replace(file, tables={**file.tables, "actions": left})


def accused(report: Report) -> set[object]:
    """The Parties whose files are at fault, or who are asked to say more."""
    return {one.where.get("party") for one in report.findings if one.outcome is not Outcome.PASS}
