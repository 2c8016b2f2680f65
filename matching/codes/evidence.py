"""What a word speaks for, and what all words together do."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Trace(StrEnum):
    """How a word led to a material or code."""

    TERM = "term"
    WORD_PART = "word_part"
    WORDING = "wording"
    ORIGIN = "origin"  # it names where such wastes come from


@dataclass(frozen=True, slots=True)
class Evidence:
    """At `span` of the words stands `word`, which speaks with `weight` (in [0, 1]) for something.

    material: by way of which material; "" for a word of the waste code itself.
    """

    span: range
    word: str
    weight: float
    trace: Trace
    material: str = ""


def combine(found: Iterable[Evidence]) -> tuple[float, tuple[Evidence, ...]]:
    """Return how surely all evidence for one thing speaks for it, in [0, 1], and what counted, the strongest first.

    Each word counts once, for the strongest that it says; what words say apart from each other adds up as independent
    witnesses do (noisy or).
    """
    counted: list[Evidence] = []
    doubt = 1.0
    for each in sorted(found, key=lambda each: (-each.weight, each.span.start, -len(each.span), each.material)):
        if not any(_overlap(each.span, other.span) for other in counted):
            counted.append(each)
            doubt *= 1 - each.weight
    return 1 - doubt, tuple(counted)


def _overlap(one: range, other: range) -> bool:
    return one.start < other.stop and other.start < one.stop


def strongest_by_word(found: Sequence[Evidence]) -> dict[int, float]:
    """Return for each place the weight of the strongest that stands there."""
    strongest: dict[int, float] = {}
    for each in found:
        for place in each.span:
            strongest[place] = max(strongest.get(place, 0), each.weight)
    return strongest
