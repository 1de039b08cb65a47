"""`agreement check`: the kind of link, the clauses and every rule, on a day."""

from typing import TYPE_CHECKING, Any

from tallystick.cli.account import writing
from tallystick.cli.agreement.sources import Named, OnDay, Participations, day, placed
from tallystick.cli.output import AsJson, Exit, OutputFile, emit, emit_json, show, stop
from tallystick.core.findings import Outcome, refused

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tallystick.core.findings import Finding
    from tallystick.linking.checking import Checked


def check(
    named: Named,
    on: OnDay = None,
    participation: Participations = None,
    as_json: AsJson = False,
    output: OutputFile = None,
) -> None:
    """Judge an agreement on a day and say what kind of link it makes.

    Example: tallystick agreement check link_eu_ch --on 2026-01-01 --json
    """
    from dataclasses import replace

    from tallystick.io.agreement_file import located
    from tallystick.io.yamlfile.damage import Damaged
    from tallystick.linking.checking import check as judge

    try:
        source, facts = placed(named, day(on), participation)
    except Damaged as damaged:
        if as_json:
            with writing(output):
                emit_json(unread(damaged.findings), output)
        else:
            show(damaged.findings)
        stop(Exit.UNREADABLE)
    checked = judge(source.agreement, facts)
    findings = located(checked.findings, source.lines, source.path)
    checked = replace(checked, findings=tuple(findings))
    with writing(output):
        if as_json:
            emit_json(checked.to_json(), output)
        else:
            emit(as_text(checked), output)
            show(findings)
    if refused(findings):
        stop(Exit.REFUSED)


def unread(findings: "Iterable[Finding]") -> dict[str, Any]:
    """Return the form of the answer for a file that could not be read."""
    return {
        "id": None,
        "form": None,
        "status": None,
        "topology": dict.fromkeys(("parties", "directness", "extent", "architecture", "indirect")),
        "verdict": Outcome.NOT_DETERMINABLE.value,
        "clauses": {"present": [], "missing": []},
        "findings": [finding.to_json() for finding in findings],
    }


def as_text(checked: "Checked") -> str:
    """Lay out the answer for people."""
    agreement, kind = checked.agreement, checked.topology
    link = ", ".join(
        word for word in (kind.parties, kind.directness, kind.extent, kind.architecture) if word
    )
    lines = [
        f"{agreement.id}: {agreement.title.en if agreement.title else '-'}",
        f"form: {agreement.form}, status: {checked.standing.status}",
        f"kind of link: {link if kind.directness else 'none'}",
        *(f"  {one.left} and {one.right} both accept {one.unit}" for one in kind.indirect),
        f"clauses: {', '.join(checked.clauses.present) or '-'}",
        f"missing: {', '.join(checked.clauses.missing) or '-'}",
        f"verdict: {checked.verdict}",
    ]
    return "\n".join(lines)
