"""Working out an account: corresponding adjustments, emissions balance, and what is wrong."""

from dataclasses import dataclass

from tallystick.article6.account.action_rules import ACTIONS
from tallystick.article6.account.authorization_rules import AUTHORIZATIONS, gather
from tallystick.article6.account.locking import lock
from tallystick.article6.account.memos import memo
from tallystick.article6.account.ndc_rules import NDCS, Outturn
from tallystick.article6.account.period import Period, close_period, judge_achievement
from tallystick.article6.account.pool_rules import POOLS
from tallystick.article6.account.pools import Pool, form_pools
from tallystick.article6.account.summary import Row, Row23d, summarize
from tallystick.article6.account.values import Account, Action
from tallystick.article6.account.years import Year, book, work_out_years
from tallystick.article6.adjustment import Method
from tallystick.core.findings import Finding, Outcome, refused


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountResult:
    """What an account comes to, in exact quantities."""

    party: str
    method: Method
    years: tuple[Year, ...]
    period: Period
    achieved: Outcome
    structured_summary: tuple[Row, ...]
    findings: tuple[Finding, ...]


def run(account: Account, row_23d: Row23d = Row23d.FIRST_TRANSFERRED) -> AccountResult:
    """Work out an account; what breaks a rule is named in the findings and does not count."""
    ndc = account.ndc
    account, of_finality = lock(account, lambda one: _work_out(one)[2])
    of_actions, pools, years = _work_out(account)
    return AccountResult(
        party=account.party,
        method=ndc.method,
        years=years,
        period=close_period(ndc, years),
        achieved=judge_achievement(ndc, years),
        structured_summary=summarize(account, years, row_23d),
        findings=(
            *NDCS.judge(ndc, Outturn(account.party, years)),
            *_of_authorizations(account),
            *of_actions,
            *of_finality,
            *(finding for pool in pools for finding in POOLS.judge(pool, ndc)),
        ),
    )


def _work_out(account: Account) -> tuple[list[Finding], tuple[Pool, ...], tuple[Year, ...]]:
    counted, findings = sift(account)
    pools = form_pools(account, counted)
    return findings, pools, work_out_years(account, book(account, pools, counted))


def _of_authorizations(account: Account) -> list[Finding]:
    granted = gather(account)
    return [
        finding
        for authorization in account.authorizations.values()
        for finding in AUTHORIZATIONS.judge(authorization, granted)
    ]


def sift(account: Account) -> tuple[list[Action], list[Finding]]:
    """Part the actions that count from the findings about all of them.

    What breaks a rule does not count, nor does a memo flow to a state that is no Party.
    """
    counted: list[Action] = []
    findings: list[Finding] = []
    for action in account.actions:
        found, memos = ACTIONS.judge(action, account), memo(action, account)
        findings += [*found, *memos]
        if not refused(found) and not memos:
            counted.append(action)
    return counted, findings
