"""Operations that read: every public list, single things, proofs, holdings, proposals."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Path, Query, Schema

from tallystick import law
from tallystick.article6.parties import PARTIES
from tallystick.article6.postings.control_approvals import Propose
from tallystick.article6.postings.records import Authorize, OpenAccount, RecordApproach
from tallystick.io.catalogue import catalogued
from tallystick.ledger import open_ledger
from tallystick.ledger.country import nothing_known
from tallystick.ledger.reading import reading
from tallystick.linking.agreement import Agreement
from tallystick.linking.agreement.plain import to_plain
from tallystick.web.api import answers
from tallystick.web.api.answers import ABOUT_ONE, CSV_TOO, GUARDED, PUBLIC, ListQuery
from tallystick.web.api.callers import KNOWN, caller
from tallystick.web.api.operations import router
from tallystick.web.api.paging import PageQuery
from tallystick.web.api.postings_in import LARGEST, Name
from tallystick.web.api.problems import unknown
from tallystick.web.opendata import catalogue_lists, ledger_lists, rows
from tallystick.web.opendata.listing import Columns, Listing, sliced
from tallystick.web.opendata.lists import LISTS
from tallystick.web.places import ledger_place
from tallystick.web.public.digest import nodes

Number = Annotated[int, Path(ge=1, le=LARGEST)]
Id = Annotated[Name, Path()]
HOLDINGS = Columns("holdings", rows.HoldingRow)


class ProofOut(Schema):
    """That a posting stands in the log (RFC 6962); hashes are hexadecimal."""

    leaf: str
    hash: str
    index: int
    size: int
    root: str
    path: list[str]
    checkpoint: str


class PostingOut(Schema):
    """A posting with what was asked."""

    id: int
    kind: str
    recorded_at: str
    body: dict[str, Any]
    logged: bool


class NodeOut(Schema):
    """A Party as its data centre sees it: inventory, balances, registry, interface."""

    party: str
    inventory: list[dict[str, Any]] | None
    balances: list[dict[str, Any]] | None
    registry: dict[str, int] | None
    api: dict[str, str]
    pending: bool


class CheckpointOut(Schema):
    """The newest signed checkpoint (c2sp.org/tlog-checkpoint); null before the first."""

    checkpoint: str | None


class ProposalOut(Schema):
    """What one person asked for and another decides."""

    id: str
    state: str
    deadline: datetime
    proposer: str
    posting: dict[str, Any]
    decided_by: str | None
    reason: str | None


class ProposalsOut(Schema):
    """A page of the proposals on accounts that the caller may see."""

    rows: list[ProposalOut]
    next: str | None = Field(description="Cursor of the next page; null on the last.")


def add_list(listing: Listing) -> None:
    """Add a list under its name, and its CSV twin under the name with `.csv`."""

    def read(request: HttpRequest, asked: Query[ListQuery]) -> Any:
        return answers.listed(request, listing, listing.read(ledger_place(), asked.asked()))

    def read_csv(request: HttpRequest, asked: Query[ListQuery]) -> Any:
        return answers.listed(request, listing, listing.read(ledger_place(), asked.asked()))

    about = f"A page of {listing.name}, as JSON or (Accept: text/csv) as CSV."
    _add(f"/{listing.name}", read, listing, {200: answers.page_model(listing)}, about)
    _add(f"/{listing.name}.csv", read_csv, listing, {}, f"A page of {listing.name} as CSV.")


def _add(
    path: str, view: Callable[..., Any], listing: Listing, good: dict[int, Any], about: str
) -> None:
    name = f"list_{listing.name}" + ("" if good else "_csv")
    router.get(
        path,
        tags=["read"],
        response={**good, **PUBLIC},
        summary=about,
        operation_id=name,
        openapi_extra=CSV_TOO,
    )(view)


for _one in LISTS.values():
    add_list(_one)


@router.get(
    "/approaches/{identifier}", response={200: rows.ApproachRow, **ABOUT_ONE}, tags=["read"]
)
def approach(request: HttpRequest, identifier: Id) -> Any:
    """Return the newest record of a cooperative approach."""
    with reading(ledger_place()) as reader:
        found = reader.records(RecordApproach, identifier)
    if not found:
        raise unknown(identifier)
    return ledger_lists.approach(found[-1])


@router.get(
    "/authorizations/{identifier}",
    response={200: list[rows.AuthorizationRow], **ABOUT_ONE},
    tags=["read"],
)
def authorization(request: HttpRequest, identifier: Id) -> Any:
    """Return every version of an authorization, oldest first."""
    with reading(ledger_place()) as reader:
        found = reader.records(Authorize, identifier)
    if not found:
        raise unknown(identifier)
    return [ledger_lists.authorization(one) for one in found]


@router.get("/parties/{code}", response={200: rows.PartyRow, **ABOUT_ONE}, tags=["read"])
def party(request: HttpRequest, code: Id, on: date | None = None) -> Any:
    """Return a Party as it is on a day."""
    found = catalogue_lists.parties("", ListQuery.model_construct(on=on, party=code).asked()).rows
    if not found:
        raise unknown(code)
    return found[0]


@router.get("/parties/{code}/node", response={200: NodeOut, **ABOUT_ONE}, tags=["read"])
def node(request: HttpRequest, code: Id) -> Any:
    """Return inventory, emissions balances and registry totals of a Party, and its interface.

    In a large ledger these are worked out beside; until then they are null and `pending` is true.
    """
    if code not in PARTIES:
        raise unknown(code)
    with reading(ledger_place()) as reader:
        worked_out = nodes(reader, ledger_place())
    answer = {"party": code, "api": _links(request.path, code), "pending": worked_out is None}
    if worked_out is None:
        return {"inventory": None, "balances": None, "registry": None, **answer}
    return {**(worked_out.get(code) or nothing_known(code)), **answer}


def _links(path: str, code: str) -> dict[str, str]:
    """Return the paths at which programs reach what stands on record of a Party."""
    root = path.partition("/parties/")[0]
    lists = {name: f"{root}/{name}?party={code}" for name in ("transfers", "authorizations")}
    return {**lists, "document": f"{root}/openapi.json", "checkpoint": f"{root}/checkpoint"}


@router.get("/systems/{identifier}", response={200: dict[str, Any], **ABOUT_ONE}, tags=["read"])
def system(request: HttpRequest, identifier: Id) -> Any:
    """Return an emissions trading system with every fact and how well it is known."""
    found = law.systems().get(identifier)
    if found is None:
        raise unknown(identifier)
    facts = {name: {"value": f.value, "status": f.status} for name, f in found.facts.items()}
    return {**catalogue_lists.system(found), "source": found.source, "facts": facts}


@router.get("/agreements/{identifier}", response={200: dict[str, Any], **ABOUT_ONE}, tags=["read"])
def agreement(request: HttpRequest, identifier: Id) -> Any:
    """Return an agreement of the catalogue in the form of an agreement file."""
    return to_plain(find_agreement(identifier))


def find_agreement(identifier: str) -> Agreement:
    """Return an agreement of the catalogue by id or alias; raises the problem `NOT_FOUND`."""
    try:
        return catalogued(identifier)
    except KeyError:
        raise unknown(identifier) from None


@router.get("/postings/{number}", response={200: PostingOut, **ABOUT_ONE}, tags=["read"])
def posting(request: HttpRequest, number: Number) -> Any:
    """Return a posting with what was asked."""
    with reading(ledger_place()) as reader:
        found = reader.posting(number)
        logged = found is not None and reader.proof(number) is not None
    if found is None:
        raise unknown(str(number))
    body = json.loads(found.body)
    told = {"id": found.id, "kind": found.kind, "recorded_at": found.recorded_at}
    return {**told, "body": body, "logged": logged}


@router.get("/postings/{number}/proof", response={200: ProofOut, **ABOUT_ONE}, tags=["read"])
def proof(request: HttpRequest, number: Number) -> Any:
    """Prove that a posting stands in the log; 404 while it does not stand there yet."""
    with reading(ledger_place()) as reader:
        found = reader.proof(number)
    if found is None:
        raise unknown(str(number))
    return found.to_json()


@router.get("/checkpoint", response={200: CheckpointOut, **PUBLIC}, tags=["read"])
def checkpoint(request: HttpRequest) -> Any:
    """Return the newest signed checkpoint of the log."""
    with reading(ledger_place()) as reader:
        return {"checkpoint": reader.checkpoint()}


def account_of(identifier: str) -> OpenAccount | None:
    """Return the newest record of an account."""
    with reading(ledger_place()) as reader:
        found: list[OpenAccount] = reader.records(OpenAccount, identifier)
    return found[-1] if found else None


@router.get(
    "/accounts/{account}/holdings",
    response={200: answers.page_model(HOLDINGS), **GUARDED},
    auth=KNOWN,
    openapi_extra=CSV_TOO,
    tags=["read"],
)
def holdings(request: HttpRequest, account: Id, asked: Query[ListQuery]) -> Any:
    """List what an account holds; asks for `account.read`."""
    record = account_of(account)
    caller(request).require("account.read", party=record.party if record else "", account=account)
    page = ledger_lists.holdings(ledger_place(), account, asked.asked())
    return answers.listed(request, HOLDINGS, page)


@router.get("/proposals", response={200: ProposalsOut, **GUARDED}, auth=KNOWN, tags=["read"])
def proposals(request: HttpRequest, asked: Query[PageQuery]) -> Any:
    """List the proposals on accounts that the caller may see, oldest first."""
    with open_ledger(ledger_place()) as ledger:
        accounts = {one.id: one.party for one in ledger.accounts()}
        found = ledger.proposals()
    now, asks = datetime.now(UTC), caller(request)
    told = []
    for one in found:
        given = _giver(one.asked)
        if asks.may("account.read", party=accounts.get(given, ""), account=given):
            told.append(_proposal(one, now))
    page = sliced(told, asked.asked())
    return {"rows": page.rows, "next": page.next}


def _giver(asked: Propose) -> str:
    given: str = getattr(asked.posting, "from_account", getattr(asked.posting, "to_account", ""))
    return given


def _proposal(one: Any, now: datetime) -> dict[str, Any]:
    from tallystick.ledger.bodies import write_body

    return {
        "id": one.asked.id,
        "state": one.state(now).value,
        "deadline": one.asked.deadline,
        "proposer": one.asked.proposer,
        "posting": json.loads(write_body(one.asked.posting)),
        "decided_by": one.decision.person if one.decision else None,
        "reason": one.decision.reason if one.decision else None,
    }
