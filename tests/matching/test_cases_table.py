"""The case library: documented flows only, Nordic first, each with where it was read."""

import csv
import os
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from matching.knowledge import Basis, CaseStatus, TableError, load_knowledge
from matching.knowledge.cases import read_cases
from matching.knowledge.tables import Tables

KNOWLEDGE = load_knowledge()
CASES = KNOWLEDGE.cases.values()
NORDIC = {"SE", "NO", "DK", "FI", "IS"}
TODAY = date(2026, 11, 24)
HEADER = (
    "code,material,use,giver_industry,receiver_industry,giver,receiver,place,country,since,reported,"
    "amount,unit,rhythm,status,note_sv,note_nb,note_en,source,address,how,confidence\n"
)


def test_there_are_at_least_eighty_cases_most_of_them_nordic():
    countries = Counter(case.country for case in CASES)

    assert len(CASES) >= 80
    assert sum(countries[code] for code in NORDIC) >= 0.9 * len(CASES)


def test_every_case_says_where_it_was_read():
    assert [case.code for case in CASES if not case.source] == []
    assert [c.code for c in CASES if (c.how is Basis.SEEN) != c.address.startswith(("http://", "https://"))] == []
    assert [case.code for case in CASES if case.how is Basis.JUDGEMENT] == []


def test_every_case_names_both_sides_and_a_place():
    assert [case.code for case in CASES if not (case.giver and case.receiver and case.place)] == []
    assert [case.code for case in CASES if not case.receiver_industry] == []


def test_every_industry_is_one_of_nace():
    folder = os.environ.get("REFERENCE_DIR")
    if not folder:
        pytest.skip("REFERENCE_DIR is not set: no official list to compare with")
    with Path(folder, "nace_rev2_sv.csv").open(encoding="utf-8", newline="") as rows:
        official = {row["code"] for row in csv.DictReader(rows)}

    told = {code for case in CASES for code in (case.giver_industry, case.receiver_industry) if code}
    assert told - official == set()


def test_every_flow_of_a_leaf_is_one_that_the_edges_know():
    between = KNOWLEDGE.material_uses.between
    leaves = [case for case in CASES if not KNOWLEDGE.material(case.material).is_group]

    assert [case.code for case in leaves if between(case.material, case.use) is None] == []


def test_every_year_and_amount_is_one_that_can_be():
    for case in CASES:
        years = [year for year in (case.since, case.reported) if year is not None]
        assert years == sorted(years), case
        assert all(1961 <= year <= TODAY.year for year in years), case
        assert (case.amount is None) == (case.unit == "") == (case.rhythm is None), case
        assert case.amount is None or case.amount > 0, case
        assert case.status is not CaseStatus.PLANNED or case.reported, case


@pytest.mark.parametrize("language", ["sv", "nb", "en"])
def test_every_case_has_a_note_of_its_own(language):
    notes = Counter(case.notes.get(language, "") for case in CASES)

    assert [note for note, count in notes.items() if count > 1 or not note.endswith(".")] == []


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"material": "moonshine"}, "that there is not"),
        ({"use": "levitation"}, "that there is not"),
        ({"unit": "bushels"}, "that there is not"),
        ({"status": "glorious"}, "status"),
    ],
)
def test_read_cases_refuses_what_cannot_be(tmp_path, changes, message):
    row = {"code": "a", "material": "bark", "use": "fuel", "status": "running", "how": "seen", "confidence": "high"}
    cells = {**row, **changes}
    line = ",".join(cells.get(column, "") for column in HEADER.strip().split(","))
    (tmp_path / "cases.csv").write_text(f"{HEADER}{line}\n", encoding="utf-8")

    with pytest.raises(TableError, match=message):
        read_cases(Tables(tmp_path), materials=KNOWLEDGE.materials, uses=KNOWLEDGE.uses)


def test_read_cases_refuses_a_code_that_comes_twice(tmp_path):
    row = {"code": "a", "material": "bark", "use": "fuel", "status": "running", "how": "seen", "confidence": "high"}
    line = ",".join(row.get(column, "") for column in HEADER.strip().split(","))
    (tmp_path / "cases.csv").write_text(f"{HEADER}{line}\n{line}\n", encoding="utf-8")

    with pytest.raises(TableError, match="line 3: a comes twice"):
        read_cases(Tables(tmp_path), materials=KNOWLEDGE.materials, uses=KNOWLEDGE.uses)
