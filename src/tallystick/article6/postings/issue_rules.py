"""Rules on the issuance of units."""

from collections.abc import Iterator

from tallystick.article6.postings.facts import Facts
from tallystick.article6.postings.movements import Issue
from tallystick.article6.postings.unit_rules import place
from tallystick.core.findings import Text
from tallystick.core.rules import Rulebook, Shown, fails, unknown

ISSUES: Rulebook[Issue, Facts] = Rulebook("issuance")


@ISSUES.rule(
    "AUTH_REF",
    source="4/CMA.6 para 11",
    message=Text("authorization {authorization} is not found", "找不到授权 {authorization}"),
    fix=Text("record the authorization first", "请先登记该授权"),
)
def authorization_is_known(issue: Issue, facts: Facts) -> Shown | None:
    """Units are issued under an authorization on record."""
    if facts.authorizations.get(issue.authorization):
        return None
    return fails(place(issue), authorization=issue.authorization)


@ISSUES.rule(
    "ITMO_ID_MISMATCH",
    source="6/CMA.4 annex I para 5",
    message=Text(
        "{field_en} in the identifier is {here}, but {there} by {witness}",
        "标识符中的{field_zh}为 {here}，而 {witness} 为 {there}",
    ),
    fix=Text("make the two agree", "请使两者一致"),
)
def identifier_matches_its_surroundings(issue: Issue, facts: Facts) -> Iterator[Shown]:
    """The identifier names the authorization's approach and Party, and the account's Party."""
    series, party = issue.block.series, Text("the Party", "缔约方")
    versions = facts.authorizations.get(issue.authorization, ())
    expected = [(party, series.party, facts.party_of(issue.to_account), issue.to_account)]
    for authorization in versions[-1:]:
        approach = Text("the cooperative approach", "合作方法")
        expected += [
            (party, series.party, authorization.party, issue.authorization),
            (approach, series.approach, authorization.approach, issue.authorization),
        ]
    for name, here, there, witness in expected:
        if there is not None and here != there:
            yield fails(
                place(issue),
                field_en=name.en,
                field_zh=name.zh,
                here=here,
                there=there,
                witness=witness,
            )


@ISSUES.rule(
    "UNDERLYING",
    source="6/CMA.4 annex I para 4",
    message=Text(
        "units {first} to {last} of {registry} do not back {quantity} units one to one",
        "{registry} 的单位 {first} 至 {last} 不能与 {quantity} 个单位一一对应",
    ),
    fix=Text(
        "give the first and the last id, ending in numbers as far apart as the block is long",
        "请给出首末编号，且末尾数字之差与编号段长度一致",
    ),
)
def underlying_units_match(issue: Issue, _: Facts) -> Shown | None:
    """Underlying units are named from first to last, as many as the block has."""
    backing = issue.underlying
    if backing is None or (backing.first_unit is None and backing.last_unit is None):
        return None
    numbered, quantity = backing.numbered, issue.block.quantity
    if numbered is not None and backing.part(0, quantity) == backing:
        return None
    return fails(
        place(issue),
        registry=backing.registry,
        first=backing.first_unit,
        last=backing.last_unit,
        quantity=quantity,
    )


@ISSUES.rule(
    "DOUBLE_ISSUANCE",
    source="2/CMA.3 annex para 1(a)",
    message=Text("units {block} are issued already", "单位 {block} 已经签发"),
    fix=Text("issue serials that are not taken", "请使用尚未占用的编号"),
)
def serials_are_new(issue: Issue, facts: Facts) -> Iterator[Shown]:
    """A serial is issued once."""
    for held in facts.holdings:
        yield fails(place(issue), block=held.block)
    for other in facts.ranges:
        yield fails(place(issue), block=other.range)


@ISSUES.rule(
    "DOUBLE_ISSUANCE",
    source="2/CMA.3 annex para 1(a)",
    message=Text(
        "the underlying units {first} to {last} back {block} already",
        "底层单位 {first} 至 {last} 已对应 {block}",
    ),
    fix=Text("issue on units that back no other block", "请使用未对应其他编号段的底层单位"),
)
def underlying_units_are_new(issue: Issue, facts: Facts) -> Iterator[Shown]:
    """A unit of another registry backs one unit here at most."""
    if facts.backed is None:
        yield unknown(Text("the underlying units by number", "底层单位的编号"), place(issue))
    for block in facts.backed or ():
        backing = issue.underlying
        first, last = (backing.first_unit, backing.last_unit) if backing else (None, None)
        yield fails(place(issue), first=first, last=last, block=block)


@ISSUES.rule(
    "CHRONOLOGY",
    source="4/CMA.6 para 11",
    message=Text(
        "units of {date} are issued before the authorization of {authorized}",
        "单位签发日期 {date} 早于授权日期 {authorized}",
    ),
    fix=Text("issue on or after the day of the authorization", "请在授权当日或之后签发"),
)
def issuance_follows_authorization(issue: Issue, facts: Facts) -> Shown | None:
    """Units are issued on or after the day of their authorization."""
    versions = facts.authorizations.get(issue.authorization, ())
    if not versions:
        return unknown(Text("the date of the authorization", "授权日期"), place(issue))
    if issue.on >= versions[0].on:
        return None
    return fails(place(issue), date=issue.on, authorized=versions[0].on)
