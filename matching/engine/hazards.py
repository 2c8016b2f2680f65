"""Whether an offer is hazardous, and whether a need takes what is."""

from matching.kinds import Kind
from matching.knowledge import Knowledge, kept
from matching.records import Listing, Side


def hazard_of(listing: Listing, kind: Kind, *, knowledge: Knowledge) -> int:
    """Return 1 for a hazardous offer or a need that takes such, 0 for not, -1 for unknown.

    What is stated holds; else the waste code says it. A need without either takes what is usual for its material:
    nobody who asks for bark takes hazardous bark, but who asks for waste oil does. One whose material is not sure takes
    none unless something that it tells may be hazardous. An offer without either is hazardous where all waste of its
    material is: asbestos.
    """
    if listing.hazardous is not None:
        return int(listing.hazardous)
    if listing.waste_code in knowledge.waste_codes:
        return int(knowledge.waste_codes[listing.waste_code].hazardous)
    usual = _usual(kind.sure_material, knowledge)
    if listing.side is Side.OFFER:
        return 1 if usual and all(usual) else -1
    if kind.sure_material in knowledge.materials:
        return int(any(usual)) if usual else -1
    is_told = bool(kind.materials or kind.uses or kind.sectors)
    may_be = any(any(_usual(told.code, knowledge)) for told in kind.materials) or not _uses_of_hazardous(
        knowledge
    ).isdisjoint(told.code for told in kind.uses)
    return 0 if is_told and not may_be else -1


def _usual(material: str, knowledge: Knowledge) -> list[bool]:
    """Return whether each usual waste code of a material is hazardous."""
    known = knowledge.materials.get(material)
    codes = known.waste_codes if known else ()
    return [knowledge.waste_codes[code].hazardous for code in codes if code in knowledge.waste_codes]


@kept
def _uses_of_hazardous(knowledge: Knowledge) -> frozenset[str]:
    """Return the uses that any material serves all of whose waste is hazardous."""
    always = (code for code in knowledge.materials if (usual := _usual(code, knowledge)) and all(usual))
    return frozenset(edge.use for code in always for edge in knowledge.material_uses.of(code))
