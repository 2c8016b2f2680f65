"""Whether an offer is hazardous, and whether a need takes what is."""

from collections import defaultdict
from collections.abc import Iterable
from statistics import mean

from matching.kinds import SURE, Kind, Told
from matching.knowledge import Knowledge, Material, kept
from matching.records import Listing, Side
from matching.words.marks import Mark, marks_of
from matching.words.marks import Told as Marks

_LIKELY = 0.8  # so surely a need has to name what is hazardous for it to count as asked for
_HALF = 0.5
_IMPREGNATED_WOOD = frozenset({Mark.IMPREGNATED, Mark.WOOD})
_TAKEN = frozenset({Mark.HAZARDOUS, Mark.CONTAINS_HAZARDOUS, Mark.ETERNIT, Mark.IMPREGNATED, Mark.TAKES_HAZARDOUS})


def hazard_of(listing: Listing, kind: Kind, *, knowledge: Knowledge) -> int:
    """Return 1 for a hazardous offer or a need that takes such, 0 for not, -1 for unknown.

    What is stated holds; else the waste code says it; else words, and what is usual for the material. Who says nothing
    of hazardous goods takes none: a need takes them where its words say so, or where what it asks for is hazardous more
    often than not (waste oil is, paint and windows are at times). An offer is hazardous where its words say so, or
    where all waste of its material is (asbestos). Of a need that says nothing at all nothing is known.
    """
    if listing.hazardous is not None:
        return int(listing.hazardous)
    if listing.waste_code in knowledge.waste_codes:
        return int(knowledge.waste_codes[listing.waste_code].hazardous)
    if listing.side is Side.OFFER:
        return _of_offer(listing, kind, knowledge=knowledge)
    if _takes(listing, kind, knowledge=knowledge):
        return 1
    return -1 if kind.says_nothing else 0


def _of_offer(listing: Listing, kind: Kind, *, knowledge: Knowledge) -> int:
    told = marks_of(f"{listing.title}. {listing.description}")
    if not told.says.isdisjoint((Mark.HAZARDOUS, Mark.CONTAINS_HAZARDOUS)) or told.says >= _IMPREGNATED_WOOD:
        return 1
    if Mark.ETERNIT in told.says and not _is_without_asbestos(told):
        return 1
    is_always = any(each.sureness >= SURE and each.code in _always(knowledge) for each in kind.materials)
    is_denied = Mark.HAZARDOUS in told.denies or _is_without_asbestos(told)
    return 1 if is_always and not is_denied else -1


def _takes(listing: Listing, kind: Kind, *, knowledge: Knowledge) -> bool:
    told = marks_of(f"{listing.title}. {listing.description}")
    is_without_asbestos = _is_without_asbestos(told)
    if not told.says.isdisjoint(_TAKEN - {Mark.ETERNIT} if is_without_asbestos else _TAKEN):
        return True
    materials, uses = _likely(kind.materials), _likely(kind.uses)
    if is_without_asbestos:
        materials = [code for code in materials if code != "asbestos"]
    if materials or uses:
        if not told.says.isdisjoint((Mark.CLEAN, Mark.VEGETABLE)):  # "rapsolja eller annan ren olja"
            return False
        return not (_mostly(knowledge).isdisjoint(materials) and _uses_of_hazardous(knowledge).isdisjoint(uses))
    # Who tells the industry alone is asked for what such a firm takes.
    inputs = (knowledge.sectors.by_code[each.code].inputs for each in kind.sectors)
    return any(not _mostly(knowledge).isdisjoint(each) for each in inputs)


def is_open_to_all_hazards(listing: Listing, kind: Kind, *, knowledge: Knowledge) -> bool:
    """Return whether a need that takes hazardous goods takes more than those that it names."""
    told = marks_of(f"{listing.title}. {listing.description}")
    return (
        listing.hazardous is not None
        or not told.says.isdisjoint((Mark.HAZARDOUS, Mark.CONTAINS_HAZARDOUS))
        or not _uses_of_hazardous(knowledge).isdisjoint(_likely(kind.uses))
    )


def _is_without_asbestos(told: Marks) -> bool:
    """Return whether a text denies the asbestos for which eternit is hazardous: there is some of fibre cement."""
    return Mark.ASBESTOS in told.denies and Mark.ASBESTOS not in told.says


def _likely(told: Iterable[Told]) -> list[str]:
    return [each.code for each in told if each.sureness >= _LIKELY]


def _share(material: Material, knowledge: Knowledge) -> float:
    """Return which share of the usual waste codes of a material is hazardous, by those that stay in the list.

    Lithium batteries have new entries, all hazardous; the old ones that were not end (Decision (EU) 2025/934).
    """
    usual = [knowledge.waste_codes[code] for code in material.waste_codes if code in knowledge.waste_codes]
    staying = [code.hazardous for code in usual if not any(row.last_day for row in code.validity)]
    return mean(staying) if staying else 0.0


@kept
def _always(knowledge: Knowledge) -> frozenset[str]:
    """Return the materials of which all waste is hazardous."""
    return frozenset(code for code, each in knowledge.materials.items() if _share(each, knowledge) == 1)


@kept
def _mostly(knowledge: Knowledge) -> frozenset[str]:
    """Return materials that are hazardous more often than not, and groups of which more than half the leaves are."""
    found = {code for code, each in knowledge.materials.items() if _share(each, knowledge) > _HALF}
    groups: dict[str, list[bool]] = defaultdict(list)
    for code, material in knowledge.materials.items():
        groups[material.parent].append(code in found)
    return frozenset(found | {group for group, leaves in groups.items() if group and mean(leaves) > _HALF})


@kept
def _uses_of_hazardous(knowledge: Knowledge) -> frozenset[str]:
    """Return the uses of which at least half the materials that serve them are hazardous more often than not."""
    by_use: dict[str, list[bool]] = defaultdict(list)
    for code in knowledge.materials:
        for edge in knowledge.material_uses.of(code):
            by_use[edge.use].append(code in _mostly(knowledge))
    return frozenset(use for use, are_hazardous in by_use.items() if mean(are_hazardous) >= _HALF)
