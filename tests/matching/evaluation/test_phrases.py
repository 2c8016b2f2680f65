"""How waste codes from words and pairs across languages are judged, and the floors that they must keep."""

import os
from pathlib import Path

import pytest

from matching.evaluation.pairs import judge_pairs, load_pairs
from matching.evaluation.phrases import (
    PHRASE_SETS,
    PHRASES_FOLDER,
    Phrase,
    load_english_terms,
    load_phrases,
    make_code_rankers,
    recall_of_codes,
)
from matching.knowledge import load_knowledge
from matching.words.code_words import word_entries

KNOWLEDGE = load_knowledge()
REFERENCE_DIR = os.environ.get("REFERENCE_DIR")


@pytest.fixture(scope="module")
def rankers():
    return make_code_rankers(KNOWLEDGE)


def made(*accepted):
    return [Phrase("text", "sv", frozenset(codes), "dev") for codes in accepted]


def test_recall_of_codes_counts_an_accepted_code_among_the_first():
    recall = recall_of_codes(made({"a"}, {"f", "x"}, {"z"}, {"b", "a"}), lambda *_: ["a", "b", "c", "d", "e", "f"])

    assert (recall.n, recall.at) == (4, {1: 0.5, 5: 0.5, 10: 0.75})


def test_recall_of_codes_refuses_to_judge_by_nothing():
    with pytest.raises(ValueError, match="no phrases"):
        recall_of_codes([], lambda *_: [])


def test_load_english_terms_reads_codes_with_blanks_and_stars(tmp_path):
    path = tmp_path / "terms.csv"
    path.write_text("term_en,ewc_codes,n_codes\nAcid,07 01 01*;11 01 05*,2\n", encoding="utf-8")

    (term,) = load_english_terms(path)

    assert (term.text, term.accepted) == ("Acid", frozenset({"070101", "110105"}))


def test_make_code_rankers_have_ours_and_letters_alone(rankers):
    assert {name: "030105" in ranker("sågspån", "sv") for name, ranker in rankers.items()} == dict.fromkeys(
        rankers, True
    )
    assert next(iter(rankers)) == "ours"


@pytest.mark.parametrize(
    ("name", "depth", "floor"), [("phrases_sv", 5, 0.93), ("phrases_nb", 5, 0.93), ("descriptions_en", 10, 0.96)]
)
def test_codes_from_words_keep_their_floor(rankers, name, depth, floor):
    assert recall_of_codes(load_phrases(name), rankers["ours"]).at[depth] >= floor


@pytest.mark.skipif(not REFERENCE_DIR, reason="REFERENCE_DIR is not set: everyday English terms are not at hand")
def test_codes_from_english_terms_keep_their_floor(rankers):
    terms = load_english_terms(Path(REFERENCE_DIR) / "ewc_search_dev.csv")

    assert recall_of_codes(terms, rankers["ours"]).at[10] >= 0.83


@pytest.mark.parametrize(("split", "at_5", "at_10", "beaten"), [("dev", 0.98, 0.98, 0.95), ("test", 0.95, 0.97, 0.89)])
def test_pairs_across_languages_keep_their_floor(split, at_5, at_10, beaten):
    result = judge_pairs(load_pairs(), knowledge=KNOWLEDGE, split=split)

    assert result.recall.at[5] >= at_5
    assert result.recall.at[10] >= at_10
    assert result.beaten >= beaten


@pytest.mark.parametrize(("split", "at_5", "at_10", "beaten"), [("dev", 0.97, 0.98, 0.92), ("check", 0.97, 0.97, 0.88)])
def test_pairs_of_the_second_set_keep_their_floor(split, at_5, at_10, beaten):
    result = judge_pairs(load_pairs(PHRASES_FOLDER / "pairs_dev2.csv"), knowledge=KNOWLEDGE, split=split)

    assert result.recall.at[5] >= at_5
    assert result.recall.at[10] >= at_10
    assert result.beaten >= beaten


def test_judge_pairs_finds_less_by_letters_alone():
    ours, letters = (
        judge_pairs(load_pairs(), knowledge=KNOWLEDGE, split="dev", letters_alone=on) for on in (False, True)
    )

    assert ours.recall.at[5] > letters.recall.at[5]
    assert ours.beaten > letters.beaten


def test_judge_pairs_refuses_a_split_without_pairs():
    with pytest.raises(ValueError, match="no pairs"):
        judge_pairs(load_pairs(), knowledge=KNOWLEDGE, split="other")


def test_no_phrase_of_several_words_in_the_test_split_is_a_word_of_the_table():
    words = {entry.text.casefold() for entry in word_entries()}
    phrases = {
        phrase.text.casefold()
        for name in PHRASE_SETS
        for phrase in load_phrases(name)
        if phrase.split == "test" and " " in phrase.text
    }

    assert words.isdisjoint(phrases)
