"""Who of the other side is here, and what each of them asks of whoever comes."""

from typing import NamedTuple

import numpy as np

from matching.engine.columns import Ints
from matching.engine.packed import Packed
from matching.engine.room import Room
from matching.records import Bools

CLOSED = 1 << 40
"""The floor of who has gone: no whole score is as high."""
_STALE_AT_LEAST, _STALE_SHARE = 500, 0.05


class Limits(NamedTuple):
    """Who is here and below which whole score nobody enters a list, -1 where all do: by place.

    blocks, groups: the lowest floor of each, or less. Empty where all are here and nobody has a floor.
    """

    is_here: Bools
    floors: Ints
    blocks: Ints
    groups: Ints


NO_LIMITS = Limits(np.empty(0, dtype=bool), *(np.empty(0, dtype=np.int64),) * 3)


class Floors:
    """Keeps the limits of a side that changes: what is lowered is so at once in its block and group, the rest in time.

    A floor of a block that is too low only lets more be looked at.
    """

    def __init__(self, packed: Packed) -> None:
        blocks = np.repeat(np.arange(len(packed.blocks)), packed.blocks["end"] - packed.blocks["first"])
        block_of = np.zeros(len(packed.items), dtype=np.int64)
        block_of[packed.items["place"]] = blocks
        groups = np.repeat(np.arange(len(packed.groups)), packed.groups["end"] - packed.groups["first"])
        self._is_here, self._floors = Room(np.ones(len(block_of), dtype=bool)), _lowest(len(block_of))
        self._block_of, self._group_of = Room(block_of), Room(groups)
        self._of_blocks, self._of_groups = _lowest(len(packed.blocks)), _lowest(len(packed.groups))
        self._raised = 0

    def limits(self) -> Limits:
        if self._raised > max(_STALE_AT_LEAST, _STALE_SHARE * len(self._floors.array)):
            self._raise_all()
        return Limits(*(each.array for each in (self._is_here, self._floors, self._of_blocks, self._of_groups)))

    def add(self) -> None:
        """Take in a newcomer, in a block and group of its own, that has no floor yet."""
        self._block_of.add(np.array([len(self._of_blocks.array)]))
        self._group_of.add(np.array([len(self._of_groups.array)]))
        self._is_here.add(np.ones(1, dtype=bool))
        for each in (self._floors, self._of_blocks, self._of_groups):
            each.add(np.full(1, -1))

    def set(self, place: int, floor: int) -> None:
        self._floors.array[place] = floor
        self._raised += 1
        block = self._block_of.array[place]
        if floor < self._of_blocks.array[block]:
            self._of_blocks.array[block] = floor
            group = self._group_of.array[block]
            self._of_groups.array[group] = min(floor, self._of_groups.array[group])

    def close(self, place: int) -> None:
        """Note that a listing has gone."""
        self._is_here.array[place] = False
        self.set(place, CLOSED)

    def _raise_all(self) -> None:
        for whole, part, part_of in (
            (self._of_blocks, self._floors, self._block_of),
            (self._of_groups, self._of_blocks, self._group_of),
        ):
            whole.array[:] = CLOSED
            np.minimum.at(whole.array, part_of.array, part.array)
        self._raised = 0


def _lowest(size: int) -> Room:
    return Room(np.full(size, -1))
