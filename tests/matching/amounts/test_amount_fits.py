"""The aspect amount."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.amounts import AMOUNT_FLOOR, amount_fits


def fit(offered, needed, *, rhythm_apart=False, lot_apart=False):
    fits = amount_fits(
        np.array([offered]), np.array([needed]), rhythm_apart=np.array([rhythm_apart]), lot_apart=np.array([lot_apart])
    )
    return float(fits[0])


AMOUNTS = st.floats(0.01, 1e9)


@given(AMOUNTS, AMOUNTS, st.floats(1.01, 100))
def test_amount_fits_fall_as_the_amounts_part(offered, needed, times):
    further = offered * times if offered >= needed else offered / times

    assert AMOUNT_FLOOR <= fit(further, needed) <= fit(offered, needed) <= 1


def test_amount_fits_forgive_a_small_offer_and_more_so_a_large_one():
    assert fit(5, 5) == 1
    assert 0.5 < fit(1, 10) < fit(10, 1) < 1


def test_amount_fits_fall_where_rhythm_or_lot_do_not_suit():
    assert fit(5, 5, rhythm_apart=True) < 1
    assert fit(5, 5, lot_apart=True) < fit(5, 5, rhythm_apart=True)
    assert fit(1, 1e9, lot_apart=True, rhythm_apart=True) == AMOUNT_FLOOR


@pytest.mark.parametrize("amounts", [(np.nan, 1), (1, np.nan)])
def test_amount_fits_are_unknown_where_an_amount_is(amounts):
    assert np.isnan(fit(*amounts))
