"""Kleene's logic with what must be asked."""

from itertools import product

import pytest

from matching.compliance.truth import all_of, any_of, known, negate, unknown

A, B = unknown("a"), unknown("AUTH-NV")


@pytest.mark.parametrize(
    ("truths", "both", "either"),
    [
        ((), True, False),
        ((True, True), True, True),
        ((True, False), False, True),
        ((False, False), False, False),
        ((True, A), A, True),
        ((False, A), False, A),
        ((A, False), False, A),
        ((A, B), {"FACT:a", "AUTH-NV"}, {"FACT:a", "AUTH-NV"}),
    ],
)
def test_all_of_and_any_of(truths, both, either):
    assert all_of(*truths) == both
    assert any_of(*truths) == either


def test_negate_leaves_the_unknown_unknown():
    assert [negate(True), negate(False), negate(A)] == [False, True, A]


def test_known_asks_for_the_fact_alone():
    assert [known(True, "a"), known(False, "a"), known(None, "a")] == [True, False, {"FACT:a"}]


def test_de_morgan_holds():
    for one, other in product((True, False, A, B), repeat=2):
        assert negate(all_of(one, other)) == any_of(negate(one), negate(other))
