"""`python -m matching rank` on plain files."""

import csv

import pytest

from matching.__main__ import main

OFFERS = "id;title;colour\no1;Färsk bark från sågverk;brun\no2;Drav från bryggeri;\n;utan id;\no2;igen;\n"
NEEDS = "id,title,language,quantity,unit\nn1,Bark til strø,nb,much,t\nn2,Mask til fôr,nb,,\n"


@pytest.fixture
def files(tmp_path):
    (tmp_path / "A.csv").write_bytes(OFFERS.encode("cp1252"))
    (tmp_path / "B.csv").write_bytes(NEEDS.encode("utf-8-sig"))
    return tmp_path


def rank(folder, *options):
    paths = ("--offers", folder / "A.csv", "--needs", folder / "B.csv", "--out", folder / "R.csv")
    return main(["rank", *map(str, paths), *options])


def result(folder):
    with (folder / "R.csv").open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


def test_rank_writes_the_best_offers_of_each_need_by_their_words(files):
    assert rank(files) == 0

    rows = result(files)
    assert list(rows[0]) == ["query_id", "rank", "doc_id", "score", "reasons"]
    assert [(row["query_id"], row["rank"], row["doc_id"]) for row in rows] == [
        ("n1", "1", "o1"),
        ("n1", "2", "o2"),
        ("n2", "1", "o2"),
        ("n2", "2", "o1"),
    ]
    assert rows[0]["reasons"].startswith("same_concept(bark ")
    assert 0 < float(rows[1]["score"]) < float(rows[0]["score"]) <= 1


def test_rank_takes_the_query_side_the_length_and_the_day(files):
    assert rank(files, "--for", "offers", "--top", "1", "--as-of", "2026-11-24") == 0

    assert [(row["query_id"], row["doc_id"]) for row in result(files)] == [("o1", "n1"), ("o2", "n2")]


def test_rank_tells_what_it_left_out(files, capsys):
    rank(files)

    told = capsys.readouterr().err
    assert "A.csv: column colour is not known and was ignored" in told
    assert "A.csv: row 4 has no id of its own and was left out" in told
    assert "A.csv: row 5 has no id of its own and was left out" in told
    assert "B.csv: row 2, column quantity: number_unreadable 'much'" in told


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"title\nBark\n", "A.csv has no column id"),
        (b"", "A.csv is empty"),
        (b"id,title,id\n", "A.csv has two columns called id"),
        (b"id,title\n1,\x81\n", "A.csv is no table of text"),
    ],
)
def test_rank_fails_clearly_on_what_is_no_table(files, capsys, raw, told):
    (files / "A.csv").write_bytes(raw)

    assert rank(files) == 1
    assert told in capsys.readouterr().err


def test_rank_fails_clearly_without_a_file(files, capsys):
    (files / "A.csv").unlink()

    assert rank(files) == 1
    assert "A.csv" in capsys.readouterr().err


def test_rank_writes_a_header_where_there_is_nothing_to_rank(files):
    (files / "A.csv").write_text("id,title\n", encoding="utf-8")

    assert rank(files) == 0
    assert (files / "R.csv").read_text(encoding="utf-8").split() == ["query_id,rank,doc_id,score,reasons"]


def test_rank_tells_how_far_it_has_come(files, capsys, monkeypatch):
    monkeypatch.setattr("matching.__main__._SECONDS_BETWEEN_NEWS", -1.0)

    rank(files)

    told = capsys.readouterr().err
    assert "matching: 2 of 2 offers compared" in told
    assert "matching: 1 of 2 needs explained" in told


@pytest.mark.parametrize("options", [("--top", "0"), ("--for", "both"), ("--top", "x"), ("--as-of", "soon")])
def test_rank_refuses_wrong_options(files, options):
    with pytest.raises(SystemExit) as refusal:
        rank(files, *options)

    assert refusal.value.code == 2
