"""Counts of answers and their times since the process began, as Prometheus reads them."""

import threading
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator

BOUNDS_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1.0, 2.5, 10.0)
_lock = threading.Lock()
_answers: Counter[tuple[str, int]] = Counter()
_within: Counter[int] = Counter()
_seconds = [0.0]


def count(method: str, status: int, seconds: float) -> None:
    """Count one answer."""
    with _lock:
        _answers[method, status] += 1
        _within[bisect_left(BOUNDS_SECONDS, seconds)] += 1
        _seconds[0] += seconds


def lines() -> Iterator[str]:
    """Yield the measures in the Prometheus text format."""
    with _lock:
        answers, within, seconds = sorted(_answers.items()), dict(_within), _seconds[0]
    yield "# TYPE tallystick_answers_total counter"
    for (method, status), times in answers:
        yield f'tallystick_answers_total{{method="{method}",status="{status}"}} {times}'
    yield "# TYPE tallystick_answer_seconds histogram"
    total = 0
    for place, bound in enumerate((*map(str, BOUNDS_SECONDS), "+Inf")):
        total += within.get(place, 0)
        yield f'tallystick_answer_seconds_bucket{{le="{bound}"}} {total}'
    yield f"tallystick_answer_seconds_sum {seconds:.6f}"
    yield f"tallystick_answer_seconds_count {total}"
