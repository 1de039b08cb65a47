"""Making things in a thread of their own while those made before are used."""

from collections import deque
from collections.abc import Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import TypeVar

ROOM = 8
"""So many things are made before they are asked for."""

Item = TypeVar("Item")


def ahead(made: Iterable[Item]) -> Generator[Item, None, None]:
    """Give items in their order; what making one of them raises is raised where it is due."""
    items = iter(made)
    maker = ThreadPoolExecutor(1)
    coming = deque[Future[list[Item]]]()

    def one() -> list[Item]:
        return list(islice(items, 1))

    try:
        coming.extend(maker.submit(one) for _ in range(ROOM))
        while item := coming.popleft().result():
            coming.append(maker.submit(one))
            yield from item
    finally:
        maker.shutdown(cancel_futures=True)
