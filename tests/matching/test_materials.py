"""The aspect material: tree and waste codes."""

import numpy as np
import pytest

from matching.knowledge import load_knowledge
from matching.materials import MATERIAL_FLOOR, Kind, MaterialTree, Traits, code_fits, material_fits, material_tree

TREE = MaterialTree(
    {"wood": "", "bark": "wood", "chips": "wood", "oak_chips": "chips", "metal": "", "steel": "metal"},
)
TYPICAL = {"bark": ("030101",), "steel": ("170405", "120101")}


def fit(offered, needed):
    return float(material_fits([offered], [needed], tree=TREE, typical_codes=TYPICAL)[0, 0])


def test_material_fits_fall_with_the_way_through_the_tree():
    same, kind_of, may_be = (fit(Kind(a), Kind(b)) for a, b in (("bark", "bark"), ("bark", "wood"), ("wood", "bark")))
    sibling, cousin, stranger = (
        fit(Kind(a), Kind(b)) for a, b in (("bark", "chips"), ("bark", "oak_chips"), ("bark", "steel"))
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
    siblings, strangers = (Kind("bark"), Kind("chips")), (Kind("bark"), Kind("steel"))
    with_code = [[Kind(kind.material, "030105") for kind in pair] for pair in (siblings, strangers)]

    assert fit(*with_code[0]) > fit(*siblings)
    assert fit(*strangers) < fit(*with_code[1]) < 0.2
    assert fit(Kind("bark", "030101"), Kind("bark", "170405")) == 1


def test_material_fits_stand_on_codes_where_no_material_is_known():
    exact, sub, chapter, other = (
        fit(Kind(waste_code="030105"), Kind(waste_code=code)) for code in ("030105", "030101", "030307", "170405")
    )

    assert exact > sub > chapter > other == MATERIAL_FLOOR
    assert fit(Kind(waste_code="030199"), Kind(waste_code="030199")) < exact


def test_material_fits_let_typical_codes_stand_in_for_one_side():
    assert fit(Kind("steel"), Kind(waste_code="120101")) > fit(Kind("steel"), Kind(waste_code="120103"))
    assert fit(Kind("steel"), Kind(waste_code="120101")) < fit(Kind(waste_code="120101"), Kind(waste_code="120101"))


@pytest.mark.parametrize(
    ("offered", "needed"),
    [
        (Kind(), Kind("bark")),
        (Kind("chips"), Kind(waste_code="030105")),
        (Kind("unheard_of"), Kind("bark")),
        (Kind(), Kind()),
    ],
)
def test_material_fits_are_unknown_where_nothing_can_be_compared(offered, needed):
    assert np.isnan(fit(offered, needed))


def test_material_fits_do_not_depend_on_the_other_kinds():
    kinds = [Kind("bark"), Kind("", "030105"), Kind("steel", "170405"), Kind()]
    together = material_fits(kinds, kinds, tree=TREE, typical_codes=TYPICAL)

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
