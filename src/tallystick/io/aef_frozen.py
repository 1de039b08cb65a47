"""Frozen annual reports: what was filed, kept apart from the ledger it came from.

A position at the end of a year cannot be rebuilt from a later state, for postings with an earlier
effective date may follow. A frozen report therefore carries its own rows and their digest.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from tallystick.article6.aef.submission import Layout, Submission
from tallystick.article6.reports.versions import Version
from tallystick.core.findings import Finding, Outcome, Severity, Text
from tallystick.io.aef_export import table_frame
from tallystick.io.yamlfile.damage import SYNTAX, Damaged
from tallystick.io.yamlfile.source import read_text

FORM = "tallystick-frozen-aef-1"
SOURCE = "4/CMA.6 annex II table 4; Tallystick design"
NOT_FROZEN = Text("{path} is not a frozen report: {reason}", "{path} 不是冻结的报告：{reason}")
CHANGED = Text(
    "{path} has been changed since it was frozen: its rows hash to {found}, it states {stated}",
    "{path} 冻结后被改动：各行的散列值为 {found}，文件所载为 {stated}",
)
FIX_FORM = Text(
    "give a file that report annual --freeze has written",
    "请提供由 report annual --freeze 写出的文件",
)
FIX_CHANGED = Text("restore the file as it was written", "请恢复文件原样")


def freeze(submission: Submission) -> str:
    """Return a submission as text, with the digest of its header and rows."""
    body = _body(submission)
    return json.dumps(
        {"form": FORM, "sha256": digest(submission), **body}, ensure_ascii=False, indent=1
    )


def digest(submission: Submission) -> str:
    """Return the SHA-256 of the header and rows of a submission in canonical form."""
    return _digest(_body(submission))


def _body(submission: Submission) -> dict[str, Any]:
    return {
        "header": dict(submission.header),
        "tables": {name: frame.drop("row").to_dicts() for name, frame in submission.tables.items()},
    }


def _digest(body: Mapping[str, Any]) -> str:
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def thaw(path: Path) -> Submission:
    """Read a frozen report back.

    Raises Damaged where the file cannot be read, has another form, or was changed.
    """
    try:
        content = json.loads(read_text(path))
        body = {"header": dict(content["header"]), "tables": dict(content["tables"])}
        form, stated = content["form"], content["sha256"]
        found = _digest(body)
        Version.parse(body["header"]["version"])
        int(body["header"]["reported_year"])
        date.fromisoformat(body["header"]["submitted_on"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _damaged(SYNTAX, path, NOT_FROZEN, FIX_FORM, reason=repr(error)) from error
    if form != FORM:
        raise _damaged(SYNTAX, path, NOT_FROZEN, FIX_FORM, reason=repr(form))
    if found != stated:
        raise _damaged("FROZEN_CHANGED", path, CHANGED, FIX_CHANGED, found=found, stated=stated)
    return Submission(
        path=str(path),
        layout=Layout.FIVE_TABLE,
        header=body["header"],
        tables={name: table_frame(name, rows) for name, rows in body["tables"].items()},
    )


def _damaged(code: str, path: Path, message: Text, fix: Text, **values: object) -> Damaged:
    finding = Finding(
        code=code,
        outcome=Outcome.FAIL,
        severity=Severity.ERROR,
        message=message.fill({"path": path, **values}),
        fix=fix,
        source=SOURCE,
        where={"file": str(path)},
    )
    return Damaged([finding])
