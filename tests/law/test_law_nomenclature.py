"""Nomenclatures are closed, dated lists in the spelling of their source."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick import law
from tallystick.law.files import DATA, read_json

LISTS = {
    "action_type": 7,
    "action_subtype": 10,
    "metric": 2,
    "sector": 9,
    "activity_type": 27,
    "mitigation_type": 3,
    "purpose": 7,
    "first_transfer_definition": 3,
    "first_transfer_event": 4,
    "underlying_registry": 12,
    "account_type": 7,
    "unit_type": 6,
    "legacy_sector": 4,
}
SPELLINGS = [(name, other) for name in LISTS for other in law.spellings(name)]


@pytest.mark.parametrize(("name", "size"), LISTS.items())
def test_list_has_its_values_once_each(name: str, size: int) -> None:
    values = law.nomenclature(name)
    assert len(values) == len({value.casefold() for value in values}) == size
    assert law.paragraph(law.list_source(name))


def test_edition_carries_its_date_in_name_and_content() -> None:
    name = f"nomenclature-{law.NOMENCLATURE_DATE}.json"
    assert [path.name for path in DATA.glob("nomenclature-*.json")] == [name]
    assert read_json(name)["date"] == str(law.NOMENCLATURE_DATE)


def test_lists_that_exist_are_the_lists_that_are_tested() -> None:
    assert set(read_json(f"nomenclature-{law.NOMENCLATURE_DATE}.json")["lists"]) == set(LISTS)


@pytest.mark.parametrize("call", [law.nomenclature, law.spellings, law.list_source])
def test_unknown_list_is_refused_with_the_known_ones(call: object) -> None:
    assert callable(call)
    with pytest.raises(KeyError, match="action_type"):
        call("colour")


@given(st.sampled_from(SPELLINGS))
def test_other_spelling_leads_to_a_value_and_is_none_itself(spelling: tuple[str, str]) -> None:
    name, other = spelling
    assert law.spellings(name)[other] in law.nomenclature(name)
    assert other not in {value.casefold() for value in law.nomenclature(name)}
    assert other == other.casefold()


@pytest.mark.parametrize(
    ("name", "printed", "value"),
    [
        ("first_transfer_definition", "Authorization", "Authorisation"),
        ("action_type", "Aquisition", "Acquisition"),
        ("activity_type", "CO2 usage", "C02 usage"),
    ],
)
def test_spelling_of_the_decision_is_known(name: str, printed: str, value: str) -> None:
    assert law.spellings(name)[printed.casefold()] == value


def test_subtypes_belong_to_their_list_and_to_a_type() -> None:
    known = set(law.nomenclature("action_subtype"))
    for action_type in law.nomenclature("action_type"):
        assert set(law.subtypes(action_type)) <= known
    assert "First transfer to another Party" in law.subtypes("First transfer")
    assert law.subtypes("Voluntary Cancellation") == law.subtypes("Cancellation")


def test_type_without_subtypes_and_unknown_type_have_none() -> None:
    assert law.subtypes("Use") == ()
    assert law.subtypes("Retirement") == ()
