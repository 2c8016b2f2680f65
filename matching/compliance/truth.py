"""Three-valued truth: yes, no, or the facts that would decide it. Unknown never means no (Kleene's strong logic)."""

from functools import cache

Truth = bool | frozenset[str]
"""True, False, or the codes to ask for: `FACT:hazardous` of a firm, `AUTH-NV` of an authority."""


@cache
def unknown(*codes: str) -> frozenset[str]:
    """Return the truth that only these answers decide: names of facts, or codes of authorities as they stand."""
    return frozenset(code if code.startswith("AUTH-") else f"FACT:{code}" for code in codes)


def known(value: bool | None, fact: str) -> Truth:
    """Return a stated yes or no, else that the fact is to be asked."""
    return unknown(fact) if value is None else value


def all_of(*truths: Truth) -> Truth:
    """Return whether all hold: one no is enough for no, else every unknown is open."""
    asked: frozenset[str] = frozenset()
    for truth in truths:
        if truth is False:
            return False
        if truth is not True:
            asked |= truth
    return asked or True


def any_of(*truths: Truth) -> Truth:
    """Return whether any holds: one yes is enough for yes, else every unknown is open."""
    asked: frozenset[str] = frozenset()
    for truth in truths:
        if truth is True:
            return True
        if truth is not False:
            asked |= truth
    return asked or False


def negate(truth: Truth) -> Truth:
    """Return the opposite; what is unknown stays unknown."""
    return not truth if isinstance(truth, bool) else truth
