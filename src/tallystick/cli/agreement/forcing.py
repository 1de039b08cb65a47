"""`agreement force`: how far clauses can be enforced, principles shared, and bodies bind."""

from typing import TYPE_CHECKING, Any

from tallystick.cli.account import writing
from tallystick.cli.agreement.sources import Named, find
from tallystick.cli.market_answers import refusals
from tallystick.cli.output import AsJson, OutputFile, emit, emit_json
from tallystick.cli.tables import table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tallystick.core.findings import Finding
    from tallystick.linking.agreement import Agreement


def force(named: Named, as_json: AsJson = False, output: OutputFile = None) -> None:
    """Say of every clause how it binds and how far it can be enforced, and who stands by what.

    Example: tallystick agreement force link_eu_ch --json
    """
    with refusals(as_json, output, unread):
        told = record(find(named).agreement)
    with writing(output):
        if as_json:
            emit_json(told, output)
        else:
            emit(as_text(told), output)


def unread(findings: "Iterable[Finding]") -> dict[str, Any]:
    """Return the form of the answer for a file that could not be read."""
    told = [finding.to_json() for finding in findings]
    return {"id": None, "clauses": [], "principles": [], "bodies": [], "findings": told}


def record(agreement: "Agreement") -> dict[str, Any]:
    """Return clauses, principles and bodies of an agreement."""
    from tallystick import law
    from tallystick.linking.enforcing import enforcement, has_forum

    stated = {one.id: one for one in agreement.principles}
    return {
        "id": agreement.id,
        "form": agreement.form.value,
        "force": law.legal_force(agreement.form),
        "forum": has_forum(agreement),
        "clauses": [one.to_json() for one in enforcement(agreement)],
        "principles": [
            {"id": one.id, "en": one.en, "zh": one.zh}
            | {"stance": stated[one.id].stance.value if one.id in stated else None}
            | {"party": stated[one.id].party if one.id in stated else None}
            for one in law.principles().values()
        ],
        "bodies": [
            {"name": one.name, "kind": one.kind.value, "of": one.of, "binding": one.binding}
            for one in agreement.bodies
        ],
    }


def as_text(told: dict[str, Any]) -> str:
    """Lay out clauses, then principles that are stated, then bodies."""
    rows = [
        [one["area"], one["ref"] or "-", one["binding"] or "-", one["enforceability"]]
        for one in told["clauses"]
    ]
    lines = [f"{told['id']}: {told['form']}, {told['force']}"]
    lines.append(table(["area", "place", "words", "enforceability"], rows))
    lines += [
        f"{one['stance']}: {one['en']} ({one['party'] or 'all'})"
        for one in told["principles"]
        if one["stance"]
    ]
    lines += [f"{one['kind']}: {one['name']}, binding {one['binding']}" for one in told["bodies"]]
    return "\n".join(lines)
