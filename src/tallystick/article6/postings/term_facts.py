"""What the terms of approaches and the oversight say that bears on one posting."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tallystick.article6.postings.records import RecordApproach
from tallystick.article6.postings.term_records import FileStep, Identify, RecordForecast


@dataclass(frozen=True, slots=True)
class TermFacts:
    """Approaches with terms by id, the steps on file by authorization, and who oversees.

    `identities` are the checks of the entities whose accounts the posting names, oldest first.
    `forecasts` are the newest ones by Party where terms ask for them, `done_t` what has been first
    transferred by Party and vintage.
    `overseers` are the bodies named by the posting that are appointed, `owned` the accounts of
    the body that is to be appointed.
    """

    approaches: Mapping[str, RecordApproach] = field(default_factory=dict)
    steps: Mapping[str, tuple[FileStep, ...]] = field(default_factory=dict)
    overseers: frozenset[str] = frozenset()
    owned: tuple[str, ...] = ()
    identities: Mapping[str, tuple[Identify, ...]] = field(default_factory=dict)
    forecasts: Mapping[str, RecordForecast] = field(default_factory=dict)
    done_t: Mapping[tuple[str, int], int] = field(default_factory=dict)


NO_TERMS = TermFacts()
"""Where no terms demand anything."""
