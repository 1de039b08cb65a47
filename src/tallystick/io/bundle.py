"""Evidence for a court or arbitrators: files in one archive with a manifest of their digests.

The same files give the same archive, byte for byte, so that both sides can hold one against the
other.
"""

import hashlib
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from tallystick.core.findings import Finding, Outcome, Severity, Text

MANIFEST = "manifest.json"
DESIGN = "Tallystick design"
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time an archive can hold; times of files would make equal archives differ."""

ALTERED = Text("{name} is not what the manifest says", "{name} 与清单不符")
ABSENT = Text("{name} is missing", "缺少 {name}")
EXTRA = Text("{name} is not in the manifest", "清单中没有 {name}")
NO_BUNDLE = Text("{name} is no bundle of evidence", "{name} 不是证据包")
AGAIN = Text("ask for the bundle again", "请重新取得证据包")


def write_bundle(path: Path, files: Mapping[str, Path], facts: Mapping[str, Any]) -> dict[str, Any]:
    """Write files under their names, and a manifest of digests and facts; return the manifest.

    Raises OSError where a file cannot be read or written.
    """
    contents = {name: source.read_bytes() for name, source in sorted(files.items())}
    manifest = {
        **facts,
        "files": [
            {"name": name, "bytes": len(held), "sha256": hashlib.sha256(held).hexdigest()}
            for name, held in contents.items()
        ],
    }
    told = json.dumps(manifest, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    with zipfile.ZipFile(path, "w") as archive:
        for name, held in {MANIFEST: told.encode(), **contents}.items():
            archive.writestr(zipfile.ZipInfo(name, EPOCH), held)
    return manifest


def verify_bundle(path: Path) -> list[Finding]:
    """Hold every file of a bundle against its manifest; nothing found means all is as it was."""
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = json.loads(archive.read(MANIFEST))
            digests = {one["name"]: one["sha256"] for one in manifest["files"]}
            held = {name: archive.read(name) for name in archive.namelist() if name != MANIFEST}
    except (OSError, zipfile.BadZipFile, KeyError, TypeError, ValueError, NotImplementedError):
        return [_finding("UNREADABLE", NO_BUNDLE, path.name)]
    return list(_compared(digests, held))


def _compared(digests: Mapping[str, str], held: Mapping[str, bytes]) -> Iterator[Finding]:
    for name, digest in digests.items():
        if name not in held:
            yield _finding("EVIDENCE_MISSING", ABSENT, name)
        elif hashlib.sha256(held[name]).hexdigest() != digest:
            yield _finding("EVIDENCE_ALTERED", ALTERED, name)
    for name in _beyond(held, digests):
        yield _finding("EVIDENCE_ALTERED", EXTRA, name)


def _beyond(held: Iterable[str], digests: Mapping[str, str]) -> list[str]:
    return sorted(set(held) - set(digests))


def _finding(code: str, message: Text, name: str) -> Finding:
    told = message.fill({"name": name})
    return Finding(code, Outcome.FAIL, Severity.ERROR, told, AGAIN, DESIGN, {"file": name})
