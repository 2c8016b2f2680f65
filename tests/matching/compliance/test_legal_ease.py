"""What the law leaves of a candidate, at best."""

from datetime import date

import numpy as np
import pytest

from matching.compliance import COUNTRY_PAIRS, Facts, border_card, country_pair, legal_ease, legal_table
from matching.compliance.facts import Abp, Purpose
from matching.compliance.legal_ease import use_columns
from matching.knowledge import load_knowledge

KNOWLEDGE = load_knowledge()
TODAY = date(2026, 11, 23)
MATERIALS = (
    *("corrugated_board", "wood_fly_ash", "pe_film", "fish_silage_category_2", "brewers_spent_grain", "steam"),
    *("asbestos", "impregnated_wood", "sewage_sludge", "residual_waste", "slaughter_waste_category_1", "sawdust"),
)
TABLE = legal_table(KNOWLEDGE, TODAY, materials=MATERIALS)


def columns_of(uses):
    return [use_columns(KNOWLEDGE).get(use, -1) for use in uses]


def ease(material, use, pair):
    (row,), (column,) = TABLE.rows([material]), columns_of([use])
    return TABLE.ease[row, country_pair(*pair), column]


def test_legal_table_has_a_row_a_pair_and_a_column_for_everything_and_for_the_unknown():
    shape = (len(MATERIALS) + 1, len(COUNTRY_PAIRS), len(KNOWLEDGE.uses) + 1)

    assert TABLE.ease.shape == TABLE.blocked.shape == shape
    assert np.isnan(TABLE.ease[-1]).all()
    assert not TABLE.blocked[-1].any()
    assert TABLE.rows(["no_such_material"]).tolist() == columns_of([""]) == [-1]


def test_legal_table_lies_between_nothing_and_all():
    known = TABLE.ease[~np.isnan(TABLE.ease)]

    assert known.min() == 0
    assert 0.9 < known.max() <= 1


def test_legal_table_finds_the_border_harder_than_home_and_consent_harder_than_a_document():
    assert ease("corrugated_board", "paper_recycling", ("NO", "NO")) > ease(
        "corrugated_board", "paper_recycling", ("NO", "SE")
    )
    assert ease("corrugated_board", "paper_recycling", ("NO", "SE")) > ease("wood_fly_ash", "liming", ("NO", "SE"))


def test_legal_table_tells_directions_apart():
    """Film from Norway is green either way; from Sweden it needs consent if Norway is a third country."""
    assert ease("pe_film", "plastic_granulate", ("NO", "SE")) > ease("pe_film", "plastic_granulate", ("SE", "NO"))


def test_legal_table_blocks_what_is_prohibited_at_best():
    (row,), columns = TABLE.rows(["fish_silage_category_2"]), columns_of(["feed", "pig_feed", "biogas"])

    assert TABLE.blocked[row][:, columns].tolist() == [[True, True, False]] * 4


@pytest.mark.parametrize(
    ("material", "closed", "open_uses"),
    [
        ("asbestos", ("reuse", "building_reuse", "insulation", "road_base", "feed", "cement_fuel"), ()),
        ("impregnated_wood", ("bedding", "feed", "petfood", "mulch", "growing_media"), ("waste_to_energy", "reuse")),
        ("sewage_sludge", ("feed", "pig_feed", "fish_feed", "petfood"), ("biogas", "fertiliser", "manufactured_soil")),
        ("residual_waste", ("feed", "petfood"), ("waste_to_energy",)),
        ("slaughter_waste_category_1", ("feed", "petfood", "compost", "fertiliser"), ("fuel",)),
        ("sawdust", (), ("bedding", "feed", "mulch", "fuel")),
    ],
)
def test_legal_table_closes_what_product_law_forbids(material, closed, open_uses):
    (row,) = TABLE.rows([material])

    assert TABLE.blocked[row][:, columns_of(list(closed))].all()
    assert not TABLE.blocked[row][:, columns_of(list(open_uses))].any()


def test_no_use_that_the_tables_propose_is_forbidden():
    table = legal_table(KNOWLEDGE, TODAY)

    proposed = list(KNOWLEDGE.material_uses.edges)
    rows, columns = table.rows([material for material, _ in proposed]), columns_of([use for _, use in proposed])
    assert len(proposed) > 1000
    assert not table.blocked[rows, :, columns].any()


def test_legal_table_says_nothing_of_what_is_no_material():
    (row,) = TABLE.rows(["steam"])

    assert np.isnan(TABLE.ease[row]).all()


def test_legal_ease_of_a_card_is_nothing_where_it_is_prohibited():
    facts = {"abp": Abp.CAT2, "origin_country": "SE", "dest_country": "SE"}
    fed = border_card(Facts(use=Purpose.FEED, **facts), knowledge=KNOWLEDGE, as_of=TODAY)
    digested = border_card(Facts(use=Purpose.BIOGAS, **facts), knowledge=KNOWLEDGE, as_of=TODAY)

    assert legal_ease(fed) == 0
    assert legal_ease(digested) == pytest.approx(0.7)


def test_country_pair_is_minus_one_where_a_country_is_unknown():
    assert [country_pair("SE", "NO"), country_pair("", "NO"), country_pair("SE", "DK")] == [1, -1, -1]


@pytest.mark.parametrize("country", ["SE", "NO"])
def test_legal_table_finds_manure_harder_to_burn_than_to_digest(country):
    table = legal_table(KNOWLEDGE, TODAY, materials=("horse_manure", "sawdust"))
    column, other = columns_of(["fuel", "biogas"])
    place = country_pair(country, country)

    assert 0 < table.ease[0, place, column] < table.ease[0, place, other]
    assert table.ease[0, place, column] < table.ease[1, place, column]
