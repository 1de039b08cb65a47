"""How transfers are governed: by contracts of two sides, or by rules owed to everybody."""

from itertools import product

import pytest

from tallystick.io.catalogue import catalogue
from tallystick.linking.governance import Governance, Marks, governance, governed, regimes


@pytest.mark.feature("F003")
def test_every_regime_has_the_mode_that_the_literature_reads_in_it() -> None:
    listed = regimes()
    assert {one["id"]: one["mode"] for one in listed} == {
        one["id"]: one["reading"] for one in listed
    }
    assert {one["mode"] for one in listed} == {"bilateral_contract", "multilateral"}
    assert all(one["source"] and one["status"] for one in listed)


def test_unknown_marks_leave_the_mode_open_only_where_they_could_turn_it() -> None:
    for known in product((True, False, None), repeat=3):
        marks = Marks(owed_to_all=known[0], uniform_supervision=known[1], shared_goal=known[2])
        yes, no = known.count(True), known.count(False)
        expected = (
            Governance.MULTILATERAL
            if yes > 1
            else Governance.BILATERAL_CONTRACT
            if no > 1
            else Governance.NOT_DETERMINABLE
        )
        assert governance(marks) is expected


def test_statute_of_one_side_is_no_contract_and_article_6_is_owed_to_all() -> None:
    known = catalogue()
    assert governed(known["link_eu_cdm_2009"]) is Governance.UNILATERAL
    assert governed(known["a6_ch_ghana"]) is Governance.MULTILATERAL
    assert governed(known["link_eu_ch"]) is not Governance.MULTILATERAL
