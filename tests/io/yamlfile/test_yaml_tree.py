"""YAML text as a tree: lines kept, types not guessed, nothing that grows."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tallystick.io.yamlfile.tree import NotYaml, Record, Scalar, Sequence, read_tree


def test_tree_keeps_lines_and_the_text_as_written() -> None:
    assert read_tree("id: 007\nlist:\n  - NO\n  - '2023-01-01'\n") == Record(
        1,
        [
            (Scalar("id", True, 1), Scalar("007", True, 1)),
            (
                Scalar("list", True, 2),
                Sequence(3, [Scalar("NO", True, 3), Scalar("2023-01-01", False, 4)]),
            ),
        ],
    )


def test_json_is_yaml() -> None:
    assert read_tree('{"a": "1"}') == Record(1, [(Scalar("a", False, 1), Scalar("1", False, 1))])


def test_null_is_plain() -> None:
    tree = read_tree("[null, ~, 'null', 0]")
    assert isinstance(tree, Sequence)
    assert [one.is_null for one in tree.items if isinstance(one, Scalar)] == [
        True,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("text", "reason", "line"),
    [
        ("", "empty", None),
        ("# nothing\n", "empty", None),
        ("a: &x 1\nb: *x", "aliases", 2),
        ("a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]", "aliases", 2),
        ("a: !!python/object:os.system x", "tags", 1),
        ("a: 1\n---\nb: 2", "second document", 3),
        ("\n[1, 2]: 3", "plain word", 2),
        ("[" * 100_000, "nesting", 1),
        ("a: {b: 1\n", "expected", 1),  # what is missing is missed at the last line
        ("a: 1\nb: \x00", "control", 2),
        ("a: 1\n\tb: 2", "tab", 2),
    ],
)
def test_damaged_or_hostile_text_is_refused_with_its_line(
    text: str, reason: str, line: int | None
) -> None:
    with pytest.raises(NotYaml, match=reason) as caught:
        read_tree(text)
    assert caught.value.line == line
    assert caught.value.reason.zh


@settings(deadline=None)
@given(st.text(st.characters(codec="utf-8")))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(NotYaml):
        assert isinstance(read_tree(text), Record | Sequence | Scalar)
