"""From the reported facts to the postings that book them, in order of date."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

import yaml

from tallystick.article6.parties import PARTIES
from tallystick.article6.postings.movements import FirstTransfer, Issue, Use
from tallystick.article6.postings.records import (
    Authorize,
    OpenAccount,
    Posting,
    RecordAgreement,
    RecordApproach,
    RecordNdc,
)
from tallystick.article6.postings.units import Underlying
from tallystick.core.actions import parse_purposes
from tallystick.core.findings import Text
from tallystick.core.identifiers import Block, Series
from tallystick.core.periods import NdcPeriod

Facts = Mapping[str, Any]
OPENED_ON = date(2021, 1, 1)
EMISSION_REDUCTIONS = "Emission reductions"


@cache
def reported() -> Facts:
    """Return what has been reported, with sources and what is illustrative."""
    text = resources.files(__package__).joinpath("facts.yaml").read_text(encoding="utf-8")
    facts: Facts = yaml.safe_load(text)
    return facts


def postings(facts: Facts) -> list[tuple[str, Posting]]:
    """Return every posting under its idempotency key, in the order in which they happened."""
    booked = [
        *_parties(facts["parties"]),
        *_agreements(facts["agreements"]),
        *(one for fact in facts["transfers"] for one in _transfer(fact)),
        *(one for fact in facts["authorized_for_oimp"] for one in _authorized_for_oimp(fact)),
        *(one for fact in facts["entities"] for one in _entity(fact)),
    ]
    return sorted(booked, key=lambda keyed: keyed[1].on)


def _text(fact: Facts) -> Text:
    return Text(fact["en"], fact["zh"])


def _note(fact: Facts) -> dict[str, Any]:
    kept = ("id", "title", "source", "confidence", "illustrative")
    return {name: fact[name] for name in kept if name in fact}


def _parties(parties: Facts) -> Iterator[tuple[str, Posting]]:
    for code, ndc in parties.items():
        name = PARTIES[code].name.en
        for kind, suffix in {"party_holding": "", "use": ":use"}.items():
            account = OpenAccount(
                id=f"{code}{suffix}", account_kind=kind, party=code, name=name, on=OPENED_ON
            )
            yield f"account:{account.id}", account
        stated = {**ndc, "ndc_kind": ndc["kind"]}
        period = NdcPeriod(stated.pop("first_year"), stated.pop("last_year"))
        del stated["kind"]
        note = {"illustrative": ["target", "method", "inventory"]}
        yield (
            f"ndc:{code}",
            RecordNdc(party=code, period=period, on=OPENED_ON, note=note, **stated),
        )


def _agreements(agreements: list[Facts]) -> Iterator[tuple[str, Posting]]:
    for fact in agreements:
        yield (
            f"agreement:{fact['id']}",
            RecordAgreement(
                id=fact["id"],
                parties=tuple(fact["parties"]),
                title=_text(fact["title"]),
                on=fact["date"],
                note=_note(fact),
            ),
        )


def _transfer(fact: Facts) -> Iterator[tuple[str, Posting]]:
    giving, receiving = fact["from"], fact["to"]
    yield from _authorization(fact, giving, (receiving,), "NDC")
    for index, units in enumerate(fact["units"]):
        key, block = f"{fact['id']}:{index}", _block(fact, giving, units)
        yield f"issue:{key}", _issue(fact, giving, units, block)
        note = {**_note(fact), "transfer": fact["id"]}
        yield (
            f"first-transfer:{key}",
            FirstTransfer(
                block=block, from_account=giving, to_account=receiving, on=fact["date"], note=note
            ),
        )
        use = fact["use"]
        yield (
            f"use:{key}",
            Use(
                block=block,
                from_account=receiving,
                to_account=f"{receiving}:use",
                on=use["date"],
                year=use["year"],
                note=note,
            ),
        )


def _authorized_for_oimp(fact: Facts) -> Iterator[tuple[str, Posting]]:
    party = fact["party"]
    yield from _authorization(fact, party, (), "OIMP")
    for index, units in enumerate(fact["units"]):
        block = _block(fact, party, units)
        yield f"issue:{fact['id']}:{index}", _issue(fact, party, units, block)


def _entity(fact: Facts) -> Iterator[tuple[str, Posting]]:
    """Open an entity's account and one for what it cancels, and issue its units, all invented."""
    party, ends = fact["party"], fact["ends"]
    opened = (
        (fact["id"], "entity_holding", fact["name"]),
        (ends["id"], ends["kind"], PARTIES[party].name.en),
    )
    for account, kind, name in opened:
        told = {"party": party, "on": fact["date"], "note": _note(fact)}
        yield f"account:{account}", OpenAccount(id=account, account_kind=kind, name=name, **told)
    for index, units in enumerate(fact["units"]):
        issued = _issue(fact, fact["id"], units, _block(fact, party, units))
        yield f"issue:{fact['id']}:{index}", issued


def _authorization(
    fact: Facts, party: str, authorized: tuple[str, ...], purposes: str
) -> Iterator[tuple[str, Posting]]:
    """Record the approach and the authorization, unless an earlier fact already did."""
    stated = fact["authorization"]
    if "date" not in stated:
        return
    yield (
        f"approach:{fact['approach']}",
        RecordApproach(
            id=fact["approach"],
            parties=(party, *authorized),
            title=_text(fact["title"]),
            on=stated["date"],
            note=_note(fact),
        ),
    )
    yield (
        f"authorize:{stated['id']}",
        Authorize(
            id=stated["id"],
            party=party,
            approach=fact["approach"],
            purposes=parse_purposes(purposes),
            first_transfer_definition=stated.get("first_transfer"),
            authorized_parties=authorized,
            authorized_oimp=stated.get("oimp"),
            sectors=(stated["sectors"],),
            activity_types=(stated["activity_types"],) if "activity_types" in stated else (),
            on=stated["date"],
            note=_note(fact),
        ),
    )


def _block(fact: Facts, party: str, units: Facts) -> Block:
    """Number the units from 1: no two facts share a series, or the ledger would refuse them."""
    series = Series(fact["approach"], fact["registry"], party, units["vintage"])
    return Block(series, 1, units["quantity_t"])


def _issue(fact: Facts, account: str, units: Facts, block: Block) -> Issue:
    backing = units.get("underlying")
    return Issue(
        block=block,
        to_account=account,
        authorization=fact["authorization"]["id"],
        mitigation_type=fact.get("mitigation_type", EMISSION_REDUCTIONS),
        underlying=Underlying(**backing) if backing else None,
        on=max(fact["date"], fact["authorization"].get("date", fact["date"])),
        note=_note(fact),
    )
