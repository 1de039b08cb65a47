"""Things made ahead come in their order, and what goes wrong is told where it is due."""

from collections.abc import Iterator
from threading import Event, current_thread

import pytest

from tallystick.ledger.ahead import ROOM, ahead


def test_items_come_in_their_order_from_another_thread() -> None:
    made = list(ahead((number, current_thread()) for number in range(9)))
    assert [number for number, _ in made] == list(range(9))
    assert current_thread() not in {thread for _, thread in made}


def test_error_comes_after_the_items_before_it() -> None:
    def failing() -> Iterator[int]:
        yield 1
        raise ValueError("two")

    coming = ahead(failing())
    assert next(coming) == 1
    with pytest.raises(ValueError, match="two"):
        next(coming)


def test_no_more_is_made_than_there_is_room_for() -> None:
    enough, made = Event(), list[int]()

    def counting() -> Iterator[int]:
        for number in range(99):
            made.append(number)
            if number == ROOM:
                enough.set()
            yield number

    coming = ahead(counting())
    assert next(coming) == 0
    assert enough.wait(10)
    coming.close()
    assert len(made) == ROOM + 1
