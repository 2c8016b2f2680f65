"""What is made of one `Knowledge` takes long, so it is kept; and let go when the tables are amended."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

Given = ParamSpec("Given")
Made = TypeVar("Made")
_Key = tuple[tuple[object, ...], tuple[tuple[str, object], ...]]
_KEPT: dict[Callable[..., Any], dict[_Key, Any]] = {}


def kept(make: Callable[Given, Made]) -> Callable[Given, Made]:
    """Keep what a function makes, by its arguments, until `forget_kept` or `forget_made_by`."""
    made: dict[_Key, Made] = {}

    @wraps(make)
    def keeping(*given: Given.args, **named: Given.kwargs) -> Made:
        key = given, tuple(named.items())
        try:
            return made[key]
        except KeyError:
            # Of two threads at once the first one's stays: what hangs on it is known by its identity.
            return made.setdefault(key, make(*given, **named))

    _KEPT[keeping] = made
    return keeping


def forget_kept(*, but: object) -> None:
    """Let go of everything that was not made of these tables, so that others do not stay in memory."""
    for made in _KEPT.values():
        for key, value in list(made.items()):
            if value is not but and not any(each is but for each in key[0]):
                made.pop(key, None)


def forget_made_by(*keeping: Callable[..., Any]) -> None:
    """Let go of everything these kept functions made, so that they make it anew."""
    for each in keeping:
        _KEPT[each].clear()
