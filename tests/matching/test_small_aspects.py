"""The aspects waste hierarchy, similar cases, novelty and legal ease."""

from datetime import date

import numpy as np
import pytest

from matching.compliance import legal_table
from matching.hierarchy import HIERARCHY_FLOOR, hierarchy_fits
from matching.kinds import Kind, Told
from matching.knowledge import load_knowledge
from matching.knowledge.knowledge import DATA_FOLDER
from matching.knowledge.tables import Tables
from matching.legal import LEGAL_FLOOR, country_number, legal_fits, legal_levels, pair_places, use_places
from matching.novelty import NOVELTY_FLOOR, novelty_fits
from matching.precedents import CASES_FLOOR, case_fits, similar_case
from matching.ways import way_tables

KNOWLEDGE = load_knowledge()
TABLES = way_tables(KNOWLEDGE)
MATERIALS = ("kitchen_food_waste", "bark", "steam")


def kind(material="", *, use="", sector=""):
    told = [(Told(code),) if code else () for code in (material, use, sector)]
    return Kind(materials=told[0], uses=told[1], sectors=told[2])


def of(fits, material):
    return float(fits[TABLES.tree.index[material]])


def test_hierarchy_fits_put_reuse_above_material_above_energy():
    reuse, pulp, fuel = (
        of(hierarchy_fits(kind(use=use), tables=TABLES), "sawdust") for use in ("reuse", "pulp", "fuel")
    )

    assert 1 == reuse > pulp > fuel == HIERARCHY_FLOOR


def test_hierarchy_fits_count_the_use_that_the_material_serves():
    both = Kind(uses=(Told("fuel"), Told("particle_board")))

    assert of(hierarchy_fits(both, tables=TABLES), "logging_residues") == HIERARCHY_FLOOR
    assert np.isnan(hierarchy_fits(Kind(), tables=TABLES)).all()


def test_case_fits_are_highest_where_material_and_use_are_those_of_a_case():
    case = next(each for each in KNOWLEDGE.cases.values() if not KNOWLEDGE.materials[each.material].is_group)

    assert of(case_fits(kind(use=case.use), tables=TABLES), case.material) == 1
    assert similar_case(kind(case.material), kind(use=case.use), tables=TABLES).use == case.use


def test_case_fits_are_unknown_where_nothing_like_it_is_told():
    fits = case_fits(kind(use="felt"), tables=TABLES)

    assert np.isnan(of(fits, "asphalt"))
    assert np.all((fits >= CASES_FLOOR) | np.isnan(fits))
    assert similar_case(kind("asphalt"), kind(use="felt"), tables=TABLES) is None


def test_novelty_fits_set_industries_apart():
    sides = [kind(sector="16.10"), kind()], [kind(sector="16.21"), kind(sector="01.43")]
    fits = novelty_fits(TABLES.arrays(sides[0]).down, TABLES.arrays(sides[1]).along)

    assert fits[0].tolist() == [NOVELTY_FLOOR, 1]
    assert np.isnan(fits[1]).all()


def test_legal_levels_take_the_easiest_use_and_close_what_is_prohibited():
    table = legal_table(KNOWLEDGE, date(2026, 11, 24), materials=MATERIALS)
    places = use_places([("pig_feed",), ("pig_feed", "biogas"), ()], knowledge=KNOWLEDGE)
    eases = table.levels[legal_levels(MATERIALS, places, table=table)]

    assert np.all(eases[0, 0] == 0)
    assert np.all(eases[0, 1] > 0)
    assert np.all(eases[1, 2] > LEGAL_FLOOR)
    assert np.isnan(eases[2]).all()


def test_legal_fits_are_harder_across_the_border_and_unknown_without_a_country():
    countries = np.array([country_number(each) for each in ("SE", "NO", "", "DK")])
    places, uses = pair_places(countries[:, None], countries[None, :]), use_places([("fuel",)], knowledge=KNOWLEDGE)
    table = legal_table(KNOWLEDGE, date(2026, 11, 24), materials=("bark",))
    eases = table.levels[legal_levels(("bark",), uses, table=table)][0, 0][places]
    fits = legal_fits(eases, known=places >= 0)

    assert fits[0, 0] > fits[0, 1]
    assert np.isnan(fits[2:]).all()


@pytest.mark.parametrize("table", ["prices", "costs", "exchange_rates"])
def test_rows_of_the_money_tables_name_sources_that_we_have(table):

    for row in Tables(DATA_FOLDER).rows(table):
        assert row.text("source").split("(")[0] in KNOWLEDGE.sources, row
