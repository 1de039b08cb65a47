"""Corresponding adjustments and the emissions balance of one Party in one NDC period."""

from tallystick.article6.account.finality import Restatement, judge_restatement
from tallystick.article6.account.report import to_json, unread_to_json
from tallystick.article6.account.result import AccountResult, run
from tallystick.article6.account.summary import Row23d
from tallystick.article6.account.values import (
    Account,
    Action,
    Authorization,
    Communication,
    Direction,
    Divisor,
    Ndc,
    NdcKind,
    Policies,
    Scope,
)
from tallystick.article6.adjustment import Method
from tallystick.article6.overrides import Override

__all__ = [
    "Account",
    "AccountResult",
    "Action",
    "Authorization",
    "Communication",
    "Direction",
    "Divisor",
    "Method",
    "Ndc",
    "NdcKind",
    "Override",
    "Policies",
    "Restatement",
    "Row23d",
    "Scope",
    "judge_restatement",
    "run",
    "to_json",
    "unread_to_json",
]
