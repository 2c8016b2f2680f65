"""What an exchange could save, and the table of factors."""

import csv
import os
from pathlib import Path

import pytest

from matching.impact import avoided_factor, impact_factors, potential_impact
from matching.knowledge import Hierarchy, load_knowledge
from matching.knowledge.knowledge import DATA_FOLDER
from matching.knowledge.tables import Tables

KNOWLEDGE = load_knowledge()
REFERENCE_DIR = os.environ.get("REFERENCE_DIR")


def impact(quantity_kg=10_000.0, *, material="bricks", use="building_reuse", km=100.0):
    return potential_impact(quantity_kg, material=material, use=use, km=km, knowledge=KNOWLEDGE)


def test_potential_impact_is_a_range_of_what_is_avoided_less_what_carrying_emits():
    found = impact()

    assert found.tonnes == 10
    assert found.avoided.default == 2400
    assert found.transport.default == pytest.approx(95)
    assert found.net.default == pytest.approx(2305)
    assert found.net.low < found.net.default < found.net.high


def test_potential_impact_claims_nothing_without_a_factor():
    for unknown in (impact(material="sweet_whey", use="pig_feed"), impact(use="fuel"), impact(material="", use="")):
        assert unknown.avoided is None
        assert unknown.net is None
        assert unknown.tonnes == 10


def test_potential_impact_leaves_carrying_out_where_the_way_is_unknown():
    assert impact(km=None).net == impact(km=None).avoided


def test_potential_impact_grows_with_the_quantity_and_refuses_nothing():
    assert impact(20_000.0).net.default == pytest.approx(2 * impact().net.default)
    with pytest.raises(ValueError, match="more than nothing"):
        impact(0)


def test_energy_and_landfill_claim_no_replacement():
    assert not {step for _, step in impact_factors()} & {Hierarchy.ENERGY}
    assert avoided_factor("bark", "fuel", knowledge=KNOWLEDGE) is None


def test_factors_are_of_keys_that_materials_have_and_of_sources_that_we_have():
    keys = {material.emission_key for material in KNOWLEDGE.materials.values()}

    for row in Tables(DATA_FOLDER).rows("impact_factors"):
        assert row.text("emission_key") in keys
        assert row.text("source").split("(")[0] in KNOWLEDGE.sources
        assert row.integer("year") >= 2024


@pytest.mark.skipif(not REFERENCE_DIR, reason="REFERENCE_DIR is not set: factors are not compared with the UK's")
@pytest.mark.parametrize(
    ("name", "column", "key", "step"),
    [
        ("Wood", "avoided_reuse_kgco2e_t", "wood", Hierarchy.REUSE),
        ("Tyres", "avoided_reuse_kgco2e_t", "tyres", Hierarchy.REUSE),
        ("Asphalt", "avoided_closed_loop_kgco2e_t", "asphalt", Hierarchy.MATERIAL),
        ("Plasterboard", "avoided_closed_loop_kgco2e_t", "plasterboard", Hierarchy.MATERIAL),
        ("Aggregates", "avoided_closed_loop_kgco2e_t", "aggregates", Hierarchy.MATERIAL),
        ("Glass", "avoided_closed_loop_kgco2e_t", "glass", Hierarchy.MATERIAL),
        ("Bricks", "primary_kgco2e_t", "bricks", Hierarchy.REUSE),
    ],
)
def test_factors_agree_with_the_published_ones(name, column, key, step):
    path = Path(REFERENCE_DIR or "") / "avoided_burden_uk2025.csv"
    with path.open(encoding="utf-8", newline="") as file:
        published = {row["material"]: row for row in csv.DictReader(file)}
    factor = impact_factors()[key, step]

    assert factor.low <= float(published[name][column]) <= factor.high * 1.01
