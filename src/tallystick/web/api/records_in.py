"""Records of a Party's registry as programs write them, and what they ask the ledger for."""

from typing import Annotated, Any, Literal

from ninja import Field
from pydantic import StringConstraints

from tallystick.article6.postings.records import Record
from tallystick.core.findings import Text
from tallystick.core.identifiers import APPROACH_ID
from tallystick.ledger.bodies import read_plain
from tallystick.ledger.kinds import account_kinds
from tallystick.web.api.days import IsoDate
from tallystick.web.api.postings_in import LARGEST, Day, Name, Strict, parted
from tallystick.web.api.problems import INVALID, Problem
from tallystick.web.registry.account_forms import HOURS_MAX
from tallystick.web.registry.fields import FIRST_YEAR, LAST_YEAR

Names = Annotated[list[Name], Field(default_factory=list, max_length=1000)]
Tonnes = Annotated[int, Field(ge=0, le=LARGEST)]
Year = Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR)]
YearText = Annotated[str, StringConstraints(pattern=r"^(19|20|21)[0-9]{2}$")]
ByYear = Annotated[dict[YearText, Tonnes], Field(default_factory=dict, max_length=300)]
BESIDE = {"source"}
"""What a body tells beside the record itself."""

Kind = Annotated[str, Field(json_schema_extra={"enum": list(account_kinds())})]


class PeriodIn(Strict):
    """Calendar years from the first to the last."""

    first_year: Year
    last_year: Year


class RangeIn(Strict):
    """A closed range of serials of a series, of ITMOs or of others."""

    series: Name
    first: int = Field(ge=1, le=LARGEST)
    last: int = Field(ge=1, le=LARGEST)


class RecordIn(Strict):
    """What every record says."""

    on: Day


class AccountIn(RecordIn):
    """An account of a Party or of an entity under it (2/CMA.3 annex para 29)."""

    id: Name
    account_kind: Kind
    name: Name
    period: PeriodIn | None = Field(default=None, description="Of an account for use only.")
    holder: int | None = Field(
        default=None, ge=1, le=LARGEST, description="Number of the organisation that acts for it."
    )


class IdentityIn(RecordIn):
    """What the check of a holder's identity came to."""

    account: Name
    holder: Literal["multinational", "company", "ngo", "public_body", "person"]
    identity: Literal["pending", "verified", "refused"]
    by: Name
    document: Name
    until: IsoDate | None = None


class ControlsIn(RecordIn):
    """What an account demands of movements from a day on; the newest record counts."""

    account: Name
    reason: Name
    approval: bool = False
    delay_hours: int = Field(default=0, ge=0, le=HOURS_MAX)
    trusted: Names
    holding_t: Tonnes | None = None
    transfer_t: Tonnes | None = None


class FreezeIn(RecordIn):
    """An account, or a range of units, that is held fast until it is lifted."""

    id: Name
    reason: Name
    account: Name | None = None
    range: RangeIn | None = None


class UnfreezeIn(RecordIn):
    """The end of a freeze."""

    freeze: Name
    reason: Name


class EntityIn(RecordIn):
    """An entity that the Party authorizes in an approach (4/CMA.6 para 3)."""

    approach: Name
    number: Name
    name: Name
    country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
    entity_type: Literal["state", "public", "private", "NGO"] | None = None
    last_day: IsoDate | None = None
    conditions: Name | None = None
    change_conditions: Name | None = None
    kyc: Literal["passed", "pending", "failed"] | None = None
    kyc_on: IsoDate | None = None
    permits: list[
        Literal[
            "first_transfer",
            "transfer",
            "acquisition",
            "use",
            "cancellation",
            "voluntary_cancellation",
        ]
    ] = Field(default_factory=list, max_length=6, description="None named means anything.")
    accounts: Names


class NdcIn(RecordIn):
    """The NDC of the Party with its method, its targets and its emissions by year."""

    period: PeriodIn
    ndc_kind: Literal["single-year", "multi-year"]
    method: Literal["averaging", "trajectory", "budget"]
    metric: Name = "GHG"
    direction: Literal["at_most", "at_least"] | None = None
    averaging_divisor: Literal["elapsed", "period"] | None = None
    target_t: Tonnes | None = None
    budget_t: Tonnes | None = None
    trajectory_t: ByYear
    inventory_t: ByYear
    source: Name = Field(description="Where the figures come from.")


class ForecastIn(RecordIn):
    """What the Party expects to emit, and its targets, by year; the newest record counts."""

    emissions_t: ByYear
    target_t: ByYear


class TitleIn(Strict):
    """A title in both languages."""

    en: Name
    zh: Name


class ApproachIn(RecordIn):
    """A cooperative approach with its Parties, and what it demands of postings."""

    id: Annotated[str, StringConstraints(pattern=rf"^{APPROACH_ID}$")]
    parties: list[Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]] = Field(
        min_length=1, max_length=200
    )
    title: TitleIn
    gated: bool | None = None
    identified: bool | None = None
    host_covered: bool | None = None
    quality: Names
    registration: Literal["national", "joint", "international"] | None = None
    registrar: Name | None = None


def record(kind: str, told: RecordIn, **more: Any) -> Any:
    """Return the record of a kind that the ledger is asked for; raises the problem `INVALID`."""
    said = {**told.model_dump(mode="json", exclude_none=True, exclude=BESIDE), **more}
    if "block" in said:
        said["block"]["series"] = parted(said["block"]["series"])
    try:
        made = read_plain({"kind": kind, **said})
    except ValueError as error:
        text = str(error)
        raise Problem(INVALID, Text(text, f"内容自相矛盾：{text}")) from error
    assert isinstance(made, Record)  # noqa: S101 (every kind above is one)
    return made
