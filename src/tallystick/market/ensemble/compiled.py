"""Functions that numba compiles, kept on disk where the installation may be written to."""

from collections.abc import Callable
from importlib import import_module
from typing import Any, TypeVar

Function = TypeVar("Function", bound=Callable[..., Any])


def compiled(function: Function) -> Function:
    """Compile a function for arrays of float64, free of the interpreter's lock.

    The machine code is cached beside the module or in the user's cache folder; an installation
    that can write to neither compiles anew in every process.
    """
    numba = import_module("numba")
    options = {"nogil": True, "error_model": "numpy"}
    try:
        made: Function = numba.njit(cache=True, **options)(function)
    except RuntimeError:
        made = numba.njit(**options)(function)
    return made
