"""Hard rules of the gold set, held against what a reader found in the texts."""

import csv
from dataclasses import replace

import numpy as np
import pytest

from geo.roads import RoadDistances
from matching.evaluation import HardRule, broken_rules, first_ten, grade_table, load_gold_set, load_hard_facts
from matching.evaluation.gold import GOLD_FOLDER, GoldSet
from matching.evaluation.rankers import OURS, make_rankers
from matching.records import Resource
from matching.scoring import SUGGEST_FROM
from tests.matching.made import ENGINE, TODAY, need, offer

HERE, AWAY = {"latitude": 63.2, "longitude": 14.6}, {"latitude": 63.4, "longitude": 10.4}


def broken(given, asked, *, told=(), wanted=()):
    gold = GoldSet(offers=(given,), needs=(asked,), grades={}, splits={})
    facts = {given.id: frozenset(told), asked.id: frozenset(wanted)}
    found = broken_rules(gold, facts=facts, distances=ENGINE["distances"])
    assert found.keys() == set(HardRule)
    return {rule for rule, pairs in found.items() if pairs[0, 0]}


@pytest.mark.parametrize(
    ("told", "wanted", "rule"),
    [
        ("hazardous", "is_feed", HardRule.HAZARD),
        ("treated_wood", "wants_clean_wood", HardRule.TREATED_WOOD),
        ("category_2", "is_feed", HardRule.CATEGORY_2),
        ("catering_leftovers", "keeps_pigs", HardRule.TO_PIGS),
        ("raw_blood_or_offal", "keeps_pigs", HardRule.TO_PIGS),
        ("sewage_sludge", "excludes_sewage_sludge", HardRule.SEWAGE_SLUDGE),
        ("digestate", "is_digester", HardRule.DIGESTATE),
        ("manure", "has_manure", HardRule.OWN_MATERIAL),
        ("ash", "has_ash", HardRule.OWN_MATERIAL),
    ],
)
def test_a_fact_of_the_offer_breaks_a_rule_with_that_of_the_need(told, wanted, rule):
    assert broken(offer(), need(), told=[told], wanted=[wanted]) == {rule}
    assert broken(offer(), need(), wanted=[wanted]) == set()


def test_who_takes_hazardous_goods_may_have_them():
    assert broken(offer(), need(), told=["hazardous"], wanted=["takes_hazardous"]) == set()


def test_what_one_makes_is_not_another_own_material():
    assert broken(offer(), need(), told=["manure"], wanted=["has_ash"]) == set()


def test_places_and_resources_break_rules_without_any_fact():
    warm, cold = offer(resource=Resource.HEAT, **HERE), need(resource=Resource.HEAT, **HERE)

    assert broken(warm, cold) == set()
    assert broken(warm, replace(cold, **AWAY)) == {HardRule.HEAT_APART}
    assert broken(warm, need(**AWAY)) == {HardRule.UNLIKE_RESOURCES}
    assert broken(offer(**HERE), need(max_km=100, **AWAY)) == {HardRule.TOO_FAR}
    assert broken(offer(**HERE), need(max_km=1000, **AWAY)) == set()
    assert broken(offer(), need(max_km=100, **AWAY)) == set()


def test_hard_facts_stand_in_the_texts_they_were_found_in():
    gold = load_gold_set()
    texts = {each.id: f"{each.title} {each.description}" for side in gold.sides for each in side}

    with (GOLD_FOLDER / "hard_facts.csv").open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            assert row["words"] in texts[row["id"]], row


def test_no_pair_of_the_set_breaks_a_rule_and_has_a_grade():
    gold = load_gold_set()

    pairs = np.logical_or.reduce(list(broken_rules(gold, facts=load_hard_facts(), distances=RoadDistances()).values()))

    grades, listed = grade_table(gold)
    assert not (pairs & (grades > 0)).any()
    assert (pairs & listed).sum() > 80


def test_what_breaks_a_rule_in_spite_of_our_gates_grows_no_more():
    gold = load_gold_set()
    distances = RoadDistances()
    ours = make_rankers(knowledge=ENGINE["knowledge"], distances=distances, as_of=TODAY, seed=1)[OURS]
    scores = ours(gold.offers, gold.needs)

    pairs = np.logical_or.reduce(list(broken_rules(gold, facts=load_hard_facts(), distances=distances).values()))

    shown = first_ten(gold, scores) & pairs
    assert shown.sum() <= 3
    assert not (shown & (scores >= SUGGEST_FROM)).any()
