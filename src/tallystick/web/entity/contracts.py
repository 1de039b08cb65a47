"""Contracts of the lower tier: kept as versions, judged while they are written."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from tallystick.article6.safeguards.contract_rules import CONTRACTS
from tallystick.article6.safeguards.contracts import Contract
from tallystick.core.findings import worst
from tallystick.core.quantities import printed
from tallystick.io.safeguards.file import read_safeguards_text
from tallystick.io.yamlfile.damage import Damaged
from tallystick.web.opendata.catalogue_lists import day
from tallystick.web.texts.editing import TextKind, Words
from tallystick.web.texts.findings import AS_FILE, located_findings

TEMPLATE = """\
# Contracts of your organisation. What is left out counts as unknown and never passes a check.
# 贵组织的合同。未填写的内容视为未知，不会通过检查。
contracts:
  - id: contract-1
    signed: {today}
    # document: where the signed text is kept / 签署文本的存放处
    parties: {{seller: Seller, buyer: Buyer}}
    price: null
    currency: USD
    volume_t: null
    # deliveries: [{{date: {today}, quantity_t: 1000}}]
    delivered_t: 0
    # on_default: what follows where nothing is delivered / 违约后果
    # governing_law: whose law / 适用法律
    # floor: {{index: some index, ratio: 9/10, level: "10.00", currency: USD}}
    # risk: {{probability: 1/20, replacement: "12.00", margin: "0", premium: "0"}}
"""


def judge(text: str) -> dict[str, Any]:
    """Return what a page says about a text of contracts, as of today."""
    try:
        record = read_safeguards_text(text, AS_FILE)
    except Damaged as damaged:
        return {"verdict": "fail", "findings": located_findings(damaged.findings)}
    found = record.contracts or ()
    findings = [one for contract in found for one in CONTRACTS.judge(contract, day(None))]
    return {
        "verdict": worst(findings).value,
        "findings": located_findings(findings),
        "contracts": [_told(one, day(None)) for one in found],
    }


def _told(one: Contract, on: date) -> dict[str, Any]:
    due = sum(part.quantity_t for part in one.deliveries or () if part.on <= on)
    return {
        "id": one.id,
        "signed_on": one.signed_on,
        "parties": [(ROLES[role.value](), name) for role, name in one.parties.items()],
        "price": one.price,
        "currency": one.currency or "",
        "volume_t": one.volume_t,
        "delivered_t": one.delivered_t,
        "due_t": due if one.deliveries is not None else None,
        "outstanding_t": one.outstanding_t,
        "expected_loss": None if one.expected_loss is None else str(printed(one.expected_loss)),
        "deliveries": one.deliveries or (),
    }


ROLES = {
    "seller": lambda: _("seller"),
    "buyer": lambda: _("buyer"),
    "guarantor": lambda: _("guarantor"),
    "broker": lambda: _("broker"),
}

KIND = TextKind(
    name="contract",
    permission="contract.keep",
    words=Words(
        title=lambda: _("Contracts"),
        lead=lambda: _(
            "Commercial contracts beneath agreements; only your organisation sees them."
        ),
        new=lambda: _("Keep a contract"),
        none=lambda: _("Begin with a template: seller, buyer, price, volume, delivery, default."),
    ),
    starts={
        "contract": (
            lambda: _("Contract on units"),
            lambda: TEMPLATE.format(today=day(None).isoformat()),
        )
    },
    judge=judge,
    judged="entity/judged.html",
    links=lambda _: (),
)
