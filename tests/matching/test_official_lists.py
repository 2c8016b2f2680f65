"""Official lists of waste codes as they are published, read line by line. The excerpts are made up in their shape."""

from dataclasses import replace
from datetime import date

import pytest

from matching.codes.list_changes import Step, code_changes
from matching.codes.official_lists import ListFault, ListFaultError, ListForm, form_of, read_official_list
from matching.knowledge import load_knowledge

ANNEX = """# Förordning

02 01 03 Det här står inte i bilagan.

## Bilaga 3 Avfallstyper

02 AVFALL FRÅN JORDBRUK

02 01 Avfall från odling:

02 01 03 Växtavfall.

02 01 08* Kemikalier från jordbruk som innehåller farliga ämnen och som enligt 2 kap.
[3 §](#kap2.3) ska anses vara farligt avfall.

02 01 09 Andra kemikalier än de som anges i
02 01 08 ovan.

16 06 01* Batterier av samma slag som
16 06 02 eller liknande.

## Bilaga 4 Annat

03 01 01 Inte heller det här.
"""
TABLE = """Nivå;Kode;Beskrivelse;Registrerbar;Farlig
1;02;"Avfall fra landbruk";Ja;Nei
Nivå;Kode;Beskrivelse;Registrerbar;Farlig
3;020103;"Planter; blader";Ja;Nei
Nivå;Kode;Beskrivelse;Registrerbar;Farlig
3;020105;"Utgått: Gammelt avfall";Nei;Nei
3;02 01 08*;Kjemikalier;Ja;Ja
"""
DAY = date(2026, 12, 9)


def hazards(text):
    return {code: listed.hazardous for code, listed in read_official_list(text).items()}


def test_the_swedish_annex_is_read_with_its_stars():
    assert form_of(ANNEX) is ListForm.ANNEX
    codes = read_official_list(ANNEX)

    assert hazards(ANNEX) == {"020103": False, "020108": True, "020109": False, "160601": True}
    assert codes["020108"].title == "Kemikalier från jordbruk som innehåller farliga ämnen"
    assert codes["020103"].line == 11


def test_titles_run_over_lines_that_begin_with_a_code_of_the_text():
    codes = read_official_list(ANNEX)

    assert codes["020109"].title == "Andra kemikalier än de som anges i 02 01 08 ovan"
    assert codes["160601"].title == "Batterier av samma slag som 16 06 02 eller liknande"


def test_the_norwegian_table_is_read_without_what_has_expired():
    assert form_of(TABLE) is ListForm.SEMICOLONS
    assert hazards(TABLE) == {"020103": False, "020108": True}
    assert read_official_list(TABLE)["020103"].title == "Planter; blader"


@pytest.mark.parametrize(
    ("text", "fault", "line"),
    [
        ("", ListFault.NO_CODES, 0),
        ("Nothing of ours", ListFault.NO_CODES, 0),
        ("02 01 03 Ett\n\n02 01 03 Två", ListFault.TWICE, 3),
        ("02 01 03 Ett\n\n02 01 1O Två", ListFault.WRONG_CODE, 3),
        ("02 01 03\n\n02 01 04 Två", ListFault.NO_TITLE, 1),
        ("Kode;Beskrivelse\n020103;Planter", ListFault.COLUMNS, 1),
        ("Kode;Beskrivelse;Farlig\n020103;Planter; blader;Nei", ListFault.CELLS, 2),
        ("Kode;Beskrivelse;Farlig\n02010;Planter;Nei", ListFault.WRONG_CODE, 2),
        ("Kode;Beskrivelse;Farlig\n020103;Planter;kanskje", ListFault.HAZARD, 2),
    ],
)
def test_a_wrong_line_is_named(text, fault, line):
    with pytest.raises(ListFaultError) as error:
        read_official_list(text)

    assert (error.value.fault, error.value.line) == (fault, line)


def listing(known, day, country="SE"):
    """Return a whole list that says what the tables say."""
    holding = [each for each in known.waste_codes.values() if each.is_valid(country, day=day)]
    star = {True: "*", False: ""}
    lines = [
        f"{each.code[:2]} {each.code[2:4]} {each.code[4:]}{star[each.is_hazardous(country, day=day)]} Title."
        for each in holding
    ]
    return read_official_list("\n\n".join(lines))


def test_a_list_that_says_what_the_tables_say_changes_nothing():
    known = load_knowledge()

    assert code_changes(listing(known, DAY), known.waste_codes, country="SE", first_day=DAY) == []


def test_codes_come_go_and_become_hazardous_from_a_day_on():
    known = load_knowledge()
    listed = listing(known, DAY)
    new = replace(listed["030101"], code="030177", title="Något nytt")
    listed = {code: each for code, each in listed.items() if code != "030301"} | {"030177": new}
    listed["030101"] = replace(listed["030101"], hazardous=True)

    changes = code_changes(listed, known.waste_codes, country="SE", first_day=DAY)
    amendments = tuple(each for change in changes for each in change.amendments)
    later = load_knowledge(amendments=amendments)

    steps = {change.code: change.step for change in changes}
    assert steps == {"030101": Step.HAZARDOUS, "030177": Step.NEW, "030301": Step.ENDED}
    codes, before = later.waste_codes, date(2026, 12, 8)
    assert [codes["030301"].is_valid("SE", day=day) for day in (before, DAY)] == [True, False]
    assert [codes["030177"].is_valid("SE", day=day) for day in (before, DAY)] == [False, True]
    assert [codes["030101"].is_hazardous("SE", day=day) for day in (before, DAY)] == [False, True]
    assert not codes["030177"].is_valid("NO", day=DAY)
    assert codes["030301"].is_valid("NO", day=DAY)
    assert codes["030177"].names["sv"] == "Något nytt"
    assert code_changes(listed, codes, country="SE", first_day=DAY) == []


def test_the_other_country_takes_a_new_code_later():
    known = load_knowledge()
    new = replace(listing(known, DAY)["030101"], code="030177", title="Något nytt")
    swedish = code_changes({**listing(known, DAY), "030177": new}, known.waste_codes, country="SE", first_day=DAY)
    later = load_knowledge(amendments=tuple(each for change in swedish for each in change.amendments))

    norwegian = code_changes(
        {**listing(later, DAY, "NO"), "030177": new}, later.waste_codes, country="NO", first_day=DAY
    )

    assert [(change.code, change.step) for change in norwegian] == [("030177", Step.NEW)]
