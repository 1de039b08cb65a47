"""Ratings of units by independent providers, dated, and the exchange rates that follow."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Annotated, Any, Protocol

from tallystick.core.findings import Text
from tallystick.core.rules import Rulebook, Shown, fails, unknown
from tallystick.linking.agreement.restrictions import ExchangeRate
from tallystick.linking.agreement.values import PARTY_ID, RATE, TEXT, Window
from tallystick.linking.restrictions.transfer import Setting


class RatingProvider(Protocol):
    """Anybody who rates the units of systems: a table, a service, a formula."""

    def rating(self, provider: str, system: str, on: date) -> Fraction | None:
        """Return the rating that a provider gives units of a system on a day, if any."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """What a unit of a system is worth in the eyes of a provider, and while that holds."""

    provider: Annotated[str, TEXT, "Who rates."]
    system: Annotated[str, PARTY_ID, "System whose units are rated."]
    value: Annotated[Fraction, RATE, "What a unit is worth."]
    valid: Annotated[Window, "On which days the rating holds."]
    source: Annotated[str | None, TEXT, "Where it is told."] = None


@dataclass(frozen=True, slots=True)
class RatingTable:
    """A provider made of a table of dated ratings."""

    rows: tuple[Rating, ...]

    def rating(self, provider: str, system: str, on: date) -> Fraction | None:
        """Return the rating of the day; None where there is none, or where two disagree."""
        values = {
            one.value
            for one in self.rows
            if (one.provider, one.system) == (provider, system) and on in one.valid
        }
        return values.pop() if len(values) == 1 else None


def rated(setting: Setting, provider: RatingProvider) -> Setting:
    """Return the setting with the ratings of its day plugged in."""
    on = setting.on

    def of_day(name: str, system: str) -> Fraction | None:
        return provider.rating(name, system, on)

    return Setting(agreement=setting.agreement, on=on, ratings=of_day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """The exchange rate of a direction on a day, None where a rating is missing."""

    origin: str
    destination: str
    provider: str
    on: date
    rate: Fraction | None

    def to_json(self) -> dict[str, Any]:
        """Return the row of the rate table."""
        return {
            "from": self.origin,
            "to": self.destination,
            "provider": self.provider,
            "on": self.on.isoformat(),
            "rate": None if self.rate is None else str(self.rate),
        }


def rate_table(
    setting: Setting, provider: RatingProvider, days: Iterable[date]
) -> tuple[Quote, ...]:
    """Return the rates that ratings give every direction that is agreed to follow one."""
    directions = [
        (one, each)
        for one in setting.agreement.recognition
        for each in one.restrictions
        if isinstance(each, ExchangeRate) and each.rating is not None
    ]
    return tuple(
        Quote(
            origin=one.origin,
            destination=one.destination,
            provider=str(each.rating),
            on=day,
            rate=_rate(provider, str(each.rating), (one.origin, one.destination), day),
        )
        for one, each in directions
        for day in days
        if each.valid is None or day in each.valid
    )


def _rate(provider: RatingProvider, name: str, ends: tuple[str, str], day: date) -> Fraction | None:
    sent, booked = (provider.rating(name, end, day) for end in ends)
    return sent / booked if sent and booked else None


RATINGS: Rulebook[tuple[Rating, ...], Mapping[str, object]] = Rulebook("tables of ratings")


@RATINGS.rule(
    "RATING_TWICE",
    source="Liu 2024 section 4.2",
    message=Text(
        "{provider} rates {system} {one} and {other} for the same days",
        "{provider} 对 {system} 在同一时期给出 {one} 和 {other} 两个评级",
    ),
    fix=Text("end the older rating before the newer begins", "请在新评级生效前终止旧评级"),
)
def ratings_do_not_overlap(
    ratings: tuple[Rating, ...], where: Mapping[str, object]
) -> Iterator[Shown]:
    """A provider gives each system one rating at a time, and each rating has a last day."""
    for index, one in enumerate(ratings):
        place = {**where, "row": index + 1}
        if one.valid.last is None:
            yield unknown(Text("until when the rating holds", "评级有效期"), place)
        for other in ratings[:index]:
            same = (one.provider, one.system) == (other.provider, other.system)
            if same and one.valid.overlaps(other.valid) and one.value != other.value:
                values = {"one": other.value, "other": one.value}
                yield fails(place, provider=one.provider, system=one.system, **values)
