"""The knowledge object: what it answers about materials and words, and what it refuses to read."""

import shutil

import pytest

from matching.knowledge import TableError, load_knowledge
from matching.knowledge.knowledge import DATA_FOLDER
from matching.knowledge.tables import Tables

KNOWLEDGE = load_knowledge()


def copy_tables(folder, *, without_terms=False):
    for path in DATA_FOLDER.glob("*.csv"):
        shutil.copy(path, folder)
    shutil.copytree(DATA_FOLDER / "law", folder / "law")
    if not without_terms:
        shutil.copytree(DATA_FOLDER / "terms", folder / "terms")
    return folder


def append(path, *lines):
    with path.open("a", encoding="utf-8") as table:
        table.writelines(f"{line}\n" for line in lines)


@pytest.mark.parametrize(
    ("text", "language", "material"),
    [
        ("bark", "sv", "bark"),
        ("Bork", "nn", "bark"),
        ("brewers_spent_grain", "", "brewers_spent_grain"),
        ("  DRAV ", "sv", "brewers_spent_grain"),
        ("mask", "nb", "brewers_spent_grain"),
        ("sagmugg", "nb", "sawdust"),
        ("draff", "en", "brewers_spent_grain"),
        ("kutterspån", "en", "planer_shavings"),
        ("grot (grenar och toppar)", "sv", "logging_residues"),
    ],
)
def test_material_for_reads_codes_names_and_terms(text, language, material):
    assert KNOWLEDGE.material_for(text, language).code == material


@pytest.mark.parametrize("text", ["mask", "slag"])
def test_material_for_refuses_words_that_mean_something_else_in_the_language(text):
    with pytest.raises(KeyError, match="no material in this language"):
        KNOWLEDGE.material_for(text, "sv")


@pytest.mark.parametrize("text", ["flis", "vassle", "no such thing", ""])
def test_material_for_refuses_what_may_be_several_or_nothing(text):
    with pytest.raises(KeyError):
        KNOWLEDGE.material_for(text, "sv")


def test_material_refuses_an_unknown_code():
    with pytest.raises(KeyError, match="no material code"):
        KNOWLEDGE.material("unobtainium")


def test_ancestors_and_group_lead_up_the_tree():
    assert KNOWLEDGE.ancestors("bark") == ("wood_residues",)
    assert KNOWLEDGE.ancestors("wood_residues") == ()
    assert KNOWLEDGE.group("bark") == KNOWLEDGE.group("wood_residues") == "wood_residues"
    assert "bark" in KNOWLEDGE.children["wood_residues"]


def test_groups_and_leaves_are_all_materials():
    assert len(KNOWLEDGE.groups) + len(KNOWLEDGE.leaves) == len(KNOWLEDGE.materials)


@pytest.mark.parametrize(("language", "name"), [("sv", "halm"), ("nn", "halm"), ("en", "straw"), ("fi", "straw")])
def test_name_falls_back_to_the_nearest_language(language, name):
    assert KNOWLEDGE.name("straw", language) == name


def test_waste_name_knows_codes_and_headings():
    assert KNOWLEDGE.waste_name("030101", "sv")
    assert KNOWLEDGE.waste_name("0301", "nb")


def test_materials_of_waste_code_begin_with_those_that_have_it_first():
    found = KNOWLEDGE.materials_of_waste_code["020107"]

    places = [KNOWLEDGE.material(code).waste_codes.index("020107") for code in found]
    assert places == sorted(places)


def test_terms_hold_the_names_but_no_remarks_in_them():
    texts = {(term.text, term.code) for term in KNOWLEDGE.terms if term.language == "sv"}

    assert {("grot", "logging_residues"), ("grenar och toppar", "logging_residues")} <= texts
    assert ("kategori 2", "fish_silage_category_2") not in texts


def test_terms_take_the_flags_of_a_name_from_the_table():
    copper = [term for term in KNOWLEDGE.terms if (term.language, term.text, term.kind) == ("sv", "koppar", "material")]

    assert [(term.code, sorted(term.flags)) for term in copper] == [("copper", ["whole_word"])]


def test_load_knowledge_reads_every_table_of_terms(tmp_path):
    folder = copy_tables(tmp_path)
    (folder / "terms" / "extra.csv").write_text(
        "language,text,code,kind,flags\nsv,näver,bark,material,\n", encoding="utf-8"
    )

    more = load_knowledge(folder)

    assert more.material_for("näver", "sv").code == "bark"
    assert more.version != KNOWLEDGE.version


def test_load_knowledge_has_the_same_version_for_the_same_tables(tmp_path):
    assert load_knowledge(copy_tables(tmp_path)).version == KNOWLEDGE.version


def test_load_knowledge_refuses_a_folder_without_terms(tmp_path):
    with pytest.raises(FileNotFoundError, match="terms"):
        load_knowledge(copy_tables(tmp_path, without_terms=True))


@pytest.mark.parametrize(
    ("table", "line", "message"),
    [
        ("terms/wood", "sv,näver,bark,matter,", "terms/wood.csv, line"),
        ("terms/wood", "sv,näver,bark,material,ambigious", "ambigious"),
        ("terms/wood", "sv,näver,bark", "cells"),
        ("material_properties", "bark,beauty,1,2,,judgement,low", "beauty"),
    ],
)
def test_load_knowledge_names_the_table_and_line_of_a_wrong_cell(tmp_path, table, line, message):
    folder = copy_tables(tmp_path)
    append(folder / f"{table}.csv", line)

    with pytest.raises(TableError, match=message):
        load_knowledge(folder)


def test_load_knowledge_refuses_a_material_that_comes_twice(tmp_path):
    folder = copy_tables(tmp_path)
    rows = (folder / "materials.csv").read_text(encoding="utf-8").splitlines()
    append(folder / "materials.csv", rows[-1])

    with pytest.raises(TableError, match="twice"):
        load_knowledge(folder)


def test_load_knowledge_refuses_a_parent_that_is_no_material(tmp_path):
    folder = copy_tables(tmp_path)
    text = (folder / "materials.csv").read_text(encoding="utf-8")
    (folder / "materials.csv").write_text(text.replace("bark,wood_residues,", "bark,woods,"), encoding="utf-8")

    with pytest.raises(TableError, match="woods"):
        load_knowledge(folder)


def test_rows_of_folder_come_in_the_order_of_the_tables_names(tmp_path):
    (tmp_path / "words").mkdir()
    for name in ("b", "a"):
        (tmp_path / "words" / f"{name}.csv").write_text(f"text\n{name}\n", encoding="utf-8")

    rows = Tables(tmp_path).rows_of_folder("words")

    assert [row.text("text") for row in rows] == ["a", "b"]
