"""The tables of materials: complete, sourced, and plausible figure by figure."""

import re

import pytest

from matching.knowledge import LANGUAGES, load_knowledge
from matching.records import Resource

KNOWLEDGE = load_knowledge()
MATERIALS = list(KNOWLEDGE.materials.values())
LEAVES = KNOWLEDGE.leaves
STUFF = [leaf for leaf in LEAVES if leaf.resource is Resource.MATERIAL]
PROPERTIES = [(leaf.code, value) for leaf in LEAVES for value in leaf.properties]

FORMS = {"bulk", "pieces", "baled", "sheet", "rolls", "powder", "paste", "liquid", "gas", "heat", "cold", "electricity"}
REASONS_FOR_NO_CODE = {"energy", "water", "gas", "product", "service"}
ABP_KINDS = {
    *("whey", "milk", "egg", "fish", "blood", "hide", "wool", "feather", "manure", "catering"),
    *("former_food_no_meat", "former_food_meat", "other"),
}
HEAPED_DENSITIES = (10, 2500)  # kg/m³: expanded polystyrene in bags to fresh concrete
LIQUID_DENSITIES = (700, 1400)  # petrol to strong acid
LONGEST_SHELF_LIFE = 3650  # ten years: "as long as anybody will store it"
# Leaves whose pieces weigh too unlike for a typical weight, and gases that are sold by the bottle.
WITHOUT_WEIGHT = {"refrigerants"}


def codes(wrong):
    return [material.code for material in wrong]


def sources(cell):
    return {re.match(r"\w+", part).group() for part in cell.split(";") if part}


def test_tree_has_no_cycle():
    for material in MATERIALS:
        above = KNOWLEDGE.ancestors(material.code)
        assert material.code not in above
        assert not above or KNOWLEDGE.material(above[-1]).is_group


def test_tree_is_as_wide_as_the_region_needs():
    assert len(LEAVES) >= 150
    assert len(KNOWLEDGE.groups) >= 25
    assert {leaf.parent for leaf in LEAVES} == {group.code for group in KNOWLEDGE.groups}


def test_leaves_are_of_the_resource_of_their_group():
    assert codes(leaf for leaf in LEAVES if leaf.resource is not KNOWLEDGE.material(leaf.parent).resource) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_are_there_in_every_language_and_tell_materials_apart(language):
    names = [material.names.get(language, "") for material in MATERIALS]

    assert all(names)
    assert [name for name in names if name != " ".join(name.split())] == []
    assert len({name.casefold() for name in names}) == len(names)


def test_leaves_have_waste_codes_of_the_list_or_a_reason_for_none():
    for leaf in LEAVES:
        assert bool(leaf.waste_codes) != bool(leaf.no_waste_code), leaf.code
        assert set(leaf.waste_codes) <= set(KNOWLEDGE.waste_codes), leaf.code
        assert len(set(leaf.waste_codes)) == len(leaf.waste_codes), leaf.code
    assert {leaf.no_waste_code for leaf in LEAVES} - {""} <= REASONS_FOR_NO_CODE


def test_groups_carry_names_only():
    assert codes(group for group in KNOWLEDGE.groups if group.waste_codes or group.form or group.density_kg_m3) == []


def test_material_leaves_have_a_form():
    assert codes(leaf for leaf in STUFF if leaf.form not in FORMS) == []


def test_material_leaves_have_a_density_or_the_weight_of_a_piece():
    light = [leaf for leaf in STUFF if leaf.density_kg_m3 is None and leaf.kg_each is None]

    assert set(codes(light)) <= WITHOUT_WEIGHT


def test_densities_are_plausible():
    for leaf in LEAVES:
        low, high = LIQUID_DENSITIES if leaf.form == "liquid" else HEAPED_DENSITIES
        assert leaf.density_kg_m3 is None or low <= leaf.density_kg_m3 <= high, leaf.code


def test_weights_dry_matters_and_shelf_lives_are_plausible():
    for leaf in LEAVES:
        assert leaf.kg_each is None or 0.1 <= leaf.kg_each <= 5000, leaf.code
        assert leaf.dry_matter_pct is None or 0 < leaf.dry_matter_pct <= 100, leaf.code
        assert leaf.shelf_life_days is None or 1 <= leaf.shelf_life_days <= LONGEST_SHELF_LIFE, leaf.code


def test_wet_food_and_animal_by_products_have_a_shelf_life():
    perishable = [leaf for leaf in STUFF if leaf.abp_category or leaf.parent in {"food_surplus", "dairy_residues"}]

    assert codes(leaf for leaf in perishable if leaf.shelf_life_days is None) == []


def test_inert_stuff_may_wait_for_its_season():
    inert = {"bricks", "concrete", "sand_gravel", "scrap_steel", "wood_bottom_ash", "glass_bottles_jars", "straw"}

    assert codes(KNOWLEDGE.material(code) for code in inert if KNOWLEDGE.material(code).shelf_life_days < 365) == []


def test_animal_by_products_have_a_category_and_a_kind():
    for leaf in LEAVES:
        assert (leaf.abp_category is None) == (leaf.abp_kind == ""), leaf.code
        assert leaf.abp_category in {None, 1, 2, 3}, leaf.code
    assert {leaf.abp_kind for leaf in LEAVES} - {""} <= ABP_KINDS


def test_food_for_people_is_no_animal_by_product():
    assert KNOWLEDGE.material("edible_surplus_food").abp_category is None
    assert KNOWLEDGE.material("packaged_former_food").abp_category == 3


def test_materials_say_how_we_know_them():
    for material in MATERIALS:
        assert material.how is not None, material.code
        assert material.confidence is not None, material.code
        assert sources(material.source) <= set(KNOWLEDGE.sources), material.code
        assert material.source or material.how.value == "judgement", material.code


def test_property_ranges_lie_within_what_the_property_can_be():
    for code, value in PROPERTIES:
        known = KNOWLEDGE.properties[value.code]
        low = known.low if value.low is None else value.low
        high = known.high if value.high is None else value.high
        assert known.low <= low <= high <= known.high, (code, value.code)


def test_properties_are_named_in_every_language_and_used():
    assert [each.code for each in KNOWLEDGE.properties.values() if set(each.names) != set(LANGUAGES)] == []
    assert {value.code for _, value in PROPERTIES} == set(KNOWLEDGE.properties)
