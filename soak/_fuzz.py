"""Requests made up from the OpenAPI document, and every answer held against it."""

import warnings
from collections.abc import Iterator
from contextlib import suppress
from time import monotonic
from typing import Any

import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import CHECKS
from schemathesis.config import SchemathesisConfig

DOCUMENT = "/api/v1/openapi.json"
MEANT = frozenset({"positive_data_acceptance"})
"""Checks that do not hold by intent: rules refuse what the document's form allows."""

REFUSALS = (400, 401, 403, 404, 405, 406, 409, 413, 415, 422, 428, 429)
"""What may answer a request that the document does not allow; ours may be too large as well."""

CONFIG = SchemathesisConfig.from_dict(
    {"checks": {"negative_data_rejection": {"expected-statuses": list(REFUSALS)}}}
)


def faults(
    application: Any, headers: dict[str, str], examples: int, until: float = float("inf")
) -> Iterator[str]:
    """Send made-up requests to every operation and say which answers the document does not tell."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what the tool says of operations it cannot vary
        document: Any = schemathesis.openapi.from_wsgi(DOCUMENT, application, config=CONFIG)
        checks = [check for check in CHECKS.get_all() if check.__name__ not in MEANT]
        for found in document.get_all_operations():
            operation = found.ok()
            for mode in schemathesis.GenerationMode:
                if monotonic() < until:
                    yield from _try(operation, mode, checks, headers, examples)


def _try(
    operation: Any, mode: Any, checks: list[Any], headers: dict[str, str], examples: int
) -> list[str]:
    told: list[str] = []

    @seed(operation.label)
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        try:
            case.call_and_validate(headers=headers, checks=checks)
        except (Exception, BaseExceptionGroup) as error:  # several failures come as a group
            told.append(f"{operation.label}: {error}")

    with suppress(Unsatisfiable):  # nothing can be wrong where nothing is asked for
        ask()
    return told
