"""Hundreds of spoilt agreement files: each is refused at a place, at once, without a traceback."""

import json
import time
from collections.abc import Iterator
from contextlib import suppress
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml
from agreement_samples import LINK, TREATY
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tallystick.io.agreement_file import BYTES_MAX, read_agreement
from tallystick.io.yamlfile.damage import Damaged

SECONDS_MAX = 5.0
"""Many times what it takes, and nothing beside what a file that blows up would take."""

GOOD = {"link": LINK, "treaty": TREATY}
REQUIRED = {"agreement", "form", "parties", "id", "level", "scope", "kind", "area", "from", "to"}
EITHER = {"limit", "share", "amount", "currency", "on"}

Steps = tuple[str | int, ...]


def places(tree: Any, path: Steps = ()) -> Iterator[Steps]:
    """Yield the path of every value of a tree."""
    pairs = tree.items() if isinstance(tree, dict) else enumerate(tree)
    for step, value in pairs:
        yield (*path, step)
        if isinstance(value, dict | list):
            yield from places(value, (*path, step))


def inside(tree: Any, path: Steps) -> Any:
    for step in path:
        tree = tree[step]
    return tree


def mutants(good: Any) -> Iterator[tuple[str, Any]]:
    """Spoil every place of a tree in every way that leaves it no agreement."""
    for path in places(good):
        *above, last = path
        value = inside(good, path)
        name = ".".join(str(step) for step in path)
        for spoilt, kind in (({"odd": 1}, "record"), ([["odd"]], "list")):
            if not (isinstance(value, dict) and kind == "record" and not value):
                yield f"{name} as {kind}", changed(good, above, last, spoilt)
        if isinstance(value, dict | list):
            yield f"{name} as text", changed(good, above, last, "odd text")
        if isinstance(last, str):
            yield f"{name} misspelt", renamed(good, above, last)
            if last in REQUIRED | EITHER and not (last == "from" and "status" in above):
                yield f"{name} left out", without(good, above, last)
        if isinstance(value, int):
            for number in (-1, 0.5, 10**30):
                yield f"{name} = {number}", changed(good, above, last, number)


def changed(good: Any, above: list[str | int], last: str | int, value: Any) -> Any:
    copy = deepcopy(good)
    inside(copy, tuple(above))[last] = value
    return copy


def renamed(good: Any, above: list[str | int], last: str) -> Any:
    copy = deepcopy(good)
    record = inside(copy, tuple(above))
    record[f"{last}_x"] = record.pop(last)
    return copy


def without(good: Any, above: list[str | int], last: str) -> Any:
    copy = deepcopy(good)
    del inside(copy, tuple(above))[last]
    return copy


def tree_of(text: str) -> Any:
    """Return a good file as plain data, dates as text; YAML 1.1 takes a bare `on` for true."""
    return json.loads(json.dumps(yaml.safe_load(text.replace(" on:", ' "on":')), default=str))


def spoilt() -> Iterator[tuple[str, str]]:
    for name, good in GOOD.items():
        for index, (how, tree) in enumerate(mutants(tree_of(good))):
            as_json = json.dumps(tree, ensure_ascii=False, indent=1)
            as_yaml = yaml.safe_dump(tree, allow_unicode=True, sort_keys=False)
            yield f"{name}: {how}", as_yaml if index % 2 else as_json


def hostile() -> Iterator[tuple[str, bytes]]:
    link = LINK.encode()
    bomb = "a: &a [x, x]\n" + "".join(
        f"{chr(98 + step)}: &{chr(98 + step)} [*{chr(97 + step)}, *{chr(97 + step)}]\n"
        for step in range(20)
    )
    yield "bomb of aliases", bomb.encode()
    yield "merge key", b"<<: &x {a: 1}\n" + link
    yield "10 MB", link + b"# " + b"x" * 10_000_000
    yield "10 MB on one line", b"notes: [" + b"x, " * 3_400_000 + b"]"
    yield "not UTF-8", "form: 条约".encode("gb18030")
    yield "UTF-16", LINK.encode("utf-16")
    yield "deep", b"parties: " + b"[" * 100_000
    yield "deep records", b"{a: " * 50_000
    yield "wide list", b"parties: [" + b"1," * (BYTES_MAX // 2 - 10) + b"]"
    yield "wide notes", b"sources: [" + b"{}," * (BYTES_MAX // 3 - 10) + b"]"
    yield "many keys", "".join(f"k{index}: 1\n" for index in range(20_000)).encode()
    yield "long word", b"form: " + b"t" * (BYTES_MAX - 10)
    yield "long number", LINK.replace("1000000", "9" * 100_000).encode()
    yield "long fraction", LINK.replace("1/5", f"1/{'5' * 100_000}").encode()
    yield "nothing", b""
    yield "null", b"null"
    yield "binary", bytes(range(256)) * 40
    yield "tag", link.replace(b"form: treaty", b"form: !!python/name:os.system treaty")
    yield "twice", link + b"form: mou\n"
    yield "two documents", link + b"---\n" + link
    yield "cut off", link[: len(link) // 2]
    yield "list of agreements", b"- agreement: x\n"


def assert_refused_at_once(path: Path) -> None:
    start = time.process_time()
    with pytest.raises(Damaged) as caught:
        read_agreement(path)
    assert time.process_time() - start < SECONDS_MAX
    for finding in caught.value.findings:
        assert finding.where["file"] == str(path)
        assert finding.message.en
        assert finding.message.zh
        assert finding.fix.en
        assert finding.fix.zh
    assert caught.value.findings


def test_good_files_are_good(tmp_path: Path) -> None:
    path = tmp_path / "good.yaml"
    for good in GOOD.values():
        path.write_text(yaml.safe_dump(tree_of(good), allow_unicode=True), encoding="utf-8")
        read_agreement(path)


def test_every_spoilt_file_is_refused_with_a_line(tmp_path: Path) -> None:
    path = tmp_path / "spoilt.yaml"
    count = 0
    for how, text in spoilt():
        path.write_text(text, encoding="utf-8")
        try:
            assert_refused_at_once(path)
        except (AssertionError, pytest.fail.Exception) as failure:
            pytest.fail(f"{how}: {failure}\n{text}")
        with pytest.raises(Damaged) as caught:
            read_agreement(path)
        assert all(one.where["line"] for one in caught.value.findings), how
        count += 1
    assert count >= 200


@pytest.mark.parametrize(("how", "content"), list(hostile()), ids=lambda value: str(value)[:20])
def test_every_hostile_file_is_refused_at_once(tmp_path: Path, how: str, content: bytes) -> None:
    path = tmp_path / "hostile.yaml"
    path.write_bytes(content)
    assert_refused_at_once(path)


@given(st.integers(0, len(LINK)), st.integers(0, 40), st.text(max_size=20))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_file_with_anything_written_over_it_is_read_or_refused(
    tmp_path: Path, at: int, length: int, text: str
) -> None:
    path = tmp_path / "over.yaml"
    written = LINK[:at] + text + LINK[at + length :]
    path.write_bytes(written.encode("utf-8", "surrogatepass"))
    with suppress(Damaged):
        read_agreement(path)
