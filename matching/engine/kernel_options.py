"""How numba compiles what makes no arrays."""

from collections.abc import Callable
from typing import Any, TypeVar

from numba import njit

_Function = TypeVar("_Function", bound=Callable[..., Any])

# Numba's own name for it, which its types do not tell.
_UNCOUNTED: dict[str, Any] = {"_nrt": False}


def uncounted(function: _Function) -> _Function:
    """Compile a function that makes no arrays, without counting who holds those it is given.

    Whoever calls it holds them meanwhile. Counting took a third of a search: each field of a tuple that is looked at in
    a loop counts as one holder more.
    """
    compiled: _Function = njit(cache=True, error_model="numpy", **_UNCOUNTED)(function)
    return compiled
