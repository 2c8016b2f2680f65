"""Every fact that cannot be true, and every fact that is missing, has words in each language."""

import pytest
from django.utils import translation

from marketplace.wording.facts import fact_sentence
from marketplace.wording.missing import missing_fact_sentence, missing_fact_text
from matching import errors
from matching.records import Fact

# What the engine says along with each error; see the docstrings of matching.errors.
VALUES = {
    "amount": -5.0,
    "limit": 1e11,
    "unit": "m3",
    "resource": "material",
    "dimension": "mass",
    "name": "kg_each",
    "rhythm": "ibland",
    "month": 13,
    "start": "2026-05-01",
    "end": "2026-04-01",
    "text": "tolv",
    "column": "title",
    "file": "offers.csv",
}
# Those of files have their sentences with the import (wording.imports).
KINDS = [kind for kind in errors.FactError.__subclasses__() if kind.__module__ == errors.__name__]


@pytest.mark.parametrize("language", ["sv", "nb", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_fact_sentence_has_words_for_every_error(kind, language):
    with translation.override(language):
        told = fact_sentence(kind(**VALUES))

    assert told.strip()
    assert "%(" not in told


def test_fact_sentence_writes_numbers_and_units_as_people_do():
    told = fact_sentence(errors.AmountAbsurdError(amount=1e12, limit=1e11, unit="kg"))

    assert told.startswith("That comes to 1,000,000,000,000 kg a year")


def test_fact_sentence_says_no_more_than_a_line_of_what_was_typed_back():
    told = fact_sentence(errors.NumberUnreadableError(text="mycket " * 150_000))

    assert len(told) < 100


@pytest.mark.parametrize("language", ["sv", "nb", "en"])
@pytest.mark.parametrize("fact", Fact)
def test_missing_facts_have_words(fact, language):
    with translation.override(language):
        told = [missing_fact_text(fact), *(missing_fact_sentence(fact, side) for side in ("offer", "need"))]

    assert all(told)
    assert told[1] != told[2]
