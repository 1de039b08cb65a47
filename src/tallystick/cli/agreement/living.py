"""`agreement calendar` and `agreement events`: what is due, what has happened, what may follow."""

from datetime import datetime
from typing import Annotated

import typer

from tallystick.cli.account import writing
from tallystick.cli.agreement.sources import Named, OnDay, agreed, day
from tallystick.cli.output import AsJson, Exit, OutputFile, emit, emit_json, show, stop
from tallystick.cli.tables import table
from tallystick.core.findings import refused

FromDay = Annotated[
    datetime | None,
    typer.Option("--from", formats=["%Y-%m-%d"], help="First day, YYYY-MM-DD; else today."),
]
UntilDay = Annotated[
    datetime | None,
    typer.Option("--until", formats=["%Y-%m-%d"], help="Last day; else two years after the first."),
]
YEARS = 2


def show_calendar(
    named: Named,
    first: FromDay = None,
    until: UntilDay = None,
    alarm_days: Annotated[
        int | None, typer.Option("--alarm-days", min=0, help="Days of warning before an expiry.")
    ] = None,
    as_ics: Annotated[bool, typer.Option("--ics", help="Write an iCalendar file.")] = False,
    as_json: AsJson = False,
    output: OutputFile = None,
) -> None:
    """List what is due under an agreement between two days.

    Example: tallystick agreement calendar a6_ch_malawi --from 2034-01-01 --ics -o malawi.ics
    """
    from tallystick.io.agreement_calendar import ics
    from tallystick.linking.agreement import Window
    from tallystick.linking.lifecycle.calendar import ALARM_DAYS, calendar
    from tallystick.linking.lifecycle.notice import MONTHS, add_months

    start = day(first)
    end = until.date() if until else add_months(start, YEARS * MONTHS)
    if end < start:
        stop(Exit.USAGE, f"--until: {end} is before {start}")
    agreement = agreed(named, as_json=as_json, output=output)
    warned = ALARM_DAYS if alarm_days is None else alarm_days
    entries = calendar(agreement, Window(start, end), alarm_days=warned)
    with writing(output):
        if as_ics:
            emit(ics(agreement.id, entries, start), output)
        elif as_json:
            listed = [entry.to_json() for entry in entries]
            bounds = {"from": start.isoformat(), "until": end.isoformat()}
            emit_json({"id": agreement.id, **bounds, "entries": listed}, output)
        else:
            rows = [[entry.on.isoformat(), entry.kind, entry.text.en] for entry in entries]
            emit(table(["on", "kind", "what"], rows), output)


def show_events(
    named: Named, on: OnDay = None, as_json: AsJson = False, output: OutputFile = None
) -> None:
    """Tell the life of an agreement up to a day, check every step, and say what may follow.

    Example: tallystick agreement events link_eu_ch --on 2026-01-01 --json
    """
    from tallystick.linking.agreement.words import Status
    from tallystick.linking.lifecycle.course import told
    from tallystick.linking.lifecycle.moves import may_follow
    from tallystick.linking.status import standing

    agreement = agreed(named, as_json=as_json, output=output)
    taken = list(told(agreement, day(on)))
    stands = standing(agreement, day(on))
    findings = [finding for one in taken for finding in one.findings]
    follow = [one.value for one in Status if may_follow(agreement.form, stands.status, one)]
    events = [
        {
            "on": one.step.on.isoformat(),
            "status": one.step.to.value,
            "findings": [finding.to_json() for finding in one.findings],
        }
        for one in taken
    ]
    with writing(output):
        if as_json:
            answer = {"id": agreement.id, "on": day(on).isoformat(), "status": stands.status.value}
            certain = {"certain": stands.certain, "events": events, "may_follow": follow}
            emit_json(answer | certain, output)
        else:
            rows = [[one.step.on.isoformat(), one.step.to.value] for one in taken]
            emit(table(["on", "status"], rows), output)
            show(findings)
    if refused(findings):
        stop(Exit.REFUSED)
