"""The regional gold set: its readings and its grades."""

import csv
from statistics import median

import pytest

from matching.evaluation import GoldSet, load_gold_set
from matching.evaluation.gold import GOLD_FOLDER
from matching.knowledge import load_knowledge
from tests.matching.made import need, offer

GOLD = GoldSet(
    offers=(offer("o1", "Bark"), offer("o2", "Ull")),
    needs=(need("n1", "Bark"), need("n2", "Ull")),
    grades={},
    splits={},
)


@pytest.mark.parametrize(
    ("readings", "kappa"),
    [
        ({("o1", "n1"): (3, 3), ("o2", "n2"): (2, 2)}, 1.0),
        # Of four pairs: off by one step once. By chance 3, 2, 0, 0 and 3, 1, 0, 0 would differ by 3.25 squares.
        ({("o1", "n1"): (3, 3), ("o2", "n2"): (2, 1)}, 1 - 0.25 / 3.25),
    ],
)
def test_agreement_counts_pairs_that_nobody_listed_as_read(readings, kappa):
    gold = GoldSet(GOLD.offers, GOLD.needs, {}, {}, readings)

    assert gold.agreement() == pytest.approx(kappa)
    assert gold.disputed == (kappa < 1)


def test_agreement_on_listed_pairs_alone_is_the_harder_one():
    gold = GoldSet(GOLD.offers, GOLD.needs, {}, {}, {("o1", "n1"): (3, 3), ("o2", "n2"): (2, 1)})

    # Of two pairs: by chance 3, 2 and 3, 1 would differ by 1.5 squares, 0.5 do.
    assert gold.agreement(listed_alone=True) == pytest.approx(1 - 0.5 / 1.5)
    assert gold.agreement(listed_alone=True) < gold.agreement()


def test_stated_listings_are_the_same_with_what_a_form_asks_for():
    text, stated = load_gold_set(), load_gold_set(stated=True)
    knowledge = load_knowledge()

    assert (stated.grades, stated.splits) == (text.grades, text.splits)
    by_id = {each.id: each for side in stated.sides for each in side}
    with (GOLD_FOLDER / "stated.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["id"] for row in rows] == list(by_id)
    for row in rows:
        listing = by_id[row["id"]]
        assert (listing.material, listing.use, listing.nace) == (row["material"], row["use"], row["nace"])
        assert listing.abp_category == (int(row["abp_category"]) if row["abp_category"] else None)
        assert {each.code for each in listing.properties} == {code for code in knowledge.properties if row.get(code)}
        assert not listing.nace or knowledge.sectors.of(listing.nace).code == listing.nace
    for before, after in zip((*text.offers, *text.needs), (*stated.offers, *stated.needs), strict=True):
        assert (before.title, before.resource, before.waste_code) == (after.title, after.resource, after.waste_code)
        assert before.quantity in (None, after.quantity)


def test_grades_of_the_set_are_the_middle_of_their_readings():
    with (GOLD_FOLDER / "grades.csv").open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            readings = [int(row[name]) for name in ("first", "second", "third") if row[name]]
            assert len(readings) == (2 if row["first"] == row["second"] else 3), row
            assert int(row["grade"]) == median(readings), row


def test_readers_of_the_set_agree():
    gold = load_gold_set()

    assert gold.agreement() > 0.9
    assert {offer for offer, _ in gold.grades} <= {each.id for each in gold.offers}
    assert {need for _, need in gold.grades} <= {each.id for each in gold.needs}
