"""A change of an authorization follows the version before it and what it may reach."""

from dataclasses import replace

import pytest
from test_postings import BASE, CASES, NEXT, found

from tallystick.core.findings import Outcome

CODE = "AUTH_CHANGE"


def faults(outcome: Outcome) -> list[str]:
    return [name for name, (_, _, code, told) in CASES.items() if (code, told) == (CODE, outcome)]


@pytest.mark.rule("pass", "AUTH_CHANGE")
def test_next_version_that_reaches_nothing_first_transferred_passes() -> None:
    assert CODE not in found(NEXT, BASE)


@pytest.mark.rule("fail", "AUTH_CHANGE")
@pytest.mark.parametrize("fault", faults(Outcome.FAIL))
def test_version_out_of_order_or_reaching_back_is_refused(fault: str) -> None:
    posting, facts, _, _ = CASES[fault]
    assert found(posting, facts)[CODE] is Outcome.FAIL


@pytest.mark.rule("missing", "AUTH_CHANGE")
def test_what_a_change_would_reach_has_to_be_known() -> None:
    unknown = replace(BASE, first_transferred={})
    assert found(NEXT, unknown)[CODE] is Outcome.NOT_DETERMINABLE
