"""The account of the same credits, by the rules of 2/CMA.3."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from tallystick.article6.account import Account, AccountResult, Action, Authorization, Ndc, NdcKind
from tallystick.article6.account import run as work_out
from tallystick.article6.account.years import Year
from tallystick.article6.reporting_workbook.credits import WORKBOOK_YEARS, Credit, Question
from tallystick.core.actions import (
    OIMP,
    ActionType,
    FirstTransferDefinition,
    Purpose,
    Purposes,
)

BOTH: Purposes = OIMP | {Purpose.NDC}

NOT_ASKED = frozenset({"TRAJECTORY", "TARGET_MISSING", "FT_CONVENTION"})
"""Findings on what a list of credits never holds, or on a day it does not state."""


def work_out_account(listed: Sequence[Credit], question: Question) -> AccountResult:
    """Work out the account; what would rest on a year that is not listed is left unknown.

    A credit without its year is entered in the last year of the workbook, by which all that it
    lists has been authorized and issued. The adjustments of annual methods stand by vintage and
    do not depend on that year; everything that does is set to None, and the structured summary is
    left out.
    """
    result = work_out(_account(listed, question))
    if any(one.is_counted and one.first_transferred_in is None for one in listed):
        result = replace(result, years=tuple(_undated(one, question) for one in result.years))
    kept = tuple(one for one in result.findings if one.code not in NOT_ASKED)
    return replace(result, findings=kept, structured_summary=())


def _account(listed: Sequence[Credit], question: Question) -> Account:
    authorizations: dict[str, Authorization] = {}
    actions = [
        _used(year, quantity_t) for year, quantity_t in question.used_t.items() if quantity_t
    ]
    for credit in listed:
        authorization = _authorization(credit)
        authorizations[authorization.id] = authorization
        actions.append(_issued(credit, authorization.id))
    return Account(
        party=question.country,
        ndc=Ndc(period=question.period, kind=NdcKind.SINGLE_YEAR, method=question.method),
        inventory_t=question.inventory_t,
        authorizations=authorizations,
        actions=tuple(actions),
    )


def _authorization(credit: Credit) -> Authorization:
    """Gather credits with the same terms under one authorization, named by these terms."""
    at_once = credit.definition is FirstTransferDefinition.AUTHORIZATION
    year = credit.authorized_in or (WORKBOOK_YEARS.last_year if at_once else None)
    purposes = BOTH if credit.for_ndc else OIMP
    covered = "NDC and OIMP" if credit.for_ndc else "OIMP"
    return Authorization(
        id=f"{covered}, {credit.declared}, {credit.authorized_in or 'undated'}",
        purposes=purposes,
        on=date(year, 12, 31) if year else None,
        declared=credit.declared,
    )


def _issued(credit: Credit, authorization: str) -> Action:
    earliest = max(credit.authorized_in or WORKBOOK_YEARS.last_year, credit.vintage)
    year = credit.issued_in or earliest
    return Action(
        type=ActionType.ISSUANCE,
        on=date(year, 12, 31),
        vintage=credit.vintage,
        quantity_t=credit.volume_t,
        authorization=authorization,
        origin={"line": credit.line},
    )


def _used(year: int, quantity_t: int) -> Action:
    """Enter a use with its year as vintage, as the workbook does not ask for any."""
    return Action(
        type=ActionType.USE,
        on=date(year, 12, 31),
        vintage=year,
        quantity_t=quantity_t,
        year=year,
    )


def _undated(year: Year, question: Question) -> Year:
    """Keep what does not depend on the years that are not listed."""
    last = WORKBOOK_YEARS.last_year
    if year.year > last:
        return year
    known = replace(year, first_transferred_t=None, first_transferred_oimp_t=None, net_t=None)
    if year.year == last:
        return known
    known = replace(known, cumulative_net_t=None, average_t=None)
    return replace(known, adjustment_t=None, balance_t=None) if question.averages else known
