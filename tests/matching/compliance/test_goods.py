"""What the names of materials tell the law."""

from matching.compliance import is_never_animal
from matching.compliance.goods import NEVER_ANIMAL
from matching.knowledge import load_knowledge

MATERIALS = load_knowledge().materials


def test_what_is_never_animal_has_no_category_of_animal_by_products():
    never = [each for each in MATERIALS.values() if is_never_animal(each)]

    assert not [each.code for each in never if each.abp_category or each.abp_kind]


def test_every_name_of_what_is_never_animal_is_a_material():
    assert {*MATERIALS} >= NEVER_ANIMAL


def test_what_may_hold_animals_stays_unknown():
    mixed = ("digestate", "compost", "surplus_feed", "edible_surplus_food", "expired_beverages", "leather_offcuts")

    assert not [code for code in mixed if is_never_animal(MATERIALS[code])]
