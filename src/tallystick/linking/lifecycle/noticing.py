"""The test that every rule on notice makes."""

from collections.abc import Mapping
from datetime import date

from tallystick.core.findings import Text
from tallystick.core.rules import Shown, fails, unknown
from tallystick.linking.agreement.params import Suspension, Termination, Withdrawal
from tallystick.linking.lifecycle.notice import notice_ends

NOTICE = Text("the day of the notice", "通知之日")


def short_notice(
    clause: Suspension | Termination | Withdrawal,
    notified_on: date | None,
    on: date,
    where: Mapping[str, object],
    **values: object,
) -> Shown | None:
    """Show what happens on a day before the notice that its clause asks for has passed."""
    if (clause.notice_days, clause.notice_months) == (None, None):
        return None
    if notified_on is None:
        return unknown(NOTICE, where)
    due = notice_ends(notified_on, clause)
    if due is None or on >= due:
        return None
    return fails(where, notified=notified_on, due=due, date=on, **values)
