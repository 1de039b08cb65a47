"""The star rating of the literature: six questions, up to three stars, on two bases."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from tallystick import law

LEAST_YES = ((6, 3), (4, 2), (2, 1), (0, 0))
"""Questions answered with yes, at least, and the stars that gives."""

MOST = 3


class Basis(StrEnum):
    """Whether the answers are those of the literature or those of the facts as known today."""

    SEED = "seed"
    FACT = "fact"


@dataclass(frozen=True, slots=True)
class Stars:
    """How one arrangement is rated on one basis."""

    row: law.StarRow

    @property
    def stars(self) -> int:
        """From 0 to 3; fitted to seven ratings: it explains them and proves nothing."""
        yes = sum(self.row.answers.values())
        return next(stars for least, stars in LEAST_YES if yes >= least)

    @property
    def printed(self) -> str:
        """The rating as the literature prints it."""
        return "★" * self.stars + "☆" * (MOST - self.stars)

    def to_json(self) -> dict[str, Any]:
        """Return the row of the table with its answers and its reason."""
        row = self.row
        return {
            "arrangement": row.arrangement,
            "basis": row.basis,
            "agreement": row.agreement,
            "mode": row.mode,
            "precondition": row.precondition,
            "body": row.body,
            "special_clause": row.special_clause,
            "answers": dict(row.answers),
            "stars": self.stars,
            "printed": self.printed,
            "status": row.status,
            "note": row.note_en,
            "note_zh": row.note_zh,
        }


def star_table(basis: Basis) -> tuple[Stars, ...]:
    """Return the rated arrangements on one basis, in the order of the literature."""
    return tuple(Stars(row) for row in law.star_rows() if row.basis == basis)


def stars_of(left: str, right: str, basis: Basis) -> Stars | None:
    """Return the rating of the arrangement between two systems; None where none is rated."""
    pair = frozenset({left, right})
    rated = (one for one in star_table(basis) if left != right and one.row.systems == pair)
    return next(rated, None)
