"""Postings as programs write them, and what they ask the ledger for."""

from datetime import date
from typing import Annotated, Any, Literal

from ninja import Field, Schema
from pydantic import ConfigDict, StringConstraints

from tallystick.article6.postings.movements import UnitPosting
from tallystick.article6.postings.records import Authorize
from tallystick.core.findings import Text
from tallystick.core.identifiers import APPROACH_ID, PARTY_CODE, REGISTRY_ID, VINTAGE
from tallystick.ledger.bodies import read_plain
from tallystick.web.api.problems import INVALID, Problem

LARGEST = 2**62
Name = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f]+$")]
SeriesText = Annotated[
    str,
    StringConstraints(pattern=rf"^{APPROACH_ID}-{REGISTRY_ID}-{PARTY_CODE}-{VINTAGE}$"),
]
Day = Annotated[date, Field(description="Day on which it takes effect.")]


class Strict(Schema):
    """A body in which a field that is not known is an error."""

    model_config = ConfigDict(extra="forbid")


class BlockIn(Strict):
    """A closed range of serials of one series."""

    series: SeriesText = Field(description="Approach, registry, Party and vintage.")
    first: int = Field(ge=1, le=LARGEST)
    last: int = Field(ge=1, le=LARGEST)


class UnderlyingIn(Strict):
    """The units of another registry that back a block."""

    registry: Name
    first_unit: Name | None = None
    last_unit: Name | None = None


class OverrideIn(Strict):
    """Who lets a final period be restated, when, and why (2/CMA.3 annex para 12)."""

    by: Name
    on: date = Field(description="Day of the decision, not after that of the posting.")
    reason: Name


class OnBlock(Strict):
    """What every posting of units says."""

    on: Day
    block: BlockIn
    to_account: Name
    override: OverrideIn | None = None


class IssuanceIn(OnBlock):
    """New units under an authorization."""

    kind: Literal["issuance"]
    authorization: Name
    mitigation_type: Name
    underlying: UnderlyingIn | None = None


class FirstTransferIn(OnBlock):
    """The first international transfer (2/CMA.3 annex para 2(a))."""

    kind: Literal["first_transfer"]
    from_account: Name


class TransferIn(OnBlock):
    """A transfer that is not the first, or to the Adaptation Fund."""

    kind: Literal["transfer"]
    from_account: Name
    subtype: (
        Literal[
            "Mandatory transfer to the Adaptation Fund (A6.4 ERs)",
            "Voluntary transfer to the Adaptation Fund (A6.4 ERs)",
        ]
        | None
    ) = None


class UseIn(OnBlock):
    """A use towards an NDC in a calendar year, or for another purpose."""

    kind: Literal["use"]
    from_account: Name
    purpose: Literal["NDC", "IMP", "OP"] = "NDC"
    year: int | None = Field(default=None, ge=2021, le=2100)
    entity: Name | None = None


class CancellationIn(OnBlock):
    """A cancellation, for other international mitigation purposes or for none."""

    kind: Literal["cancellation"]
    from_account: Name
    voluntary: bool = False
    purpose: Literal["IMP", "OP"] | None = None
    entity: Name | None = None


PostingIn = Annotated[
    IssuanceIn | FirstTransferIn | TransferIn | UseIn | CancellationIn, Field(discriminator="kind")
]


class AuthorizationIn(Strict):
    """One version of an authorization (4/CMA.6 para 5)."""

    id: Name
    version: int = Field(default=1, ge=1, le=10_000)
    on: Day
    party: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
    approach: Name
    purposes: list[Literal["NDC", "IMP", "OP"]] = Field(min_length=1, max_length=3)
    first_transfer_definition: (
        Literal["Authorization", "Issuance", "Use or cancellation"] | None
    ) = None
    authorized_parties: list[Name] = Field(default_factory=list, max_length=200)
    authorized_entities: list[Name] = Field(default_factory=list, max_length=1000)
    authorized_quantity_t: int | None = Field(default=None, ge=1, le=LARGEST)
    first_year: int | None = Field(default=None, ge=2021, le=2100)
    last_year: int | None = Field(default=None, ge=2021, le=2100)
    sectors: list[Name] = Field(default_factory=list, max_length=100)
    activity_types: list[Name] = Field(default_factory=list, max_length=100)
    metric: Name = "GHG"


PERMISSIONS = {
    "issuance": "units.issue",
    "first_transfer": "units.transfer",
    "transfer": "units.transfer",
    "use": "units.use",
    "cancellation": "units.cancel",
}
"""The permission that each kind of posting asks for, over the account that gives the units."""


def posting(told: PostingIn) -> UnitPosting:
    """Return what the ledger is asked for; raises the problem `INVALID` for what cannot be."""
    said = told.model_dump(mode="json", exclude_none=True)
    approach, registry, party, vintage = said["block"].pop("series").split("-")
    series = {"approach": approach, "registry": registry, "party": party, "vintage": int(vintage)}
    said["block"]["series"] = series
    made = _read(said)
    assert isinstance(made, UnitPosting)  # noqa: S101 (every kind above is one)
    return made


def authorization(told: AuthorizationIn) -> Authorize:
    """Return the version as the ledger records it; raises the problem `INVALID`."""
    made = _read({"kind": Authorize.kind, **told.model_dump(mode="json", exclude_none=True)})
    assert isinstance(made, Authorize)  # noqa: S101 (the kind says so)
    return made


def _read(said: dict[str, Any]) -> Any:
    try:
        return read_plain(said)
    except ValueError as error:
        text = str(error)
        raise Problem(INVALID, Text(text, f"内容自相矛盾：{text}")) from error


def giver(asked: UnitPosting) -> str:
    """Return the account whose holder has to allow a posting: it gives, or is issued to."""
    given: str = getattr(asked, "from_account", asked.to_account)
    return given
