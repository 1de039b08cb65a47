"""`tallystick coverage`: which features and which paragraphs work, and by which tests."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from tallystick.cli.noun import verb
from tallystick.cli.output import AsJson, OutputFile, emit, emit_json
from tallystick.cli.tables import table


def coverage(as_json: AsJson = False, output: OutputFile = None) -> None:
    """Say for every feature and every paragraph how far it works, and which tests exercise it.

    Example: tallystick coverage --json
    """
    from tallystick.cli.account import writing
    from tallystick.law.coverage import coverage as covered

    with writing(output):
        if as_json:
            emit_json(covered(), output)
        else:
            emit(as_text(covered()), output)


def as_text(covered: Mapping[str, Any]) -> str:
    """Lay out the features with their status and their tests counted, and sum up the law."""
    features = covered["features"]
    statuses = Counter(one["status"] for one in features.values())
    rows = [
        [name, one["status"], str(len(one["tests"])), f"{one['english']} · {one['chinese']}"]
        for name, one in features.items()
    ]
    ruled = sum(bool(one["rules"]) for one in covered["law"].values())
    head = ", ".join(f"{count} {status}" for status, count in sorted(statuses.items()))
    law = f"{ruled} of {len(covered['law'])} paragraphs are cited by rules"
    return "\n".join([head, law, "", table(["id", "status", "tests", "feature"], rows, {2})])


app = verb(coverage)
