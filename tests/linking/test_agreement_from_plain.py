"""An agreement kept as plain values is the agreement that was put in."""

import json

import pytest

from tallystick.io.catalogue import catalogue
from tallystick.linking.agreement.plain import to_plain
from tallystick.linking.agreement.reading import from_plain


@pytest.mark.parametrize("full", [True, False])
def test_every_agreement_of_the_catalogue_comes_back_as_it_was(full: bool) -> None:
    for one in catalogue().values():
        assert from_plain(json.loads(json.dumps(to_plain(one, full=full)))) == one


@pytest.mark.parametrize(
    "plain",
    [
        {},
        {"agreement": "x", "form": "treaty"},
        {"agreement": "x", "form": "song", "parties": []},
        {"agreement": "x", "form": "treaty", "parties": ["CHE"]},
        {"agreement": "x", "form": "treaty", "parties": [], "colour": "red"},
    ],
)
def test_what_is_no_agreement_is_refused(plain: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"."):
        from_plain(plain)
