"""`tallystick account verify`: the figures that a Party states, held against the rules."""

from pathlib import Path
from typing import Annotated

import typer

from tallystick.cli.output import AsJson, Exit, emit, emit_json, show, stop
from tallystick.core.findings import refused, worst


def verify(
    file: Annotated[Path, typer.Argument(help="Stated figures, YAML or JSON.")],
    as_json: AsJson = False,
) -> None:
    """Check stated balances, averages, metrics, deductions and forecasts.

    Example: tallystick account verify ghana-stated.yaml --json
    """
    from tallystick.article6.stated import check
    from tallystick.io.stated_file import read_statement
    from tallystick.io.yamlfile.damage import Damaged

    party, unread = None, False
    try:
        statement = read_statement(file)
        party, findings = statement.party, check(statement)
    except Damaged as damaged:
        findings, unread = list(damaged.findings), True
    outcome = worst(findings).value
    if as_json:
        told = [finding.to_json() for finding in findings]
        emit_json({"party": party, "outcome": outcome, "findings": told})
    else:
        emit(f"{party or file}: {outcome}")
        show(findings)
    if unread:
        stop(Exit.UNREADABLE)
    if refused(findings):
        stop(Exit.REFUSED)
