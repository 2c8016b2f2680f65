"""The knowledge tables as the site sees them, what is laid over them, and what reads words by them."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
from threading import Thread

from django.conf import settings
from django.db.models import Count, Max

from marketplace.knowledge_tables import current_tables, holding_tables, take_in
from marketplace.queries.prepared import Prepared, prepared
from marketplace.queries.table_corrections import as_amendments, corrections_in_force
from matching.codes import CodeFinder, code_finder, read_line
from matching.knowledge import Amendment, Knowledge
from matching.words import (
    AskedFinder,
    ConceptFinder,
    UseFinder,
    asked_finder,
    compound_stems,
    concept_finder,
    text_model,
    use_finder,
)

_Count = list[tuple[object, ...]]


@dataclass(slots=True)
class _Process:
    """What this process knows of corrections. seen: how many are laid over, and when the last was approved.

    None: it has not looked yet. beside: what reads news while answers are given by the tables of before.
    """

    seen: _Count | None = None
    beside: Thread | None = None


@dataclass(frozen=True, slots=True)
class _Look:
    """That whoever asks for the tables first in an answer or task looks for news, as of this day."""

    as_of: date
    beside: bool


_PROCESS = _Process()
_to_look: ContextVar[_Look | None] = ContextVar("look_at_tables", default=None)


@contextmanager
def tables_in_force(*, as_of: date, beside: bool = False) -> Iterator[None]:
    """Answer or work by one set of tables; the first question for them looks for corrections that came or went.

    Work in the background waits until they are read (a second or two), so that what it stores is by the tables in
    force. beside: an answer to a person does not wait: it, and others until then, are given whole by the tables of
    before, while a thread reads the new ones and makes what reads words by them. Each process so follows a few seconds
    after its first answer since the approval; what was stored meanwhile names the older version of the tables, and is
    brought up to date by that (`index_outdated`, `rematch`). A process that has just begun has no tables of before:
    its first answer waits, as what has been in force for long must hold from the start.
    """
    look = _to_look.set(_Look(as_of, beside))
    try:
        with holding_tables():
            yield
    finally:
        _to_look.reset(look)


def current_knowledge() -> Knowledge:
    """Return the shipped tables with the approved corrections laid over them."""
    if look := _to_look.get():
        _to_look.set(None)
        renew_knowledge(as_of=look.as_of, beside=look.beside)
    return current_tables()


def renew_knowledge(*, as_of: date, beside: bool = False) -> None:
    """Take in what has come into force in any process, and let go of what no longer is; see `tables_in_force`."""
    now = _how_many(as_of).rows()
    if now == _PROCESS.seen:
        return
    amendments = as_amendments(corrections_in_force(as_of=as_of)) if now else ()
    if not beside or _PROCESS.seen is None:
        _take_in(amendments, seen=now)
    elif not (_PROCESS.beside and _PROCESS.beside.is_alive()):
        reading = partial(_take_in, amendments, seen=now, warm=True)
        _PROCESS.beside = Thread(target=reading, name="tables", daemon=True)
        _PROCESS.beside.start()


def _take_in(amendments: tuple[Amendment, ...], *, seen: _Count, warm: bool = False) -> None:
    take_in(amendments, warm=warm_up if warm else None)
    _PROCESS.seen = seen


@lru_cache(maxsize=2)
def _how_many(as_of: date) -> Prepared:
    """Return what tells whether corrections came or went: nearly every answer asks it."""
    in_force = corrections_in_force(as_of=as_of).order_by().values("state")
    return prepared(in_force.annotate(number=Count("pk"), last=Max("reviewed_at")).values_list("number", "last"))


def current_code_finder() -> CodeFinder:
    """Return what finds materials and waste codes in words. The first time takes seconds: see `warm_up`."""
    return code_finder(current_knowledge(), settings.VAR_DIR / "codes")


def current_concept_finder() -> ConceptFinder:
    """Return what finds materials in words."""
    return concept_finder(current_knowledge())


def current_asked_finder() -> AskedFinder:
    """Return what reads the words of a search."""
    return asked_finder(current_knowledge())


def current_use_finder() -> UseFinder:
    """Return what finds uses in words."""
    return use_finder(current_knowledge())


def warm_up() -> None:
    """Make what reads words, and all else that takes long of the tables and is kept, before a person waits for it."""
    current_code_finder().understand("bark")
    current_concept_finder()
    current_use_finder()
    current_asked_finder()
    text_model(current_knowledge())
    compound_stems(current_knowledge())
    read_line("bark, Bräcke")
