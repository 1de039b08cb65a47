"""Pledges of a share of proceeds and of overall mitigation: kept as versions, judged live."""

from typing import Any

from django.utils.translation import gettext as _

from tallystick.article6.safeguards.pledge_rules import PLEDGES, PROMISES
from tallystick.article6.safeguards.pledges import Deducted, Destination, Form, Pledge, Purpose
from tallystick.core.findings import worst
from tallystick.io.safeguards.file import read_safeguards_text
from tallystick.io.yamlfile.damage import Damaged
from tallystick.web.opendata.catalogue_lists import day
from tallystick.web.presenting import party_name
from tallystick.web.texts.editing import TextKind, Words
from tallystick.web.texts.findings import AS_FILE, located_findings

TEMPLATE = """\
# Pledges on transfers under cooperative approaches, and what was taken off each transfer.
# 合作方法下转让的承诺，以及每笔转让的实际扣除。
pledges:
  - id: adaptation-1
    purpose: share_of_proceeds
    share: 1/20
    by: {by}
    document: where the pledge is written down / 承诺文件
    destination: adaptation_fund
  - id: omge-1
    purpose: omge
    share: 1/50
    by: {by}
    document: where the pledge is written down / 承诺文件
    destination: cancellation
transfers:
  - id: transfer-1
    host: GHA
    date: {today}
    gross_t: 1000
    net_t: 930
    taken:
      - {{quantity_t: 50, pledge: adaptation-1}}
      - {{quantity_t: 20, pledge: omge-1}}
"""
PURPOSES = {
    Purpose.SHARE_OF_PROCEEDS: lambda: _("share of proceeds for adaptation"),
    Purpose.OMGE: lambda: _("overall mitigation in global emissions"),
}
DESTINATIONS = {
    Destination.ADAPTATION_FUND: lambda: _("Adaptation Fund"),
    Destination.HOST_ADAPTATION: lambda: _("adaptation in the host Party"),
    Destination.CANCELLATION: lambda: _("cancellation"),
}


def judge(text: str) -> dict[str, Any]:
    """Return what a page says about a text of pledges, as of today."""
    try:
        record = read_safeguards_text(text, AS_FILE)
    except Damaged as damaged:
        return {"verdict": "fail", "findings": located_findings(damaged.findings)}
    pledges, deducted = record.pledges or (), record.deducted or ()
    findings = [
        *(found for one in pledges for found in PROMISES.judge(one, None)),
        *(found for one in deducted for found in PLEDGES.judge(one, pledges)),
    ]
    return {
        "verdict": worst(findings).value,
        "findings": located_findings(findings),
        "pledges": [_pledge(one) for one in pledges],
        "transfers": [_transfer(one) for one in deducted],
    }


def _pledge(one: Pledge) -> dict[str, Any]:
    where = DESTINATIONS[one.destination]() if one.destination else ""
    return {
        "id": one.id,
        "by": one.by,
        "document": one.document,
        "destination": where,
        "purpose": PURPOSES[one.purpose](),
        "share": str(one.share.general),
        "groups": [(name.value, str(share)) for name, share in one.share.by_group.items()],
        "is_money": one.form is Form.MONEY,
    }


def _transfer(one: Deducted) -> dict[str, Any]:
    return {
        "id": one.id,
        "host": party_name(one.host),
        "on": one.on,
        "gross_t": one.gross_t,
        "net_t": one.net_t,
        "taken": one.taken or (),
    }


KIND = TextKind(
    name="proceeds",
    permission="proceeds.keep",
    words=Words(
        title=lambda: _("Share of proceeds and overall mitigation"),
        lead=lambda: _(
            "Under cooperative approaches both are pledges, never levies: nothing is taken off a "
            "transfer without one, and what was pledged is taken off."
        ),
        new=lambda: _("Keep pledges"),
        none=lambda: _(
            "Begin with a template: who pledged which share for what, and what transfers gave."
        ),
    ),
    starts={
        "proceeds": (
            lambda: _("Pledges on transfers"),
            lambda: TEMPLATE.format(today=day(None).isoformat(), by="GHA"),
        )
    },
    judge=judge,
    judged="authority/proceeds.html",
    links=lambda _: (),
)
