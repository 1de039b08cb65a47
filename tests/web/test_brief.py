"""Pages tell the same numbers whether they add up the whole journal or the one in brief."""

import io
import re
import time
from collections.abc import Iterator
from contextlib import suppress

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client

from tallystick.io.aef_export import years_to_report
from tallystick.ledger import open_ledger
from tallystick.ledger.control.history import standing_journal
from tallystick.ledger.country import countries
from tallystick.ledger.reading import reading
from tallystick.web import brief
from tallystick.web.brief import BeingCountedError, Journal, Journals, standing
from tallystick.web.public import digest
from tallystick.web.regulator import links
from web.conftest import Demo, SignedIn

PATIENCE_SECONDS = 120
PENDING = "are being worked out"
PAGES = (
    ("authority_officer", "GHA", "authority/GHA/position/"),
    ("authority_officer", "GHA", "authority/GHA/position/?emissions=2026:+1000&transfers="),
    ("authority_officer", "GHA", "authority/GHA/position/2025/23(c)/"),
    ("authority_officer", "GHA", "authority/GHA/reports/"),
    ("authority_officer", "GHA", "authority/GHA/reports/summary/"),
    ("authority_officer", "CHE", "authority/CHE/position/2025/23(e)/"),
    ("authority_officer", "CHE", "authority/CHE/reports/summary/"),
    ("public", "", "parties/CHE/"),
    ("public", "", "map/"),
)


@pytest.fixture
def long(demo: Demo, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Take the journal of the demonstration for a long one that nobody has counted yet."""
    cache.delete(brief._key(demo.place))
    monkeypatch.setattr(brief, "_journals", Journals())
    monkeypatch.setattr(brief, "SMALL", 0)
    yield
    cache.delete(brief._key(demo.place))


def counted(place: str) -> Journal:
    """Wait until the journal in brief is there."""
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        with suppress(BeingCountedError), open_ledger(place) as ledger:
            found = standing(ledger)
            assert found.is_brief
            return found
        assert time.monotonic() < until
        time.sleep(0.05)


def numbers(client: Client, path: str) -> list[str]:
    """Return the cells and figures of a page, in order."""
    text = client.get(f"/en/{path}").content.decode()
    assert PENDING not in text
    return re.findall(r"<(?:td|strong|h1|h3|p class=\"figure\")[^>]*>(.*?)</", text, re.DOTALL)


@pytest.mark.parametrize(("role", "party", "path"), PAGES)
def test_a_page_tells_the_same_of_a_long_journal(
    demo: Demo,
    signed_in: SignedIn,
    role: str,
    party: str,
    path: str,
    request: pytest.FixtureRequest,
) -> None:
    client = signed_in(role, party) if party else signed_in(role)
    before = numbers(client, path)
    request.getfixturevalue("long")
    counted(demo.place)
    assert numbers(client, path) == before
    assert before


def test_until_a_long_journal_is_counted_pages_say_so(
    demo: Demo, signed_in: SignedIn, long: None
) -> None:
    client = signed_in("authority_officer", "GHA")
    for path in ("position/", "position/2025/23(c)/", "reports/", "reports/summary/"):
        cache.delete(brief._key(demo.place))
        brief._journals._known.clear()
        answer = client.get(f"/en/authority/GHA/{path}")
        assert answer.status_code == 503
        assert PENDING in answer.content.decode(), path
    counted(demo.place)


def test_what_is_added_up_in_brief_is_what_the_whole_journal_comes_to(
    demo: Demo, long: None
) -> None:
    short = counted(demo.place).legs
    with open_ledger(demo.place) as ledger:
        whole = standing_journal(ledger)
        for add_up in (digest._flows, links._yearly, countries):
            told, expected = add_up(ledger, short), add_up(ledger, whole)
            assert _without_findings(told) == _without_findings(expected)
        for party in {ndc.party for ndc in ledger.ndcs()}:
            assert years_to_report(ledger, party, 2026, short) == (
                years_to_report(ledger, party, 2026, whole)
            )


def _without_findings(told: object) -> object:
    """Leave out findings, which name entries where there are some."""
    if isinstance(told, dict):
        return {key: _without_findings(one) for key, one in told.items() if key != "findings"}
    return [_without_findings(one) for one in told] if isinstance(told, list) else told


def test_the_command_counts_anew_and_compares(demo: Demo, long: None) -> None:
    def said() -> str:
        heard = io.StringIO()
        call_command("brief", stdout=heard)
        return heard.getvalue()

    assert "nothing was kept" in said()
    assert "is the same" in said()
    book = brief.kept(demo.place)
    assert book is not None
    book.lives[next(iter(book.lives))] += 1
    brief.keep(demo.place, book)
    assert "WRONG" in said()
    assert "is the same" in said()


def test_sums_are_kept_for_as_long_as_nothing_is_posted(demo: Demo, long: None) -> None:
    counted(demo.place)
    with reading(demo.place) as reader:
        once = digest.flows(reader, demo.place)
        assert once is not None
        assert digest.flows(reader, demo.place) is once
