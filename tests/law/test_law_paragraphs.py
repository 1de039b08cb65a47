"""Paragraphs are glossed in both languages and found by their citation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick import law, linking, market
from tallystick.article6.rulebooks import rulebooks
from tallystick.law.decisions import STATUSES

IDS = sorted(law.paragraphs())
LINE_MAX = 160


def resolves(citation: str) -> bool:
    try:
        law.paragraph(citation)
    except KeyError:
        return False
    return True


def test_every_rule_cites_a_paragraph_that_is_there() -> None:
    lost = {
        f"{rule.code}: {rule.source}"
        for book in rulebooks(linking, market)
        for rule in book.rules
        if not resolves(rule.source)
    }
    assert not lost


def test_every_datum_cites_a_paragraph_that_is_there() -> None:
    cited = [value.source for values in law.parameters().values() for value in values]
    cited += [row.source for row in law.summary_rows()]
    for name in ("five_table", "legacy"):
        cited += [field.source for fields in law.layout(name).values() for field in fields]
    assert not [source for source in cited if not resolves(source)]


@pytest.mark.parametrize("row", law.summary_rows(), ids=lambda row: row.para)
def test_rows_of_the_summary_are_glossed_paragraphs(row: law.SummaryRow) -> None:
    decision = "18/CMA.1" if row.para.startswith("77") else "2/CMA.3"
    assert f"{decision} annex para {row.para}" in law.paragraphs()


@pytest.mark.parametrize("citation", IDS)
def test_every_paragraph_has_a_short_gloss_in_both_languages(citation: str) -> None:
    paragraph = law.paragraphs()[citation]
    assert paragraph.id == citation
    assert paragraph.gloss_en.isascii()
    assert paragraph.gloss_en.endswith(".")
    assert paragraph.gloss_zh.endswith("。")
    assert any("一" <= character <= "鿿" for character in paragraph.gloss_zh)
    assert max(len(paragraph.gloss_en), len(paragraph.gloss_zh)) <= LINE_MAX
    assert paragraph.status in STATUSES
    assert paragraph.source


def test_paragraph_is_verified_only_when_the_original_was_read() -> None:
    assert law.paragraph("2/CMA.3 annex para 8(a)").verified
    assert law.paragraph("4/CMA.6 para 15").status == "corrected"
    assert not law.paragraph("AEF nomenclature 2026-02-17 list 16(b)").verified
    assert law.paragraph("Tallystick design").status == "design"
    assert not law.paragraph("Tallystick design").verified


@pytest.mark.parametrize("number", range(1, 41))
def test_all_forty_paragraphs_of_the_glasgow_guidance_are_there(number: int) -> None:
    assert f"2/CMA.3 annex para {number}" in law.paragraphs()


@pytest.mark.parametrize(
    ("citation", "found"),
    [
        ("2/CMA.3 annex para 23(k)(ii)", "2/CMA.3 annex para 23(k)(ii)"),
        ("2/CMA.3 annex para 29(z)", "2/CMA.3 annex para 29"),
        ("6/CMA.4 annex I para 5(c)(i)", "6/CMA.4 annex I para 5"),
        ("6/CMA.4 annex VII", "6/CMA.4 annex VII"),
        ("4/CMA.6 para 12; 2/CMA.3 annex para 2(b)", "4/CMA.6 para 12"),
    ],
)
def test_citation_finds_the_paragraph_or_its_parent(citation: str, found: str) -> None:
    assert law.paragraph(citation).id == found


@pytest.mark.parametrize(
    "citation",
    [
        "",
        "2/CMA.3",
        "2/CMA.3 annex para 41",
        "9/CMA.9 para 1(a)",
        "(a)",
        "4/CMA.6 para 12; nothing",
    ],
)
def test_citation_of_nothing_is_refused_by_name(citation: str) -> None:
    with pytest.raises(KeyError, match="cites no paragraph"):
        law.paragraph(citation)


@given(st.sampled_from(IDS), st.lists(st.sampled_from(["(p)", "(ix)", "(3)"]), max_size=3))
def test_letter_without_an_entry_falls_back_to_what_is_above_it(
    citation: str, letters: list[str]
) -> None:
    assert law.paragraph(citation + "".join(letters)).id == citation
