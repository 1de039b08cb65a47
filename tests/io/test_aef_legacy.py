from pathlib import Path

import openpyxl
import pytest

from aef_samples import (
    ACQUIRER,
    APPROACH,
    AUTHORIZATION,
    FIRST_ID,
    HOST,
    LEGACY_ROW,
    REGISTRY,
    host_submission,
    write_legacy,
)
from tallystick.article6.aef.submission import Layout
from tallystick.io.aef_read import read_aef

HELD = {
    name: text for name, text in LEGACY_ROW.items() if name not in ("acted_at", "first_transfer")
}


def action(tmp_path: Path, **values: str | None) -> dict[str, str | None]:
    """Read one legacy action row with other values."""
    path = write_legacy(tmp_path / "legacy.xlsx", [{**LEGACY_ROW, **values}])
    (row,) = read_aef(path).tables["actions"].to_dicts()
    return row


def test_older_layout_is_told_in_the_five_tables(tmp_path: Path) -> None:
    read = read_aef(write_legacy(tmp_path / "legacy.xlsx", [LEGACY_ROW], [HELD]))
    assert read.layout is Layout.LEGACY
    assert not read.damage
    five = host_submission()
    assert read.header.keys() == five.header.keys()
    assert {name: text for name, text in read.header.items() if text} == {
        "party": HOST,
        "reported_year": "2024",
        "version": "1.0",
    }
    assert all(read.tables[name].schema == five.tables[name].schema for name in five.tables)
    assert read.tables["holdings"]["first_id"].to_list() == [FIRST_ID]
    assert read.tables["holdings"]["row"].to_list() == [6]
    assert read.tables["entities"].is_empty()


def test_authorizations_are_collected_once_from_the_rows(tmp_path: Path) -> None:
    other = {**HELD, "authorization_id": "GHA-A2"}
    unnamed = {**HELD, "authorization_id": None}
    read = read_aef(
        write_legacy(tmp_path / "legacy.xlsx", [LEGACY_ROW] * 2, [HELD, other, unnamed])
    )
    authorizations = read.tables["authorizations"]
    assert authorizations["authorization_id"].to_list() == [AUTHORIZATION, "GHA-A2"]
    assert authorizations["row"].to_list() == [6, 7]
    assert authorizations["approach"].to_list() == [APPROACH] * 2
    assert authorizations["authorization_version"].to_list() == [None] * 2


@pytest.mark.parametrize(
    ("identifier", "registry"), [(FIRST_ID, REGISTRY), ("1", None), (None, None)]
)
def test_registry_comes_from_a_full_identifier(
    tmp_path: Path, identifier: str | None, registry: str | None
) -> None:
    assert action(tmp_path, first_id=identifier)["registry"] == registry


@pytest.mark.parametrize(
    ("flag", "printed", "action_type", "subtype"),
    [
        ("Yes", "Transfer", "First transfer", None),
        ("yes", "Use", "First transfer", "Use or cancellation"),
        ("No", "Transfer", "Transfer", None),
        (None, "Use", "Use", None),
        ("Yes", None, "First transfer", None),
    ],
)
def test_flag_makes_a_first_transfer(
    tmp_path: Path, flag: str | None, printed: str | None, action_type: str, subtype: str | None
) -> None:
    row = action(tmp_path, first_transfer=flag, action_type=printed)
    assert (row["action_type"], row["action_subtype"]) == (action_type, subtype)


@pytest.mark.parametrize(
    ("using", "party", "entity"),
    [(ACQUIRER, ACQUIRER, None), ("Airline Ltd", None, "Airline Ltd"), (None, None, None)],
)
def test_using_party_and_using_entity_are_told_apart(
    tmp_path: Path, using: str | None, party: str | None, entity: str | None
) -> None:
    row = action(tmp_path, using_party=using)
    assert (row["using_party"], row["using_entity"]) == (party, entity)


@pytest.mark.parametrize(("metric", "quantity"), [("GHG", None), ("non-GHG", "1916"), (None, None)])
def test_quantity_in_another_metric_is_kept_only_where_the_metric_is_another(
    tmp_path: Path, metric: str | None, quantity: str | None
) -> None:
    row = action(tmp_path, metric=metric)
    assert (row["quantity_non_ghg"], row["quantity_t"]) == (quantity, "1916")


def test_missing_sheet_of_the_older_layout_is_reported(tmp_path: Path) -> None:
    path = write_legacy(tmp_path / "legacy.xlsx", [LEGACY_ROW])
    workbook = openpyxl.load_workbook(path)
    del workbook["Holdings"]
    workbook.save(path)
    (finding,) = read_aef(path).damage
    assert finding.refuses
    assert finding.where["table"] == "holdings"
    assert finding.source == "6/CMA.4 annex VII"
