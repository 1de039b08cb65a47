"""One ledger for many threads: what is asked while others are written is written with the next."""

from collections.abc import Iterator
from concurrent.futures import Future
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from types import TracebackType
from typing import Self

from tallystick.article6.postings.records import Posting
from tallystick.ledger.errors import LedgerError
from tallystick.ledger.ledger import Ledger
from tallystick.ledger.posting import Answer, Receipt

GROUP_MAX = 256
"""How many postings are committed together at most; whoever asks waits for all of them."""

Asked = tuple[str, Posting, "Future[Answer]"]


class SharedLedger:
    """Posts for many threads through one ledger, which from now on belongs to a thread of its own.

    Each posting is judged and answered by itself, as `Ledger.post` does, and durable when it is
    answered; those that come while others are written share the next commit.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._asked: SimpleQueue[Asked | None] = SimpleQueue()
        self._closing = Lock()
        self._closed = False
        self._writer = Thread(target=self._serve, name="ledger writer", daemon=True)
        self._writer.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def post(self, posting: Posting, *, key: str) -> Receipt:
        """Post as `Ledger.post` does; raises LedgerError once this is closed."""
        answered: Future[Answer] = Future()
        with self._closing:
            if self._closed:
                raise LedgerError("the ledger is closed; open it anew")
            self._asked.put((key, posting, answered))
        answer = answered.result()
        if isinstance(answer, Receipt):
            return answer
        raise answer

    def close(self) -> None:
        """Answer what has been asked, then let go of the database."""
        with self._closing:
            if not self._closed:
                self._closed = True
                self._asked.put(None)
        self._writer.join()

    def _serve(self) -> None:
        with self._ledger as ledger:
            while group := self._next():
                _answer(ledger, group)

    def _next(self) -> list[Asked]:
        """Wait for a posting and return it with all that wait behind it; none, at the end."""
        group: list[Asked] = []
        for asked in self._waiting():
            if asked is None:
                if group:
                    self._asked.put(None)
                break
            group.append(asked)
            if len(group) == GROUP_MAX:
                break
        return group

    def _waiting(self) -> Iterator[Asked | None]:
        yield self._asked.get()
        try:
            while True:
                yield self._asked.get_nowait()
        except Empty:
            return


def _answer(ledger: Ledger, group: list[Asked]) -> None:
    """Write a group and answer each of its postings; what fails is told to those not answered."""
    waiting = iter(group)
    try:
        answers = ledger.post_many([(key, posting) for key, posting, _ in group], every=len(group))
        for answer in answers:
            next(waiting)[2].set_result(answer)
    except Exception as error:
        for _, _, answered in waiting:
            answered.set_exception(error)
