"""Three tests of whether transfers are special: by their text, in fact, and within a club.

They come from the first seed of this project and from no decision. A failed test says only that
speciality is not shown that way, so that nothing is refused because of it.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from tallystick.article6.safeguards.clubs import Club
from tallystick.core.findings import Severity, Text
from tallystick.core.quantities import printed
from tallystick.core.rules import Rulebook, Shown, fails, unknown

DESIGN = "Tallystick design"


@dataclass(frozen=True, slots=True)
class Received:
    """Units that a Party received on a day."""

    recipient: str
    on: date
    quantity_t: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Concentration:
    """From when on recipients count as concentrated: our values or the user's.

    `share` is that of the largest recipient, `herfindahl` the sum of the squared shares.
    """

    share: Fraction = Fraction(3, 4)
    herfindahl: Fraction = Fraction(1, 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Who may receive under an agreement, as its text says and as the ledger shows.

    `recipients` are those the text names and `open_criteria` whether it sets criteria that are the
    same for every Party; both None where the text has not been read. `received` is None where
    nobody has counted what the `host` sent. `club` is the one that recipients are held against.
    """

    id: str
    host: str | None = None
    recipients: tuple[str, ...] | None = None
    open_criteria: bool | None = None
    received: Sequence[Received] | None = None
    club: Club | None = None


def shares(received: Sequence[Received]) -> dict[str, Fraction]:
    """Return the share of every recipient in all that was received, the largest first."""
    counted: Counter[str] = Counter()
    for one in received:
        counted[one.recipient] += one.quantity_t
    total = counted.total()
    return {name: Fraction(t, total) for name, t in counted.most_common() if total}


def herfindahl(received: Sequence[Received]) -> Fraction | None:
    """Return the sum of the squared shares, from 1 / recipients to 1; None without units."""
    found = shares(received)
    return sum((share**2 for share in found.values()), Fraction(0)) if found else None


SPECIALITY: Rulebook[Terms, Concentration] = Rulebook("speciality of transfers")


@SPECIALITY.rule(
    "SPECIAL_BY_TEXT",
    source=DESIGN,
    severity=Severity.INFO,
    message=Text(
        "the text of {agreement} neither names recipients nor sets criteria open to all alike",
        "{agreement} 的文本既未限定获得者，也未设定平等适用于所有缔约方的标准",
    ),
    fix=Text("name the recipients, or open criteria", "请载明获得者或平等适用的标准"),
)
def text_is_special(terms: Terms, _: Concentration) -> Shown | None:
    """Formally, the text limits who receives, or sets criteria that are open to all alike."""
    if terms.recipients or terms.open_criteria:
        return None
    if terms.recipients is None or terms.open_criteria is None:
        return unknown(Text("what the text says on recipients", "文本对获得者的规定"), place(terms))
    return fails(place(terms), agreement=terms.id)


@SPECIALITY.rule(
    "SPECIAL_IN_FACT",
    source=DESIGN,
    severity=Severity.INFO,
    message=Text(
        "{agreement}: the largest recipient has {share} (threshold {share_min}), the Herfindahl "
        "index is {index} (threshold {index_min}); recipients are not concentrated",
        "{agreement}：最大获得者占 {share}（阈值 {share_min}），赫芬达尔指数为 {index}"
        "（阈值 {index_min}）；获得者并不集中",
    ),
    fix=Text("look at the text and the club instead", "请改看文本和区域联盟两项测试"),
)
def recipients_are_concentrated(terms: Terms, least: Concentration) -> Shown | None:
    """In substance, one recipient has most of it, or few have nearly all."""
    found = shares(terms.received or ())
    index = herfindahl(terms.received or ())
    if index is None:
        return unknown(Text("what recipients received", "各获得者的获得量"), place(terms))
    largest = max(found.values())
    if largest >= least.share or index >= least.herfindahl:
        return None
    return fails(
        place(terms),
        agreement=terms.id,
        share=printed(largest),
        share_min=printed(least.share),
        index=printed(index),
        index_min=printed(least.herfindahl),
    )


@SPECIALITY.rule(
    "SPECIAL_IN_CLUB",
    source=DESIGN,
    severity=Severity.INFO,
    message=Text(
        "{agreement}: {outsiders} received units without being in {club} on the day",
        "{agreement}：{outsiders} 在获得单位之日不是 {club} 成员",
    ),
    fix=Text("look at the text and the concentration instead", "请改看文本和集中度两项测试"),
)
def recipients_are_in_the_club(terms: Terms, _: Concentration) -> Shown | None:
    """By region, every recipient was a member of the club on the day it received."""
    club = terms.club
    if club is None or not terms.received:
        return unknown(Text("the club or the recipients", "区域联盟或获得者"), place(terms))
    outside = {one.recipient for one in terms.received if _outside(one, club)}
    if not outside:
        return None
    named = ", ".join(sorted(outside))
    return fails(place(terms), agreement=terms.id, outsiders=named, club=club.id)


def _outside(received: Received, club: Club) -> bool:
    return received.recipient not in club.members_on(received.on)


def place(terms: Terms) -> dict[str, object]:
    """Say which agreement a finding is about."""
    return {"agreement": terms.id}
