"""The columns of every list, with what each means; the field order is the column order."""

from datetime import date
from typing import TypeAlias

from ninja import Field, Schema

Day: TypeAlias = date
"""A day; some columns are themselves named date."""


class TransferRow(Schema):
    """A transfer of one block of units between two Parties."""

    id: int = Field(description="Number of the entry in the journal.")
    posting: int = Field(description="Number of the posting it belongs to.")
    date: Day
    type: str = Field(description="first_transfer or transfer.")
    giving: str = Field(description="Party that transferred, ISO alpha-3 or EUE.")
    receiving: str = Field(description="Party that acquired.")
    authorization: str | None
    authorized_on: Day | None
    approach: str = Field(description="Cooperative approach.")
    vintage: int
    first_id: str = Field(description="Identifier of the first unit.")
    last_id: str = Field(description="Identifier of the last unit.")
    quantity_t: int = Field(description="Units, in the metric named beside; tonnes for GHG.")
    metric: str
    source: str | None = Field(description="Where the transfer was reported, if noted.")


class PartyRow(Schema):
    """A country or regional organisation."""

    code: str
    name_en: str
    name_zh: str
    party: bool = Field(description="Whether the Paris Agreement binds it on the day asked for.")
    least_developed: bool
    small_island: bool


class ApproachRow(Schema):
    """The newest record of a cooperative approach."""

    id: str
    parties: list[str]
    title_en: str
    title_zh: str
    date: Day


class AuthorizationRow(Schema):
    """One version of an authorization (4/CMA.6 para 5)."""

    id: str
    version: int
    party: str
    approach: str
    date: Day
    purposes: list[str]
    authorized_parties: list[str]
    authorized_quantity_t: int | None = Field(description="Null where there is no cap.")
    first_transfer_definition: str | None
    first_year: int | None
    last_year: int | None
    metric: str


class PostingRow(Schema):
    """A posting as the journal keeps it."""

    id: int
    kind: str
    date: Day
    recorded_at: str


class AgreementRow(Schema):
    """An agreement of the catalogue with its status on the day asked for."""

    id: str
    title_en: str
    title_zh: str
    form: str
    subject: str
    status: str
    status_certain: bool
    parties: list[str]
    signed: str | None = Field(description="As far as the day is known: year, month or day.")
    in_force: str | None
    ends: str | None
    confidence: str | None


class SystemRow(Schema):
    """An emissions trading system."""

    id: str
    name_en: str
    name_zh: str
    party: str | None
    level: str
    kind: str | None
    status: str | None
    start_year: str | None
    sectors: str | None
    gases: str | None
    unit: str | None
    price_usd: str | None
    confidence: str
    as_of: str


class HoldingRow(Schema):
    """A range of units on an account."""

    account: str
    series: str
    first: int
    last: int
    units: int
    authorization: str | None
    received_on: Day
    first_transferred_on: Day | None
