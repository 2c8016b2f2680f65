"""N-grams held word by word: the same vectors as those of whole texts."""

import numpy as np
import pytest

from matching.knowledge import load_knowledge
from matching.records import Listing, Side
from matching.words import text_model
from matching.words.folding import fold_for_ngrams
from matching.words.letters import likeness_of_pairs

MODEL = text_model(load_knowledge())
TITLES = ("Sågspån och spån av gran", "Bark", "", "spån spån spånskivor", "Bark til strø")


def letters_of(titles):
    return MODEL.encode([Listing(id=str(place), side=Side.NEED, title=title) for place, title in enumerate(titles)])


def test_vectors_made_of_words_are_those_of_whole_texts():
    folded = [fold_for_ngrams(title) for title in TITLES]
    letters = letters_of(TITLES).letters
    whole = MODEL._reader.ngrams.weigh(folded)

    assert abs(letters.matrix(np.arange(len(TITLES))) - whole).max() < 1e-15


def test_vectors_come_in_any_order_and_more_than_once():
    letters = letters_of(TITLES).letters
    whole = letters.matrix(np.arange(len(TITLES))).toarray()

    assert np.array_equal(letters.matrix(np.array([3, 0, 3])).toarray(), whole[[3, 0, 3]])
    assert letters.matrix(np.empty(0, dtype=np.int64)).shape[0] == 0


def test_likeness_of_pairs_is_the_cosine_of_their_letters():
    letters = letters_of(TITLES).letters
    whole = letters.matrix(np.arange(len(TITLES))).toarray()
    rows, others = np.array([0, 1, 2, 0, 4]), np.array([3, 4, 1, 0, 4])

    found = likeness_of_pairs(letters, rows, letters, others)

    assert found == pytest.approx((whole[rows] * whole[others]).sum(axis=1), abs=1e-15)
    assert found[3] == pytest.approx(1)
    assert found[2] == 0


def test_texts_picked_keep_their_vectors_and_drop_words_that_nobody_has():
    letters = letters_of(TITLES).letters

    picked = letters.pick(np.array([4, 1]))

    assert np.array_equal(picked.matrix(np.arange(2)).toarray(), letters.matrix(np.array([4, 1])).toarray())
    assert len(picked.arrays.gram_ends) == 1 + len({"bark", "strø"})
