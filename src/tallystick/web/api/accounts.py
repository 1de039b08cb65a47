"""Operations on the accounts one answers for: the list, and what one of them demands and ended."""

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Query, Schema

from tallystick.article6.postings.control_records import SetControls
from tallystick.article6.postings.records import OpenAccount
from tallystick.ledger.bodies import plain
from tallystick.ledger.reading import reading
from tallystick.web.api.answers import CSV_TOO, GUARDED, listed, page_model
from tallystick.web.api.callers import KNOWN, caller
from tallystick.web.api.operations import router
from tallystick.web.api.paging import PageQuery
from tallystick.web.api.postings_in import Name
from tallystick.web.api.problems import unknown
from tallystick.web.entity.accounts import ended_of, within_reach
from tallystick.web.opendata.listing import Columns, sliced
from tallystick.web.places import ledger_place

PERMISSION = "account.read"


class AccountRow(Schema):
    """An account as it was opened."""

    id: str
    name: str
    party: str
    account_kind: str
    on: date


class EndedOut(Schema):
    """Units that the account used or cancelled, and the posting by which it did."""

    on: date
    first_id: str
    last_id: str
    quantity_t: int
    posting: int
    is_cancelled: bool


class AccountOut(AccountRow):
    """An account with what it demands of movements now, and what it lately ended."""

    controls: dict[str, Any] | None
    ended: list[EndedOut]


ACCOUNTS = Columns("accounts", AccountRow)


@router.get(
    "/accounts",
    response={200: page_model(ACCOUNTS), **GUARDED},
    openapi_extra=CSV_TOO,
    tags=["read"],
    auth=KNOWN,
)
def accounts(request: HttpRequest, asked: Query[PageQuery]) -> Any:
    """List the accounts one may see, by id; asks for `account.read`."""
    asks = caller(request)
    asks.hold(PERMISSION)
    with reading(ledger_place()) as reader:
        found = within_reach(asks.user, PERMISSION, reader)
    rows = [_row(one) for _, one in sorted(found.items())]
    return listed(request, ACCOUNTS, sliced(rows, asked.asked()))


@router.get("/accounts/{account}", response={200: AccountOut, **GUARDED}, tags=["read"], auth=KNOWN)
def account(request: HttpRequest, account: Annotated[Name, Path()]) -> Any:
    """Return an account with its demands and what it ended; asks for `account.read`."""
    with reading(ledger_place()) as reader:
        found: list[OpenAccount] = reader.records(OpenAccount, account)
        party = found[-1].party if found else ""
        caller(request).require(PERMISSION, party=party, account=account)
        if not found:
            raise unknown(account)
        controls: list[SetControls] = reader.records(SetControls, account)
        ended = list(ended_of(reader, found[-1]))
    demands = plain(controls[-1]) if controls else None
    return {**_row(found[-1]), "controls": demands, "ended": ended}


def _row(one: OpenAccount) -> dict[str, Any]:
    return {name: getattr(one, name) for name in AccountRow.model_fields}
