"""Reasons and missing facts of single pairs."""

from datetime import date

import numpy as np
import pytest

from geo.roads import RoadDistances
from matching.records import Aspect, Fact, MissingFact, PropertyValue, ReasonCode, Resource, Side
from tests.matching.made import ALL_YEAR, make_market, need, offer

HERE = {"latitude": 63.4, "longitude": 10.4}
THERE = {"latitude": 62.5, "longitude": 14.4}
WINTER = (0.5, 0.5, *(0.0,) * 10)
SUMMER = (*(0.0,) * 6, 0.5, 0.5, *(0.0,) * 4)
GOOD = {"material": "bark", "quantity": 1000.0, "month_shares": ALL_YEAR, **HERE}


def judge(offered, needed):
    return make_market([offered], [needed]).judge("o", "n")


def reasons(match):
    return {reason.code: reason for reason in (*match.reasons_for, *match.reasons_against)}


def only(offered, needed, aspect):
    """Return the reason of one aspect, where nothing else is known."""
    found = list(reasons(judge(offer(title="–", **offered), need(title="–", **needed))).values())
    assert [each.aspect for each in found] == [aspect]
    return found[0]


def test_judge_gives_three_reasons_for_and_two_against_at_most_strongest_first():
    good = judge(offer(title="Bark", **GOOD), need(title="Bark", **GOOD))
    bad = judge(
        offer("o", "Ull", material="acid_whey", quantity=1.0, month_shares=WINTER, **THERE),
        need("n", "Bark", material="bark", quantity=1e6, month_shares=SUMMER, **HERE),
    )

    assert len(good.reasons_for) == 3
    assert good.reasons_against == ()
    assert len(bad.reasons_against) == 2
    assert bad.reasons_for == ()
    for found in (good.reasons_for, bad.reasons_against):
        assert [abs(each.weight) for each in found] == sorted((abs(each.weight) for each in found), reverse=True)
    assert all(each.weight > 0 for each in good.reasons_for)
    assert all(each.weight < 0 for each in bad.reasons_against)


@pytest.mark.parametrize(
    ("offered", "needed", "code", "values"),
    [
        ("bark", "bark", ReasonCode.SAME_MATERIAL, {"material": "bark"}),
        (
            "bark",
            "sawdust",
            ReasonCode.RELATED_MATERIAL,
            {"material": "bark", "other": "sawdust", "group": "wood_residues"},
        ),
        ("bark", "concrete", ReasonCode.UNRELATED_MATERIAL, {"material": "bark", "other": "concrete"}),
    ],
)
def test_judge_tells_how_materials_are_related(offered, needed, code, values):
    found = reasons(judge(offer(title="", material=offered), need(title="", material=needed)))[code]

    assert (found.aspect, found.values) == (Aspect.MATERIAL, values)


def test_judge_tells_that_a_known_use_brings_two_materials_together():
    found = reasons(judge(offer(title="", material="sawdust"), need(title="", material="", use="fuel")))

    assert found[ReasonCode.KNOWN_USE].values == {"material": "sawdust", "use": "fuel"}


@pytest.mark.parametrize(
    ("offered", "needed", "code", "values"),
    [
        ("030105", "030105", ReasonCode.SAME_WASTE_CODE, {"waste_code": "030105"}),
        ("030105", "030101", ReasonCode.RELATED_WASTE_CODE, {"waste_code": "030105", "other": "030101"}),
    ],
)
def test_judge_tells_how_waste_codes_are_related(offered, needed, code, values):
    reason = only({"waste_code": offered}, {"waste_code": needed}, Aspect.MATERIAL)

    assert (reason.code, reason.values) == (code, values)


@pytest.mark.parametrize(
    ("offered", "needed", "code"),
    [
        ({"quantity": 900.0}, {"quantity": 600.0}, ReasonCode.AMOUNT_COVERS),
        ({"quantity": 300.0}, {"quantity": 600.0}, ReasonCode.AMOUNT_PART),
        ({"quantity": 1e9}, {"quantity": 1.0}, ReasonCode.AMOUNT_EXCEEDS),
        ({"quantity": 300.0}, {"quantity": 600.0, "smallest_lot": 400.0}, ReasonCode.LOT_TOO_SMALL),
    ],
)
def test_judge_tells_how_amounts_fit(offered, needed, code):
    reason = only(offered, needed, Aspect.AMOUNT)

    assert reason.code == code
    assert reason.values["unit"] == "kg"
    assert reason.values["offer"] == offered["quantity"]


def test_judge_tells_amounts_in_the_unit_of_the_resource():
    heat = {"resource": Resource.HEAT, "quantity": 10.0}

    assert only(heat, heat, Aspect.AMOUNT).values["unit"] == "kWh"


def test_judge_tells_which_months_meet_and_what_share():
    some = only({"month_shares": WINTER}, {"month_shares": ALL_YEAR}, Aspect.TIMING)
    apart = only({"month_shares": WINTER}, {"month_shares": SUMMER}, Aspect.TIMING)

    assert some.values["months"] == [1, 2]
    assert some.values["share"] == pytest.approx(1 / 6, abs=1e-6)
    assert (apart.code, apart.values["months"]) == (ReasonCode.MONTHS_APART, [])


def test_judge_tells_the_months_of_the_need_for_what_keeps():
    meets = only({"month_shares": WINTER, "shelf_life_days": 300}, {"month_shares": SUMMER}, Aspect.TIMING)

    assert (meets.code, meets.values) == (ReasonCode.MONTHS_MEET, {"months": [7, 8], "share": 1})


def test_judge_tells_the_months_of_windows():
    offered = {"available_from": date(2026, 12, 10), "available_until": date(2027, 2, 3)}
    meets = only(offered, {"available_from": date(2026, 1, 1)}, Aspect.TIMING)
    whole = only({"available_from": date(2026, 1, 1)}, {"available_from": date(2026, 1, 1)}, Aspect.TIMING)

    assert meets.values == {"months": [1, 2, 12], "share": 1}
    assert whole.values["months"] == list(range(1, 13))


def test_judge_tells_that_amounts_come_once():
    single = {"quantity": 10.0, "once": True}

    assert only(single, single, Aspect.AMOUNT).values["once"] == 1


def test_judge_tells_near_and_far():
    near, far = only(HERE, HERE, Aspect.DISTANCE), only(THERE, HERE, Aspect.DISTANCE)

    assert (near.code, near.values) == (ReasonCode.NEAR, {"km": 0})
    assert far.code == ReasonCode.FAR
    assert far.values["km"] > 200


def test_judge_tells_minutes_of_roads_and_a_pipe_as_a_straight_line():
    heat = {"resource": Resource.HEAT, "material": "medium_temperature_heat", "quantity": 1e6, **HERE}
    ends = [offer(**GOOD | THERE)], [need(**GOOD)]
    by_road = make_market(*ends, distances=RoadDistances()).judge("o", "n")
    by_pipe = judge(offer(**heat), need(**heat))

    (told,) = [reason for reason in by_road.reasons_against if reason.aspect is Aspect.DISTANCE]
    km, minutes = RoadDistances().km_and_minutes(*(np.array([tuple(end.values())[:2]]) for end in (THERE, HERE)))
    assert told.values == {"km": pytest.approx(km[0, 0]), "minutes": pytest.approx(minutes[0, 0])}
    assert reasons(by_pipe)[ReasonCode.NEAR].values == {"km": 0, "straight": 1}


@pytest.mark.parametrize(
    ("resource", "material"), [(Resource.STORAGE, "cold_storage"), (Resource.PREMISES, "food_premises")]
)
def test_judge_finds_nearer_better_what_is_used_where_it_is(resource, material):
    room = {"resource": resource, "material": material, "quantity": 500.0}

    near, far = (judge(offer(**room, **HERE), need(**room, **place)) for place in (HERE, THERE))

    assert near.score > far.score
    assert reasons(near)[ReasonCode.NEAR].values == {"km": 0}
    assert Aspect.VALUE not in near.fits  # nothing is carried by the tonne


def test_judge_tells_the_words_that_mean_the_same():
    found = reasons(judge(offer("o", "Sågspån", language="sv"), need("n", "Sagflis", language="nb")))

    assert found[ReasonCode.SAME_CONCEPT].values == {
        "material": "sawdust",
        "offer_word": "sågspån",
        "need_word": "sagflis",
    }


def test_judge_tells_similar_wording_where_no_material_is_known():
    found = reasons(judge(offer("o", "Zyxorit"), need("n", "Zyxorit")))

    assert found[ReasonCode.SIMILAR_WORDING].values["share"] == pytest.approx(1)


def test_judge_does_not_hold_other_words_against_a_pair():
    match = judge(offer("o", "Zyxorit", **GOOD), need("n", "Plommer", **GOOD))

    assert Aspect.TEXT not in {reason.aspect for reason in match.reasons_against}


def test_judge_tells_the_known_fits_and_the_distance():
    match = judge(offer("o", "Bark", **HERE), need("n", "Bark", **THERE))

    assert set(match.fits) == {Aspect.MATERIAL, Aspect.TEXT, Aspect.DISTANCE, Aspect.VALUE, Aspect.CASES}
    assert match.distance_km == pytest.approx(296, abs=30)
    assert judge(offer(), need()).distance_km is None


def test_judge_asks_first_for_the_fact_that_could_move_the_score_most():
    match = judge(offer("o", "Zyxorit"), need("n", "Bark", material="bark", quantity=1.0))

    assert [(each.fact, each.side) for each in match.missing] == [
        (Fact.MATERIAL, Side.OFFER),
        (Fact.WASTE_CODE, Side.OFFER),
        (Fact.WASTE_CODE, Side.NEED),
        (Fact.PLACE, Side.OFFER),
        (Fact.PLACE, Side.NEED),
        (Fact.MONTHS, Side.OFFER),
        (Fact.MONTHS, Side.NEED),
        (Fact.AMOUNT, Side.OFFER),
        (Fact.USE, Side.NEED),
    ]


def test_judge_asks_for_nothing_where_all_is_known():
    known = {**GOOD, "properties": (PropertyValue(code="moisture", low=40, high=50, unit="%"),)}

    assert judge(offer(**known), need(**known, use="fuel")).missing == ()


def test_judge_asks_for_the_quality_that_the_use_of_a_need_bounds():
    match = judge(offer(**{**GOOD, "material": "sawdust"}), need(**GOOD, use="biochar"))

    assert MissingFact(Fact.QUALITY, Side.OFFER, "moisture") in match.missing


def test_judge_asks_for_what_a_gate_depends_on_before_all_else():
    silent = judge(offer(hazardous=True), need(title=""))
    mirror = judge(offer(waste_code="170201"), need(material="clean_waste_wood"))
    silage = judge(offer(material="fish_silage"), need(use="feed"))

    assert (silent.missing[0].fact, silent.missing[0].side) == (Fact.HAZARD, Side.NEED)
    assert (mirror.missing[0].fact, mirror.missing[0].side) == (Fact.HAZARD, Side.OFFER)
    assert (silage.missing[0].fact, silage.missing[0].side) == (Fact.ABP_CATEGORY, Side.OFFER)
