"""What an offer is that some may not have, and what a need may not have, as bits: a gate closes where both share one.

Only what is told closes, by a statement or in words (`words.marks`); what nobody tells leaves all open.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from matching.kinds import Kind
from matching.knowledge import Knowledge
from matching.records import Listing, Resource, Side
from matching.words.marks import Mark, marks_of

TREATED, GLUED, TO_PIGS, SEWAGE_SLUDGE, DIGESTATE, MANURE, SPENT_GRAIN, ASH = (1 << bit for bit in range(8))
TREATED_WOOD = TREATED | GLUED
OWN_MATERIAL = MANURE | SPENT_GRAIN | ASH
"""What a firm has itself: who keeps horses takes no manure, unless it asks for some."""

_LIKELY = 0.5  # from so sure a word on it is taken to be what it may mean
_WOOD = frozenset({"forest_residues", "wood_residues", "waste_wood"})
_OF_WOOD = _WOOD | {"windows", "doors", "flooring", "furniture_fittings", "one_way_pallets", "wooden_crates"}
_SLUDGES = frozenset({"sludges_digestate"})
_TREATED = frozenset({"painted_waste_wood", "impregnated_wood"})
_SEWAGE = frozenset({"sewage_sludge", "septic_sludge"})
_MANURES = frozenset({"slurry_manure", "solid_manure", "horse_manure", "poultry_manure"})
_GRAIN = frozenset({"brewers_spent_grain"})
_ASHES = frozenset({"wood_bottom_ash", "wood_fly_ash", "incinerator_bottom_ash", "incinerator_fly_ash"})
# Of kitchens, or raw and of no use as their feed by the table of uses, whatever is done to it.
_FOR_NO_PIG = frozenset(
    {
        *("kitchen_food_waste", "used_cooking_oil", "animal_blood", "gut_contents", "fallen_stock", "bones"),
        *("slaughter_residues", "slaughter_by_products", "slaughter_waste_category_1", "slaughter_waste_category_2"),
        *("fish_viscera", "fish_blood_water"),
    }
)
_LEFT_FOOD = frozenset({"food_surplus", "surplus_bread"})
_OFFERED: Mapping[int, frozenset[str]] = MappingProxyType(
    {
        TREATED: _TREATED,
        GLUED: frozenset({"board_offcuts"}),
        TO_PIGS: _FOR_NO_PIG,
        DIGESTATE: frozenset({"digestate"}),
        MANURE: _MANURES,
        SPENT_GRAIN: _GRAIN,
        ASH: _ASHES,
    }
)
# Words that stand in for a material where none is likely.
_NAMED: Mapping[int, Mark] = MappingProxyType(
    {DIGESTATE: Mark.DIGESTATE, MANURE: Mark.MANURE, SPENT_GRAIN: Mark.SPENT_GRAIN, ASH: Mark.ASH}
)
_SPREADING = frozenset({"fertiliser", "soil_improver", "manufactured_soil", "compost", "growing_media", "biogas"})
_OF_ANIMALS = frozenset({"bedding", "pig_feed", "ruminant_feed", "poultry_feed", "horse_feed"})
_OF_FIRE = frozenset({"fuel", "waste_to_energy", "district_heating"})
_FEED_MAKERS = frozenset({"10.91", "10.92"})  # who dry blood and render offal
_BREWERIES = frozenset({"11.01", "11.05"})  # and distilleries
_ANIMAL_FARMS = frozenset({"01.41", "01.42", "01.43", "01.45", "01.46", "01.47"})


def refusals_of(listing: Listing, kind: Kind, *, knowledge: Knowledge) -> int:
    """Return what an offer is, or what a need refuses, as bits."""
    if listing.resource is not Resource.MATERIAL:
        return 0
    about = _about(listing, kind, knowledge=knowledge)
    return _of_offer(about) if listing.side is Side.OFFER else _of_need(about)


@dataclass(frozen=True, slots=True)
class _About:
    """What a listing tells: marks that its words say and deny, and codes of what it is likely about.

    codes: materials with their groups, uses and industries. without: materials that its words exclude. sure: the
    material, where there is no doubt and no word need stand in for it.
    """

    says: frozenset[Mark]
    denies: frozenset[Mark]
    codes: frozenset[str]
    without: frozenset[str]
    sure: str

    def is_any(self, *told: Mark | frozenset[str]) -> bool:
        """Return whether it says any of these marks, or is about any of these codes."""
        return any(
            not self.codes.isdisjoint(each) if isinstance(each, frozenset) else each in self.says for each in told
        )


def _about(listing: Listing, kind: Kind, *, knowledge: Knowledge) -> _About:
    told = marks_of(f"{listing.title}. {listing.description}")
    likely = {each.code for each in (*kind.materials, *kind.uses, *kind.sectors) if each.sureness >= _LIKELY}
    groups = {knowledge.materials[code].parent for code in likely if code in knowledge.materials}
    return _About(told.says, told.denies, frozenset(likely | groups), frozenset(kind.without), kind.sure_material)


def _of_offer(about: _About) -> int:
    found = sum(bit for bit, materials in _OFFERED.items() if about.is_any(materials))
    if not about.codes:
        found |= sum(bit for bit, mark in _NAMED.items() if about.is_any(mark))
    if about.is_any(Mark.DIGESTATE) and not about.sure:  # "restprodukt efter rötning, flytande" may be slurry to tables
        found |= DIGESTATE
    if about.is_any(Mark.WOOD, _OF_WOOD):
        found |= about.is_any(Mark.TREATED, Mark.COAT) * TREATED | about.is_any(Mark.GLUED) * GLUED
    is_of_kitchens = about.is_any(Mark.OF_KITCHENS)
    is_told = about.is_any(Mark.NOT_FOR_PIGS) or (is_of_kitchens and about.is_any(Mark.LEFTOVERS))
    if (is_of_kitchens and about.is_any(_LEFT_FOOD)) or (is_told and not about.sure):
        found |= TO_PIGS
    # "Avvannet slam" alone may be of fish.
    if about.sure in _SEWAGE or (about.is_any(Mark.SEWAGE) and about.is_any(Mark.SLUDGE, _SLUDGES)):
        found |= SEWAGE_SLUDGE
    return found


def _of_need(about: _About) -> int:
    """Return what a need refuses. What it asks for by name it takes, whatever else it says."""
    refuses = {
        TREATED: _wants_clean_wood(about),
        GLUED: Mark.GLUED in about.denies,
        TO_PIGS: about.is_any(Mark.PIGS, frozenset({"01.46", "pig_feed"}))
        and not about.is_any(Mark.DIGESTER, _FEED_MAKERS),
        SEWAGE_SLUDGE: _excludes_sewage(about),
        DIGESTATE: about.is_any(Mark.DIGESTER, frozenset({"biogas", "35.21"}))
        and not about.is_any(Mark.DIGESTATE, Mark.SPREADING, _OFFERED[DIGESTATE]),
        MANURE: about.is_any(Mark.ANIMALS, Mark.PIGS, _ANIMAL_FARMS, _OF_ANIMALS)
        and not about.is_any(Mark.MANURE, Mark.SPREADING, Mark.DIGESTER, _MANURES, _SPREADING),
        SPENT_GRAIN: about.is_any(Mark.BREWERY, _BREWERIES) and not about.is_any(Mark.SPENT_GRAIN, _GRAIN),
        ASH: about.is_any(Mark.BOILER, _OF_FIRE, frozenset({"35.30"})) and not about.is_any(Mark.ASH, _ASHES),
    }
    return sum(bit for bit, is_refused in refuses.items() if is_refused)


def _wants_clean_wood(about: _About) -> bool:
    is_denied = not about.denies.isdisjoint((Mark.TREATED, Mark.COAT))
    is_asked = is_denied or about.is_any(Mark.CLEAN, frozenset({"clean_waste_wood"}))
    is_of_wood = about.is_any(Mark.WOOD, _WOOD) or Mark.WOOD in about.denies  # "inga målade brädor"
    return is_asked and is_of_wood and not about.is_any(Mark.TREATED, Mark.COAT, Mark.ASH, _TREATED, _ASHES)


def _excludes_sewage(about: _About) -> bool:
    if about.is_any(Mark.SEWAGE) or (Mark.SEWAGE not in about.denies and about.is_any(_SEWAGE)):
        return False  # the tables may take what stands in front of "vil vi ikke ha" for what is asked for
    return bool(
        Mark.SEWAGE in about.denies
        or Mark.SLUDGE in about.denies
        or about.is_any(Mark.CERTIFIED)
        or about.without & (_SEWAGE | _SLUDGES)
    )
