"""Who of the other side is here, and what each of them asks of whoever comes."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.engine.columns import Ints
from matching.engine.optimism import asked_bounds
from matching.engine.packed import Packed
from matching.room import Room

CLOSED = 1 << 40
"""The floor of who has gone: no whole score is as high."""
_STALE_AT_LEAST, _STALE_SHARE = 500, 0.05

Asked = NDArray[np.float32]


class Limits(NamedTuple):
    """Below which whole score nobody enters a list: by place, -1 where all do, `CLOSED` where its owner has gone.

    items, blocks, groups: the same as bounds, in the order of `Packed`, -inf where all enter and infinite where they
    have gone; of blocks and groups the lowest, or less. All empty where all are here and nobody has a floor.
    """

    floors: Ints
    items: Asked
    blocks: Asked
    groups: Asked


NO_LIMITS = Limits(np.empty(0, dtype=np.int64), *(np.empty(0, dtype=np.float32),) * 3)


class Floors:
    """Keeps the limits of a side that changes: what is lowered is so at once in its block and group, the rest in time.

    A floor of a block that is too low only lets more be looked at.
    """

    def __init__(self, packed: Packed) -> None:
        blocks = np.repeat(np.arange(len(packed.blocks)), packed.blocks["end"] - packed.blocks["first"])
        groups = np.repeat(np.arange(len(packed.groups)), packed.groups["end"] - packed.groups["first"])
        item_of = np.empty(len(packed.items), dtype=np.int64)
        item_of[packed.items["place"]] = np.arange(len(item_of))
        self._item_of, self._block_of, self._group_of = Room(item_of), Room(blocks), Room(groups)
        self._floors = Room(np.full(len(item_of), -1))
        self._items, self._blocks, self._groups = (_open(len(each)) for each in (item_of, packed.blocks, packed.groups))
        self._raised = 0

    def limits(self) -> Limits:
        if self._raised > max(_STALE_AT_LEAST, _STALE_SHARE * len(self._floors.array)):
            self._raise_all()
        return Limits(*(each.array for each in (self._floors, self._items, self._blocks, self._groups)))

    def add(self) -> None:
        """Take in a newcomer, in a block and group of its own, that has no floor yet."""
        self._item_of.push(len(self._items))
        self._block_of.push(len(self._blocks))
        self._group_of.push(len(self._groups))
        self._floors.push(-1)
        for each in (self._items, self._blocks, self._groups):
            each.push(-np.inf)

    def set(self, places: Ints, floors: Ints) -> None:
        """Note the floors of the listings at these places."""
        items, asked = self._item_of.array[places], asked_bounds(floors)
        self._floors.array[places], self._items.array[items] = floors, asked
        blocks = self._block_of.array[items]
        np.minimum.at(self._blocks.array, blocks, asked)
        np.minimum.at(self._groups.array, self._group_of.array[blocks], asked)
        self._raised += len(places)

    def close(self, place: int) -> None:
        """Note that a listing has gone."""
        self.set(np.array([place]), np.array([CLOSED]))
        self._items.array[self._item_of.array[place]] = np.inf

    def _raise_all(self) -> None:
        for whole, part, part_of in (
            (self._blocks, self._items, self._block_of),
            (self._groups, self._blocks, self._group_of),
        ):
            whole.array[:] = np.inf
            np.minimum.at(whole.array, part_of.array, part.array)
        self._raised = 0


def _open(size: int) -> Room:
    return Room(np.full(size, -np.inf, dtype=np.float32))
