"""How firm the commitments behind a link are: laws that end, exits before, words that bind."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from tallystick import law
from tallystick.core.findings import Severity, Text
from tallystick.core.rules import Shown, fails, unknown
from tallystick.linking.agreement.agreement import Agreement
from tallystick.linking.agreement.params import Termination, Withdrawal
from tallystick.linking.agreement.words import Status
from tallystick.linking.circumstances import Circumstances
from tallystick.linking.legality.concerned import place, taking_part
from tallystick.linking.risks.rulebook import RISKS
from tallystick.linking.systems import profiles

HORIZON_YEARS = 10
"""How long a statute should outlast the day so that banked units keep their worth; ours."""

BROKEN = frozenset({Status.SUSPENDED, Status.TERMINATED, Status.ABANDONED})


@dataclass(frozen=True, slots=True)
class Commitment:
    """Signs of risk behind one party; each is True (risk), False, or None where not known.

    The score counts risks, from the least to the most that the known signs allow, each sign alike;
    it is ours and proves nothing.
    """

    party: str
    statute_ends_soon: bool | None
    left_before: bool
    link_broken_before: bool
    words_bind: bool
    exit_has_notice: bool | None

    @property
    def signs(self) -> tuple[bool | None, ...]:
        """The signs, each True where it is a risk."""
        notice = None if self.exit_has_notice is None else not self.exit_has_notice
        return (
            self.statute_ends_soon,
            self.left_before,
            self.link_broken_before,
            not self.words_bind,
            notice,
        )

    @property
    def score(self) -> tuple[int, int]:
        """Risks out of five, least and most."""
        least = sum(sign is True for sign in self.signs)
        return least, least + sum(sign is None for sign in self.signs)

    def to_json(self) -> dict[str, Any]:
        """Return the signs and the score."""
        return {
            "party": self.party,
            "statute_ends_soon": self.statute_ends_soon,
            "left_before": self.left_before,
            "link_broken_before": self.link_broken_before,
            "words_bind": self.words_bind,
            "exit_has_notice": self.exit_has_notice,
            "score": list(self.score),
            "of": len(self.signs),
        }


def commitments(
    agreement: Agreement, on: date, others: Iterable[Agreement] = ()
) -> tuple[Commitment, ...]:
    """Weigh the commitment of every party by its law, by the history of agreements, by this one."""
    past = tuple(others)
    return tuple(
        Commitment(
            party=party.id,
            statute_ends_soon=_ends_soon(party.systems, on),
            left_before=any(_left(one, party.id, on) for one in past),
            link_broken_before=any(_broken(one, party.id, on) for one in past),
            words_bind=law.legal_force(agreement.form) != "political",
            exit_has_notice=_has_notice(agreement),
        )
        for party in agreement.parties_on(on)
    )


def _ends_soon(systems: Iterable[str], on: date) -> bool | None:
    ends = [profiles()[name].end_year if name in profiles() else None for name in systems]
    known = [year for year in ends if year is not None]
    if any(year < on.year + HORIZON_YEARS for year in known):
        return True
    return False if ends and len(known) == len(ends) else None


def _left(one: Agreement, party: str, on: date) -> bool:
    return any(p.id == party and p.left is not None and p.left.last <= on for p in one.parties)


def _broken(one: Agreement, party: str, on: date) -> bool:
    took_part = any(each.id == party for each in one.parties)
    days = [event.on or event.by for event in one.history if event.status in BROKEN]
    return took_part and any(day is not None and day.last <= on for day in days)


def _has_notice(agreement: Agreement) -> bool | None:
    said = [
        one.params for one in agreement.clauses if isinstance(one.params, Withdrawal | Termination)
    ]
    if not said:
        return None
    return any(one.notice_days or one.notice_months for one in said)


@RISKS.rule(
    "COMMITMENT_WEAK",
    source="Liu 2024 section 2.2",
    severity=Severity.WARNING,
    message=Text(
        "behind {party} at least {least} of {of} signs of a weak commitment are known",
        "{party} 至少有 {of} 项承诺薄弱迹象中的 {least} 项",
    ),
    fix=Text(
        "agree on notice, on the fate of units, and on a law that outlasts the link",
        "请约定通知期、单位处置及期限长于链接的法律",
    ),
)
def commitments_are_firm(agreement: Agreement, facts: Circumstances) -> Iterator[Shown]:
    """Fewer than half of the signs of a weak commitment are there for each party."""
    firm = commitments(agreement, facts.on, facts.others)
    taking = {party.id for _, party in taking_part(agreement, facts)}
    for one in firm:
        least, most = one.score
        where = place(agreement, facts, "parties") | {"party": one.party}
        if one.party not in taking:
            continue
        if 2 * least > len(one.signs):
            yield fails(where, party=one.party, least=least, of=len(one.signs))
        elif 2 * most > len(one.signs):
            yield unknown(Text("end of its law, or notice of exit", "法律期限或退出通知期"), where)
