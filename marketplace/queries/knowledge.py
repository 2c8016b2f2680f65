"""The knowledge tables as the site sees them, and what reads words by them."""

from django.conf import settings

from matching.codes import CodeFinder, code_finder, read_line
from matching.knowledge import Knowledge, load_knowledge
from matching.words import ConceptFinder, UseFinder, concept_finder, use_finder


def current_knowledge() -> Knowledge:
    """Return the shipped tables; what coordinators change will be laid over them here."""
    return load_knowledge()


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
