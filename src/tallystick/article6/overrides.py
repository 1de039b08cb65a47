"""The reasoned override by which a final period may be restated (2/CMA.3 annex para 12)."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Override:
    """Who lets a final period be restated, when, and for which reason."""

    by: str
    on: date
    reason: str

    @property
    def is_reasoned(self) -> bool:
        """Whether a name and a reason are given."""
        return bool(self.by.strip() and self.reason.strip())
