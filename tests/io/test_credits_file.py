"""Lists of credits: what is read, and what is refused with line, value and mend."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tallystick.article6.reporting_workbook import Credit
from tallystick.core.findings import Finding
from tallystick.io.credits_file import read_credits
from tallystick.io.yamlfile.damage import FINDINGS_MAX, Damaged

HEAD = "row,country,volume_t,vintage,first_transfer_definition,authorised_for_ndc"


def read(tmp_path: Path, text: str | bytes) -> tuple[Credit, ...]:
    path = tmp_path / "credits.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_credits(path)


def refused(tmp_path: Path, text: str | bytes) -> tuple[Finding, ...]:
    with pytest.raises(Damaged) as caught:
        read(tmp_path, text)
    return caught.value.findings


def test_columns_are_found_by_name_and_others_are_left_alone(tmp_path: Path) -> None:
    (one,) = read(tmp_path, f"{HEAD}\r\n1,Benin,100,2022,Issuance,No\r\n\r\n")
    assert one == Credit(
        line=2, country="Benin", volume_t=100, vintage=2022, declared="Issuance", for_ndc=False
    )


def test_years_are_read_where_they_are_listed(tmp_path: Path) -> None:
    head = f"{HEAD},authorisation_year,issuance_year"
    (one, two) = read(
        tmp_path, f"{head}\n1,Benin,100,2022,Issuance,YES,2024,2025\n2,Benin,1,2022,Issuance,no,,\n"
    )
    assert (one.for_ndc, one.authorized_in, one.issued_in) == (True, 2024, 2025)
    assert (two.for_ndc, two.authorized_in, two.issued_in) == (False, None, None)


def test_list_without_credits_is_empty(tmp_path: Path) -> None:
    assert read(tmp_path, HEAD) == ()


def test_every_missing_column_is_named(tmp_path: Path) -> None:
    found = refused(tmp_path, "country,volume_t\nBenin,100\n")
    assert [one.where["name"] for one in found] == [
        "vintage",
        "first_transfer_definition",
        "authorised_for_ndc",
    ]
    assert {one.code for one in refused(tmp_path, "")} == {"SYNTAX"}


@pytest.mark.parametrize(
    ("cells", "name"),
    [
        ("1,,100,2022,Issuance,No", "country"),
        ("1,Benin,,2022,Issuance,No", "volume_t"),
        ("1,Benin,1.5,2022,Issuance,No", "volume_t"),
        ("1,Benin,-1,2022,Issuance,No", "volume_t"),
        ("1,Benin,0,2022,Issuance,No", "volume_t"),
        ("1,Benin,100,22,Issuance,No", "vintage"),
        ("1,Benin,100,2022,,No", "first_transfer_definition"),
        ("1,Benin,100,2022,Issuance,maybe", "authorised_for_ndc"),
    ],
)
def test_cell_that_cannot_be_read_is_named_with_its_line(
    tmp_path: Path, cells: str, name: str
) -> None:
    (finding,) = refused(tmp_path, f"{HEAD}\n{cells}\n")
    assert finding.code == "SYNTAX"
    assert (finding.where["line"], finding.where["name"]) == (2, name)


def test_line_with_other_cells_than_the_header_is_refused(tmp_path: Path) -> None:
    (finding,) = refused(tmp_path, f"{HEAD}\n1,Benin,1,000,2022,Issuance,No\n")
    assert finding.where["line"] == 2


def test_what_is_no_text_or_no_csv_is_refused(tmp_path: Path) -> None:
    (binary,) = refused(tmp_path, b"\xff\xfe\x00")
    assert binary.code == "UNREADABLE"
    assert "CSV" in binary.fix.en
    (quoted,) = refused(tmp_path, f'{HEAD}\n1,"Benin"x,1,2022,Issuance,No\n')
    assert quoted.code == "SYNTAX"
    with pytest.raises(Damaged, match="cannot be read"):
        read_credits(tmp_path / "none.csv")


def test_findings_end_before_they_become_endless(tmp_path: Path) -> None:
    assert len(refused(tmp_path, HEAD + "\nx,,,,,\n" * 1_000)) == FINDINGS_MAX


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None
)
@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: f"{HEAD}\n{text}".encode()))
def test_any_bytes_are_read_or_refused(tmp_path: Path, content: bytes) -> None:
    with suppress(Damaged):
        read(tmp_path, content)
