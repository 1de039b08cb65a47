"""Stability reserves of statutes: by year, and as well verified as they say."""

from fractions import Fraction
from itertools import pairwise

import pytest

from tallystick.law.decisions import STATUSES
from tallystick.law.reserves import reserve_in, reserves


def test_rule_of_a_reserve_changes_with_the_year() -> None:
    assert reserve_in("eu_msr", 2018) is None
    early, now, later = (reserve_in("eu_msr", year) for year in (2020, 2026, 2040))
    assert early
    assert now
    assert later
    assert (early.keep_t, now.keep_t) == (None, 400_000_000)
    assert (now.intake_share, later.intake_share) == (Fraction(24, 100), Fraction(12, 100))


def test_reserve_nobody_has_stated_is_unknown() -> None:
    with pytest.raises(KeyError):
        reserve_in("moon", 2026)


@pytest.mark.parametrize("name", list(reserves()))
def test_rules_follow_each_other_and_say_whence_they_are(name: str) -> None:
    rules = reserves()[name]
    for one, following in pairwise(rules):
        assert one.until is not None
        assert following.since == one.until + 1
    for one in rules:
        assert one.source
        assert one.status in STATUSES
        assert one.note or one.status != "unverified"
        assert one.release_below_t < one.intake_above_t
