"""The platform file says what was taken down, and nothing about what was not."""

from datetime import date
from pathlib import Path

import pytest

from tallystick import law
from tallystick.io.platform_file import read_platform
from tallystick.io.yamlfile.damage import Damaged

WHOLE = """as_of: 2025-06-01
approaches: [CA0009, CA0010]
initial_reports:
  - {party: GHA, submitted: 2023-01-15, approaches: [CA0009], review: consistent}
  - {party: CHE, submitted: 2023-01-16, approaches: [CA0009], review: Review pending}
"""


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "platform.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_lists_and_statuses_are_read_by_key_or_in_printed_words(tmp_path: Path) -> None:
    told = read_platform(written(tmp_path, WHOLE))
    assert told.initial_reports is not None
    words = law.review_statuses()
    assert [one.review for one in told.initial_reports] == [words["consistent"], words["pending"]]
    assert told.as_of == date(2025, 6, 1)
    assert told.approaches == {"CA0009", "CA0010"}


def test_list_that_was_not_taken_down_is_not_an_empty_one(tmp_path: Path) -> None:
    absent = read_platform(written(tmp_path, "as_of: 2025-06-01\n"))
    assert (absent.approaches, absent.initial_reports) == (None, None)
    empty = read_platform(written(tmp_path, "as_of: 2025-06-01\ninitial_reports: []\n"))
    assert empty.initial_reports == ()


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("as_of: 2025-06-01", "as_of: today"),
        ("as_of: 2025-06-01\n", ""),
        ("CA0010", "CA10"),
        ("party: GHA", "party: ghana"),
        ("review: consistent", "review: good"),
        ("submitted: 2023-01-15", "date: 2023-01-15"),
    ],
)
def test_mistake_is_named_with_its_line(tmp_path: Path, right: str, wrong: str) -> None:
    with pytest.raises(Damaged) as damaged:
        read_platform(written(tmp_path, WHOLE.replace(right, wrong, 1)))
    assert all(found.where["line"] for found in damaged.value.findings)
