"""Qualities of which a lot has one or the other."""

from collections import defaultdict
from collections.abc import Mapping

_PAIRS = """
untreated treated
clean contaminated
clean greasy
dry moist
new used
new worn_out
working broken
whole broken
sound broken
sound poor_quality
sorted mixed
fine coarse
transparent coloured
dust_free dusty
empty full
cooked raw
sour sweet
hot cold_state
washed unwashed
rinsed contaminated
washed contaminated
reinforced unreinforced
small_size large_size
free_of_nails with_nails
free_of_hazardous hazardous
compressed loose
fresh frozen
fresh rotten
fresh mouldy
"""


def _opposites() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for line in _PAIRS.split("\n"):
        if line:
            one, other = (f"quality:{code}" for code in line.split())
            found[one].append(other)
            found[other].append(one)
    return {code: tuple(others) for code, others in found.items()}


OPPOSITES = _opposites()
"""By code of a trait: those that cannot be true beside it."""
