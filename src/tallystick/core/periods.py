"""NDC implementation periods: whole calendar years from the first to the last."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class NdcPeriod:
    """The implementation period of a nationally determined contribution.

    Raises ValueError when the last year is before the first.
    """

    first_year: int
    last_year: int

    def __post_init__(self) -> None:
        if self.last_year < self.first_year:
            raise ValueError(
                f"the last year {self.last_year} is before the first year {self.first_year}"
            )

    def __contains__(self, year: int) -> bool:
        return self.first_year <= year <= self.last_year

    def __len__(self) -> int:
        return self.last_year - self.first_year + 1

    def __str__(self) -> str:
        return f"{self.first_year} - {self.last_year}"

    @property
    def years(self) -> range:
        """Every year of the period, in order."""
        return range(self.first_year, self.last_year + 1)

    def elapsed_years(self, year: int) -> int:
        """How many years of the period have passed at the end of a year of it."""
        return year - self.first_year + 1
