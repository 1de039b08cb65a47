"""The file of practice: whatever it holds is judged, and nothing else."""

from pathlib import Path

from tallystick.io.yamlfile.damage import Damaged
from tallystick.io.yamlfile.shaped import Reading, names
from tallystick.io.yamlfile.source import read_fields
from tallystick.linking.practice import Practice


def read_practice(path: Path) -> Practice:
    """Read a file of practice, YAML or JSON.

    Raises Damaged, whose findings name every mistake with its line, value and mend.
    """
    fields = read_fields(path, names(Practice))
    practice: Practice | None = Reading().record(fields, Practice)
    if practice is None or fields.damage.findings:
        raise Damaged(fields.damage.findings)
    return practice
