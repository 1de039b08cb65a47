"""What the forms of a Party's registry offer to choose from."""

from collections.abc import Mapping
from dataclasses import dataclass

from tallystick.article6.postings.control_records import Freeze, SetControls
from tallystick.article6.postings.records import OpenAccount, RecordApproach, RecordNdc
from tallystick.article6.postings.term_records import RecordForecast
from tallystick.ledger.reading import Reader
from tallystick.web.registry.belonging import holds_what_is_frozen


@dataclass(frozen=True, slots=True)
class Known:
    """A Party's accounts, the approaches it takes part in, and what of its is frozen, by id."""

    party: str
    accounts: Mapping[str, OpenAccount]
    approaches: tuple[str, ...]
    freezes: Mapping[str, Freeze]
    controls: Mapping[str, SetControls]
    ndc: RecordNdc | None = None
    forecast: RecordForecast | None = None


def known(reader: Reader, party: str) -> Known:
    """Return what is on record of a Party, the newest record of each thing."""
    opened: list[OpenAccount] = reader.records(OpenAccount)
    newest: dict[str, RecordApproach] = {one.id: one for one in reader.records(RecordApproach)}
    ndcs: list[RecordNdc] = reader.records(RecordNdc, party)
    forecasts: list[RecordForecast] = reader.records(RecordForecast, party)
    accounts = {one.id: one for one in sorted(opened, key=lambda one: one.id) if one.party == party}
    return Known(
        party=party,
        accounts=accounts,
        approaches=tuple(name for name, one in sorted(newest.items()) if party in one.parties),
        freezes={
            one.id: one
            for one in reader.restraints()
            if isinstance(one, Freeze) and holds_what_is_frozen(reader, one, party)
        },
        controls={
            one.account: one for one in reader.records(SetControls) if one.account in accounts
        },
        ndc=ndcs[-1] if ndcs else None,
        forecast=forecasts[-1] if forecasts else None,
    )
