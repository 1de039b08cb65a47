"""Participation files: what is read, and what is refused with line, value and mend."""

from datetime import date
from pathlib import Path

import pytest

from tallystick.article6.account import NdcKind
from tallystick.article6.ndc import TargetForm
from tallystick.article6.participation import Conclusion, Record
from tallystick.core.findings import Finding
from tallystick.core.parties import Span
from tallystick.core.periods import NdcPeriod
from tallystick.io.participation_file import read_participation
from tallystick.io.yamlfile.damage import Damaged

GOOD = """\
party: GHA
ndcs:
  - {version: "2", communicated: 2021-11-04, first_year: 2021, last_year: 2030, kind: single-year,
     form: absolute, sectors: [Energy, Waste], gases: [CO2], document: NDC.pdf,
     target: 64 Mt, conditional: 40 Mt with support}
arrangements:
  - {authority: EPA, instrument: framework, since: 2022-12-01}
registries:
  - {id: GHA01, document: national registry, since: 2023-01-01, until: 2026-01-01}
inventories:
  - {due: 2024-12-31, submitted: 2024-12-20, document: first report}
  - {due: 2026-12-31, flexibility: 18/CMA.1 para 4}
statements:
  - {narrative: it does, attachment: a.pdf, reviewer: A. Mensah, reviewed: 2025-01-10,
     conclusion: contributes}
"""


def read(tmp_path: Path, text: str) -> Record:
    path = tmp_path / "participation.yaml"
    path.write_text(text, encoding="utf-8")
    return read_participation(path)


def refused(tmp_path: Path, text: str) -> tuple[Finding, ...]:
    with pytest.raises(Damaged) as caught:
        read(tmp_path, text)
    return caught.value.findings


def test_every_field_is_read(tmp_path: Path) -> None:
    record = read(tmp_path, GOOD)
    assert record.party == record.ndcs.party == "GHA"
    (ndc,) = record.ndcs.versions or ()
    assert (ndc.version, ndc.communicated_on) == ("2", date(2021, 11, 4))
    assert (ndc.period, ndc.kind) == (NdcPeriod(2021, 2030), NdcKind.SINGLE_YEAR)
    assert (ndc.form, ndc.document) == (TargetForm.ABSOLUTE, "NDC.pdf")
    assert (ndc.target, ndc.conditional) == ("64 Mt", "40 Mt with support")
    assert (ndc.sectors, ndc.gases) == (frozenset({"Energy", "Waste"}), frozenset({"CO2"}))
    (registry,) = record.registries or ()
    assert registry.valid == Span(date(2023, 1, 1), date(2026, 1, 1))
    assert [one.flexibility for one in record.inventories or ()] == [None, "18/CMA.1 para 4"]
    (statement,) = record.statements or ()
    assert statement.conclusion is Conclusion.CONTRIBUTES
    assert record.arrangements


def test_list_that_is_absent_is_not_a_list_that_is_empty(tmp_path: Path) -> None:
    record = read(tmp_path, "party: GHA\nregistries: []\n")
    assert record.registries == ()
    assert record.ndcs.versions is None
    assert record.arrangements is None
    assert record.inventories is None


@pytest.mark.parametrize(
    ("good", "bad", "name"),
    [
        ("party: GHA", "party: Ghana", "party"),
        ("party: GHA\n", "", "party"),
        ("communicated: 2021-11-04", "communicated: 4 November", "communicated"),
        ("last_year: 2030", "last_year: 2020", "last_year"),
        ("form: absolute", "form: big", "form"),
        ("until: 2026-01-01", "until: 2023-01-01", "until"),
        ("due: 2024-12-31, ", "", "due"),
        ("conclusion: contributes", "conclusion: perhaps", "conclusion"),
        ("authority: EPA, ", "", "authority"),
        ("id: GHA01, ", "", "id"),
        ("sectors: [Energy, Waste]", "sectors: Energy", "sectors"),
        ('version: "2", ', "", "version"),
        ("reviewer:", "reviewr:", "reviewr"),
    ],
)
def test_mistake_is_named(tmp_path: Path, good: str, bad: str, name: str) -> None:
    assert good in GOOD
    found = refused(tmp_path, GOOD.replace(good, bad))
    assert name in {one.where["name"] for one in found}
    assert {one.code for one in found} == {"SYNTAX"}
