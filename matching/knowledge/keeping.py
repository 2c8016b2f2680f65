"""What is made of one `Knowledge` takes long, so it is kept; and let go when the tables are amended."""

from collections.abc import Callable
from functools import cache
from typing import ParamSpec, TypeVar

Given = ParamSpec("Given")
Made = TypeVar("Made")
_FORGET: list[Callable[[], None]] = []


def kept(make: Callable[Given, Made]) -> Callable[Given, Made]:
    """Keep what a function makes, by its arguments, until `forget_kept`."""
    keeping = cache(make)
    _FORGET.append(keeping.cache_clear)
    return keeping  # type: ignore[return-value]  # mypy does not see the arguments through `cache`


def forget_kept() -> None:
    """Let go of everything that was made, so that tables that no longer hold do not stay in memory."""
    for forget in _FORGET:
        forget()
