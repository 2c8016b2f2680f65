"""The cases of `cases.csv`: what the law asks of each, and no more."""

import csv
from datetime import date
from pathlib import Path

import pytest

from matching.compliance.cases import RESULT_COLUMNS, result_row
from tests.matching.compliance.made import KNOWLEDGE, card_of

with (Path(__file__).parent / "cases.csv").open(encoding="utf-8", newline="") as rows:
    CASES = list(csv.DictReader(rows))

LISTS = ("papers", "unblock_or_ask", "rules")


@pytest.mark.parametrize("case", CASES, ids=[case["case_id"] for case in CASES])
def test_border_card_of_a_case(case):
    card = card_of(case["facts"], day=date.fromisoformat(case["as_of"]))

    told = dict(zip(RESULT_COLUMNS, result_row(case["case_id"], card), strict=True))
    for column, cell in told.items():
        if column in LISTS:
            assert set(cell.split(";")) == set(case[column].split(";")), column
        else:
            assert cell == case[column], column
    assert set(card.notes) == set(filter(None, case["notes"].split(";")))
    assert {rule.rule for rule in card.open_rules} == set(filter(None, case["open_rules"].split(";")))


def test_cases_meet_every_rule():
    met = {rule for case in CASES for rule in case["rules"].split(";")}

    assert met == {rule.id for rule in KNOWLEDGE.law.rules}


def test_cases_have_ids_of_their_own():
    assert len({case["case_id"] for case in CASES}) == len(CASES) > 66
