"""The terms within an integrity file: bodies, the gate, cases, and cooperation without units."""

from decimal import Decimal

from tallystick.article6.integrity import (
    Accreditation,
    Body,
    Case,
    Engagement,
    Filed,
    Measure,
    NonMarket,
    Passage,
    ResultsFinance,
    State,
    Step,
    Task,
    Turn,
)
from tallystick.core.findings import Text
from tallystick.io.yamlfile.fields import Fields
from tallystick.io.yamlfile.forms import DATE, POSITIVE, TEXT, one_of, pattern
from tallystick.io.yamlfile.parties import PARTY
from tallystick.io.yamlfile.records import SPAN, each, listed, span

BODY = ("id", "name", "group", "accreditations")
ACCREDITATION = ("scopes", *SPAN)
ENGAGEMENT = ("activity", "body", "task", "date", "scope", "exception")
TRANSFER = ("id", "from", "to", "date", "outcomes", "steps")
STEP = ("step", "date", "by", "document", "party", "scope", "until")
CASE = ("id", "opened_by", "against", "facts", "turns", "committee", "consent", "measures")
TURN = ("state", "date", "by")
MEASURE = ("remedy", "due", "quantity_t", "amount", "currency", "until", "done")
NON_MARKET = ("id", "parties", "title", "since")
RESULTS_FINANCE = ("id", "payer", "host", "date", "amount", "currency", "outcomes")

TRUTH = pattern("true|false", Text("true or false", "true 或 false"), lambda text: text == "true")
AMOUNT = pattern(
    r"(?!0+(\.0+)?$)[0-9]{1,18}(\.[0-9]{1,6})?",
    Text("an amount above 0 such as 2.50", "大于0的金额，例如2.50"),
    Decimal,
)
CURRENCY = pattern("[A-Z]{3}", Text("a currency such as CHF", "货币代码，例如CHF"), str)


def names(fields: Fields, name: str) -> tuple[str, ...] | None:
    """Read a list of words, None where it is absent."""
    read = [fields.read(name, item, TEXT) for item in fields.items(name)]
    return listed(fields, name, read)


def bodies(file: Fields) -> tuple[Body, ...] | None:
    """Read the register of accredited bodies."""
    return listed(file, "bodies", [_body(one) for one in each(file, "bodies", BODY)])


def _body(fields: Fields) -> Body | None:
    identifier, name = fields.required("id", TEXT), fields.required("name", TEXT)
    group = fields.optional("group", TEXT)
    accredited = [_accreditation(one) for one in each(fields, "accreditations", ACCREDITATION)]
    if not (identifier and name):
        return None
    held = tuple(one for one in accredited if one is not None)
    return Body(id=identifier, name=name, group=group, accreditations=held)


def _accreditation(fields: Fields) -> Accreditation | None:
    valid = span(fields)
    return Accreditation(frozenset(names(fields, "scopes") or ()), valid) if valid else None


def engagements(file: Fields) -> tuple[Engagement, ...] | None:
    """Read what bodies were engaged for."""
    read = [_engagement(one) for one in each(file, "engagements", ENGAGEMENT)]
    return listed(file, "engagements", read)


def _engagement(fields: Fields) -> Engagement | None:
    activity, body = fields.required("activity", TEXT), fields.required("body", TEXT)
    task, on = fields.required("task", one_of(Task)), fields.required("date", DATE)
    scope, exception = fields.required("scope", TEXT), fields.optional("exception", TEXT)
    if not (activity and body and task and on and scope):
        return None
    return Engagement(
        activity=activity, body=body, task=task, on=on, scope=scope, exception=exception
    )


def passages(file: Fields) -> tuple[Passage, ...]:
    """Read the transfers with the steps of the gate that are on file."""
    read = [_passage(one) for one in each(file, "transfers", TRANSFER)]
    return tuple(one for one in read if one is not None)


def _passage(fields: Fields) -> Passage | None:
    identifier, on = fields.required("id", TEXT), fields.required("date", DATE)
    giver, taker = fields.required("from", PARTY), fields.required("to", PARTY)
    steps = listed(fields, "steps", [_step(one) for one in each(fields, "steps", STEP)])
    outcomes = names(fields, "outcomes")
    if not (identifier and on and giver and taker):
        return None
    return Passage(id=identifier, giver=giver, taker=taker, on=on, steps=steps, outcomes=outcomes)


def _step(fields: Fields) -> Filed | None:
    step, on = fields.required("step", one_of(Step)), fields.required("date", DATE)
    by, document = fields.required("by", TEXT), fields.required("document", TEXT)
    party, scope = fields.optional("party", PARTY), fields.optional("scope", TEXT)
    until = fields.optional("until", DATE)
    if not (step and on and by and document):
        return None
    return Filed(step=step, on=on, by=by, document=document, party=party, scope=scope, until=until)


def cases(file: Fields) -> tuple[Case, ...]:
    """Read the compliance cases."""
    read = [_case(one) for one in each(file, "cases", CASE)]
    return tuple(one for one in read if one is not None)


def _case(fields: Fields) -> Case | None:
    identifier, facts = fields.required("id", TEXT), fields.required("facts", TEXT)
    opened_by, against = fields.required("opened_by", TEXT), fields.required("against", PARTY)
    committee, consent = fields.optional("committee", TEXT), fields.optional("consent", TEXT)
    turns = [_turn(one) for one in each(fields, "turns", TURN)]
    measures = [_measure(one) for one in each(fields, "measures", MEASURE)]
    if not (identifier and facts and opened_by and against):
        return None
    return Case(
        id=identifier,
        opened_by=opened_by,
        against=against,
        facts=facts,
        turns=tuple(one for one in turns if one is not None),
        committee=committee,
        consent=consent,
        measures=tuple(one for one in measures if one is not None),
    )


def _turn(fields: Fields) -> Turn | None:
    state, on = fields.required("state", one_of(State)), fields.required("date", DATE)
    by = fields.required("by", TEXT)
    return Turn(state, on, by) if state and on and by else None


def _measure(fields: Fields) -> Measure | None:
    remedy, due = fields.required("remedy", TEXT), fields.required("due", DATE)
    quantity, amount = fields.optional("quantity_t", POSITIVE), fields.optional("amount", AMOUNT)
    currency = fields.optional("currency", CURRENCY)
    until, done = fields.optional("until", DATE), fields.optional("done", DATE)
    if not (remedy and due):
        return None
    return Measure(
        remedy=remedy,
        due=due,
        quantity_t=quantity,
        amount=amount,
        currency=currency,
        until=until,
        done_on=done,
    )


def non_market(file: Fields) -> tuple[NonMarket, ...]:
    """Read the non-market approaches; a quantity of units is no field of theirs."""
    read = [_non_market(one) for one in each(file, "non_market", NON_MARKET)]
    return tuple(one for one in read if one is not None)


def _non_market(fields: Fields) -> NonMarket | None:
    identifier, title = fields.required("id", TEXT), fields.required("title", TEXT)
    parties, since = names(fields, "parties") or (), fields.required("since", DATE)
    if not (identifier and title and since):
        return None
    return NonMarket(id=identifier, parties=parties, title=title, since=since)


def results_finance(file: Fields) -> tuple[ResultsFinance, ...]:
    """Read the payments for results; a quantity of units is no field of theirs."""
    read = [_results_finance(one) for one in each(file, "results_finance", RESULTS_FINANCE)]
    return tuple(one for one in read if one is not None)


def _results_finance(fields: Fields) -> ResultsFinance | None:
    identifier, on = fields.required("id", TEXT), fields.required("date", DATE)
    payer, host = fields.required("payer", TEXT), fields.required("host", PARTY)
    amount = fields.required("amount", AMOUNT)
    currency = fields.required("currency", CURRENCY)
    outcomes = names(fields, "outcomes") or ()
    if not (identifier and on and payer and host and amount and currency):
        return None
    return ResultsFinance(
        id=identifier,
        payer=payer,
        host=host,
        on=on,
        amount=amount,
        currency=currency,
        outcomes=outcomes,
    )
