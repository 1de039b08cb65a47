"""A sequencer for the tests that is killed when it wants to run one statement too many."""

import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from dying_writer import Countdown

from tallystick.ledger.log import sequencer
from tallystick.ledger.log.keyplace import signing_key
from tallystick.ledger.opening import store_at
from tallystick.ledger.store import Row


def main(place: str, statements: int) -> None:
    sequencer.BATCH = sequencer.ROUND = 10
    with closing(store_at(place)) as store:
        key = signing_key(store, place)
        assert key is not None
        countdown, execute = Countdown(statements), store.execute

        def counted(sql: str, values: Sequence[object] = ()) -> list[Row]:
            countdown.step()
            return execute(sql, values)

        # The dialect follows from the class of the store.
        store.execute = counted  # type: ignore[method-assign]  # this store alone
        sequencer.sequence(store, key)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
