"""Codes that come in pairs: one where the waste is hazardous, one where it is not."""

from collections import defaultdict
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from matching.knowledge import EntryType, Knowledge, WasteCode


class Question(StrEnum):
    """What must be asked before a code can be relied upon."""

    HAZARDOUS_ALWAYS = "hazardous_always"  # the list calls it hazardous: is it really this?
    HAZARDOUS_SUBSTANCES = "hazardous_substances"  # does it hold hazardous substances above the limits?


def question_of(waste: WasteCode) -> Question | None:
    """Return what decides whether this code is right; None where nothing about hazard does."""
    if waste.entry.is_mirror:
        return Question.HAZARDOUS_SUBSTANCES
    return Question.HAZARDOUS_ALWAYS if waste.hazardous else None


def mirror_partners(knowledge: Knowledge) -> Mapping[str, tuple[str, ...]]:
    """Return for each mirror entry those on the other side.

    The list puts "other than those mentioned in" behind what it mentions: so a non-hazardous mirror entry belongs to
    the nearest run of hazardous ones before it in its heading.
    """
    partners: dict[str, list[str]] = defaultdict(list)
    run: list[WasteCode] = []
    before = EntryType.MIRROR_NON_HAZARDOUS
    for _, waste in sorted(knowledge.waste_codes.items()):
        if waste.entry is EntryType.MIRROR_HAZARDOUS:
            run = [*run, waste] if before is EntryType.MIRROR_HAZARDOUS else [waste]
        elif waste.entry is EntryType.MIRROR_NON_HAZARDOUS:
            for hazardous in run:
                if hazardous.heading == waste.heading:
                    partners[waste.code].append(hazardous.code)
                    partners[hazardous.code].append(waste.code)
        before = waste.entry
    return MappingProxyType({code: tuple(found) for code, found in partners.items()})
