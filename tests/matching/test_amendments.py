"""What is laid over the shipped tables holds in them, and goes back into them as a patch that git takes."""

import subprocess
from dataclasses import replace

import pytest

from matching.knowledge import DATA_FOLDER, Amendment, TableError, Tables, as_patch, key_of, load_knowledge
from matching.words import ConceptFinder, nearest_finder, text_model

NAME = Amendment(table="materials", row="bark", column="name_sv", old="bark", new="bark (barr, löv)")
HEAVIER = Amendment(table="materials", row="bark", column="density_kg_m3", old="280", new="310")
TERM = Amendment(
    table="terms/wood",
    row="sv;kvistmull;bark;material",
    cells=(("language", "sv"), ("text", "kvistmull"), ("code", "bark"), ("kind", "material")),
)


def test_amendments_change_cells_and_add_words():
    known = load_knowledge(amendments=(NAME, HEAVIER, TERM))

    bark = known.material("bark")
    assert (bark.names["sv"], bark.density_kg_m3) == ("bark (barr, löv)", 310)
    assert [each.material for each in ConceptFinder(known).find("kvistmull", "sv")] == ["bark"]
    assert known.version != load_knowledge().version
    assert load_knowledge().material("bark").density_kg_m3 == 280


def test_a_cell_that_says_something_else_by_now_stays_as_it_is():
    overtaken = replace(HEAVIER, old="250")

    assert load_knowledge(amendments=(overtaken,)).material("bark").density_kg_m3 == 280


def test_a_later_change_builds_on_the_earlier_one():
    later = replace(HEAVIER, old="310", new="320")

    assert load_knowledge(amendments=(HEAVIER, later)).material("bark").density_kg_m3 == 320


def test_a_word_that_ships_meanwhile_comes_once():
    cells = {"language": "sv", "text": "skogsavfall", "code": "forest_residues", "kind": "material"}
    known_one = replace(TERM, row=key_of("terms/wood", cells), cells=tuple(cells.items()))

    assert len(load_knowledge(amendments=(known_one,)).terms) == len(load_knowledge().terms)


def test_what_cannot_be_read_is_an_error_that_names_its_place():
    with pytest.raises(TableError, match=r"materials\.csv.*density_kg_m3"):
        load_knowledge(amendments=(replace(HEAVIER, new="heavy"),))


def test_git_takes_the_patch_and_the_tables_then_say_the_same(tmp_path):
    amendments = (NAME, HEAVIER, TERM)
    data = tmp_path / "matching" / "data"
    for table in ("materials", "terms/wood"):
        path = data / f"{table}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes((DATA_FOLDER / f"{table}.csv").read_bytes())

    patch = as_patch(DATA_FOLDER, amendments, prefix="matching/data")
    (tmp_path / "corrections.patch").write_text(patch, encoding="utf-8")
    subprocess.run(["git", "apply", "--verbose", "corrections.patch"], cwd=tmp_path, check=True, capture_output=True)

    for table in ("materials", "terms/wood"):
        patched = [row.cells for row in Tables(data).rows(table)]
        assert patched == [row.cells for row in Tables(DATA_FOLDER, amendments).rows(table)]
    changed = [line for line in patch.splitlines() if line[0] in "+-" and line[:3] not in ("+++", "---")]
    assert len(changed) == 3
    assert as_patch(data, amendments, prefix="matching/data") == ""


def test_every_table_can_be_patched_line_by_line():
    for path in (*DATA_FOLDER.glob("*.csv"), *DATA_FOLDER.glob("terms/*.csv")):
        text = path.read_text(encoding="utf-8")
        rows = sum(1 for _row in Tables(path.parent).rows(path.stem))
        assert text.endswith("\n"), path.name
        assert len(text.splitlines()) == rows + 1, f"{path.name} has a line break within a cell"


def test_words_that_nothing_explains_have_the_concepts_that_are_most_like_them():
    model, finder = text_model(load_knowledge()), nearest_finder(load_knowledge())

    words = model.unexplained("Torr kvastkuddmull och sågspån, 3 ton", "sv")
    found, unlike = finder.find(["sågspånor", "kadmium"])

    assert words == {"kvastkuddmull"}
    assert found[0].code == "sawdust"
    assert len({each.code for each in found}) == len(found) == len(unlike) == 5
    assert 0 < unlike[0].likeness < 0.3 < found[0].likeness
    assert [each.likeness for each in found] == sorted((each.likeness for each in found), reverse=True)
    assert finder.find([]) == []
