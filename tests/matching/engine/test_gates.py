"""Hard rules, one by one."""

from dataclasses import replace
from datetime import timedelta

import pytest

from matching.engine.uses import is_closed_use
from matching.records import Gate, Resource
from tests.matching.made import KNOWLEDGE, TODAY, make_market, need, offer

NEAR = {"latitude": 63.4, "longitude": 10.4}
FAR = {"latitude": 62.5, "longitude": 14.4}


def closed(offered, needed):
    market = make_market([offered], [needed])
    gates = market.closed_gates(offered.id, needed.id)
    assert (market.matches(top=1) == ()) == bool(gates)
    return gates


def test_gates_let_a_pair_of_unknowns_pass():
    assert closed(offer(), need()) == ()


def test_gates_close_for_unlike_resources():
    assert closed(offer(resource=Resource.HEAT), need(resource=Resource.COLD)) == (Gate.UNLIKE_RESOURCE,)


def test_gates_close_for_the_own_firm_but_not_for_two_unknown_ones():
    assert closed(offer(firm="a"), need(firm="a")) == (Gate.OWN_FIRM,)
    assert closed(offer(firm=""), need(firm="")) == ()


@pytest.mark.parametrize("blocker", ["offer", "need"])
def test_gates_close_for_a_blocked_firm_whoever_blocks(blocker):
    offered, needed = offer(firm="a"), need(firm="b")
    if blocker == "offer":
        offered = replace(offered, blocked_firms=frozenset({"b", "elsewhere"}))
    else:
        needed = replace(needed, blocked_firms=frozenset({"a"}))

    assert closed(offered, needed) == (Gate.BLOCKED_FIRM,)
    assert closed(replace(offered, firm="c"), replace(needed, firm="d")) == ()


@pytest.mark.parametrize(
    ("offered", "needed", "is_closed"),
    [
        ({"hazardous": True}, {"hazardous": False}, True),
        ({"hazardous": True}, {"hazardous": True}, False),
        ({"hazardous": True}, {}, False),  # unknown: asked for, see missing facts
        ({}, {"hazardous": False}, False),
        ({"waste_code": "170204"}, {"waste_code": "170201"}, True),
        ({"waste_code": "170204", "hazardous": False}, {"waste_code": "170201"}, False),
        ({"hazardous": True}, {"material": "bark"}, True),
        ({"hazardous": True}, {"use": "bedding"}, True),  # nothing that a need tells so may be
        ({"hazardous": True}, {"use": "oil_regeneration"}, False),
        ({"hazardous": True}, {"material": "waste_oil"}, False),
        ({"material": "asbestos"}, {"material": "roof_tiles"}, True),  # all waste of it is hazardous
        ({"material": "waste_wood"}, {"material": "clean_waste_wood"}, False),  # some of it is
    ],
)
def test_gates_close_for_a_hazard_that_the_need_does_not_take(offered, needed, is_closed):
    assert closed(offer(**offered), need(title="", **needed)) == ((Gate.HAZARD,) if is_closed else ())


def test_gates_close_for_a_hazard_where_words_alone_tell_what_the_need_takes():
    assert closed(offer(hazardous=True), need(title="Bark til strø", language="nb")) == (Gate.HAZARD,)


@pytest.mark.parametrize(
    ("offered", "needed", "is_closed"),
    [
        ({"material": "kitchen_food_waste"}, {"use": "pig_feed"}, True),
        ({"material": "kitchen_food_waste"}, {"use": "biogas"}, False),
        ({"title": "Flytgödsel", "language": "sv"}, {"use": "feed"}, True),
        ({"title": "Matavfall", "language": "sv", "material": "surplus_bread"}, {"use": "pig_feed"}, False),
    ],
)
def test_gates_close_for_a_use_that_the_law_forbids(offered, needed, is_closed):
    found = closed(offer(**{"title": "", **offered}), need(title="", **needed))

    assert (Gate.UNLAWFUL_USE in found) == is_closed


def test_gates_leave_open_a_need_that_has_another_use_too():
    both = need(title="Råvara till foder och biogas", language="sv")

    assert Gate.UNLAWFUL_USE not in closed(offer(material="kitchen_food_waste"), both)


def test_gates_read_the_category_of_animal_by_products_from_the_words():
    told = offer(title="Ensilage av fisk, kategori 2", language="sv")

    assert closed(told, need(title="", use="feed")) == (Gate.ABP_USE,)
    assert closed(told, need(title="", use="biogas")) == ()


@pytest.mark.parametrize(
    ("category", "use", "is_closed"),
    [
        (1, "biogas", True),
        (1, "waste_to_energy", False),
        (2, "feed", True),
        (2, "fish_feed", True),
        (2, "petfood", True),
        (2, "biogas", False),
        (3, "feed", False),
        (3, "food", True),
        (3, "", False),
        (None, "feed", False),
    ],
)
def test_gates_close_for_a_use_that_the_category_forbids(category, use, is_closed):
    assert closed(offer(abp_category=category), need(use=use)) == ((Gate.ABP_USE,) if is_closed else ())


def test_gates_take_the_category_of_the_material_where_none_is_stated():
    assert closed(offer(material="fish_silage_category_2"), need(use="feed"))[-1:] == (Gate.ABP_USE,)


def test_is_closed_use_goes_by_the_table_of_uses():
    assert is_closed_use(2, "pig_feed", knowledge=KNOWLEDGE)
    assert is_closed_use(3, "food_redistribution", knowledge=KNOWLEDGE)
    assert not is_closed_use(3, "gas_feedstock", knowledge=KNOWLEDGE)
    assert not is_closed_use(1, "no_such_use", knowledge=KNOWLEDGE)


def test_gates_leave_food_open_until_its_firm_calls_it_a_by_product():
    bread, meals = {"material": "surplus_bread"}, {"use": "food_redistribution"}

    assert closed(offer(**bread), need(**meals)) == ()
    assert closed(offer(**bread, abp_category=3), need(**meals)) == (Gate.ABP_USE,)


def test_gates_close_for_windows_that_do_not_meet_and_for_past_ones():
    spring = {"available_from": TODAY + timedelta(days=100), "available_until": TODAY + timedelta(days=130)}
    summer = {"available_from": TODAY + timedelta(days=131)}

    assert closed(offer(**spring), need(**summer)) == (Gate.WINDOWS_APART,)
    assert closed(offer(**spring), need(available_from=spring["available_until"])) == ()
    assert closed(offer(available_until=TODAY - timedelta(days=1)), need()) == (Gate.WINDOWS_APART,)
    assert closed(offer(available_until=TODAY), need()) == ()


def test_gates_close_beyond_what_either_side_goes():
    assert closed(offer(**FAR), need(max_km=100, **NEAR)) == (Gate.BEYOND_LIMIT,)
    assert closed(offer(max_km=100, **FAR), need(**NEAR)) == (Gate.BEYOND_LIMIT,)
    assert closed(offer(max_km=500, **FAR), need(max_km=500, **NEAR)) == ()
    assert closed(offer(max_km=1), need(max_km=1, **NEAR)) == ()


def test_gates_close_beyond_the_reach_of_a_pipe_in_a_straight_line():
    heat = {"resource": Resource.HEAT}
    next_door = {"latitude": NEAR["latitude"] + 0.07, "longitude": NEAR["longitude"]}  # 7.8 km, 10.2 by road

    assert closed(offer(**heat, **FAR), need(**heat, **NEAR)) == (Gate.BEYOND_LIMIT,)
    assert closed(offer(**heat, **next_door), need(**heat, **NEAR)) == ()


def test_gates_know_no_distance_for_what_does_not_travel():
    advice = {"resource": Resource.COMPETENCE, "max_km": 1}

    assert closed(offer(**advice, **FAR), need(**advice, **NEAR)) == ()


@pytest.mark.parametrize("resource", [Resource.STORAGE, Resource.PREMISES])
def test_gates_hold_users_to_how_far_they_go_to_what_stays_where_it_is(resource):
    room = {"resource": resource, "max_km": 1}

    assert closed(offer(**room, **FAR), need(**room, **NEAR)) == (Gate.BEYOND_LIMIT,)


@pytest.mark.parametrize("country", ["SE", "NO"])
@pytest.mark.parametrize(
    ("title", "language"), [("Söker matavfall till grisar", "sv"), ("Matrester og mat til griser ønskes", "nb")]
)
def test_gates_close_for_kitchen_waste_to_pigs_also_where_words_alone_say_so(country, title, language):
    waste = offer(title="Matavfall från storkök", language="sv", country=country)

    found = closed(waste, need(title=title, language=language, country=country))

    assert set(found) == {Gate.UNLAWFUL_USE, Gate.TO_PIGS}
