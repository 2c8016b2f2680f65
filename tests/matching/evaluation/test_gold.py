"""The regional gold set: its readings and its grades."""

import csv
from statistics import median

import pytest

from matching.evaluation import GoldSet, load_gold_set
from matching.evaluation.gold import GOLD_FOLDER
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
