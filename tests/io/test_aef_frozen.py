"""Frozen reports: what is thawed again, and what is refused as damage."""

import json
from pathlib import Path

import pytest

from aef_samples import host_submission
from tallystick.io.aef_frozen import freeze, thaw
from tallystick.io.yamlfile.damage import Damaged


def test_frozen_report_is_thawed_as_it_was(tmp_path: Path) -> None:
    place = tmp_path / "1.0.json"
    filed = host_submission()
    place.write_text(freeze(filed), encoding="utf-8")
    again = thaw(place)
    assert again.header == filed.header
    assert again.tables["actions"].drop("row").equals(filed.tables["actions"].drop("row"))


@pytest.mark.rule("missing", "AEF_YEAR_OPEN")
@pytest.mark.parametrize("lacking", ["reported_year", "submitted_on", "version"])
def test_frozen_report_without_its_year_or_day_is_damage(tmp_path: Path, lacking: str) -> None:
    place = tmp_path / "1.0.json"
    content = json.loads(freeze(host_submission()))
    del content["header"][lacking]
    place.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(Damaged) as refused:
        thaw(place)
    assert [one.code for one in refused.value.findings] == ["SYNTAX"]
