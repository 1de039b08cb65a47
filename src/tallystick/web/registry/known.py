"""What the forms of a Party's registry offer to choose from."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tallystick.article6.authorization.components import AuthorizeEntity
from tallystick.article6.postings.control_records import Freeze, Pledge, SetControls
from tallystick.article6.postings.records import Authorize, OpenAccount, RecordApproach, RecordNdc
from tallystick.article6.postings.term_records import RecordForecast
from tallystick.ledger.reading import Reader
from tallystick.web.registry.belonging import holds_what_is_frozen


@dataclass(frozen=True, slots=True)
class Known:
    """What forms offer of a Party: its accounts, and what is frozen or pledged of them, by id.

    `authorizations` are the newest versions in the approaches that it takes part in, `entities`
    those that it has authorized itself.
    """

    party: str
    accounts: Mapping[str, OpenAccount]
    approaches: tuple[str, ...]
    freezes: Mapping[str, Freeze]
    controls: Mapping[str, SetControls]
    pledges: Mapping[str, Pledge] = field(default_factory=dict)
    authorizations: Mapping[str, Authorize] = field(default_factory=dict)
    entities: tuple[AuthorizeEntity, ...] = ()
    ndc: RecordNdc | None = None
    forecast: RecordForecast | None = None


def known(reader: Reader, party: str) -> Known:
    """Return what is on record of a Party, the newest record of each thing."""
    opened: list[OpenAccount] = reader.records(OpenAccount)
    newest: dict[str, RecordApproach] = {one.id: one for one in reader.records(RecordApproach)}
    ndcs: list[RecordNdc] = reader.records(RecordNdc, party)
    forecasts: list[RecordForecast] = reader.records(RecordForecast, party)
    accounts = {one.id: one for one in sorted(opened, key=lambda one: one.id) if one.party == party}
    approaches = tuple(name for name, one in sorted(newest.items()) if party in one.parties)
    restraints = reader.restraints()
    versions = {one.id: one for one in reader.records(Authorize)}
    return Known(
        party=party,
        accounts=accounts,
        approaches=approaches,
        freezes={
            one.id: one
            for one in restraints
            if isinstance(one, Freeze) and holds_what_is_frozen(reader, one, party)
        },
        pledges={
            one.id: one for one in restraints if isinstance(one, Pledge) and one.account in accounts
        },
        authorizations={
            name: one for name, one in sorted(versions.items()) if one.approach in approaches
        },
        entities=tuple(one for one in reader.records(AuthorizeEntity) if one.party == party),
        controls={
            one.account: one for one in reader.records(SetControls) if one.account in accounts
        },
        ndc=ndcs[-1] if ndcs else None,
        forecast=forecasts[-1] if forecasts else None,
    )
