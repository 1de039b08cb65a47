"""Kernels are kept on disk where that can be, and compiled again where it cannot."""

import pytest

pytest.importorskip("numba")

from tallystick.market.ensemble import warm
from tallystick.market.ensemble.compiled import compiled


def test_function_that_cannot_be_kept_is_compiled_all_the_same() -> None:
    function = eval("lambda x: x + 1.0")  # noqa: S307 (a function without a file)
    assert compiled(function)(1.0) == 2.0


def test_warming_runs_every_kernel(capsys: pytest.CaptureFixture[str]) -> None:
    warm.main()
    assert capsys.readouterr().out == ""
