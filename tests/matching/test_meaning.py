"""The aspect meaning: vectors as bytes, and how near two of them are."""

import numpy as np
import pytest

from matching.meaning import (
    MEANING_FLOOR,
    likeness_of_all,
    likeness_of_pairs,
    meaning_fits,
    pack_meaning,
    read_meanings,
)


def vectors(count, *, seed=1, dimensions=384):
    found = np.random.default_rng(seed).normal(size=(count, dimensions))
    return found / np.linalg.norm(found, axis=1, keepdims=True)


def test_packed_vectors_keep_their_cosines_to_two_thousandths():
    made = vectors(40)
    known = read_meanings([pack_meaning(each) for each in made])

    assert np.abs(likeness_of_all(known, known) - made @ made.T).max() < 0.002


def test_pairs_come_to_just_the_same_as_all_with_all():
    own, other = (read_meanings([pack_meaning(each) for each in vectors(30, seed=seed)]) for seed in (1, 2))

    assert np.array_equal(np.diag(likeness_of_all(own, other)), likeness_of_pairs(own, other))


def test_who_has_no_vector_is_unknown_to_all():
    known = read_meanings([pack_meaning(vectors(1)[0]), b""])
    nobody = read_meanings([b"", b"", b""])

    assert np.isnan(likeness_of_all(known, known)).tolist() == [[False, True], [True, True]]
    assert np.isnan(likeness_of_pairs(known, known)).tolist() == [False, True]
    assert np.isnan(likeness_of_all(known, nobody)).tolist() == [[True] * 3] * 2
    assert np.isnan(meaning_fits(likeness_of_all(nobody, nobody))).all()
    assert not nobody.any_known


def test_meaning_fits_rise_with_the_cosine_from_a_floor_to_one():
    fits = meaning_fits(np.array([-1, 0, 0.25, 0.5, 1]))

    assert fits == pytest.approx([MEANING_FLOOR, MEANING_FLOOR, 0.5, 1, 1])


def test_a_vector_without_direction_and_vectors_of_two_models_are_refused():
    for nothing in (np.zeros(4), np.full(4, np.nan), np.empty(0)):
        with pytest.raises(ValueError, match="direction"):
            pack_meaning(nothing)
    with pytest.raises(ValueError, match="equally long"):
        read_meanings([pack_meaning(np.ones(4)), pack_meaning(np.ones(5))])
