"""The aspect timing: months and windows."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.timing import OPEN_END, OPEN_START, TIMING_FLOOR, day_number, month_overlaps, timing_fits, window_overlaps

TODAY = 1000


def season(*months):
    return [1 / len(months) if month in months else 0.0 for month in range(1, 13)]


def overlap(offered, needed, keeps=0):
    return float(month_overlaps(np.array([offered]), np.array([needed]), keeps_months=np.array([keeps]))[0, 0])


def windows(offered, needed):
    starts, ends = zip(offered, needed, strict=True)
    as_days = [tuple(np.array([day]) for day in days) for days in (starts, ends)]
    return float(window_overlaps(*as_days, today=TODAY)[0])


SEASONS = st.lists(st.integers(1, 12), min_size=1, max_size=12, unique=True).map(lambda months: season(*months))


def test_month_overlaps_are_what_both_have_in_each_month():
    assert overlap(season(1, 2), season(1, 2)) == pytest.approx(1)
    assert overlap(season(1, 2), season(2, 3)) == pytest.approx(0.5)
    assert overlap(season(1, 2), season(7, 8)) == 0


def test_month_overlaps_let_what_keeps_wait_over_the_new_year_but_not_backwards():
    assert overlap(season(11, 12), season(1, 2), keeps=1) == pytest.approx(0.5)
    assert overlap(season(11, 12), season(1, 2), keeps=2) == pytest.approx(1)
    assert overlap(season(1), season(12), keeps=10) == 0


@given(SEASONS, SEASONS, st.integers(0, 14))
def test_month_overlaps_never_fall_when_it_keeps_longer(offered, needed, keeps):
    shorter, longer = overlap(offered, needed, keeps), overlap(offered, needed, keeps + 1)

    assert 0 <= shorter <= longer + 1e-9 <= 1 + 1e-9


@given(SEASONS, SEASONS)
def test_month_overlaps_of_what_keeps_a_year_are_whole(offered, needed):
    assert overlap(offered, needed, keeps=12) == pytest.approx(1)


def test_month_overlaps_are_unknown_without_a_season():
    assert np.isnan(overlap([np.nan] * 12, season(1)))


def test_window_overlaps_count_the_shorter_window_from_today():
    assert windows((OPEN_START, OPEN_END), (OPEN_START, OPEN_END)) == 1
    assert windows((1010, 1019), (OPEN_START, OPEN_END)) == 1
    assert windows((1010, 1019), (1015, 1100)) == pytest.approx(0.5)
    assert windows((900, 1009), (1005, OPEN_END)) == pytest.approx(0.5)
    assert windows((1010, 1019), (1020, 1100)) == 0


def test_window_overlaps_know_windows_beyond_the_year():
    assert windows((2000, OPEN_END), (2000, 2100)) == 1


def test_timing_fits_multiply_months_and_windows_above_a_floor():
    months = np.array([1.0, 0.5, np.nan, np.nan, 0.0])
    both = np.array([1.0, 0.5, 0.5, np.nan, 0.0])

    fits = timing_fits(months, both)

    assert fits[:3] == pytest.approx([1, TIMING_FLOOR + 0.95 * 0.25, TIMING_FLOOR + 0.95 * 0.5])
    assert np.isnan(fits[3])
    assert fits[4] == TIMING_FLOOR


def test_day_numbers_follow_one_another_and_end_where_two_bytes_do():
    days = [date(1890, 1, 1), date(1999, 12, 31), date(2000, 1, 1), date(2026, 11, 29), date(2190, 1, 1)]

    assert [day_number(day) for day in days] == [OPEN_START, -1, 0, 9829, OPEN_END]
