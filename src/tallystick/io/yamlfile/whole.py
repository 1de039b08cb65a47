"""A YAML file that is one record."""

from pathlib import Path
from typing import Any, TypeVar

from tallystick.io.yamlfile.damage import Damaged
from tallystick.io.yamlfile.shaped import Reading, names
from tallystick.io.yamlfile.source import read_fields

Record = TypeVar("Record")


def read_record(path: Path, made: type[Record]) -> Record:
    """Read a file as a record whose keys are annotated.

    Raises Damaged, whose findings name every mistake with its line, value and mend.
    """
    fields = read_fields(path, names(made))
    record: Any = Reading().record(fields, made)
    if record is None or fields.damage.findings:
        raise Damaged(fields.damage.findings)
    found: Record = record
    return found
