"""`tallystick review receipts`: transfers between registries and their receipts."""

from pathlib import Path
from typing import Annotated

import typer

from tallystick.cli.output import AsJson, Exit, emit, emit_json, show, stop
from tallystick.core.findings import refused, worst


def receipts(
    file: Annotated[Path, typer.Argument(help="File of transfers, YAML or JSON.")],
    as_json: AsJson = False,
) -> None:
    """Hold what a registry sent against what the other acknowledges: type, time and identifiers.

    Example: tallystick review receipts transfers.yaml --json
    """
    from tallystick.article6.receipts import judge_exchanged
    from tallystick.io.receipts_file import read_receipts
    from tallystick.io.yamlfile.damage import Damaged

    count, unread = 0, False
    try:
        exchanged = read_receipts(file)
        count = len(exchanged)
        findings = [found for one in exchanged for found in judge_exchanged(one)]
    except Damaged as damaged:
        findings, unread = list(damaged.findings), True
    outcome = worst(findings).value
    if as_json:
        told = [finding.to_json() for finding in findings]
        emit_json({"transfers": count, "outcome": outcome, "findings": told})
    else:
        emit(f"{count} transfers: {outcome}")
        show(findings)
    if unread:
        stop(Exit.UNREADABLE)
    if refused(findings):
        stop(Exit.REFUSED)
