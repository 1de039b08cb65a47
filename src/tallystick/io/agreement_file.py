"""The agreement file: what the parties agreed, read with every mistake named."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tallystick.core.findings import Finding
from tallystick.io.yamlfile.damage import WRONG, Damaged
from tallystick.io.yamlfile.fields import Fields, shortened
from tallystick.io.yamlfile.shaped import Reading, names
from tallystick.io.yamlfile.source import TOO_LARGE, fields_of, read_fields, unreadable
from tallystick.linking.agreement.agreement import Agreement
from tallystick.linking.agreement.consistency import contradictions

BYTES_MAX = 200_000
"""A treaty with all its annexes has a tenth of this; larger files are no agreements."""


@dataclass(frozen=True, slots=True)
class AgreementFile:
    """An agreement with the line of every key, by its path such as `recognition[0].from`."""

    agreement: Agreement
    path: str
    lines: Mapping[str, int]


def read_agreement(path: Path) -> Agreement:
    """Read an agreement file, YAML or JSON.

    Raises Damaged, whose findings name every mistake with its line, value and mend.
    """
    return read_agreement_file(path).agreement


def read_agreement_file(path: Path) -> AgreementFile:
    """Read an agreement file and keep the lines; raises Damaged."""
    fields = read_fields(path, names(Agreement), BYTES_MAX)
    return agreement_of(fields)


def read_agreement_text(text: str, named: str) -> AgreementFile:
    """Read the text of an agreement file that is to have a name; raises Damaged."""
    if len(text.encode()) > BYTES_MAX:
        raise unreadable(Path(named), TOO_LARGE.fill({"kilobytes": BYTES_MAX // 1000}))
    return agreement_of(fields_of(text, named, names(Agreement)))


def located(findings: Iterable[Finding], lines: Mapping[str, int], path: str) -> list[Finding]:
    """Add file and line to findings that name a path in the agreement."""
    return [
        finding.at(file=path, line=lines[str(finding.where["path"])])
        if str(finding.where.get("path")) in lines
        else finding
        for finding in findings
    ]


def agreement_of(fields: Fields) -> AgreementFile:
    """Return the agreement that a record of fields describes; raises Damaged."""
    reading = Reading()
    agreement = reading.record(fields, Agreement)
    if agreement is None or fields.damage.findings:
        raise Damaged(fields.damage.findings)
    for one in contradictions(agreement):
        wording = {"expected": one.expected.en, "expected_zh": one.expected.zh}
        value = shortened(one.value)
        fields.damage.add(WRONG, _line(reading, one.path), name=one.path, value=value, **wording)
    if fields.damage.findings:
        raise Damaged(fields.damage.findings)
    return AgreementFile(agreement, fields.damage.path, reading.lines)


def _line(reading: Reading, path: str) -> int:
    """Return the line of a path, or of the nearest record above it."""
    while path and path not in reading.lines:
        path = path.rpartition(".")[0]
    return reading.lines.get(path, 1)
