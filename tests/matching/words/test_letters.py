"""N-grams held word by word: the same vectors as those of whole texts."""

import numpy as np
import pytest

from matching.knowledge import load_knowledge
from matching.records import Listing, Side
from matching.words import text_model
from matching.words.folding import fold_for_ngrams
from matching.words.letters import WordGrams, likeness_of_pairs

MODEL = text_model(load_knowledge())
HALF = 1e-6  # lengths have half the digits
TITLES = ("Sågspån och spån av gran", "Bark", "", "spån spån spånskivor", "Bark til strø")


def letters_of(titles):
    return MODEL.encode([Listing(id=str(place), side=Side.NEED, title=title) for place, title in enumerate(titles)])


def test_vectors_made_of_words_are_those_of_whole_texts():
    folded = [fold_for_ngrams(title) for title in TITLES]
    letters = letters_of(TITLES).letters
    whole = MODEL._reader.ngrams.weigh(folded)

    assert abs(letters.matrix(np.arange(len(TITLES))) - whole).max() < HALF


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

    assert found == pytest.approx((whole[rows] * whole[others]).sum(axis=1), abs=HALF)
    assert found[3] == pytest.approx(1)
    assert found[2] == 0


def test_likeness_to_one_vector_is_that_of_pairs():
    letters, rows = letters_of(TITLES).letters, np.array([2, 0, 2, 3, 1])
    for own in range(len(letters)):
        mine = letters.matrix(np.array([own]))

        found = letters.likeness_to(mine.indices, mine.data, rows)

        assert found == pytest.approx(likeness_of_pairs(letters, np.full(len(rows), own), letters, rows), abs=1e-12)


def test_texts_picked_keep_their_vectors():
    letters = letters_of(TITLES).letters

    picked = letters.pick(np.array([4, 1]))

    assert np.array_equal(picked.matrix(np.arange(2)).toarray(), letters.matrix(np.array([4, 1])).toarray())


def test_words_of_others_are_taken_in_with_their_grams():
    own, other = WordGrams(np.ones(9)), WordGrams(np.ones(9))
    own.add(["bark"], [np.array([1, 2], dtype=np.int32)])
    other.add(["flis", "bark"], [np.array([3], dtype=np.int32), np.array([1, 2], dtype=np.int32)])

    numbers = own.take(other, np.array([1, 0, 1]))

    ends, grams = own.arrays
    assert [grams[ends[word] : ends[word + 1]].tolist() for word in numbers.tolist()] == [[1, 2], [3], [1, 2]]
    assert dict(own.numbers) == {"bark": 0}


def test_words_known_already_keep_their_numbers():
    known = WordGrams(np.ones(9))
    for _ in range(2):
        known.add(["bark", "flis"], [np.array([1], dtype=np.int32), np.array([2], dtype=np.int32)])

    assert dict(known.numbers) == {"bark": 0, "flis": 1}
    assert known.arrays[1].tolist() == [1, 2]
