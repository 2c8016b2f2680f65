"""What the words for goods and the names of materials tell: customs heading, animal origin, treatment of wood."""

from collections.abc import Callable
from functools import lru_cache, partial

from matching.compliance.case import Case
from matching.compliance.facts import TreatedWood
from matching.knowledge import Knowledge, Material, kept
from matching.knowledge.law import Law
from matching.knowledge.law_goods import GoodsRow

_KEPT = 4096  # names of families
# No part or product of an animal, whatever happens to it: outside Article 3(1) of Regulation (EC) 1069/2009. Left out
# is what may hold such: mixed food and feed, sludge, digestate, compost, growing media, drinks, leather, glycerol.
_PLANT_OR_MINERAL_GROUPS = (
    "forest_residues wood_residues waste_wood building_materials metals plastics glass paper rubber ash_slag rock_soil "
    "electronics"
)
_PLANT_OR_MINERAL = (
    "brewers_spent_grain brewers_yeast spent_hops distillery_stillage bran_milling_residues fruit_pomace straw "
    "surplus_forage grain_screenings crop_residues rejected_potatoes garden_waste seaweed surplus_fruit_vegetables "
    "vegetable_trimmings potato_peel eur_pallets one_way_pallets pallet_collars wooden_crates cardboard_boxes"
)
NEVER_ANIMAL = frozenset(f"{_PLANT_OR_MINERAL_GROUPS} {_PLANT_OR_MINERAL}".split())
_WOOD_TREATMENTS = {"impregnated_wood": TreatedWood.IMPREGNATED}


def goods_row(case: Case) -> GoodsRow | None:
    """Return the row that the family's name points to, None where it points nowhere."""
    family = case.facts.material_family
    return _naming(case.knowledge)(family) if family else None


@kept
def _naming(knowledge: Knowledge) -> Callable[[str], GoodsRow | None]:
    """Return what finds the row that names a family, and keeps what it has found as long as this knowledge."""
    return lru_cache(maxsize=_KEPT)(partial(_named, knowledge.law))


def _named(law: Law, family: str) -> GoodsRow | None:
    return next((row for row in law.goods if row.names(family)), None)


def kind_row(case: Case) -> GoodsRow | None:
    """Return the row of a kind of animal by-product."""
    kind = case.facts.abp_kind
    rows = case.knowledge.law.goods
    return next((row for row in rows if row.pattern is None and row.abp_kind == kind), None) if kind else None


def wood_treatment(material: Material) -> TreatedWood | None:
    """Return how the wood is treated where the material's name says so, else None."""
    return _WOOD_TREATMENTS.get(material.code)


def is_never_animal(material: Material) -> bool:
    """Return whether a material is of plants or minerals by its nature, so that nobody need say it."""
    return not NEVER_ANIMAL.isdisjoint((material.code, material.parent))
