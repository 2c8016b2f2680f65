"""What the benchmarks count and how they tell it."""

import numpy as np
import pytest

from marketplace.management.bench.measuring import (
    cpu_seconds,
    growth_exponent,
    held_bytes,
    table,
    told_megabytes,
    told_ratio,
    told_seconds,
)


def test_cpu_seconds_runs_the_work_so_often():
    runs = []

    assert cpu_seconds(lambda: runs.append(1), times=3) >= 0
    assert len(runs) == 3


def test_held_bytes_counts_what_the_work_returns_and_not_what_it_threw_away():
    held = held_bytes(lambda: np.ones(100_000).copy())

    assert 800_000 <= held < 900_000


def test_growth_exponent_finds_the_power():
    assert growth_exponent([10, 100, 1_000], [3.0, 3.0 * 10**1.5, 3.0 * 10**3]) == pytest.approx(1.5)


def test_growth_exponent_of_one_size_is_unknown():
    assert np.isnan(growth_exponent([10], [1.0]))


def test_table_is_markdown():
    assert list(table("a", "b", rows=[("1", "2")])) == ["| a | b |", "|---|---|", "| 1 | 2 |", ""]


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(12.34, "12.3 s"), (0.001, "1.00 ms"), (0.1234, "123 ms"), (5e-6, "5.00 µs"), (1.5e-7, "150 ns"), (0, "0.000 ns")],
)
def test_told_seconds_has_a_unit_that_suits(seconds, told):
    assert told_seconds(seconds) == told


def test_large_figures_have_blanks_between_thousands():
    assert told_ratio(1234.5) == "1 234 ×"
    assert told_megabytes(1_234_567) == "1.23 MB"
