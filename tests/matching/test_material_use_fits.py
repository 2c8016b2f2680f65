"""The aspect material, by use."""

import numpy as np
import pytest

from matching.knowledge import load_knowledge
from matching.materials import MATERIAL_FLOOR, Kind
from matching.uses import NO_KNOWN_USE, join_use_fits, use_fits

KNOWLEDGE = load_knowledge()


def fit(material, use):
    return float(use_fits([Kind(material)], [Kind(use=use)], knowledge=KNOWLEDGE)[0, 0])


def join(material, use, *, names_material):
    return float(
        join_use_fits(np.array([[material]]), np.array([[use]]), names_material=np.array([names_material]))[0, 0]
    )


def test_use_fits_follow_the_table():
    edge = KNOWLEDGE.material_uses.between("planer_shavings", "bedding")

    assert fit("planer_shavings", "bedding") == edge.suitability.fit > NO_KNOWN_USE
    assert fit("planer_shavings", "fish_feed") == NO_KNOWN_USE


@pytest.mark.parametrize(("material", "use"), [("", "bedding"), ("planer_shavings", ""), ("planer_shavings", "luck")])
def test_use_fits_are_unknown_without_a_material_or_a_use_of_the_tables(material, use):
    assert np.isnan(fit(material, use))


def test_join_use_fits_takes_what_serves_where_only_a_use_is_named():
    assert join(np.nan, 0.7, names_material=0) == 0.7
    assert join(np.nan, NO_KNOWN_USE, names_material=0) == NO_KNOWN_USE
    assert join(0.8, NO_KNOWN_USE, names_material=0) == 0.8  # the waste codes agree


def test_join_use_fits_lets_what_serves_stand_in_for_the_material():
    assert MATERIAL_FLOOR < join(MATERIAL_FLOOR, 1.0, names_material=1) < 1
    assert join(1.0, 1.0, names_material=1) == 1


def test_join_use_fits_doubts_a_mere_relative_but_not_what_was_asked_for():
    assert join(0.4, NO_KNOWN_USE, names_material=1) < 0.4
    assert join(MATERIAL_FLOOR, NO_KNOWN_USE, names_material=1) == MATERIAL_FLOOR
    assert join(1.0, NO_KNOWN_USE, names_material=1) == 1


def test_join_use_fits_leaves_the_materials_where_no_use_is_known():
    assert join(0.4, np.nan, names_material=1) == 0.4
    assert np.isnan(join(np.nan, np.nan, names_material=0))
