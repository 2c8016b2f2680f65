"""The tables of the law: complete, sourced, named in three languages, and alike with the official lists."""

import csv
import os
from collections import defaultdict
from dataclasses import replace
from datetime import date
from itertools import chain, combinations
from pathlib import Path

import pytest

from matching.compliance import border_card
from matching.compliance.cases import CaseReader
from matching.compliance.entries import NEEDS
from matching.compliance.facts import Facts
from matching.compliance.rulebook import TESTS
from matching.knowledge import Confidence, load_knowledge
from matching.knowledge.law import Parameter, term_name
from matching.knowledge.law_codes import IfUnknown, Mode, Regime, Status
from matching.knowledge.law_entries import UNLISTED
from matching.tables.reading import Row
from tests.matching.compliance.made import facts_of

KNOWLEDGE = load_knowledge()
LAW = KNOWLEDGE.law
MATCHING = Path(__file__).parents[3] / "matching"
DATA = MATCHING / "data" / "law"
SOURCE = "".join(path.read_text("utf-8") for path in sorted((MATCHING / "compliance").glob("*.py")))

TERMS = (LAW.papers, LAW.authorities, LAW.unblocks, LAW.regimes, LAW.acts, LAW.hazards)


def read_reference(name):
    folder = os.environ.get("REFERENCE_DIR")
    if not folder:
        pytest.skip("REFERENCE_DIR is not set: no official list to compare with")
    with Path(folder, f"{name}.csv").open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


def rows_of(table):
    with (DATA / f"{table}.csv").open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


def overlap(one, other):
    return (one.valid_from or date.min) <= (other.valid_to or date.max) and (other.valid_from or date.min) <= (
        one.valid_to or date.max
    )


def test_rules_name_only_tests_that_there_are():
    named = {name.removeprefix("!") for rule in LAW.rules for literal in rule.when for name in literal}

    assert named <= TESTS.keys()


def test_rules_name_only_papers_authorities_and_facts_that_there_are():
    for rule in LAW.rules:
        assert {*rule.papers, *rule.optional} <= LAW.papers.keys(), rule.id
        assert set(rule.unblock) <= LAW.unblocks.keys(), rule.id
        for code in rule.ask:
            kind, _, fact = code.partition(":")
            assert code in LAW.authorities or (kind == "FACT" and fact in Facts.__dataclass_fields__), rule.id


def test_every_row_has_a_source_that_is_an_act():
    for table in (
        *("rules", "parameters", "papers", "criteria", "list_entries", "list_mixtures"),
        *("waste_entries", "goods", "animal_codes", "swedish_permits"),
    ):
        for row in rows_of(table):
            acts = [part.split()[0] for part in row["source"].split(";")]
            assert acts, (table, row)
            assert set(acts) <= LAW.acts.keys(), (table, row)


def test_every_act_is_cited():
    cited = {
        part.split()[0]
        for table in ("rules", "parameters", "papers", "criteria", "list_entries", "waste_entries", "goods")
        for row in rows_of(table)
        for part in row["source"].split(";")
    }

    assert LAW.acts.keys() == cited


def test_blocked_rules_say_how_to_unblock_and_questions_whom_to_ask():
    for rule in LAW.rules:
        assert (rule.status is Status.BLOCKED) == bool(rule.unblock), rule.id
        assert (rule.regime is Regime.PROHIBITED) == ("U-NEVER" in rule.unblock), rule.id
        assert rule.if_unknown is not IfUnknown.STRICT or rule.papers, rule.id


def test_a_rule_that_takes_over_from_another_begins_the_day_after():
    rows = defaultdict(list)
    for rule in LAW.rules:
        rows[rule.id, rule.when, rule.status, rule.regime].append(rule)

    for key, alike in rows.items():
        ended = [rule for rule in alike if rule.valid_to]
        begun = [rule for rule in alike if rule.valid_from]
        for old in ended:
            assert [(new.valid_from - old.valid_to).days for new in begun] == [1], key
    assert {rule.valid_from for rule in LAW.rules if rule.id[0] not in "AN"} == {None, date(2026, 5, 21)}


def test_every_regime_has_names_and_every_name_a_regime():
    assert LAW.regimes.keys() == {regime.value for regime in Regime}


@pytest.mark.parametrize("language", ["sv", "nb", "nn", "en"])
def test_papers_authorities_regimes_and_acts_have_names(language):
    for term in chain(*(each.values() for each in TERMS)):
        assert term_name(term, language), term.code


def test_criteria_ask_in_three_languages_for_facts_that_there_are():
    counts = defaultdict(int)
    for criterion in LAW.criteria:
        assert set(criterion.questions) == {"sv", "nb", "en"}, criterion.code
        assert criterion.fact in Facts.__dataclass_fields__, criterion.code
        assert criterion.evidence, criterion.code
        counts[criterion.dossier, criterion.country] += 1

    assert counts == {("byproduct", "SE"): 4, ("byproduct", "NO"): 5, ("reuse", ""): 5}


def test_parameters_have_one_value_on_a_day():
    by_code = defaultdict(list)
    for row in LAW.parameters:
        by_code[row.code].append(row)

    for code, rows in by_code.items():
        assert not any(overlap(one, other) for one, other in combinations(rows, 2)), code


def test_parameters_of_every_day_hold_all_that_tests_ask_for():
    asked = {row.code for row in LAW.parameters if f'"{row.code}"' in SOURCE}

    for day in (date(2020, 1, 1), date(2026, 5, 20), date(2026, 5, 21), date(2030, 1, 1)):
        assert asked <= LAW.parameters_on(day).keys(), day
    assert "green_list_kg" in asked


def test_norway_was_inside_until_the_new_regulation_and_is_unknown_since():
    assert LAW.parameters_on(date(2026, 5, 20))["no_wsr_mode"] == Mode.EEA
    assert LAW.parameters_on(date(2026, 5, 21))["no_wsr_mode"] == Mode.UNKNOWN


def test_citations_name_the_act_and_the_place_of_that_day():
    new = LAW.citations("S-15", day=date(2026, 11, 23), language="en")

    assert new == (
        "Regulation (EU) 2024/1157 on shipments of waste, 18(10)",
        "Regulation (EU) 2024/1157 on shipments of waste, 18(14)",
    )
    assert LAW.citations("S-15", day=date(2026, 1, 1), language="en") == ()
    assert LAW.citations("S-08", day=date(2026, 1, 1), language="nb")[0].startswith("forordning (EF) nr. 1013/2006")
    assert LAW.citations("N-10", day=date(2026, 1, 1), language="sv") == ("ADR, farligt gods på väg",)


def test_a_confirmed_mode_is_laid_over_the_table_from_its_day():
    confirmed = Parameter(
        code="no_wsr_mode",
        value="EEA",
        unit="",
        source="eea annex XX",
        confidence=Confidence.HIGH,
        valid_from=date(2027, 3, 1),
    )
    law = LAW.with_parameters([confirmed])
    knowledge = replace(KNOWLEDGE, law=law)
    film = facts_of(
        "status_claim=waste; ewc_code=150102; polymers=LDPE; contamination_pct=3; origin_country=SE; dest_country=NO; "
        "quantity_kg=1000; operation_code=R3; receiver_permit=yes"
    )

    before = border_card(film, knowledge=knowledge, as_of=date(2027, 2, 28))
    after = border_card(film, knowledge=knowledge, as_of=date(2027, 3, 1))

    assert (before.status, before.list_codes) == (Status.ASK, ("EU3011", "Y48"))
    assert (after.status, after.list_codes) == (Status.PAPERS, ("EU3011",))


def test_waste_entries_name_codes_of_the_list_of_waste_and_entries_of_the_lists():
    for key, row in LAW.entries.by_waste_code.items():
        assert key.split(":")[0] in KNOWLEDGE.waste_codes, key
        for entry in (row.entry, row.otherwise, *row.alternatives):
            assert entry in {"", UNLISTED} or LAW.entries.colour(entry), (key, entry)
        assert bool(row.needs) == bool(row.otherwise), key
        assert row.needs in {"", *NEEDS}, key


def test_hazardous_codes_have_no_green_entry():
    for key, row in LAW.entries.by_waste_code.items():
        if KNOWLEDGE.waste_codes[key.split(":")[0]].hazardous:
            assert LAW.entries.annexes.get(row.entry, "IV") == "IV", key


def test_customs_headings_are_digits_of_a_chapter():
    for headings in (row.hs for row in (*LAW.goods, *LAW.entries.by_waste_code.values())):
        for heading in headings:
            assert heading.isdigit(), heading
            assert len(heading) in (4, 6), heading
            assert 1 <= int(heading[:2]) <= 97, heading


def test_list_entries_are_those_of_the_regulation():
    official = {
        row["code"]: row["wsr_annex"]
        for row in read_reference("shipment_codes")
        if row["wsr_annex"] in {"III", "IIIB", "IV"} and not row["note"].startswith("deleted")
    }

    assert dict(LAW.entries.annexes) == official


def test_mixtures_are_those_of_annex_iiia():
    official = {
        frozenset(code.strip(" ,") for code in row["mixture"].replace(" and ", ",").split(",") if code.strip(" ,"))
        for row in read_reference("shipment_annex_iiia_mixtures")
    }

    assert official == LAW.entries.mixtures


def test_operations_of_the_official_list_can_all_be_read():
    codes = [row["code"] for row in read_reference("rd_codes")]

    assert [facts_of(f"operation_code={code}").operation_code for code in codes] == codes


def test_hazardous_properties_are_those_of_the_official_list():
    """HP POP of the list is no property of Annex III: it is asked for as `pop_over_annex_iv`."""
    official = [row["code"].replace(" ", "") for row in read_reference("hp_codes")]

    assert [*LAW.hazards, "HPPOP"] == official


@pytest.mark.parametrize("written", ["HP3+HP14", "hp 3; HP 14", "HP 3 + hp14"])
def test_hazardous_properties_are_read_however_they_are_written(written):
    reader = CaseReader()

    assert reader.facts(Row(1, {"hp_codes": written})).hp_codes == {"HP3", "HP14"}
    assert not reader.problems
