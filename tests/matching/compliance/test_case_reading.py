"""Cells of a case file as facts."""

from datetime import date

import pytest

from matching.compliance import Abp, Facts, Mode, Permit, Purpose, WoodPackaging
from matching.compliance.cases import CaseReader, case_columns
from matching.tables.reading import Row


def read(**cells):
    reader = CaseReader()
    return reader.facts(Row(2, cells)), reader.problems


@pytest.mark.parametrize(
    ("column", "cell", "value"),
    [
        ("hazardous", "Ja", True),
        ("hazardous", "no", False),
        ("abp", "cat2", Abp.CAT2),
        ("abp", "Category 3", Abp.CAT3),
        ("abp", "none", Abp.NONE),
        ("wood_packaging", "none", WoodPackaging.NONE),
        ("receiver_permit", "not required", Permit.NOT_REQUIRED),
        ("use", "Construction fill", Purpose.CONSTRUCTION_FILL),
        ("operation_code", "r 03", "R3"),
        ("operation_code", "D10 (incineration)", "D10"),
        ("operation_code", "D15", "D15"),
        ("polymers", "pe+pp", frozenset({"PE", "PP"})),
        ("wsr_code", "Unlisted", frozenset({"unlisted"})),
        ("wsr_code", "b1010 + B1050", frozenset({"B1010", "B1050"})),
        ("hs_code", "2303 30", "230330"),
        ("hs_code", "2303 30 00 00", "2303300000"),
        ("ewc_code", "17 02 04*", "170204"),
        ("consents", "NV+Miljødirektoratet", frozenset({"AUTH-NV", "AUTH-MDIR"})),
        ("contamination_pct", "3,5 %", 3.5),
        ("quantity_kg", "20 000", 20_000),
        ("start_date", "2027-01-04", date(2027, 1, 4)),
        ("material_family", "Brewers_Grains", "brewers grains"),
        ("origin_country", "Norge", "NO"),
        ("no_wsr_mode", "eea", Mode.EEA),
        ("feed_animals", "Pig+Fish", frozenset({"pig", "fish"})),
    ],
)
def test_a_cell_is_read_as_people_write_it(column, cell, value):
    facts, problems = read(**{column: cell})

    assert not problems
    assert getattr(facts, column) == value


def test_a_day_without_sense_is_none_and_told():
    reader = CaseReader()

    assert (reader.day(Row(2, {"as_of": "2026-11-23"})), reader.problems) == (date(2026, 11, 23), [])
    assert reader.day(Row(2, {"as_of": "next week"})) is None
    assert [(problem.column, problem.value) for problem in reader.problems] == [("as_of", "next week")]


@pytest.mark.parametrize("cell", ["", "unknown", "Unknown", "null"])
def test_every_column_may_be_unknown(cell):
    facts, problems = read(**dict.fromkeys(case_columns(), cell))

    assert (facts, problems) == (Facts(), [])


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("hazardous", "maybe"),
        ("operation_code", "R14"),
        ("operation_code", "R0"),
        ("operation_code", "D16"),
        ("operation_code", "recycling"),
        ("origin_country", "DK"),
        ("use", "party"),
        ("hs_code", "123"),
        ("hs_code", "12345678901"),
        ("ewc_code", "17"),
        ("abp", "cat4"),
        ("quantity_kg", "much"),
    ],
)
def test_a_cell_without_sense_is_unknown_and_told(column, cell):
    facts, problems = read(**{column: cell})

    assert facts == Facts()
    assert [(problem.row, problem.column, problem.value) for problem in problems] == [(2, column, cell)]
