"""Printed words and rows are those of the decisions."""

from tallystick import law

PRINTED_ORDER = [
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


def test_summary_has_fifteen_rows_in_printed_order() -> None:
    rows = law.summary_rows()
    assert [row.para for row in rows] == PRINTED_ORDER
    assert [row.row for row in rows] == list(range(1, 16))
    assert all(row.label_en and row.label_zh for row in rows)


def test_check_results_have_three_printed_forms() -> None:
    results = law.check_results()
    assert list(results) == ["consistent", "inconsistent", "null"]
    assert results["consistent"] == "Checked, no inconsistencies identified"


def test_review_is_pending_or_finalized_with_one_of_six_findings() -> None:
    statuses = dict(law.review_statuses())
    assert statuses.pop("pending") == "Review pending"
    assert len(set(statuses.values())) == 6
    assert all(status.startswith("Review finalized and ") for status in statuses.values())
