"""The lock on a period whose adjustments are final (2/CMA.3 annex para 12)."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from tallystick.article6.account.finality import Restatement, judge_restatement
from tallystick.article6.account.period import close_period
from tallystick.article6.account.values import Account, Action
from tallystick.article6.account.years import Quantity, Year, add
from tallystick.core.findings import Finding, refused

WorkOut = Callable[[Account], Sequence[Year]]
"""Works out the years of an account."""


def lock(account: Account, work_out: WorkOut) -> tuple[Account, list[Finding]]:
    """Part what a final period still takes from the findings on all that would restate it.

    What happens on the day of finality or later and changes an adjustment of the period is a
    restatement: it counts only by its own reasoned override. Without that day nothing is locked,
    and whether an override was needed cannot be told.
    """
    final_on = account.final_on
    if final_on is None:
        overridden = [one for one in account.actions if one.override]
        return account, [found for one in overridden for found in _judge(account, one, (), ())]
    late = [one for one in account.actions if one.on >= final_on]
    if not late:
        return account, []
    kept = replace(account, actions=tuple(one for one in account.actions if one.on < final_on))
    years, findings = work_out(kept), list[Finding]()
    for action in sorted(late, key=lambda one: one.on):
        restated = replace(kept, actions=(*kept.actions, action))
        after = work_out(restated)
        found = _judge(account, action, years, after)
        findings += found
        if not refused(found):
            kept, years = restated, after
    return kept, findings


def _judge(
    account: Account, action: Action, before: Sequence[Year], after: Sequence[Year]
) -> list[Finding]:
    """Judge a late action by what it changes; one that changes no adjustment restates nothing."""
    same = [year.adjustment_t for year in before] == [year.adjustment_t for year in after]
    if same and account.final_on is not None:
        return []
    change_t = _change(account, before, after)
    period = account.ndc.period
    restatement = Restatement(account.party, period, action.on, change_t, action.override)
    found = judge_restatement(restatement, account.final_on)
    return [one.at(**action.origin, action=action.type.value) for one in found]


def _change(account: Account, before: Sequence[Year], after: Sequence[Year]) -> Quantity | None:
    if not before or not after:
        return None
    was, now = (close_period(account.ndc, years).adjustment_t for years in (before, after))
    return add(now, None if was is None else -was)
