"""Which hidden firms an answer opens to its reader: noted where a name is let through, read once the answer is made."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_opened: ContextVar[set[int] | None] = ContextVar("opened_firms", default=None)


def note_opened(firm_pk: int) -> None:
    """Note that a firm that not everybody may know has been opened; outside of an answer nobody listens."""
    firms = _opened.get()
    if firms is not None:
        firms.add(firm_pk)


@contextmanager
def opened_firms() -> Iterator[set[int]]:
    """Return the ids of the firms that are opened inside the block."""
    token = _opened.set(firms := set())
    try:
        yield firms
    finally:
        _opened.reset(token)
