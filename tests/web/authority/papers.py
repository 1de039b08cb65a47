"""Papers that the tests of the authority's workspace fill in and send."""

import re
from datetime import date
from typing import Any
from uuid import uuid4

from django.test import Client

from tallystick import law

KEY = re.compile(r'name="key" value="([^"]+)"')
REVISION = re.compile(r'name="revision" value="([^"]+)"')


def key_of(page: str) -> str:
    """Return the first key that a page's forms carry."""
    found = KEY.search(page)
    assert found, "no form with a key"
    return found[1]


def revision_of(page: str) -> str:
    """Return the first revision that a page's forms carry."""
    found = REVISION.search(page)
    assert found, "no form with a revision"
    return found[1]


def sent(**fields: Any) -> dict[str, Any]:
    """Return the fields of a form with a key of their own."""
    return {"key": str(uuid4()), **fields}


def approach(identifier: str, other: str = "CHE") -> dict[str, Any]:
    """Return the form of a cooperative approach with another Party."""
    titles = {"title_en": "Clean cooking", "title_zh": "清洁炉灶"}
    return sent(id=identifier, on="2022-01-10", parties=other, **titles)


def authorization(identifier: str, approach: str, **more: Any) -> dict[str, Any]:
    """Return the form of an authorization that states all fourteen elements."""
    return {
        "id": identifier,
        "date": "2024-03-01",
        "approach": approach,
        "parties": "CHE",
        "expires": "2031-12-31",
        "final_event": "2031-12-31",
        "purposes": ["NDC"],
        "frameworks": "Gold Standard",
        "circumstances": "reversal",
        "process": "notice of 30 days",
        "quantity_t": "5000",
        "tracking_registry": "Ghana Carbon Registry",
        "underlying_registries": "Gold Standard Impact Registry",
        "first_year": "2021",
        "last_year": "2030",
        "gases": "CO2",
        "sectors": "Energy generation",
        "activity_types": "Energy Efficiency households",
        "revision": "0",
        **more,
    }


def initial_report(approaches: list[str], on: date = date(2022, 2, 1)) -> dict[str, Any]:
    """Return the form of an initial report with a value for every element."""
    told: dict[str, Any] = {
        "submitted": on.isoformat(),
        "form": "absolute",
        "btr_submitted": "false",
        "approaches": approaches,
        "revision": "0",
    }
    for place, outline in [("party", "initial"), *((one, "approach") for one in approaches)]:
        for element in law.outline(outline).elements:
            told[f"{place}.{element.name}"] = VALUES[element.kind]
    return told


VALUES = {
    "text": "as described",
    "number": "1000",
    "words": "one",
    "parties": "GHA\nCHE",
    "by_year": "\n".join(f"{year}: 1000" for year in range(2021, 2031)),
}


def units(approach: str, **more: Any) -> dict[str, Any]:
    """Return the form of an action on a hundred units of an approach."""
    series = f"{approach}-GHA01-GHA-2021"
    return sent(series=series, first="1", last="100", **more)


def saved_initial(client: Client, party: str, told: dict[str, Any]) -> str:
    """Save an initial report over the draft that is open, and return the page."""
    path = f"/en/authority/{party}/reports/initial/"
    opened = client.get(path).content.decode()
    answer = client.post(path, {**told, "revision": revision_of(opened)})
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


def filed_initial(drafter: Client, focal: Client, party: str, told: dict[str, Any]) -> None:
    """Draft an initial report and have the focal point file it."""
    saved_initial(drafter, party, told)
    path = f"/en/authority/{party}/reports/initial/"
    page = focal.get(path).content.decode()
    answer = focal.post(
        f"{path}file/", {"key": key_of(page), "revision": revision_of(page)}, follow=True
    )
    assert "Filed, and kept as it was filed." in answer.content.decode()
