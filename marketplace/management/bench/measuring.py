"""CPU time, memory and growth of some work. Not for tests: machines are shared, and figures differ from run to run."""

import gc
import time
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from statistics import median

import numpy as np

Work = Callable[[], object]

_READ_BYTES, _READ_TIMES = 200_000_000, 5


def cpu_seconds(work: Work, *, times: int = 1) -> float:
    """Return the median CPU time of some runs, over all threads of this process."""
    return median(_cpu_seconds(work) for _ in range(times))


def held_bytes(work: Work) -> int:
    """Return the bytes that what the work returns holds, numpy's arrays among them. Takes longer than the work."""
    gc.collect()
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        kept = work()
        gc.collect()
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    del kept
    return after - before


def growth_exponent(sizes: Sequence[int], costs: Sequence[float]) -> float:
    """Return the e of cost ~ size^e, by least squares over the logarithms; NaN for fewer than two sizes."""
    if len(sizes) < 2:
        return float("nan")
    return float(np.polyfit(np.log(sizes), np.log(costs), 1)[0])


def read_bytes_per_second() -> float:
    """Return how fast one thread reads memory in a row: the limit of whatever looks at every listing."""
    numbers = np.ones(_READ_BYTES // 8)
    return _READ_BYTES / min(_cpu_seconds(numbers.sum) for _ in range(_READ_TIMES))


def table(*headings: str, rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield the lines of a table in Markdown, with an empty one behind it."""
    yield f"| {' | '.join(headings)} |"
    yield f"|{'---|' * len(headings)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"
    yield ""


def told_seconds(seconds: float) -> str:
    """Return a time with a unit that suits it and three digits: "1.23 s", "45.6 ms", "7.89 µs"."""
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= size:
            return f"{_three_digits(seconds / size)} {unit}"
    return f"{_three_digits(seconds / 1e-9)} ns"


def told_ratio(ratio: float) -> str:
    return f"{_three_digits(ratio)} ×"


def told_megabytes(amount: float) -> str:
    return f"{_three_digits(amount / 1e6)} MB"


def told_number(number: float) -> str:
    """Return a whole number with blanks between thousands."""
    return f"{number:,.0f}".replace(",", " ")


def _three_digits(number: float) -> str:
    if number >= 100:
        return told_number(number)
    digits = 3 if number < 1 else 2 if number < 10 else 1
    return f"{number:.{digits}f}"


def _cpu_seconds(work: Work) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start
