"""Small YAML files beside an agreement, read by the keys of the record they hold."""

from pathlib import Path
from typing import TypeVar, cast

from tallystick.io.yamlfile.damage import Damaged
from tallystick.io.yamlfile.shaped import Reading, names
from tallystick.io.yamlfile.source import read_fields

BYTES_MAX = 10_000_000

Made = TypeVar("Made")


def read_shaped(path: Path, made: type[Made]) -> Made:
    """Read a file as a record whose keys are annotated; raises Damaged with every mistake."""
    fields = read_fields(path, names(made), BYTES_MAX)
    found = Reading().record(fields, made)
    if found is None or fields.damage.findings:
        raise Damaged(fields.damage.findings)
    return cast(Made, found)
