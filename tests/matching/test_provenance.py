"""Every row of every table says how we know it, and how surely."""

import pytest

from matching.knowledge import Basis, Confidence, load_knowledge
from matching.knowledge.knowledge import DATA_FOLDER
from matching.knowledge.tables import Tables

TABLES = Tables(DATA_FOLDER)
# The list of sources itself: what it names carries its own address.
NAMES = sorted({path.stem for path in DATA_FOLDER.glob("*.csv")} - {"sources"})


@pytest.mark.parametrize("name", NAMES)
def test_every_row_says_how_it_is_known_and_how_surely(name):
    for row in TABLES.rows(name):
        assert row.read("how", Basis) in Basis
        assert row.read("confidence", Confidence) in Confidence


@pytest.mark.parametrize("name", NAMES)
def test_what_is_not_our_judgement_names_where_it_stands(name):
    bare = [row.line for row in TABLES.rows(name) if row.text("how") != Basis.JUDGEMENT and not row.text("source")]

    assert bare == []


def test_every_source_that_was_seen_has_an_address():
    seen = [source for source in load_knowledge().sources.values() if source.how is Basis.SEEN]

    assert [source for source in seen if not source.address] == []


def test_words_are_judgement_and_less_sure_where_they_are_ambiguous():
    terms = load_knowledge().terms

    assert {term.how for term in terms} == {Basis.JUDGEMENT}
    assert {term.confidence for term in terms if term.is_ambiguous} == {Confidence.LOW}
    assert {term.confidence for term in terms if not term.is_ambiguous} == {Confidence.MEDIUM}
