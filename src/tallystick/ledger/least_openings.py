"""The opening balances that a transaction log presupposes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from tallystick.ledger.replay_log import LogRow


def least_openings(rows: Iterable[LogRow], balances: Mapping[str, int]) -> dict[str, int]:
    """Return the least units that accounts need beforehand so that none ever falls below 0.

    Rows count in their order, on top of the balances given. Units leave before they arrive, so
    that an account that transfers to itself must hold what it transfers; ranges need no balance.
    """
    position = defaultdict(int, balances)
    lowest: dict[str, int] = defaultdict(int)
    for row in rows:
        if row.series is None:
            position[row.from_account] -= row.units
            left = position[row.from_account]
            lowest[row.from_account] = min(lowest[row.from_account], left)
            position[row.to_account] += row.units
    return {account: -lowest[account] for account in sorted(lowest) if lowest[account] < 0}
