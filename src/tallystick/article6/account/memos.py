"""First transfers towards an NDC to a state that is no Party: memo flows without adjustment."""

from tallystick.article6.account.values import Account, Action
from tallystick.article6.guard import Flow, Treatment, treat
from tallystick.article6.parties import PARTIES
from tallystick.core.actions import ActionType
from tallystick.core.findings import Finding


def memo(action: Action, account: Account) -> list[Finding]:
    """Say why an action is a memo flow that enters no balance; nothing where it is none.

    A receiver that is named otherwise than by the code of a state is not asked about.
    """
    authorization = account.authorizations.get(action.authorization or "")
    receiver = action.counterparty
    if action.type is not ActionType.FIRST_TRANSFER or authorization is None:
        return []
    if receiver not in PARTIES or receiver == account.party:
        return []
    purposes = authorization.purposes
    treated = treat(Flow(account.party, receiver, action.on, action.quantity_t, purposes))
    if treated.treatment is not Treatment.MEMO:
        return []
    return [one.at(**action.origin) for one in treated.findings]
