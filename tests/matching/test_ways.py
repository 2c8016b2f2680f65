"""The aspect material, by every way from what is offered to what is needed."""

from dataclasses import replace

import numpy as np
import pytest

from matching.kinds import Kind, Told
from matching.knowledge import load_knowledge
from matching.materials import MATERIAL_FLOOR
from matching.nearness import USUAL_HAUL_KM
from matching.ways import Way, by_material, find_way, way_fits, way_tables

KNOWLEDGE = load_knowledge()
TABLES = way_tables(KNOWLEDGE)
KINDS = [
    Kind(),
    Kind(materials=(Told("bark"),)),
    Kind(materials=(Told("planer_shavings"), Told("sawdust", 0.5))),
    Kind(materials=(Told("wood_residues", 0.4),), uses=(Told("bedding", 0.7), Told("fuel"))),
    Kind(uses=(Told("biogas"),)),
    Kind(sectors=(Told("01.43"),)),
    Kind(materials=(Told("straw"),), without=("bark",)),
]


def offered(*codes, sureness=1.0):
    return Kind(materials=tuple(Told(code, sureness) for code in codes))


def offered_each(*codes):
    return [offered(code) for code in codes]


def needed(material="", *, use="", sector="", sureness=1.0):
    told = [(Told(code, sureness),) if code else () for code in (material, use, sector)]
    return Kind(materials=told[0], uses=told[1], sectors=told[2])


def fits_of(offers, needs):
    accepted, along = by_material(needs, TABLES.accepted, tables=TABLES), np.arange(len(needs))
    sides = TABLES.arrays(offers).down, TABLES.arrays(needs).along
    return way_fits(*sides, accepted=lambda rows: accepted[along, rows])


def fit(offer, need):
    return float(fits_of([offer], [need])[0, 0])


@pytest.mark.parametrize(
    ("offer", "need", "way", "use"),
    [
        ("bark", needed("bark"), Way.SAME, ""),
        ("bark", needed("wood_residues"), Way.SAME, ""),
        ("sawdust", needed("planer_shavings"), Way.RELATED, ""),
        ("planer_shavings", needed(use="absorbent"), Way.USE, "absorbent"),
        ("logging_residues", needed(use="fuel"), Way.TREATED_USE, "fuel"),
        ("straw", needed("planer_shavings"), Way.SAME_USE, "bedding"),
        ("planer_shavings", needed(sector="01.43"), Way.SECTOR_INPUT, ""),
        ("spent_growing_media", needed(sector="01.13"), Way.SECTOR_USE, None),
    ],
)
def test_find_way_names_how_the_offer_comes_to_serve(offer, need, way, use):
    found = find_way(offered(offer), need, tables=TABLES)

    assert found.way is way
    assert found.offered.code == offer
    assert use is None or found.use == use


def test_way_fits_put_what_is_asked_for_above_what_could_do():
    same = fit(offered("planer_shavings"), needed("planer_shavings"))
    use = fit(offered("planer_shavings"), needed(use="bedding"))
    sector = fit(offered("planer_shavings"), needed(sector="01.43"))
    stand_in = fit(offered("straw"), needed("planer_shavings"))
    stranger = fit(offered("concrete"), needed("planer_shavings"))

    assert 1 == same == use > sector > stand_in > stranger == MATERIAL_FLOOR


def test_way_fits_follow_the_table_of_uses():
    edge = KNOWLEDGE.material_uses.between("sawdust", "biochar")

    assert fit(offered("sawdust"), needed(use="biochar")) == edge.suitability.fit
    assert fit(offered("sawdust"), needed(use="fish_feed")) == MATERIAL_FLOOR


def test_way_fits_let_what_serves_the_use_stand_in_and_doubt_a_relative_that_does_not():
    asked = Kind(materials=(Told("planer_shavings"),), uses=(Told("bedding"),))

    assert MATERIAL_FLOOR < fit(offered("straw"), asked) < fit(offered("planer_shavings"), asked) == 1
    assert fit(offered("board_offcuts"), asked) < fit(offered("board_offcuts"), needed("planer_shavings"))


def test_way_fits_put_nothing_else_in_the_place_of_what_is_to_be_reused():
    """Who wants skis to reuse them wants no tyres, though tyres can be reused; who wants fuel takes what burns."""
    skis, fuel = needed("skis_boots", use="reuse"), needed("sawmill_chips", use="fuel")
    any_thing = needed(use="reuse")

    fits = fits_of(offered_each("tyres", "straw"), [skis, fuel, any_thing])

    assert fits[:, 0] == pytest.approx(MATERIAL_FLOOR)
    assert fits[1, 1] > 0.3
    assert fits[0, 2] > 0.5


def test_way_fits_doubt_a_member_of_the_group_that_is_not_known_to_serve_the_use():
    fits = fits_of(offered_each("coffee_grounds", "surplus_fruit_vegetables"), [needed("food_surplus", use="pig_feed")])

    assert fits[1, 0] > 0.85
    assert fits[0, 0] < 0.6


def test_way_fits_know_materials_that_do_for_others_of_another_group():
    fits = fits_of(
        offered_each("cardboard_boxes", "corrugated_board", "one_way_pallets"),
        [needed("corrugated_board"), needed("cardboard_boxes"), needed("waste_wood")],
    )

    assert (fits[0, 0], fits[1, 1], fits[2, 2]) == pytest.approx((0.6, 0.35, 0.6))
    assert find_way(offered("cardboard_boxes"), needed("corrugated_board"), tables=TABLES).way is Way.RELATED


def test_way_fits_count_words_as_far_as_they_are_sure():
    sure, hardly = fit(offered("bark"), needed("bark")), fit(offered("bark", sureness=0.5), needed("bark"))

    assert (sure, hardly) == (1, 0.5)
    assert fit(offered("bark", sureness=0.5), needed("concrete")) > fit(offered("bark"), needed("concrete"))


def test_way_fits_take_the_likeliest_of_what_an_offer_may_be():
    assert fit(offered("concrete", "bark"), needed("bark")) == 1


def test_way_fits_leave_out_what_a_need_does_not_want():
    wood = needed("wood_residues")

    assert fit(offered("bark"), replace(wood, without=("bark",))) == MATERIAL_FLOOR < fit(offered("bark"), wood)


@pytest.mark.parametrize(("offer", "need"), [(Kind(), needed("bark")), (offered("bark"), Kind()), (Kind(), Kind())])
def test_way_fits_are_unknown_where_a_side_tells_nothing(offer, need):
    assert np.isnan(fit(offer, need))
    assert find_way(offer, need, tables=TABLES) is None


def test_find_way_agrees_with_way_fits_and_each_pair_stands_alone():
    together = fits_of(KINDS, KINDS)

    for row, offer in enumerate(KINDS):
        for column, need in enumerate(KINDS):
            assert together[row, column] == pytest.approx(fit(offer, need), nan_ok=True)
            found = find_way(offer, need, tables=TABLES)
            if found:
                assert together[row, column] == pytest.approx(max(found.fit, together[row, column] * 0), abs=0.15)
                assert found.fit <= together[row, column] + 1e-12


def test_haul_km_is_the_median_over_the_uses_of_a_material():
    hauls = [edge.haul_km for edge in KNOWLEDGE.material_uses.of("bark") if edge.haul_km]

    assert min(hauls) <= TABLES.haul_km("bark") <= max(hauls)
    assert TABLES.haul_km("wood_residues") > 0
    assert TABLES.haul_km("stranger") == USUAL_HAUL_KM


def test_treatments_are_paid_for_the_use_alone():
    row = TABLES.tree.index["logging_residues"]

    assert TABLES.treatments_to(needed(use="fuel"))[row] > 0 == TABLES.treatments_to(needed("bark"))[row]
