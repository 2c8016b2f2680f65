"""What a line tells of the quality of the thing, as proposals."""

from collections import Counter
from collections.abc import Sequence

from marketplace.queries.knowledge import current_knowledge
from marketplace.queries.proposals import Proposal, ProposedQuality
from matching.codes import FoundQuality, find_qualities
from matching.records import Resource

_OF_ENERGY = frozenset(("temperature", "power"))  # of a material they tell of the plant it comes from


def qualities_told(text: str, materials: Sequence[Proposal]) -> tuple[ProposedQuality, ...]:
    """Return the figures that a line tells; of a property that it tells twice none, which is meant nobody can say."""
    knowledge = current_knowledge()
    resources = {knowledge.materials[each.code].resource for each in materials[:1]}
    found = [each for each in find_qualities(text) if _is_possible(each) and resources]
    if Resource.MATERIAL in resources:
        found = [each for each in found if each.code not in _OF_ENERGY]
    times = Counter(each.code for each in found)
    return tuple(
        ProposedQuality(each.code, each.low, each.high, knowledge.properties[each.code].unit, (each.span.text,))
        for each in found
        if times[each.code] == 1
    )


def _is_possible(found: FoundQuality) -> bool:
    known = current_knowledge().properties[found.code]
    return all(known.low <= end <= known.high for end in (found.low, found.high) if end is not None)
