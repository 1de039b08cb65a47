"""Serial numbers in print: what is read comes out again, and what is no number is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.core.serials.form import Form, Registry, SerialError, SerialRange
from tallystick.core.serials.registries import FORMS, parse, write

BY_REGISTRY = pytest.mark.parametrize("form", FORMS, ids=lambda form: str(form.registry))
EXAMPLES = {form.registry: form.example for form in FORMS}


def told(text: str) -> str:
    with pytest.raises(SerialError) as refusal:
        parse(text)
    return refusal.value.message.en


def test_every_registry_has_one_form() -> None:
    assert [form.registry for form in FORMS] == list(Registry)


@BY_REGISTRY
def test_number_is_recognised_and_written_as_it_was_read(form: Form) -> None:
    numbers = parse(form.example)
    assert numbers.registry is form.registry
    assert write(numbers) == form.example
    assert [other.registry for other in FORMS if other.claims(form.example)] == [form.registry]


@given(
    form=st.sampled_from(FORMS),
    start=st.integers(1, 10**15),
    quantity=st.integers(1, 10**9),
)
def test_range_survives_writing_and_reading(form: Form, start: int, quantity: int) -> None:
    read = parse(form.example)
    end = start + quantity - 1
    numbers = SerialRange(read.registry, read.series, start, end, read.attributes)
    assert parse(write(numbers)) == numbers
    assert numbers.quantity == quantity


@pytest.mark.parametrize(
    ("registry", "series", "start", "end", "attributes"),
    [
        (
            Registry.VERRA,
            "19385-VCS-VCU-1507-VER-ET-14-1340-01012020-31122020-1",
            941467007,
            941467431,
            {"country": "ET", "project": "1340", "vintage": "2020"},
        ),
        (
            Registry.GOLD_STANDARD,
            "GS1-1-KE-GS11603-16-2025-30256",
            110,
            5463,
            {"country": "KE", "project": "GS11603", "vintage": "2025"},
        ),
        (
            Registry.KYOTO,
            "RW-5-2-2-0-6207",
            563732,
            586300,
            {"country": "RW", "project": "6207", "unit": "5", "activity": "0"},
        ),
        (
            Registry.CAR,
            "CAR-1-US-1008-27-845-WA-2015-2010",
            1,
            8645,
            {"country": "US", "project": "1008", "vintage": "2015"},
        ),
        (
            Registry.ACR,
            "ACR-US-102-2003-274",
            120158095,
            120158156,
            {"country": "US", "project": "102", "vintage": "2003"},
        ),
        (
            Registry.ART,
            "ART-GY-102-2021-11",
            2759599,
            2760598,
            {"country": "GY", "project": "102", "vintage": "2021"},
        ),
        (
            Registry.CERCARBONO,
            "CDC_7_3_1_323_14_CO_1_2_2018",
            4426,
            4971,
            {"country": "CO", "project": "7", "vintage": "2018"},
        ),
        (
            Registry.JCM,
            "JCM-MN006-2020",
            1,
            6063,
            {"country": "MN", "project": "MN006", "vintage": "2020"},
        ),
    ],
)
def test_series_is_all_but_the_running_number(
    registry: Registry, series: str, start: int, end: int, attributes: dict[str, str]
) -> None:
    numbers = parse(EXAMPLES[registry])
    assert (numbers.series, numbers.start, numbers.end) == (series, start, end)
    assert attributes.items() <= numbers.attributes.items()


def test_what_a_number_does_not_tell_is_left_out() -> None:
    assert "vintage" not in parse("CDC_1_1_1_321_14_1 1 to 546").attributes
    two_years = EXAMPLES[Registry.VERRA].replace("31122020", "31122021")
    assert "vintage" not in parse(two_years).attributes


@pytest.mark.parametrize(
    "text",
    [
        "RW-5-563732-2-2-0-6207 to RW-5-586300-2-2-0-6207",
        "RW-5-563732-2-2-0-6207-RW-5-586300-2-2-0-6207",
        " RW-5- 563732-2-2-0-6207 -\xa0RW-5-586300 -2-2-0- 6207",
        "RW-5-563732-2-2-0-6207Â\xa0 - RW-5-586300-2-2-0-6207Â\xa0",
        "RW – 5 - 563732 -2-2-0-6207 – RW â€“ 5 - 586300 -2-2-0-6207",
        "RW-5-563732-2-2-06207 - RW-5-586300-2-2-06207",
        "RW-05-00-563732-02-02-000-0006207 - RW-05-00-586300-02-02-000-0006207",
    ],
)
def test_spellings_of_a_kyoto_number_are_one_range(text: str) -> None:
    assert parse(text) == parse(EXAMPLES[Registry.KYOTO])
    assert write(parse(text)) == EXAMPLES[Registry.KYOTO]


@pytest.mark.parametrize(
    "text",
    [
        "CAR-ROC-US-2056-129-2283-WV-2025-8969-1 to 260294",
        "FCPF-CI-130-2023-20-1 to 46404",
        "GS1-1-KH-1020-16-2012-325-1-22283",
        "5134-211563279-211563308-VCU-029-MER-BR-14-844-08022010-31122010-0",
        "CDC_1_1_1_321_14_1_2009_BF 1 to 1283",
        "CDC_4_1_1_321_14_R1_XX_CO_1_2_BFC_2018 1 to 2",
        "TH-6-8023642-2-2-1-3483 - TH-6-8118609-2-2-1-3483",
    ],
)
def test_other_spellings_of_a_registry_are_written_as_they_were_read(text: str) -> None:
    assert write(parse(text)) == text


@BY_REGISTRY
def test_refusal_names_the_registry_and_what_it_expects(form: Form) -> None:
    message = told(form.example + "x")
    assert f"serial number of {form.registry}" in message
    assert form.example in message
    assert form.template in message


@pytest.mark.parametrize(
    "text", ["", "-", "15302296 - 15310755", "XYZ-1-2 to 3", "合符", "CA0001-GHA01-GHA-1-2022"]
)
def test_text_of_no_registry_is_refused_with_examples(text: str) -> None:
    message = told(text)
    assert all(form.example in message for form in FORMS)


@pytest.mark.parametrize(
    "text",
    [
        "IN-5-255145692-2-2-0-7379 - IN-255171762-2-2-0-7379",  # the last without its unit type
        "N-5-237485259-2-2-0-10288 - IN-5-237492845-2-2-0-10288",  # half a Party
        "NP-5-28372562-2-0-9572 - NP-5-28732572-2-0-9572",  # one commitment period
        "IN-5-223841989-1-1-0-362 - IN-5-223851229-2-2-0-362",  # two series
        "RW-5-563732-2-2-0-6207",  # one number, not a range
        "RW-9-563732-2-2-0-6207 - RW-9-586300-2-2-0-6207",  # no such unit type
    ],
)
def test_damaged_kyoto_number_is_refused(text: str) -> None:
    assert "serial number of CER" in told(text)


@pytest.mark.parametrize("text", ["ACR-US-102-2003-274-9 to 8", "GS1-1-KE-GS1-16-2025-2-7-3"])
def test_range_that_runs_backwards_is_refused(text: str) -> None:
    assert "is greater than last serial" in told(text)


def test_refusal_speaks_both_languages() -> None:
    with pytest.raises(SerialError) as refusal:
        parse("ACR-US-102-2003-274-x")
    assert "不是 ACR 的序列号" in refusal.value.message.zh
    assert isinstance(refusal.value, ValueError)


@given(text=st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        numbers = parse(text)
    except SerialError:
        return
    assert numbers.start <= numbers.end
