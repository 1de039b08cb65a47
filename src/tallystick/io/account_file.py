"""The stand-alone account file: one Party's NDC, inventory, authorizations and actions."""

from pathlib import Path

from tallystick.article6.account import (
    Account,
    Action,
    Authorization,
    Communication,
    Direction,
    Divisor,
    Method,
    Ndc,
    NdcKind,
    Override,
    Policies,
    Scope,
)
from tallystick.core.actions import ActionType, Purpose, Purposes, parse_purposes
from tallystick.core.findings import Text
from tallystick.core.quantities import Metric
from tallystick.io.yamlfile.damage import REPEATED, Damaged
from tallystick.io.yamlfile.fields import Fields
from tallystick.io.yamlfile.forms import (
    DATE,
    POSITIVE,
    TEXT,
    WHOLE,
    YEAR,
    Form,
    one_of,
    pattern,
)
from tallystick.io.yamlfile.parties import PARTY, read_period
from tallystick.io.yamlfile.source import read_fields
from tallystick.io.yamlfile.tree import Sequence

ACCOUNT = ("party", "ndc", "inventory_t", "authorizations", "actions", "final_on")
NDC = (
    "first_year",
    "last_year",
    "kind",
    "method",
    "metric",
    "direction",
    "averaging_divisor",
    "target_t",
    "budget_t",
    "trajectory_t",
    "policies",
)
POLICIES = ("categories", "communication")
AUTHORIZATION = ("id", "purposes", "date", "first_transfer", "approach", "quantity_t", "scope")
ACTION = (
    "type",
    "authorization",
    "date",
    "vintage",
    "quantity_t",
    "year",
    "purpose",
    "from",
    "to",
    "block",
    "override",
)
OVERRIDE = ("by", "date", "reason")

METRIC = pattern(
    r"(?i)(?!non-ghg$)(?!.*co2).*\S.*",
    Text("GHG, or the name of another unit such as MWh", "GHG，或其他单位的名称，例如MWh"),
    lambda text: Metric.GHG.value if text.strip().upper() == Metric.GHG else text.strip(),
)
PURPOSES = Form(Text("made of NDC, IMP, OP, OIMP", "由NDC、IMP、OP、OIMP组成"), parse_purposes)
PURPOSE = Form(
    Text("one of NDC, IMP, OP, OIMP", "NDC、IMP、OP、OIMP之一"), lambda text: parse_purposes([text])
)
NDC_ALONE: Purposes = frozenset({Purpose.NDC})
ACTION_TYPE = one_of(ActionType, ActionType.AUTHORIZATION)
BLOCK = Text("the first and the last serial, such as [1, 100]", "首末编号，例如[1, 100]")
NO_YEAR = Text("something this type of action has: only a use has a year", "仅use才有的年份")


def read_account(path: Path) -> Account:
    """Read an account file.

    Raises Damaged, whose findings name every mistake with its line, value and mend.
    """
    file = read_fields(path, ACCOUNT)
    party = file.required("party", PARTY)
    ndc = read_ndc(file)
    inventory = file.by_year("inventory_t", WHOLE)
    authorizations = _authorizations(file)
    actions = [_action(Fields(one, ACTION, file.damage)) for one in file.records("actions")]
    final_on = file.optional("final_on", DATE)
    if party is None or ndc is None or file.damage.findings:
        raise Damaged(file.damage.findings)
    return Account(
        party=party,
        ndc=ndc,
        inventory_t=inventory,
        authorizations=authorizations,
        actions=tuple(action for action in actions if action is not None),
        final_on=final_on,
    )


def read_ndc(file: Fields) -> Ndc | None:
    """Read the NDC of a file; None, and damage entered, where it cannot be read."""
    fields = file.record("ndc", NDC)
    if fields is None:
        return None
    period = read_period(fields)
    kind = fields.required("kind", one_of(NdcKind))
    method = fields.required("method", one_of(Method))
    metric = fields.optional("metric", METRIC)
    divisor = fields.optional("averaging_divisor", one_of(Divisor))
    direction = fields.optional("direction", one_of(Direction))
    target, budget = fields.optional("target_t", WHOLE), fields.optional("budget_t", WHOLE)
    trajectory = fields.by_year("trajectory_t", WHOLE)
    policies = _policies(fields)
    if period is None or kind is None or method is None:
        return None
    return Ndc(
        period=period,
        kind=kind,
        method=method,
        metric=metric or Metric.GHG.value,
        averaging_divisor=divisor or Divisor.ELAPSED,
        stated_direction=direction,
        target_t=target,
        budget_t=budget,
        trajectory_t=trajectory,
        policies=policies,
        origin=fields.origin,
    )


def _policies(fields: Fields) -> Policies | None:
    """Read what an NDC of policies and measures is accounted on."""
    if fields.given("policies") is None:
        return None
    policies = fields.record("policies", POLICIES)
    if policies is None:
        return None
    named = [policies.read("categories", one, TEXT) for one in policies.items("categories")]
    categories = tuple(one for one in named if one is not None)
    return Policies(categories or None, policies.optional("communication", one_of(Communication)))


def _authorizations(file: Fields) -> dict[str, Authorization]:
    found: dict[str, Authorization] = {}
    for record in file.records("authorizations"):
        fields = Fields(record, AUTHORIZATION, file.damage)
        authorization = _authorization(fields)
        if authorization is None:
            continue
        if authorization.id in found:
            file.damage.add(REPEATED, fields.line, name=authorization.id)
        found[authorization.id] = authorization
    return found


def _authorization(fields: Fields) -> Authorization | None:
    identifier = fields.required("id", TEXT)
    purposes = read_purposes(fields)
    on = fields.optional("date", DATE)
    declared = fields.optional("first_transfer", TEXT)
    approach = fields.optional("approach", TEXT)
    quantity = fields.optional("quantity_t", POSITIVE)
    scope = fields.optional("scope", one_of(Scope))
    if identifier is None or purposes is None:
        return None
    return Authorization(
        id=identifier,
        purposes=purposes,
        on=on,
        declared=declared,
        approach=approach,
        quantity_t=quantity,
        scope=scope,
        origin=fields.origin,
    )


def read_purposes(fields: Fields) -> Purposes | None:
    """Read a list of purposes, or their printed form such as "NDC and OIMP"."""
    if not isinstance(fields.given("purposes"), Sequence):
        return fields.required("purposes", PURPOSES)
    listed = [fields.read("purposes", item, PURPOSE) for item in fields.items("purposes")]
    if not listed:
        fields.refuse("purposes", PURPOSES.expected)
    named = [purposes for purposes in listed if purposes is not None]
    return frozenset().union(*named) if named else None


def _action(fields: Fields) -> Action | None:
    kind = fields.required("type", ACTION_TYPE)
    on = fields.required("date", DATE)
    vintage = fields.required("vintage", YEAR)
    quantity = fields.required("quantity_t", POSITIVE)
    authorization = fields.optional("authorization", TEXT)
    purposes = fields.optional("purpose", PURPOSE)
    counterparty = _counterparty(fields)
    year = _year_of_use(fields, kind, purposes)
    block, override = _block(fields), _override(fields)
    if kind is None or on is None or vintage is None or quantity is None or fields.damage.findings:
        return None
    return Action(
        type=kind,
        on=on,
        vintage=vintage,
        quantity_t=quantity,
        authorization=authorization,
        year=year,
        purposes=purposes or frozenset(),
        counterparty=counterparty,
        block=block,
        override=override,
        origin=fields.origin,
    )


def _override(fields: Fields) -> Override | None:
    """Read who lets an action restate a final period, on which day, and why."""
    if fields.given("override") is None:
        return None
    given = fields.record("override", OVERRIDE)
    if given is None:
        return None
    by, on = given.required("by", TEXT), given.required("date", DATE)
    reason = given.required("reason", TEXT)
    return None if by is None or on is None or reason is None else Override(by, on, reason)


def _counterparty(fields: Fields) -> str | None:
    """Read who is on the other side, whichever side that is."""
    return fields.optional("to", TEXT) or fields.optional("from", TEXT)


def _year_of_use(fields: Fields, kind: ActionType | None, purposes: Purposes | None) -> int | None:
    """Read the year of use, which a use towards the NDC needs and only a use has."""
    if kind is ActionType.USE:
        towards_ndc = fields.given("purpose") is None or purposes == NDC_ALONE
        read = fields.required if towards_ndc else fields.optional
        return read("year", YEAR)
    if kind is not None and fields.given("year") is not None:
        fields.refuse("year", NO_YEAR)
    return None


def _block(fields: Fields) -> tuple[int, int] | None:
    serials = [fields.read("block", item, POSITIVE) for item in fields.items("block")]
    match serials:
        case []:
            return None
        case [int(first), int(last)] if first <= last:
            return first, last
    fields.refuse("block", BLOCK)
    return None
