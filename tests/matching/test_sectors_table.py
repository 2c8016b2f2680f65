"""The table of sectors: every division of production, classes of the region, and nothing that contradicts the edges."""

import csv
import os
from pathlib import Path

import pytest

from matching.knowledge import TableError, load_knowledge
from matching.knowledge.sectors import read_sectors
from matching.knowledge.tables import Tables

KNOWLEDGE = load_knowledge()
SECTORS = KNOWLEDGE.sectors
ROWS = SECTORS.by_code.values()
LEAVES = {leaf.code for leaf in KNOWLEDGE.leaves}
NOT_IN_NACE = {"04", "34", "40"}
HEADER = "code,words_sv,words_nb,words_en,inputs,uses,residues,source,how,confidence\n"


def test_sectors_cover_every_division_of_production():
    production = {f"{division:02}" for division in range(1, 44)} - NOT_IN_NACE

    assert production <= SECTORS.by_code.keys()


def test_sectors_hold_at_least_sixty_classes():
    assert sum(len(code) == len("10.51") for code in SECTORS.by_code) >= 60


def test_every_code_is_one_of_nace():
    folder = os.environ.get("REFERENCE_DIR")
    if not folder:
        pytest.skip("REFERENCE_DIR is not set: no official list to compare with")
    with Path(folder, "nace_rev2_sv.csv").open(encoding="utf-8", newline="") as rows:
        official = {row["code"] for row in csv.DictReader(rows)}

    assert SECTORS.by_code.keys() - official == set()


@pytest.mark.parametrize("language", ["sv", "nb", "en"])
def test_every_sector_has_words_and_an_own_name(language):
    assert [sector.code for sector in ROWS if not sector.words[language]] == []
    assert all(word == word.strip() for sector in ROWS for word in sector.words[language])


def test_every_sector_has_inputs_uses_residues_and_sources():
    assert [row.code for row in ROWS if not (row.inputs and row.uses and row.residues)] == []
    assert {row.source.split("(")[0] for row in ROWS} <= KNOWLEDGE.sources.keys()
    assert {code for row in ROWS for code in (*row.inputs, *row.residues)} <= LEAVES


def test_every_input_serves_a_use_of_its_sector():
    between = KNOWLEDGE.material_uses.between
    idle = [(row.code, m) for row in ROWS for m in row.inputs if not any(between(m, use) for use in row.uses)]

    assert idle == []


def test_every_use_of_a_sector_takes_one_of_its_inputs():
    between = KNOWLEDGE.material_uses.between
    hungry = [(row.code, use) for row in ROWS for use in row.uses if not any(between(m, use) for m in row.inputs)]

    assert hungry == []


@pytest.mark.parametrize(
    ("nace", "code"), [("10.51", "10.51"), ("10.512", "10.51"), ("38.39", "38"), ("10", "10"), ("05.1", "05")]
)
def test_of_finds_the_nearest_sector(nace, code):
    assert SECTORS.of(nace).code == code


@pytest.mark.parametrize("nace", ["", "99", "nonsense"])
def test_of_finds_nothing_where_there_is_none(nace):
    assert SECTORS.of(nace) is None


@pytest.mark.parametrize(
    ("text", "language", "first"),
    [
        ("sågverk", "sv", "16.10"),
        ("Sagbruk", "nn", "16.10"),
        ("mikrobryggeri", "nb", "11.05"),
        ("pig farm", "en", "01.46"),
        ("Datacenter", "sv", "63"),
    ],
)
def test_named_finds_sectors_by_everyday_words(text, language, first):
    assert SECTORS.named(text, language)[0].code == first


def test_named_reads_the_languages_of_the_reader_only():
    assert SECTORS.named("sagbruk", "sv") == ()
    assert SECTORS.of("16.10").name("nn") == "sagbruk"


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("10,a,b,c,bark,fuel,bark,own,judgement,high\n" * 2, "line 3: 10 comes twice"),
        ("10,a,b,c,moonshine,fuel,bark,own,judgement,high\n", "there is not: moonshine"),
        ("10,a,b,c,bark,levitation,bark,own,judgement,high\n", "there is not: levitation"),
    ],
)
def test_read_sectors_refuses_what_cannot_be(tmp_path, rows, message):
    (tmp_path / "sectors.csv").write_text(HEADER + rows, encoding="utf-8")

    with pytest.raises(TableError, match=message):
        read_sectors(Tables(tmp_path), materials=KNOWLEDGE.materials, uses=KNOWLEDGE.uses)
