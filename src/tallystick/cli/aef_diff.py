"""`tallystick aef diff`: what changed between two workbooks, row by row."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tallystick.cli.output import AsJson, Exit, OutputFile, emit, emit_json, show, stop

if TYPE_CHECKING:
    from tallystick.article6.aef.diff import Difference
    from tallystick.article6.aef.submission import Submission
    from tallystick.core.findings import Finding


def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="The earlier workbook.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="The later workbook.")],
    as_json: AsJson = False,
    output: OutputFile = None,
) -> None:
    """Show what changed between two workbooks, normally two versions of one report.

    Example: tallystick aef diff GHA-2024-v1.xlsx GHA-2024-v2.xlsx --json
    """
    from tallystick.article6.aef.diff import diff as compare
    from tallystick.article6.aef.submission import Submission

    read = [_read(path) for path in (old, new)]
    first, second = read
    if not isinstance(first, Submission) or not isinstance(second, Submission):
        refusals = [one for one in read if not isinstance(one, Submission)]
        _refuse((old, new), refusals, as_json=as_json)
    else:
        difference = compare(first, second)
        try:
            _tell(difference, output, as_json=as_json)
        except OSError as error:
            stop(Exit.UNREADABLE, f"{output} cannot be written: {error.strerror or error}")


def _read(path: Path) -> "Submission | Finding":
    from tallystick.io.aef_read import Unreadable, read_aef

    try:
        return read_aef(path)
    except Unreadable as refusal:
        return refusal.finding


def _refuse(paths: tuple[Path, Path], refusals: list["Finding"], *, as_json: bool) -> None:
    """Say which file cannot be read, and end."""
    if as_json:
        sides = zip(("old", "new"), paths, strict=True)
        named: dict[str, Any] = {side: {"path": str(path)} for side, path in sides}
        findings = [finding.to_json() for finding in refusals]
        emit_json({**named, "header": [], "tables": {}, "same": None, "findings": findings})
    else:
        show(refusals)
    stop(Exit.UNREADABLE)


def _tell(difference: "Difference", output: Path | None, *, as_json: bool) -> None:
    if as_json:
        emit_json(difference.to_json(), output)
        return
    emit("\n".join(_lines(difference)) or "no difference", output)
    show(difference.findings)


def _lines(difference: "Difference") -> list[str]:
    """Write one line for each cell changed and each row that came or went."""
    lines = [f"header: {_change(one)}" for one in difference.header]
    for table, told in difference.tables.items():
        lines += [
            f"{table} row {one['old_row']} -> {one['new_row']}: {_change(one)}"
            for one in told.changed
        ]
        lines += [f"{table} row {one['old_row']} removed: {_row(one)}" for one in told.removed]
        lines += [f"{table} row {one['new_row']} added: {_row(one)}" for one in told.added]
    return lines


def _change(one: Any) -> str:
    was, now = (one[side] if one[side] is not None else "nothing" for side in ("old", "new"))
    return f"{one['label']}: {was} -> {now}"


def _row(one: Any) -> str:
    return ", ".join(one["values"].values())
