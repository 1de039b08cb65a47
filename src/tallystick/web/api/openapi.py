"""The OpenAPI document: ninja's, with problem documents under their own media type."""

from http import HTTPStatus
from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from tallystick import __version__
from tallystick.web.api.problems import MEDIA_TYPE

PROBLEMS_FROM = 400


class Api(NinjaAPI):
    """The interface, documented with what it really answers."""

    def __init__(self, **told: Any) -> None:
        super().__init__(**told)
        self._documents: dict[str, OpenAPISchema] = {}

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """Return the document, every problem as `application/problem+json`.

        It is made once for each prefix and not to be changed: that takes a third of a second.
        """
        prefix = self.get_root_path(path_params or {}) if path_prefix is None else path_prefix
        if prefix not in self._documents:
            self._documents[prefix] = self._made(prefix)
        return self._documents[prefix]

    def _made(self, prefix: str) -> OpenAPISchema:
        document = super().get_openapi_schema(path_prefix=prefix)
        for path in document["paths"].values():
            for operation in path.values():
                _problems(operation["responses"])
                if "requestBody" in operation:
                    _too_large(operation["responses"])
        return document


def _problems(responses: dict[Any, Any]) -> None:
    for status, answer in responses.items():
        if int(status) >= PROBLEMS_FROM and "application/json" in answer.get("content", {}):
            answer["content"] = {MEDIA_TYPE: answer["content"]["application/json"]}


def _too_large(responses: dict[Any, Any]) -> None:
    """Say that any body may be larger than is accepted."""
    invalid = responses[int(HTTPStatus.UNPROCESSABLE_ENTITY)]
    too_large = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    responses.setdefault(int(too_large), {**invalid, "description": too_large.phrase})


def make_api() -> Api:
    """Return the interface without operations."""
    return Api(
        title="Tallystick 合符",
        version=__version__,
        description=(
            "Carbon-market agreements under Article 6. Lists are paged by `cursor`; errors are "
            "problem documents (RFC 9457) with the paragraph and the mend, in the language of "
            "Accept-Language (en, zh-hans); writes ask for `Idempotency-Key`."
        ),
        docs_url=None,
        openapi_url="/openapi.json",
        urls_namespace="api-v1",
    )
