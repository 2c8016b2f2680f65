"""Rankers compared on graded listings."""

from dataclasses import replace

import numpy as np
import pytest

from matching.engine.setting import Setting
from matching.evaluation import (
    Direction,
    GoldSet,
    compare_rankers,
    gate_violations,
    lead_over,
    load_gold_set,
    make_rankers,
    pooled,
    robustness,
)
from matching.evaluation.rankers import OURS, WITH_MEANINGS
from matching.evaluation.report import misspell
from matching.records import Side
from tests.matching.made import ENGINE, TODAY, need, offer

GOLD = GoldSet(
    offers=(offer("o1", "Bark", country="SE", firm="a"), offer("o2", "Ull", country="NO")),
    needs=(
        need("n1", "Bark", country="NO", firm="a"),
        need("n2", "Ull", country="SE"),
        need("n3", "Ull", country="NO"),
    ),
    grades={("o1", "n1"): 3, ("o2", "n2"): 2, ("o1", "n2"): 1},
    splits={"o1": "dev", "o2": "test", "n1": "dev", "n2": "dev", "n3": "test"},
)
RANKERS = {
    OURS: lambda offers, needs: np.array([[0.9, 0.1, 0.0], [0.2, 0.8, 0.1]]),
    "flat": lambda *_: np.full((2, 3), 0.5),
}


def compare(direction, rankers=RANKERS):
    return compare_rankers(GOLD, rankers, direction=direction, split="dev", seed=1)


def test_compare_rankers_puts_ours_first_and_counts_queries_of_the_split():
    ours, flat = compare(Direction(Side.NEED))

    assert (ours.ranker, ours.ndcg, ours.recall, ours.reciprocal_rank, ours.queries) == (OURS, 1, 1, 1, 2)
    assert ours.lead is None
    assert flat.ndcg < 1
    assert flat.lead[0] == pytest.approx(1 - flat.ndcg)
    assert [lead[0] for lead in flat.leads] == pytest.approx([1 - flat.ndcg, 1 - flat.recall, 1 - flat.reciprocal_rank])


def test_compare_rankers_counts_counterparts_of_the_asked_country_alone():
    (ours,) = compare(Direction(Side.OFFER, "SE", "SE"), {OURS: RANKERS[OURS]})
    (none,) = compare(Direction(Side.OFFER, "NO", "NO"), {OURS: RANKERS[OURS]})

    assert (ours.ndcg, ours.queries) == (1, 1)
    assert np.isnan(ours.recall)  # the one counterpart has grade 1
    assert none.queries == 0


def test_compare_rankers_leaves_out_what_a_ranker_leaves_out():
    (ours,) = compare(Direction(Side.NEED), {OURS: lambda *_: np.array([[-1.0, 0.1, 0.0], [0.2, 0.8, 0.1]])})

    assert ours.ndcg == pytest.approx(0.5)


def test_pooled_counts_what_any_ranker_shows_and_what_of_it_is_listed():
    leaves_out = {OURS: lambda *_: np.array([[0.9, -1, -1], [-1, 0.8, -1]])}

    assert pooled(GOLD, leaves_out, split="dev") == (2, 2)
    assert pooled(GOLD, RANKERS, split="dev") == (5, 3)  # all but what o2 and n3, which are of test, have together


def test_make_rankers_reads_texts_with_a_model_where_there_is_one():
    class Model:
        def meanings(self, texts):
            return [bytes((100, len(title) % 7)) for title, _, _ in texts]

    facts = {name: ENGINE[name] for name in ("knowledge", "distances")}
    without = make_rankers(**facts, as_of=TODAY, seed=1)
    rankers = make_rankers(**facts, as_of=TODAY, seed=1, embedder=Model())

    assert rankers.keys() - without.keys() == {WITH_MEANINGS, "meanings alone"}
    assert not any("without meaning" in name for name in without)
    assert np.all(rankers["meanings alone"](GOLD.offers, GOLD.needs) > 0.9)
    assert rankers[WITH_MEANINGS](GOLD.offers, GOLD.needs)[1, 1] > rankers[OURS](GOLD.offers, GOLD.needs)[1, 1]


def test_gate_violations_count_closed_pairs_in_the_first_ten():
    setting = Setting(**ENGINE)

    assert gate_violations(GOLD, RANKERS["flat"], setting=setting) == 1
    assert gate_violations(GOLD, lambda *_: np.array([[-1.0, 0.1, 0.0], [0.2, 0.8, 0.1]]), setting=setting) == 0


def test_robustness_asks_the_ranker_without_one_fact_at_a_time():
    seen = []

    def ranker(offers, needs):
        seen.append(offers[0])
        return RANKERS[OURS](offers, needs)

    told = replace(GOLD, offers=(replace(GOLD.offers[0], waste_code="030101", quantity=1.0), GOLD.offers[1]))
    reached = robustness(told, ranker, side=Side.NEED, split="dev", seed=1)

    assert set(reached.values()) == {1}
    assert [each.waste_code for each in seen[:2]] == ["030101", ""]
    assert (seen[1].quantity, seen[2].quantity) == (1.0, None)


def test_robustness_slips_alike_in_a_title_whatever_else_slips():
    seen = []

    def ranker(offers, needs):
        seen.append(offers[0])
        return RANKERS[OURS](offers, needs)

    told = replace(GOLD, offers=(replace(GOLD.offers[0], title="Barken", description="kutterspån"), GOLD.offers[1]))
    names = list(robustness(told, ranker, side=Side.NEED, split="dev", seed=1))
    titled, whole = (seen[names.index(f"a slip in every long word{where}")] for where in (" of the title", ""))

    assert titled.title == whole.title != "Barken"
    assert (titled.description, whole.description != "kutterspån") == ("kutterspån", True)


def test_lead_over_compares_one_ranker_on_two_sets():
    def ranker(offers, needs):
        right = np.array([[0.9, 0.1, 0.0], [0.2, 0.8, 0.1]])
        return right if offers[0].material else 1 - right

    stated = replace(GOLD, offers=(replace(GOLD.offers[0], material="bark"), GOLD.offers[1]))
    compared = {"direction": Direction(Side.NEED), "split": "dev", "seed": 1}

    assert lead_over((stated, GOLD), ranker, **compared)[0] > 0
    assert lead_over((GOLD, GOLD), ranker, **compared) == (0, 0, 0)


def test_same_waste_code_takes_the_codes_of_the_material_where_a_need_has_none():
    rankers = make_rankers(**{name: ENGINE[name] for name in ("knowledge", "distances")}, as_of=TODAY, seed=1)
    offers = offer("o1", waste_code="030101"), offer("o2", waste_code="170302")
    needs = need("n1", "Bark"), need("n2", "Asfalt"), need("n3", "Bark", waste_code="170302")

    scores = rankers["same waste code"](offers, needs)

    assert (scores.argmax(axis=0) == [0, 1, 1]).all()


def test_text_behind_gates_leaves_out_what_gates_close():
    rankers = make_rankers(**{name: ENGINE[name] for name in ("knowledge", "distances")}, as_of=TODAY, seed=1)
    open_, gated = (rankers[f"text aspect alone{which}"](*GOLD.sides) for which in ("", ", behind our gates"))

    assert gated[0, 0] == -1  # one firm
    assert (open_ >= 0).all()
    assert np.array_equal(gated >= 0, gated == open_)


def test_misspell_swaps_two_letters_of_long_words():
    text = misspell("torr kutterspån", chance=np.random.default_rng(1))

    assert text != "torr kutterspån"
    assert text.startswith("torr k")
    assert sorted(text) == sorted("torr kutterspån")


def test_make_rankers_on_the_gold_set_obeys_gates_and_beats_chance():
    gold = load_gold_set()
    facts = {name: ENGINE[name] for name in ("knowledge", "distances")}
    rankers = make_rankers(**facts, as_of=TODAY, seed=1)
    few = {name: rankers[name] for name in ("random", "nearest", OURS)}

    ours, *others = compare_rankers(gold, few, direction=Direction(Side.NEED), split="dev", seed=1)

    assert gate_violations(gold, rankers[OURS], setting=Setting(**ENGINE)) == 0
    assert ours.ndcg > 0.75
    assert all(other.lead[1] > 0 for other in others)
    assert len(gold.queries(Side.OFFER, "dev")) + len(gold.queries(Side.OFFER, "test")) == len(gold.offers)
    assert {name for name in rankers if "without" in name} == {
        f"ours without {each}" for each, weight in ENGINE["weights"].items() if weight
    }
