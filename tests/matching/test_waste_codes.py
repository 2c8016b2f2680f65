"""The list of waste: complete, named in our own words, and valid where and when the law says."""

import csv
import os
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from matching.knowledge import WasteCode, load_knowledge

DATA = Path(__file__).parents[2] / "matching" / "data"
LANGUAGES = ("sv", "nb", "en")
LONGEST_NAME = 70
LONGEST_SHARED_RUN = 5  # words in a row that a name may share with the legal text
HAZARDOUS_ENDING = {"sv": "farligt avfall", "nb": "farlig avfall", "en": "hazardous"}
HARMLESS_ENDING = {"sv": "inte farligt avfall", "nb": "ikke farlig avfall", "en": "not hazardous"}
NORWEGIAN_CODES = {str(code) for code in range(165071, 165079)}
KNOWLEDGE = load_knowledge()
CODES = KNOWLEDGE.waste_codes
HEADINGS = KNOWLEDGE.waste_headings


def read_table(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


def read_reference(name: str) -> list[dict[str, str]]:
    folder = os.environ.get("REFERENCE_DIR")
    if not folder:
        pytest.skip("REFERENCE_DIR is not set: no official list to compare with")
    with Path(folder, f"{name}.csv").open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


def words(text: str) -> list[str]:
    return re.findall(r"[\w-]+", text.casefold())


def longest_shared_run(ours: str, legal: str) -> int:
    mine, theirs = words(ours), f" {' '.join(words(legal))} "
    runs = [
        end - start
        for start in range(len(mine))
        for end in range(start + 1, len(mine) + 1)
        if f" {' '.join(mine[start:end])} " in theirs
    ]
    return max(runs, default=0)


def listed_on(day: date, *, country: str) -> set[str]:
    return {code for code, entry in CODES.items() if entry.is_valid(country, day=day)}


def hazardous_on(day: date, *, country: str) -> int:
    return sum(CODES[code].is_hazardous(country, day=day) for code in listed_on(day, country=country))


def own_name(entry: WasteCode, language: str) -> str:
    """Return the name without the words that only say whether it is hazardous."""
    name = entry.names[language]
    for ending in (HARMLESS_ENDING[language], HAZARDOUS_ENDING[language]):
        name = name.removesuffix(f", {ending}")
    return name


@pytest.mark.parametrize("language", LANGUAGES)
def test_waste_codes_have_short_names_of_their_own(language):
    names = [entry.names[language] for entry in CODES.values()]

    assert [name for name, times in Counter(names).items() if times > 1] == []
    assert [name for name in names if len(name) > LONGEST_NAME or name != " ".join(name.split())] == []
    assert [entry.code for entry in CODES.values() if not 1 <= len(own_name(entry, language).split()) <= 8] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_waste_headings_have_short_names_of_their_own(language):
    names = [heading[language] for heading in HEADINGS.values()]

    assert [name for name, times in Counter(names).items() if times > 1] == []
    assert [name for name in names if len(name) > LONGEST_NAME] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_waste_code_names_tell_hazardous_mirror_entries_from_harmless_ones(language):
    hazardous, harmless = HAZARDOUS_ENDING[language], HARMLESS_ENDING[language]

    for entry in CODES.values():
        name = entry.names[language]
        said_hazardous = name.endswith(f", {hazardous}") and not name.endswith(f", {harmless}")
        assert not entry.hazardous or not name.endswith(harmless), entry.code
        assert entry.hazardous or not said_hazardous, entry.code
        assert entry.entry != "mirror_hazardous" or said_hazardous, entry.code


def test_waste_codes_belong_to_headings_and_chapters():
    chapters = {code for code in HEADINGS if len(code) == 2}

    assert {entry.heading for entry in CODES.values()} == {code for code in HEADINGS if len(code) == 4}
    assert {entry.chapter for entry in CODES.values()} == chapters
    assert len(chapters) == 20


def test_waste_codes_have_the_hazard_of_their_entry():
    assert {entry.code for entry in CODES.values() if entry.hazardous is entry.entry.endswith("non_hazardous")} == set()


@pytest.mark.parametrize("table", ["waste_codes", "waste_headings", "waste_code_validity"])
def test_waste_tables_say_how_each_row_is_known(table):
    rows = read_table(table)

    assert {row["source"] for row in rows} <= set(KNOWLEDGE.sources)
    assert {row["how"] for row in rows} <= {"seen", "work", "judgement"}
    assert {row["confidence"] for row in rows} <= {"high", "medium", "low"}


def test_waste_code_validity_has_ordered_dates_and_every_country():
    rows = read_table("waste_code_validity")
    countries: dict[str, set[str]] = {}
    for row in rows:
        countries.setdefault(row["code"], set()).add(row["country"])

    assert [row for row in rows if row["valid_from"] and row["valid_to"] and row["valid_from"] > row["valid_to"]] == []
    assert {row["listed"] for row in rows} == {"yes", "no", "open"}
    assert [row for row in rows if row["listed"] != "yes" and (row["valid_from"] or row["valid_to"])] == []
    assert [code for code, known in countries.items() if known != {"EU", "SE", "NO"}] == []
    assert countries.keys() <= CODES.keys()


def test_is_valid_switches_to_the_battery_codes_country_by_country():
    before, between, after = date(2026, 11, 8), date(2026, 11, 24), date(2026, 12, 9)

    assert [CODES["160607"].is_valid("EU", day=day) for day in (before, between, after)] == [False, True, True]
    assert [CODES["160607"].is_valid("SE", day=day) for day in (before, between, after)] == [False, False, True]
    assert [CODES["160607"].is_valid("NO", day=day) for day in (before, between, after)] == [False, False, False]
    assert [CODES["200133"].is_valid("SE", day=day) for day in (before, between, after)] == [True, True, False]
    assert [CODES["200133"].is_valid("NO", day=day) for day in (before, between, after)] == [True, True, True]


def test_is_valid_keeps_the_drilling_codes_in_norway():
    day = date(2026, 11, 24)

    assert listed_on(day, country="NO") - listed_on(date(2026, 11, 8), country="EU") == NORWEGIAN_CODES
    assert listed_on(day, country="SE") & NORWEGIAN_CODES == set()


def test_is_valid_counts_the_list_before_and_after_the_battery_change():
    assert len(listed_on(date(2026, 11, 8), country="EU")) == 842
    assert len(listed_on(date(2026, 11, 9), country="EU")) == 880
    assert len(listed_on(date(2026, 12, 8), country="SE")) == 842
    assert len(listed_on(date(2026, 12, 9), country="SE")) == 880
    assert len(listed_on(date(2026, 12, 9), country="NO")) == 850


def test_is_hazardous_counts_alkaline_batteries_from_their_day_on():
    alkaline = CODES["160604"]

    assert [alkaline.is_hazardous("SE", day=date(2026, 12, day)) for day in (8, 9)] == [False, True]
    assert [alkaline.is_hazardous("EU", day=date(2026, 11, day)) for day in (8, 9)] == [False, True]
    assert not alkaline.is_hazardous("NO", day=date(2026, 12, 9))
    assert hazardous_on(date(2026, 11, 8), country="EU") == 408
    assert hazardous_on(date(2026, 12, 9), country="SE") == 435


def test_waste_codes_agree_with_the_official_list():
    official = {
        row["code"]: (row["hazardous"] == "1", re.sub(r"[ -]", "_", row["entry_type"].lower()))
        for row in read_reference("ewc")
    }

    before = listed_on(date(2026, 11, 8), country="EU")

    assert before == official.keys()
    assert {code: (CODES[code].hazardous, CODES[code].entry.value) for code in before} == official


def test_waste_headings_agree_with_the_official_list():
    official = {row["code"] for row in read_reference("ewc_groups")}

    assert len(official) == 131
    assert HEADINGS.keys() - official == {"1650", "1914"}
    assert official <= HEADINGS.keys()


def test_waste_codes_follow_the_battery_decision():
    changes = read_reference("ewc_changes_2025_934")
    before, after = date(2026, 11, 8), date(2026, 11, 9)

    added = {row["code"] for row in changes if row["action"] == "added"}
    deleted = {row["code"] for row in changes if row["action"] == "deleted"}

    assert listed_on(after, country="EU") - listed_on(before, country="EU") == added
    assert listed_on(before, country="EU") - listed_on(after, country="EU") == deleted
    for row in changes:
        if row["action"] in ("added", "hazard_changed"):
            assert CODES[row["code"]].is_hazardous("EU", day=after) is (row["hazardous"] == "1"), row["code"]


def test_waste_codes_have_the_norwegian_drilling_codes():
    official = {row["code"]: row["hazardous"] == "1" for row in read_reference("ewc_no_extension")}

    assert official == {code: CODES[code].hazardous for code in NORWEGIAN_CODES}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("table", ["ewc", "ewc_groups", "ewc_changes_2025_934", "ewc_no_extension"])
def test_waste_names_do_not_copy_the_legal_text(table, language):
    copied = []
    for row in read_reference(table):
        legal = row.get(f"title_{language}") or row.get(f"title_{language}_new") or ""
        ours = KNOWLEDGE.waste_name(row["code"], language)
        if longest_shared_run(ours, legal) > LONGEST_SHARED_RUN:
            copied.append((row["code"], ours))

    assert copied == []
