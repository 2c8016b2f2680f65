"""The knowledge tables as this process reads them: what ships, with what has been approved laid over it."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from threading import RLock

from matching.knowledge import Amendment, Knowledge, TableError, forget_kept, load_knowledge

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Laid:
    """The tables with some amendments laid over them."""

    amendments: tuple[Amendment, ...]
    tables: Knowledge


_newest: _Laid | None = None  # None: nobody has asked for them yet
_held: ContextVar[_Laid | None] = ContextVar("tables_of_answer", default=None)
_taking = RLock()


def current_tables() -> Knowledge:
    """Return the tables that this answer holds on to, else those that were last taken in."""
    return (_held.get() or _last_taken_in()).tables


def current_amendments() -> tuple[Amendment, ...]:
    return (_held.get() or _last_taken_in()).amendments


def _last_taken_in() -> _Laid:
    global _newest
    if _newest is None:
        with _taking:
            _newest = _newest or _Laid((), load_knowledge())
    return _newest


@contextmanager
def holding_tables() -> Iterator[None]:
    """Read with one set of tables throughout, whatever another thread takes in: what is stored belongs together."""
    with _held_tables(_last_taken_in()):
        yield


@contextmanager
def _held_tables(laid: _Laid) -> Iterator[None]:
    token = _held.set(laid)
    try:
        yield
    finally:
        _held.reset(token)


def take_in(amendments: tuple[Amendment, ...], *, warm: Callable[[], None] | None = None) -> None:
    """Read with these amendments from now on; where the tables cannot be read so, as they ship.

    warm: makes what else an answer reads by them, before anybody does.
    """
    global _newest
    with _taking:
        if amendments == _last_taken_in().amendments:
            return
        laid = _read(amendments)
        if warm:
            with _held_tables(laid):
                warm()
        _newest = laid
        forget_kept(but=laid.tables)
    if _held.get():
        _held.set(laid)


def _read(amendments: tuple[Amendment, ...]) -> _Laid:
    try:
        return _Laid(amendments, load_knowledge(amendments=amendments))
    except (TableError, KeyError) as error:
        log.error("Corrections left out, for the tables cannot be read with them: %s", error)
        return _Laid((), load_knowledge())
