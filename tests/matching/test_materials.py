"""The aspect material: tree and waste codes."""

import numpy as np
import pytest

from matching.kind_arrays import kind_arrays
from matching.kinds import Kind, Told
from matching.knowledge import load_knowledge
from matching.materials import (
    CODE_OF_ANOTHER,
    MATERIAL_FLOOR,
    MaterialTree,
    Traits,
    code_fits,
    material_fits,
    material_tree,
)

TREE = MaterialTree(
    {"wood": "", "bark": "wood", "dust": "wood", "chips": "wood", "oak_chips": "chips", "metal": "", "steel": "metal"},
)
TYPICAL = {"bark": ("030101",), "steel": ("170405", "120101")}


def kind(material="", waste_code=""):
    return Kind(materials=(Told(material),) if material else (), waste_code=waste_code)


def ways(offered, needed):
    """Return how the tree alone brings kinds together."""
    places = [[TREE.index.get(each.material, -1) for each in side] for side in (offered, needed)]
    fits = TREE.fits[np.ix_(*places)]
    return np.where((np.array(places[0]) < 0)[:, None] | (np.array(places[1]) < 0), np.nan, fits)


def fit(offered, needed):
    return float(fits_of([offered], [needed])[0, 0])


def fits_of(offered, needed):
    sides = [
        kind_arrays(kinds, index=TREE.index, groups=TREE.groups, typical_codes=TYPICAL) for kinds in (offered, needed)
    ]
    return material_fits(sides[0].down, sides[1].along, ways=ways(offered, needed))


def test_material_fits_fall_with_the_way_through_the_tree():
    same, kind_of, may_be = (fit(kind(a), kind(b)) for a, b in (("bark", "bark"), ("bark", "wood"), ("wood", "bark")))
    sibling, cousin, stranger = (
        fit(kind(a), kind(b)) for a, b in (("bark", "chips"), ("bark", "oak_chips"), ("bark", "steel"))
    )

    assert 1 == same > kind_of > may_be > sibling > cousin > stranger == MATERIAL_FLOOR


def test_material_fits_put_siblings_of_one_form_or_code_closer():
    traits = {
        "bark": Traits("bulk", frozenset({"1"})),
        "chips": Traits("bulk"),
        "dust": Traits("", frozenset({"1", "2"})),
    }
    tree = MaterialTree({"wood": "", "bark": "wood", "chips": "wood", "dust": "wood"}, traits)
    bark, chips, dust = (tree.index[code] for code in ("bark", "chips", "dust"))

    assert tree.fits[bark, chips] == pytest.approx(tree.fits[bark, dust])
    assert tree.fits[bark, chips] > tree.fits[chips, dust]
    assert np.array_equal(tree.fits[[bark, chips]][:, [chips, bark]], tree.fits[[bark, chips]][:, [chips, bark]].T)


def test_material_fits_take_two_stated_codes_as_a_second_opinion():
    groups, strangers = (kind("bark"), kind("metal")), (kind("bark"), kind("steel"))
    with_code = [[kind(each.material, "030105") for each in pair] for pair in (groups, strangers)]

    assert fit(*strangers) < fit(*with_code[1]) < fit(*with_code[0]) < 0.2
    assert fit(kind("bark", "030101"), kind("bark", "170405")) == 1


def test_material_fits_make_no_more_of_a_code_that_two_materials_share_than_of_siblings():
    blood, hides = kind("bark", "020202"), kind("oak_chips", "020202")
    perhaps_hides = Kind(materials=(Told("oak_chips", sureness=0.8),), waste_code="020202")

    assert fit(kind("bark"), kind("oak_chips")) < fit(blood, hides) < CODE_OF_ANOTHER
    assert fit(kind("bark", "020202"), kind("dust", "020202")) == pytest.approx(CODE_OF_ANOTHER)
    assert fit(blood, perhaps_hides) > fit(blood, hides)


def test_material_fits_stand_on_codes_where_no_material_is_known():
    exact, sub, chapter, other = (
        fit(kind(waste_code="030105"), kind(waste_code=code)) for code in ("030105", "030101", "030307", "170405")
    )

    assert exact > sub > chapter > other == MATERIAL_FLOOR
    assert fit(kind(waste_code="030199"), kind(waste_code="030199")) < exact


def test_material_fits_let_typical_codes_stand_in_for_one_side():
    assert fit(kind("steel"), kind(waste_code="120101")) > fit(kind("steel"), kind(waste_code="120103"))
    assert fit(kind("steel"), kind(waste_code="120101")) < fit(kind(waste_code="120101"), kind(waste_code="120101"))


@pytest.mark.parametrize(
    ("offered", "needed"),
    [
        (kind(), kind("bark")),
        (kind("chips"), kind(waste_code="030105")),
        (kind("unheard_of"), kind("bark")),
        (kind(), kind()),
    ],
)
def test_material_fits_are_unknown_where_nothing_can_be_compared(offered, needed):
    assert np.isnan(fit(offered, needed))


def test_material_fits_do_not_depend_on_the_other_kinds():
    kinds = [kind("bark"), kind("", "030105"), kind("steel", "170405"), kind()]
    together = fits_of(kinds, kinds)

    for row, offered in enumerate(kinds):
        for column, needed in enumerate(kinds):
            assert together[row, column] == pytest.approx(fit(offered, needed), nan_ok=True)


def test_code_fits_are_unknown_without_a_code():
    assert np.isnan(code_fits(np.array([-1]), np.array([30105]))).all()


def test_common_group_is_the_nearest_that_holds_both():
    assert TREE.common_group("oak_chips", "bark") == "wood"
    assert TREE.common_group("oak_chips", "chips") == "chips"
    assert TREE.common_group("bark", "steel") == ""


def test_material_tree_refuses_a_circle_and_a_stranger():
    with pytest.raises(ValueError, match="circle"):
        MaterialTree({"a": "b", "b": "a"})
    with pytest.raises(ValueError, match="no material"):
        MaterialTree({"a": "b"})


def test_material_tree_of_the_shipped_tables_fits_each_material_with_itself():
    fits = material_tree(load_knowledge()).fits

    assert np.all(np.diag(fits) == 1)
    assert np.all((fits >= MATERIAL_FLOOR) & (fits <= 1))
