"""The Party's own units by authorization and vintage, with their first transfers dated."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from tallystick.article6.account.values import Account, Action, Authorization
from tallystick.article6.first_transfer import Dating, date_first_transfers
from tallystick.core.actions import ActionType


@dataclass(frozen=True, slots=True)
class Pool:
    """The units of one authorization and vintage, what happened to them, and when they left."""

    authorization: Authorization
    vintage: int
    events: tuple[Action, ...]
    dating: Dating


def form_pools(account: Account, actions: Iterable[Action]) -> tuple[Pool, ...]:
    """Gather the actions on the Party's own units, leaving out what cannot be dated.

    Acquisitions and uses towards the NDC concern what another Party has first transferred.
    """
    events: dict[tuple[str, int], list[Action]] = defaultdict(list)
    for action in actions:
        if action.authorization is None or action.authorization not in account.authorizations:
            continue
        if action.type is not ActionType.ACQUISITION and not action.is_ndc_use:
            events[action.authorization, action.vintage].append(action)
    return tuple(
        _pool(account.authorizations[authorization], vintage, tuple(listed))
        for (authorization, vintage), listed in events.items()
        if account.authorizations[authorization].is_resolved
    )


def _pool(authorization: Authorization, vintage: int, events: tuple[Action, ...]) -> Pool:
    dating = date_first_transfers(
        authorization.purposes, authorization.definition, authorization.on, events
    )
    return Pool(authorization, vintage, events, dating)
