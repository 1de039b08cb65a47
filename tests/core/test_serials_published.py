"""The serial numbers the registries have published, each list read to its last row."""

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from tallystick.core.overlaps import find_overlaps
from tallystick.core.serials.form import Registry, SerialError, SerialRange
from tallystick.core.serials.registries import parse, write

DATA = Path(__file__).parents[3] / "shared" / "data"
LISTS = DATA / "voluntary_serials"
SAMPLES = DATA / "offsets_db_sample"
pytestmark = pytest.mark.skipif(
    not LISTS.exists(), reason="the reference data is not beside the checkout"
)

Row = dict[str, str]
CREDITS = "Credit Serial Numbers", "Quantity of Credits"
OFFSETS = "Offset Credit Serial Numbers", "Quantity of Offset Credits"
SERIAL = "Serial Number", "Quantity"

GOLD_UNREADABLE = {
    **dict.fromkeys((*range(3292, 3297), *range(4125, 4130)), "two bare numbers"),
    **dict.fromkeys((3278, 3279, 4970, 4971, 4972, 5995, 5996, 5997), "no unit type at the end"),
    **dict.fromkeys((6783, 6784, 6785, 7632, 7633), "no unit type"),
    **dict.fromkeys((4973, 4974), "one letter for the Party"),
    **dict.fromkeys((3684, 3685, 6612, 6613, 6620, 6621), "one commitment period"),
    **dict.fromkeys((4024, 7519), "two series"),
    **dict.fromkeys((3752, 4357), "backwards"),
}
"""The rows of the Gold Standard list that state no range, each seen by eye."""


def rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def number(text: str) -> int:
    return int(text.replace(",", ""))


def read(path: Path, columns: tuple[str, str]) -> list[tuple[SerialRange, int]]:
    serial, quantity = columns
    return [(parse(row[serial]), number(row[quantity])) for row in rows(path)]


def overlapping(ranges: list[SerialRange]) -> tuple[int, int]:
    found = find_overlaps(
        pl.DataFrame(
            {
                "series": pl.Series([one.series for one in ranges], dtype=pl.Categorical),
                "start": [one.start for one in ranges],
                "end": [one.end for one in ranges],
            }
        )
    )
    return found.overlapping, found.duplicates


def compared(ranges: list[SerialRange]) -> tuple[int, int]:
    """Compare each range with every earlier one of its series, one by one."""
    by_series = defaultdict(list)
    for one in ranges:
        by_series[one.series].append((one.start, one.end))
    taken = equal = 0
    for numbers in by_series.values():
        numbers.sort()
        for place, (start, end) in enumerate(numbers):
            earlier = numbers[:place]
            taken += any(last >= start for _, last in earlier)
            equal += (start, end) in earlier
    return taken, equal


@pytest.mark.parametrize(
    ("name", "registry", "count"),
    [("CAR_retirements.csv", Registry.CAR, 5_351), ("ACR_retirements.csv", Registry.ACR, 2_637)],
)
def test_every_retirement_matches_its_quantity_and_none_overlap(
    name: str, registry: Registry, count: int
) -> None:
    ranges = read(LISTS / name, OFFSETS)
    assert len(ranges) == count
    assert {numbers.registry for numbers, _ in ranges} == {registry}
    assert [numbers.quantity for numbers, _ in ranges] == [quantity for _, quantity in ranges]
    assert overlapping([numbers for numbers, _ in ranges]) == (0, 0)


@pytest.mark.parametrize("name", ["CAR_retirements.csv", "ACR_retirements.csv"])
def test_number_tells_the_project_and_vintage_of_its_row(name: str) -> None:
    for row in rows(LISTS / name):
        numbers = parse(row[OFFSETS[0]])
        assert row["Project ID"] == f"{numbers.registry}{numbers.attributes['project']}"
        assert row["Vintage"] == numbers.attributes["vintage"]
        assert write(numbers) == row[OFFSETS[0]]


@pytest.fixture(scope="module")
def gold() -> dict[int, tuple[SerialRange | None, Row]]:
    """The Gold Standard list by row of the file, with what could be read."""
    read_rows: dict[int, tuple[SerialRange | None, Row]] = {}
    for place, row in enumerate(rows(LISTS / "GOLD_issuances.csv"), start=2):
        try:
            read_rows[place] = parse(row[SERIAL[0]]), row
        except SerialError:
            read_rows[place] = None, row
    return read_rows


Gold = dict[int, tuple[SerialRange | None, Row]]


def matching(gold: Gold, wanted: Callable[[SerialRange, str], bool]) -> Counter[bool]:
    return Counter(
        numbers.quantity == number(row[SERIAL[1]])
        for numbers, row in gold.values()
        if numbers and wanted(numbers, row[SERIAL[0]])
    )


def test_gold_standard_numbers_match_but_for_one(gold: Gold) -> None:
    assert len(gold) == 8_083
    own = matching(gold, lambda _, text: re.match(r"GS\d-\d-[A-Z]{2}-GS", text) is not None)
    assert own == {True: 6_090, False: 1}
    older = matching(gold, lambda _, text: re.match(r"GS\d-\d-[A-Z]{2}-\d", text) is not None)
    assert older == {True: 362}


def test_kyoto_numbers_in_the_gold_standard_list_are_read_with_their_irregular_spellings(
    gold: Gold,
) -> None:
    kyoto = matching(gold, lambda numbers, _: numbers.registry is Registry.KYOTO)
    assert kyoto == {True: 1_560, False: 35}
    described = 1_522, 1_467  # read and matching when only spaces are forgiven
    assert (kyoto.total(), kyoto[True]) >= described
    assert 6_091 + 362 + kyoto.total() + len(GOLD_UNREADABLE) == len(gold)


def test_rows_refused_are_those_that_state_no_range(gold: Gold) -> None:
    refused = {place for place, (numbers, _) in gold.items() if numbers is None}
    assert refused == set(GOLD_UNREADABLE)


def test_overlaps_in_the_gold_standard_list_are_the_real_ones(gold: Gold) -> None:
    ranges = [numbers for numbers, _ in gold.values() if numbers]
    taken, equal = overlapping(ranges)
    assert (taken, equal) == compared(ranges)
    assert equal == 1


def test_one_mistyped_number_accounts_for_most_overlaps(gold: Gold) -> None:
    mistyped = "CN-5-107471245-2-2-0-2898 - CN-5-1074720411-2-2-0-2898"
    ranges = [numbers for numbers, row in gold.values() if numbers and row[SERIAL[0]] != mistyped]
    assert overlapping(ranges) == compared(ranges)
    assert overlapping(ranges)[0] < 10


@pytest.mark.parametrize(
    ("name", "columns", "registries"),
    [
        ("verra/transactions.csv", ("Serial Number", "Quantity Issued"), {Registry.VERRA}),
        ("gold-standard/issuances.csv", SERIAL, {Registry.GOLD_STANDARD, Registry.KYOTO}),
        ("climate-action-reserve/retirements.csv", OFFSETS, {Registry.CAR}),
        ("climate-action-reserve/cancellations.csv", OFFSETS, {Registry.CAR}),
        ("american-carbon-registry/retirements.csv", CREDITS, {Registry.ACR}),
        ("american-carbon-registry/cancellations.csv", CREDITS, {Registry.ACR}),
        ("art-trees/retirements.csv", CREDITS, {Registry.ART}),
        ("art-trees/cancellations.csv", CREDITS, {Registry.ART}),
    ],
)
def test_published_samples_match_their_quantity(
    name: str, columns: tuple[str, str], registries: set[Registry]
) -> None:
    ranges = read(SAMPLES / name, columns)
    assert ranges
    assert {numbers.registry for numbers, _ in ranges} == registries
    assert [numbers.quantity for numbers, _ in ranges] == [quantity for _, quantity in ranges]


def test_published_cercarbono_samples_match_their_quantity() -> None:
    retired = rows(SAMPLES / "cercarbono" / "retirements.csv")
    for row in retired:
        numbers = parse(f"{row['serial']} {row['from']} to {row['to']}")
        assert numbers.quantity == number(row["quantity"])
        assert numbers.attributes["project"] == row["project_id"]
        assert numbers.attributes.get("vintage", row["vintage"]) == row["vintage"]
    for row in rows(SAMPLES / "cercarbono" / "issuances.csv"):
        numbers = parse(f"{row['serial']} 1 to {row['issued_quantity']}")
        assert numbers.series == row["serial"]
    assert retired


def test_jcm_numbers_are_built_on_published_project_references() -> None:
    projects = rows(DATA / "jcm_puro_gs" / "jcm_mn_projects_all_jcm.csv")
    for row in projects:
        numbers = parse(f"JCM-{row['reference_no']}-2024-1 to 10")
        assert numbers.attributes["project"] == row["reference_no"]
    assert projects
