"""Arrays with room at their end."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
_SHARE, _LEAST = 16, 16


class Room:
    """An array of which one can have ever more at its end, mostly without copying it."""

    def __init__(self, array: Array) -> None:
        self._held, self._size = array, len(array)

    def __len__(self) -> int:
        return self._size

    @property
    def array(self) -> Array:
        return self._held[: self._size]

    def push(self, value: float) -> None:
        """Put one number at the end."""
        if self._size == len(self._held):
            self.add(np.array([value]))
        else:
            self._held[self._size] = value
            self._size += 1

    def add(self, rows: Array) -> Array:
        """Put rows at the end; narrower ones of them repeat their last column. Return the whole.

        What has been returned before stays as it was.
        """
        end, held = self._size + len(rows), self._held
        if rows.ndim == 1 and end <= len(held):
            held[self._size : end] = rows
            self._size = end
            return held[:end]
        if rows.ndim > 1 and rows.shape[1] > self._held.shape[1]:
            self._held = _as_wide(self.array, rows.shape[1])
        if end > len(self._held):
            held = np.empty((end + end // _SHARE + _LEAST, *self._held.shape[1:]), dtype=self._held.dtype)
            held[: self._size] = self.array
            self._held = held
        self._held[self._size : end] = rows if rows.ndim < 2 else _as_wide(rows, self._held.shape[1])
        self._size = end
        return self.array


def _as_wide(rows: Array, width: int) -> Array:
    """Return rows of this many columns: the last once more, nothing but 0 where there was none."""
    missing = width - rows.shape[1]
    if not missing:
        return rows
    return np.pad(rows, ((0, 0), (0, missing)), mode="edge" if rows.shape[1] else "constant")
