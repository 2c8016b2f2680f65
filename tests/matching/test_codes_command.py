"""`python -m matching codes` on plain files and on one text."""

import csv

import pytest

from matching.__main__ import main
from matching.knowledge import load_knowledge

TEXTS = (
    "id,text,language,colour\nt1,knust betong,nb,grå\nt2,sågspån från sågverk,,\nt3,,sv,\nt4,spillvärme 60 grader,sv,\n"
)


@pytest.fixture
def texts(tmp_path):
    (tmp_path / "T.csv").write_text(TEXTS, encoding="utf-8")
    return tmp_path


def codes(folder, *options):
    return main(["codes", "--file", str(folder / "T.csv"), "--out", str(folder / "R.csv"), *options])


def result(folder):
    with (folder / "R.csv").open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


def test_codes_writes_codes_and_materials_of_each_text(texts, capsys):
    assert codes(texts, "--top", "4") == 0

    rows = result(texts)
    assert list(rows[0]) == ["query_id", "rank", "code", "material", "score"]
    assert [row["rank"] for row in rows if row["query_id"] == "t1"] == ["1", "2", "3", "4"]
    assert "170101" in [row["code"] for row in rows if row["query_id"] == "t1"][:2]
    assert next(row["material"] for row in rows if row["query_id"] == "t2") == "sawdust"
    assert "column colour is not known and was ignored" in capsys.readouterr().err


def test_codes_gives_materials_that_have_no_waste_code_too(texts):
    codes(texts)

    first = next(row for row in result(texts) if row["query_id"] == "t4")
    assert first["code"] == ""
    assert load_knowledge().materials[first["material"]].no_waste_code == "energy"


def test_codes_of_one_text_are_told_in_words(capsys):
    assert main(["codes", "--text", "gipsskivor från rivning", "--language", "sv", "--top", "2"]) == 0

    first, second = capsys.readouterr().out.splitlines()
    assert "170802" in first
    assert "gipsskivor" in first
    assert "170801*" in second
    assert "hazardous_substances" in second


def test_codes_of_one_text_are_written_where_a_file_is_named(tmp_path):
    assert main(["codes", "--text", "sågspån", "--language", "sv", "--out", str(tmp_path / "R.csv")]) == 0

    assert (result(tmp_path)[0]["query_id"], result(tmp_path)[0]["code"]) == ("text", "030105")


def test_codes_fails_clearly_on_a_table_without_text(texts, capsys):
    (texts / "T.csv").write_text("id,title\n1,Bark\n", encoding="utf-8")

    assert codes(texts) == 1
    assert "has no column text" in capsys.readouterr().err


@pytest.mark.parametrize("options", [[], ["--file", "T.csv"], ["--text", "x", "--language", "fi"]])
def test_codes_refuses_wrong_options(options):
    with pytest.raises(SystemExit) as refusal:
        main(["codes", *options])

    assert refusal.value.code == 2
