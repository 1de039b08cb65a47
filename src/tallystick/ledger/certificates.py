"""A certificate of one unit as text, with the hash by which anybody can check it in the log."""

from tallystick.core.findings import Finding
from tallystick.ledger.log.proving import Proof
from tallystick.ledger.tracing import Trace


def certificate(trace: Trace, place: str, proof: Proof | Finding) -> str:
    """Render a unit with its origin, holder and proof; `place` is where the ledger lies.

    A posting that is not in the log yet is certified without a hash, and the text says so.
    """
    told = trace.to_json()
    origin, authorization = told["origin"] or {}, told["authorization"] or {}
    lines = [
        ("Unit · 单位", origin.get("id") or f"{trace.series} {trace.number}"),
        ("Host · 东道国", origin.get("host")),
        ("Vintage · 年份", origin.get("vintage")),
        ("Authorization · 授权", authorization.get("id")),
        ("Underlying unit · 底层单位", origin.get("underlying_unit")),
        ("State · 状态", told["state"]),
        ("Holder · 持有账户", told["holder"]),
        ("Since · 自", trace.titles[-1].since if trace.titles else None),
        ("Ledger · 账本", place),
        *_proof(trace, proof),
    ]
    return "\n".join(f"{name}: {'-' if value is None else value}" for name, value in lines)


def _proof(trace: Trace, proof: Proof | Finding) -> list[tuple[str, object]]:
    posting = ("Posting · 分录", trace.entries[-1].posting)
    if isinstance(proof, Finding):
        return [posting, ("Proof · 证明", f"{proof.message.en} · {proof.message.zh}")]
    return [
        posting,
        ("Hash · 哈希", proof.entry.hash.hex()),
        ("Root · 根", f"{proof.root.hex()} ({proof.size})"),
    ]
