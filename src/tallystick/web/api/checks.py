"""Operations that judge: agreements, systems side by side, conversions, workbooks, accounts."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import File, Query, UploadedFile
from ninja import Path as InPath

from tallystick import law
from tallystick.article6.account import run as work_out
from tallystick.article6.account import to_json
from tallystick.io.account_file import read_account
from tallystick.io.agreement_file import read_agreement
from tallystick.io.catalogue import catalogue
from tallystick.io.yamlfile.damage import Damaged
from tallystick.linking.agreement import Agreement
from tallystick.linking.checking import check as judge
from tallystick.linking.circumstances import Circumstances
from tallystick.linking.compatibility import compare, parameters
from tallystick.linking.restrictions import Setting, Transfer, convert
from tallystick.linking.systems import profiles
from tallystick.web.api.answers import ABOUT_ONE, PUBLIC
from tallystick.web.api.days import IsoDate
from tallystick.web.api.operations import router
from tallystick.web.api.postings_in import LARGEST, Name
from tallystick.web.api.problems import TOO_LARGE, UNREADABLE, Problem, ProblemOut, unknown
from tallystick.web.api.reads import find_agreement
from tallystick.web.opendata.catalogue_lists import day
from tallystick.web.uploads import TooMuchError, read_workbooks

BODY_BYTES_MAX = 1_000_000
Id = Annotated[Name, InPath()]
UPLOADING = {200: dict[str, Any], 413: ProblemOut, **PUBLIC}
YAML_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            media: {"schema": {"type": kind}}
            for media, kind in (("application/json", "object"), ("application/yaml", "string"))
        },
    }
}


@router.get(
    "/agreements/{identifier}/check", response={200: dict[str, Any], **ABOUT_ONE}, tags=["check"]
)
def check_catalogued(request: HttpRequest, identifier: Id, on: IsoDate | None = None) -> Any:
    """Judge an agreement of the catalogue on a day, and say what kind of link it makes."""
    return check_agreement(find_agreement(identifier), day(on))


@router.post("/agreement/check", response=UPLOADING, openapi_extra=YAML_BODY, tags=["check"])
def check_file(request: HttpRequest, on: IsoDate | None = None) -> Any:
    """Judge an agreement file, JSON or YAML, on a day."""
    with body_file(request) as path:
        return check_agreement(read_agreement(path), day(on))


def check_agreement(agreement: Agreement, on: date) -> dict[str, Any]:
    """Return the answer of `agreement check`."""
    others = tuple(one for one in catalogue().values() if one.id != agreement.id)
    facts = Circumstances(on=on, others=others, systems=frozenset(law.systems()))
    return judge(agreement, facts).to_json()


@router.get("/compare", response={200: dict[str, Any], **ABOUT_ONE}, tags=["check"])
def compare_systems(
    request: HttpRequest, left: Annotated[Name, Query()], right: Annotated[Name, Query()]
) -> Any:
    """Compare two systems feature by feature, and say what link is within reach."""
    known = profiles()
    for name in (left, right):
        if name not in known:
            raise unknown(name)
    return compare(known[left], known[right], parameters(())).to_json()


@router.get(
    "/agreements/{identifier}/convert", response={200: dict[str, Any], **ABOUT_ONE}, tags=["check"]
)
def convert_units(
    request: HttpRequest,
    identifier: Id,
    origin: Annotated[Name, Query(alias="from")],
    destination: Annotated[Name, Query(alias="to")],
    quantity: Annotated[int, Query(ge=1, le=LARGEST)],
    on: IsoDate | None = None,
) -> Any:
    """Send units across a link: filters, then rates, then limits, then tax."""
    transfer = Transfer(origin=origin, destination=destination, quantity_t=quantity)
    setting = Setting(agreement=find_agreement(identifier), on=day(on))
    return convert(transfer, setting).to_json()


@router.post("/account/run", response=UPLOADING, openapi_extra=YAML_BODY, tags=["check"])
def run_account(request: HttpRequest) -> Any:
    """Work out adjustments and balance, year by year, from an account file, JSON or YAML."""
    with body_file(request) as path:
        return to_json(work_out(read_account(path)))


@router.post("/aef/check", response=UPLOADING, tags=["check"])
def check_aef(request: HttpRequest, files: File[list[UploadedFile]]) -> Any:
    """Check workbooks alone and against each other."""
    try:
        return read_workbooks(files).checked().to_json()
    except TooMuchError as error:
        raise Problem(TOO_LARGE) from error


@contextmanager
def body_file(request: HttpRequest) -> Iterator[Path]:
    """Lend the body of a request as a file; what is wrong in it ends as a problem."""
    if len(request.body) > BODY_BYTES_MAX:
        raise Problem(TOO_LARGE)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "body.yaml"
        path.write_bytes(request.body)
        try:
            yield path
        except Damaged as damaged:
            raise Problem(UNREADABLE, findings=damaged.findings) from damaged
