"""Rules on pledges: nothing is taken without one, nothing is lost, and each is kept."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from tallystick.article6.groups import groups
from tallystick.article6.parties import PARTIES
from tallystick.article6.safeguards.pledges import DESTINATIONS, Deducted, Form, Paid, Pledge, Taken
from tallystick.core.findings import Text
from tallystick.core.quantities import printed
from tallystick.core.rules import Rulebook, Shown, fails, unknown

SOURCE = "2/CMA.3 annex para 37; 2/CMA.3 annex para 39"

Pledges = Sequence[Pledge]

PROMISES: Rulebook[Pledge, None] = Rulebook("pledge")
PLEDGES: Rulebook[Deducted, Pledges] = Rulebook("pledges on transfers")


@PLEDGES.rule(
    "SOP_OMGE",
    source=SOURCE,
    message=Text(
        "transfer {transfer}: {quantity} t were taken off without a pledge; under cooperative "
        "approaches both contributions are voluntary",
        "转让 {transfer}：扣除 {quantity} 吨而无相应承诺；合作方法下两类贡献均属自愿",
    ),
    fix=Text(
        "give the units back, or enter the pledge with its document",
        "请退还这些单位，或登记承诺及其文件",
    ),
)
def nothing_is_taken_without_a_pledge(deducted: Deducted, pledges: Pledges) -> Shown | None:
    """Nothing is taken off a transfer by itself."""
    if deducted.taken is None:
        return unknown(Text("what was taken off", "扣除记录"), place(deducted))
    known = {one.id for one in pledges}
    unpledged = sum(one.quantity_t for one in deducted.taken if one.pledge not in known)
    if not unpledged:
        return None
    return fails(place(deducted), transfer=deducted.id, quantity=unpledged)


@PLEDGES.rule(
    "PLEDGE_CONSERVED",
    source="Tallystick design",
    message=Text(
        "transfer {transfer}: {gross} t went in, {net} t came out and {taken} t were taken off",
        "转让 {transfer}：转出 {gross} 吨，到账 {net} 吨，扣除 {taken} 吨，合计不符",
    ),
    fix=Text("book every unit once", "请将每个单位登记且仅登记一次"),
)
def units_are_conserved(deducted: Deducted, _: Pledges) -> Shown | None:
    """The units in are the net units and those taken off."""
    if deducted.taken is None:
        return unknown(Text("what was taken off", "扣除记录"), place(deducted))
    taken = sum(one.quantity_t for one in deducted.taken)
    if deducted.gross_t == deducted.net_t + taken:
        return None
    values = {"transfer": deducted.id, "gross": deducted.gross_t, "net": deducted.net_t}
    return fails(place(deducted), taken=taken, **values)


@PLEDGES.rule(
    "PLEDGE_KEPT",
    source="Tallystick design",
    message=Text(
        "transfer {transfer}: pledge {pledge} gives {due} t, {taken} t were taken off",
        "转让 {transfer}：按承诺 {pledge} 应扣 {due} 吨，实扣 {taken} 吨",
    ),
    fix=Text("take off what was pledged", "请按承诺扣除"),
)
def pledges_are_kept(deducted: Deducted, pledges: Pledges) -> list[Shown]:
    """Of every transfer what was pledged is taken off, no more and no less."""
    if deducted.taken is None or deducted.host not in PARTIES:
        lacking = Text("the host and what was taken off", "东道缔约方和扣除记录")
        return [unknown(lacking, place(deducted))]
    shown = []
    for one in pledges:
        due = one.due_t(deducted.gross_t, deducted.host, deducted.on)
        taken = sum(part.quantity_t for part in deducted.taken if part.pledge == one.id)
        if due != taken:
            where = {**place(deducted), "pledge": one.id}
            shown.append(fails(where, transfer=deducted.id, pledge=one.id, due=due, taken=taken))
    return shown


@PROMISES.rule(
    "PLEDGE_DESTINATION",
    source="4/CMA.6 para 16; 4/CMA.6 para 17",
    message=Text(
        "pledge {pledge} for {purpose} cannot go to {destination}",
        "承诺 {pledge}（{purpose}）不能划归 {destination}",
    ),
    fix=Text("name one of {known}", "请改为以下之一：{known}"),
)
def pledge_goes_where_it_serves(pledge: Pledge, _: None) -> Shown | None:
    """A share of proceeds serves adaptation, and what is for overall mitigation is cancelled."""
    where, fitting = {"pledge": pledge.id}, DESTINATIONS[pledge.purpose]
    if pledge.destination is None:
        return unknown(Text("the destination of the pledge", "承诺的去向"), where)
    if pledge.destination in fitting:
        return None
    return fails(
        where,
        pledge=pledge.id,
        purpose=pledge.purpose.value,
        destination=pledge.destination.value,
        known=", ".join(sorted(fitting)),
    )


@PLEDGES.rule(
    "PLEDGE_PAID",
    source="2/CMA.3 annex para 37; Tallystick design",
    message=Text(
        "transfer {transfer}: pledge {pledge} gives {due} of the proceeds, {paid} were paid",
        "转让 {transfer}：按承诺 {pledge} 应付收益 {due}，实付 {paid}",
    ),
    fix=Text("pay the rest", "请补付差额"),
)
def pledged_money_is_paid(deducted: Deducted, pledges: Pledges) -> Iterator[Shown]:
    """Of the proceeds at least what was pledged in money is paid."""
    for one in pledges:
        where = {**place(deducted), "pledge": one.id}
        if one.form is not Form.MONEY:
            continue
        if deducted.proceeds is None or deducted.paid is None or deducted.host not in PARTIES:
            yield unknown(Text("the proceeds and what was paid", "收益和支付记录"), where)
            continue
        due = one.due_money(deducted.proceeds, deducted.host, deducted.on)
        paid = sum((Fraction(p.amount) for p in deducted.paid if p.pledge == one.id), Fraction(0))
        if paid < due:
            told = {"due": printed(due), "paid": printed(paid)}
            yield fails(where, transfer=deducted.id, pledge=one.id, **told)


@PLEDGES.rule(
    "PLEDGE_BENEFICIARY",
    source="Tallystick design",
    message=Text(
        "transfer {transfer}: pledge {pledge} is for {beneficiaries}, and {party} is none of them "
        "on {date}",
        "转让 {transfer}：承诺 {pledge} 的受益方为 {beneficiaries}，"
        "而 {party} 在 {date} 不属于其中",
    ),
    fix=Text("give it to one of {beneficiaries}", "请给予 {beneficiaries} 之一"),
)
def pledges_serve_their_beneficiaries(deducted: Deducted, pledges: Pledges) -> Iterator[Shown]:
    """Where a pledge names groups, what is given for it serves a Party of these groups."""
    for one in pledges:
        if not one.beneficiaries:
            continue
        where = {**place(deducted), "pledge": one.id}
        given: list[Taken | Paid] = [*(deducted.taken or ()), *(deducted.paid or ())]
        served = [part.taker for part in given if part.pledge == one.id]
        for party in served or [None]:
            if party is None or party not in PARTIES:
                yield unknown(Text("the Party it serves", "受益缔约方"), where)
            elif not one.beneficiaries & groups(party, deducted.on):
                named = ", ".join(sorted(one.beneficiaries))
                values = {"transfer": deducted.id, "pledge": one.id, "party": party}
                yield fails(where, beneficiaries=named, date=deducted.on, **values)


def place(deducted: Deducted) -> dict[str, object]:
    """Say which transfer a finding is about."""
    return {"transfer": deducted.id, "host": deducted.host}
