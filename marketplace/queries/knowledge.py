"""The knowledge tables as the site sees them, what is laid over them, and what reads words by them."""

from contextvars import ContextVar
from datetime import date
from functools import lru_cache

from django.conf import settings
from django.db.models import Count, Max

from marketplace.queries.prepared import Prepared, prepared
from marketplace.queries.table_corrections import as_amendments, corrections_in_force
from marketplace.wording.tables import current_tables, take_in
from matching.codes import CodeFinder, code_finder, read_line
from matching.knowledge import Knowledge
from matching.words import ConceptFinder, UseFinder, concept_finder, use_finder

# The day of the request or task that has not asked for the tables yet; whoever asks first in it looks for news.
_to_look: ContextVar[date | None] = ContextVar("day_of_tables", default=None)
NONE_IN_FORCE: list[tuple[object, ...]] = []
_seen = NONE_IN_FORCE  # how many corrections are laid over, and when the last was approved


def expect_corrections(*, as_of: date) -> None:
    """Have the next question for the tables look whether corrections came into force or went; others do not."""
    _to_look.set(as_of)


def current_knowledge() -> Knowledge:
    """Return the shipped tables with the approved corrections laid over them."""
    if as_of := _to_look.get():
        _to_look.set(None)
        renew_knowledge(as_of=as_of)
    return current_tables()


def renew_knowledge(*, as_of: date) -> None:
    """Take in what has come into force in any process, and let go of what no longer is."""
    global _seen
    now = _how_many(as_of).rows()
    if now != _seen:
        take_in(as_amendments(corrections_in_force(as_of=as_of)))
        _seen = now


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


def current_use_finder() -> UseFinder:
    """Return what finds uses in words."""
    return use_finder(current_knowledge())


def warm_up() -> None:
    """Make what reads words, so that the first person to post does not wait for it."""
    current_code_finder().understand("bark")
    current_use_finder()
    read_line("bark, Bräcke")
