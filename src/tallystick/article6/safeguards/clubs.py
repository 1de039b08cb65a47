"""Registers of climate clubs: who was a member when, and by which rules members come in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from tallystick.core.findings import Text
from tallystick.core.parties import Span
from tallystick.core.quantities import printed
from tallystick.core.rules import Rulebook, Shown, fails, unknown

DESIGN = "Tallystick design"


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A member with the days of its membership; a founder needs neither criteria nor consents.

    `criteria` are those of the club that it met on accession; None where nobody recorded any.
    """

    party: str
    valid: Span
    founder: bool = False
    consents: frozenset[str] | None = None
    criteria: frozenset[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Club:
    """A club: its members, the criteria of accession, and the share of members who must consent."""

    id: str
    members: Sequence[Member]
    criteria: frozenset[str] = frozenset()
    consent_share: Fraction = Fraction(1)

    def members_on(self, on: date) -> frozenset[str]:
        """Return who was a member on a day."""
        return frozenset(one.party for one in self.members if one.valid.covers(on))

    def members_before(self, member: Member) -> frozenset[str]:
        """Return who had a say on an accession: those who were members before that day."""
        return frozenset(
            one.party
            for one in self.members
            if one.valid.start < member.valid.start and one.valid.covers(member.valid.start)
        )


CLUBS: Rulebook[Club, None] = Rulebook("club register")


@CLUBS.rule(
    "CLUB_CRITERIA",
    source=DESIGN,
    message=Text(
        "{party} joined {club} without meeting {lacking}", "{party} 加入 {club} 时未满足 {lacking}"
    ),
    fix=Text(
        "enter the criteria as met, or correct the membership", "请登记已满足的条件或更正成员资格"
    ),
)
def members_met_the_criteria(club: Club, _: None) -> Iterator[Shown]:
    """Whoever is no founder met the criteria of accession."""
    for one in club.members:
        if one.founder or not club.criteria:
            continue
        if one.criteria is None:
            yield unknown(Text("the criteria it met", "其已满足的条件"), _place(club, one))
        elif lacking := ", ".join(sorted(club.criteria - one.criteria)):
            yield fails(_place(club, one), party=one.party, club=club.id, lacking=lacking)


@CLUBS.rule(
    "CLUB_CONSENT",
    source=DESIGN,
    message=Text(
        "{share} of the members consented to {party} joining {club}, less than {needed}",
        "同意 {party} 加入 {club} 的成员比例为 {share}，低于所需的 {needed}",
    ),
    fix=Text("obtain the consents, or correct the membership", "请取得同意或更正成员资格"),
)
def members_consented(club: Club, _: None) -> Iterator[Shown]:
    """The share of members asked for consented to every accession."""
    for one in club.members:
        before = club.members_before(one)
        if one.founder or not before:
            continue
        if one.consents is None:
            yield unknown(Text("the consents of the members", "成员的同意记录"), _place(club, one))
            continue
        share = Fraction(len(before & one.consents), len(before))
        if share < club.consent_share:
            needed = printed(club.consent_share)
            values = {"party": one.party, "club": club.id, "needed": needed}
            yield fails(_place(club, one), share=printed(share), **values)


def _place(club: Club, member: Member) -> dict[str, object]:
    return {"club": club.id, "party": member.party}
