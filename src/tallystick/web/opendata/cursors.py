"""Where a page of a list ended, as text that says nothing to whoever carries it."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode


class BadCursorError(ValueError):
    """A cursor is not one that this list has given out."""


def write_cursor(*place: int | str) -> str:
    """Write the place after which the next page begins."""
    return urlsafe_b64encode(json.dumps(place).encode()).decode().rstrip("=")


def read_cursor(text: str | None, *kinds: type[int] | type[str]) -> tuple[int | str, ...] | None:
    """Read a place back; None stands for the beginning. Raises BadCursorError."""
    if not text:
        return None
    try:
        place = json.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except ValueError as error:
        raise BadCursorError(text) from error
    fits = isinstance(place, list) and [type(one) for one in place] == list(kinds)
    if not fits or any(isinstance(one, int) and abs(one) >= 1 << 63 for one in place):
        raise BadCursorError(text)
    return tuple(place)
