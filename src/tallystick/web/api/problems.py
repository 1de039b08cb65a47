"""Errors as RFC 9457 problem documents: what is wrong, by which paragraph, and the mend."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from ninja import Field, Schema

from tallystick.core.findings import Finding, Text
from tallystick.web.languages import pick

MEDIA_TYPE = "application/problem+json"
DESIGN = "Tallystick design"


class ProblemOut(Schema):
    """A problem document (RFC 9457)."""

    type: str = Field(description="Address where the kind of problem is explained.")
    title: str
    status: int
    detail: str
    code: str = Field(description="Upper-case name of the rule or of the kind of problem.")
    source: str = Field(description="Paragraph or standard that the rule follows.")
    fix: str = Field(description="What to do about it.")
    findings: list[dict[str, Any]] = Field(description="Every finding, in both languages.")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem that is no finding of a rule."""

    code: str
    status: HTTPStatus
    title: Text
    fix: Text
    source: str = DESIGN


class Problem(Exception):  # noqa: N818 (the standard's own word)
    """Ends a request with a problem document."""

    def __init__(
        self, kind: Kind, detail: Text | None = None, findings: Sequence[Finding] = ()
    ) -> None:
        super().__init__(kind.code)
        self.kind, self.detail, self.findings = kind, detail, tuple(findings)


@dataclass(frozen=True, slots=True)
class Answered:
    """The values of one problem document before it is worded."""

    kind: Kind
    detail: Text
    fix: Text
    code: str
    source: str
    findings: Sequence[Mapping[str, Any]] = field(default_factory=tuple)


UNKNOWN = Kind(
    "NOT_FOUND",
    HTTPStatus.NOT_FOUND,
    Text("There is no such thing", "找不到所请求的内容"),
    Text("check the address and the id", "请检查地址和编号"),
)
UNAUTHENTICATED = Kind(
    "UNAUTHENTICATED",
    HTTPStatus.UNAUTHORIZED,
    Text("It is not known who asks", "无法识别请求者"),
    Text(
        "send a token that is not expired, or a session cookie with the CSRF header",
        "请提供未过期的令牌，或会话 Cookie 及 CSRF 请求头",
    ),
    "RFC 6750",
)
FORBIDDEN = Kind(
    "FORBIDDEN",
    HTTPStatus.FORBIDDEN,
    Text("This is not yours to do", "您无权执行此操作"),
    Text(
        "ask for a role or a token that has the permission",
        "请申请具有该权限的角色或令牌",
    ),
)
SECOND_FACTOR = Kind(
    "SECOND_FACTOR",
    HTTPStatus.FORBIDDEN,
    Text("This asks for a second factor", "此操作需要第二因素"),
    Text("set up a second factor on the pages, then try again", "请先在网页上设置第二因素后再试"),
)
INVALID = Kind(
    "INVALID",
    HTTPStatus.UNPROCESSABLE_ENTITY,
    Text("The request does not have the form that is asked for", "请求格式不符合要求"),
    Text("compare it with /api/v1/openapi.json", "请对照 /api/v1/openapi.json"),
)
MALFORMED = Kind(
    "MALFORMED",
    HTTPStatus.BAD_REQUEST,
    Text("The request cannot be read", "无法读取请求"),
    Text("send valid JSON in UTF-8", "请发送 UTF-8 编码的有效 JSON"),
)
REFUSED = Kind(
    "REFUSED",
    HTTPStatus.UNPROCESSABLE_ENTITY,
    Text("A rule refuses this", "规则拒绝此操作"),
    Text("mend what the findings name", "请按照检查结果修正"),
)
UNREADABLE = Kind(
    "UNREADABLE",
    HTTPStatus.UNPROCESSABLE_ENTITY,
    Text("The file cannot be read", "无法读取文件"),
    Text("mend what the findings name", "请按照检查结果修正"),
)
KEY_CONFLICT = Kind(
    "KEY_TAKEN",
    HTTPStatus.CONFLICT,
    Text("The idempotency key stands for another request", "该幂等键对应另一请求"),
    Text("send another key, or the same body as before", "请更换幂等键，或发送与之前相同的内容"),
)
TOO_MANY = Kind(
    "TOO_MANY_REQUESTS",
    HTTPStatus.TOO_MANY_REQUESTS,
    Text("Too many requests in a short time", "短时间内请求过多"),
    Text("wait as long as Retry-After says", "请按 Retry-After 的时间等待"),
    "RFC 6585",
)
TOO_LARGE = Kind(
    "TOO_LARGE",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    Text("The request is larger than is accepted", "请求超过允许的大小"),
    Text("send fewer or smaller files", "请减少文件数量或大小"),
)
METHOD = Kind(
    "METHOD_NOT_ALLOWED",
    HTTPStatus.METHOD_NOT_ALLOWED,
    Text("This address does not take this method", "此地址不支持该方法"),
    Text("send a method that Allow names", "请使用 Allow 所列的方法"),
    "RFC 9110",
)
OVERTAKEN = Kind(
    "OVERTAKEN",
    HTTPStatus.CONFLICT,
    Text("Somebody else was first", "他人已先行更改"),
    Text("read it again and repeat what is still meant", "请重新读取，并重复仍需进行的操作"),
)
BROKEN = Kind(
    "INTERNAL",
    HTTPStatus.INTERNAL_SERVER_ERROR,
    Text("The fault is ours and was logged", "服务器出现错误，已记录"),
    Text(
        "look whether it was done; a write with the same Idempotency-Key does no harm",
        "请先核对是否已完成；以相同的 Idempotency-Key 重试不会有害",
    ),
)
UNAVAILABLE = Kind(
    "UNAVAILABLE",
    HTTPStatus.SERVICE_UNAVAILABLE,
    Text("The ledger cannot be used at the moment", "账本暂时无法使用"),
    Text(
        "try again later, a write with the same Idempotency-Key",
        "请稍后重试；写入请使用相同的 Idempotency-Key",
    ),
)


def forbidden(permission: str) -> Problem:
    """Return the problem of a permission that is lacking."""
    return Problem(
        FORBIDDEN,
        Text(
            f"the permission {permission} is needed for this object",
            f"此对象需要权限 {permission}",
        ),
    )


def unknown(what: str) -> Problem:
    """Return the problem of a name that names nothing."""
    return Problem(UNKNOWN, Text(f'there is no "{what}"', f"不存在“{what}”"))


def answer(request: HttpRequest, problem: Problem) -> JsonResponse:
    """Write a problem document in the language of the request."""
    told = _told(problem)
    body = {
        "type": request.build_absolute_uri(f"{reverse('api_docs')}#{told.kind.code}"),
        "title": pick(told.kind.title),
        "status": int(told.kind.status),
        "detail": pick(told.detail),
        "code": told.code,
        "source": told.source,
        "fix": pick(told.fix),
        "findings": list(told.findings),
    }
    response = JsonResponse(body, status=told.kind.status, content_type=MEDIA_TYPE)
    if told.kind is UNAUTHENTICATED:
        response.headers["WWW-Authenticate"] = 'Bearer realm="tallystick"'
    return response


def _told(problem: Problem) -> Answered:
    """Let the first finding that refuses speak for all."""
    kind, findings = problem.kind, problem.findings
    first = next((one for one in findings if one.refuses), findings[0] if findings else None)
    listed = [one.to_json() for one in findings]
    if first is None:
        return Answered(kind, problem.detail or kind.title, kind.fix, kind.code, kind.source)
    return Answered(kind, first.message, first.fix, first.code, first.source, listed)
