"""Case files: an entry that lacks what its rules ask about is damage, and passes nothing."""

from pathlib import Path

import pytest

from tallystick.io.case_file import read_events
from tallystick.io.yamlfile.damage import Damaged

ANSWER = "- {event: answer, subject: 1, on: 2026-01-02, by: GHA, text: our file was short of it}\n"
CONCLUDED = (
    "- {event: conclude, subject: R1, on: 2026-01-02, by: review team, text: report.pdf,"
    " recommendations: [{topic: completeness, text: list the row}]}\n"
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cases.yaml"


def test_entries_are_read_in_order(path: Path) -> None:
    path.write_text(ANSWER + CONCLUDED, encoding="utf-8")
    answer, concluded = read_events(path)
    assert answer.text == "our file was short of it"
    assert [one.topic.value for one in concluded.recommendations] == ["completeness"]


@pytest.mark.rule("missing", "CASE_REASON", "REVIEW_SCOPE")
@pytest.mark.parametrize("lacking", ["event: answer, ", "topic: completeness, "])
def test_entry_without_its_event_or_a_topic_is_damage(path: Path, lacking: str) -> None:
    path.write_text((ANSWER + CONCLUDED).replace(lacking, ""), encoding="utf-8")
    with pytest.raises(Damaged) as refused:
        read_events(path)
    (finding,) = refused.value.findings
    assert (finding.code, finding.where["name"]) == ("SYNTAX", lacking.partition(":")[0])
