"""The certificate of a cancellation: a page and a PDF whose code leads to the public proof."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tallystick.article6.postings.movements import Cancel
from tallystick.article6.postings.plain import Range
from tallystick.article6.postings.records import OpenAccount
from tallystick.article6.reports.document import Code, Document, Paragraph, Table
from tallystick.core.findings import Text
from tallystick.io.documents.codes import QUIET, size, svg_path
from tallystick.ledger import open_ledger
from tallystick.ledger.kinds import account_kinds
from tallystick.ledger.log.proving import Proof
from tallystick.ledger.reading import Kept, reading
from tallystick.web.entity.accounts import account_asked
from tallystick.web.people.power import Someone, needs
from tallystick.web.places import ledger_place
from tallystick.web.public.pages import party_name
from tallystick.web.public.proofs import public_key
from tallystick.web.texts.documents import download, shown

TITLE = Text("Certificate of cancellation {number}", "注销证书 {number}")
STATEMENT = Text(
    "{quantity} t CO₂ eq have been cancelled and cannot be transferred, used or cancelled again.",
    "{quantity} 吨二氧化碳当量已注销，不得再次转让、使用或注销。",
)
LEADS = Text(
    "The code leads to the public proof that this posting stands in the signed log.",
    "二维码指向公开证明：该记账已载入经签名的日志。",
)
LATER = Text(
    "The posting is not in the log yet; the proof page shows it within seconds of the next "
    "sequencing.",
    "该记账尚未载入日志；下次排序后数秒内，证明页面即可显示。",
)
FACTS = Text("What was cancelled", "注销内容")
HEADS = (Text("Fact", "事项"), Text("Value", "内容"))


@needs("account.read")
@require_safe
def certificate(request: HttpRequest, number: int) -> HttpResponse:
    """Show the certificate of a cancellation from an account one may see."""
    found = certified(request, number)
    address = found["address"]
    context = {
        **found,
        "number": number,
        "blocks": _without_address(found["document"]) if found["document"] else [],
        "code": svg_path(address),
        "side": size(address) + 2 * QUIET,
    }
    return render(request, "entity/certificate.html", context)


def _without_address(document: Document) -> list[dict[str, Any]]:
    """Return the blocks but for the address, which the page shows beside its code."""
    return [one for one in shown(document) if one["kind"] != "address"]


@needs("account.read")
@require_safe
def certificate_file(request: HttpRequest, number: int) -> HttpResponse:
    """Return the certificate as a PDF in the language of the page; 404 for what was undone."""
    document = certified(request, number)["document"]
    if document is None:
        raise Http404
    return download(document, f"certificate-{number}", ".pdf")


def certified(request: HttpRequest, number: int) -> dict[str, Any]:
    """Return the document and the address of its proof; no document where it was corrected.

    Raises PermissionDenied for what is no cancellation from an account within reach.
    """
    kept, posting, proof = _read(request.user, number)
    with open_ledger(ledger_place()) as ledger:
        is_undone = kept.key in ledger.corrected()
    address = request.build_absolute_uri(reverse("proof", args=[number]))
    document = None if is_undone else _document(number, posting, proof, address)
    return {"document": document, "address": address, "account": posting.from_account}


def _read(user: Someone, number: int) -> tuple[Kept, Cancel, Proof | None]:
    """Read a cancellation from an account within reach.

    Raises PermissionDenied for everything else, so that numbers tell nothing.
    """
    with reading(ledger_place()) as reader:
        kept = reader.posting(number) if number < 1 << 62 else None
        posting = kept.posting if kept else None
        if kept is None or not isinstance(posting, Cancel):
            raise PermissionDenied("account.read")
        account_asked(user, "account.read", reader, posting.from_account)
        return kept, posting, reader.proof(number)


def _document(number: int, posting: Cancel, proof: Proof | None, address: str) -> Document:
    quantity = f"{posting.block.quantity:,}"
    return Document(
        TITLE.fill({"number": number}),
        (
            Paragraph(STATEMENT.fill({"quantity": quantity})),
            Table(FACTS, HEADS, tuple(_facts(number, posting, proof))),
            Paragraph(LEADS if proof else LATER),
            Code(address),
        ),
    )


def _facts(
    number: int, posting: Cancel, proof: Proof | None
) -> list[tuple[Text, Text | str | int]]:
    block = posting.block
    with reading(ledger_place()) as reader:
        lives = reader.lives([Range(str(block.series), block.first, block.last)])
        opened: list[OpenAccount] = reader.records(OpenAccount, posting.to_account)
        key = public_key(reader)
    rests = sorted({entry.authorization for entry in lives if entry.authorization})
    kind = account_kinds().get(opened[-1].account_kind) if opened else None
    told: list[tuple[Text, Text | str | int | None]] = [
        (Text("First unit", "首个单位"), block.first_id),
        (Text("Last unit", "末个单位"), block.last_id),
        (Text("Quantity, t CO₂ eq", "数量（吨二氧化碳当量）"), block.quantity),
        (Text("Host Party", "东道缔约方"), party_name(block.series.party)),
        (Text("Vintage", "年份"), str(block.series.vintage)),
        (Text("Authorization", "授权"), ", ".join(rests)),
        (Text("From account", "转出账户"), posting.from_account),
        (Text("Cancelled for", "注销受益方"), posting.entity),
        (Text("Kind of cancellation", "注销类型"), kind.label if kind else None),
        (Text("Day", "日期"), posting.on.isoformat()),
        (Text("Posting", "记账编号"), str(number)),
        (Text("Hash of the leaf", "叶哈希"), proof.entry.hash.hex() if proof else None),
        (Text("Root", "根哈希"), f"{proof.root.hex()} ({proof.size})" if proof else None),
        (Text("Public key", "公钥"), key),
    ]
    return [(name, value) for name, value in told if value]
