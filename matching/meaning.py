"""The aspect meaning: how near a language model puts two texts. Optional: without vectors it is unknown.

A vector is kept as signed bytes with its listing (`records.Listing.meaning`). The engine needs no model for that:
whoever makes listings may have one (`matching.embedding`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.records import Floats

MEANING_FLOOR = 0.05

# Cosines of texts about different things, and of texts about the same, once the mean of their languages is taken off.
# Chosen on the dev rows of `data/evaluation` (November 2026): any pair near these orders them as well.
_UNLIKE, _ALIKE = 0.0, 0.5
_MOST = 127  # of a signed byte


@dataclass(frozen=True)
class Meanings:
    """Vectors of n listings. vectors: shape (n, dimensions), without dimensions where nobody has one.

    lengths: shape (n,), 0 where a listing has none.
    """

    vectors: NDArray[np.int8]
    lengths: Floats

    @property
    def any_known(self) -> bool:
        return bool(self.vectors.shape[1] and self.lengths.any())

    def pick(self, rows: NDArray[np.int64]) -> "Meanings":
        return Meanings(self.vectors[rows], self.lengths[rows])


def pack_meaning(vector: Floats) -> bytes:
    """Return a vector as signed bytes: its direction alone, which changes a cosine by .002 at most.

    vector: shape (dimensions,). Raises ValueError for one without a direction.
    """
    most = float(np.abs(vector).max(initial=0))
    if not (np.isfinite(most) and most > 0):
        raise ValueError("A vector without a direction means nothing.")
    return np.round(vector * (_MOST / most)).astype(np.int8).tobytes()


def unknown_meanings(number: int) -> Meanings:
    """Return the meanings of so many listings without a vector."""
    return Meanings(np.empty((number, 0), dtype=np.int8), np.broadcast_to(0.0, number))


def read_meanings(packed: Sequence[bytes]) -> Meanings:
    """Return packed vectors as rows, empty ones as unknown. Raises ValueError where they differ in length."""
    sizes = {len(each) for each in packed if each}
    if len(sizes) > 1:
        raise ValueError(f"Vectors of one model are equally long, not {sorted(sizes)}.")
    if not sizes:
        return unknown_meanings(len(packed))
    size = sizes.pop()
    whole = b"".join(each or bytes(size) for each in packed)
    vectors = np.frombuffer(whole, dtype=np.int8).reshape(len(packed), size)
    lengths = np.sqrt(np.square(vectors, dtype=np.int64).sum(axis=1))
    return Meanings(vectors, lengths)


def likeness_of_all(own: Meanings, other: Meanings) -> Floats:
    """Return the cosines of all pairs, shape (n_own, n_other); NaN where either has no vector.

    Products of bytes add up to less than 2^24 below a thousand dimensions: single precision holds them exactly, so that
    a pair comes to the same by whichever way it is compared.
    """
    if not (own.any_known and other.any_known):
        return np.broadcast_to(np.nan, (len(own.lengths), len(other.lengths)))
    products = own.vectors.astype(np.float32) @ other.vectors.astype(np.float32).T
    return _cosines(products.astype(np.float64), own.lengths[:, None] * other.lengths)


def likeness_of_pairs(own: Meanings, other: Meanings) -> Floats:
    """Return the cosines of the first with the first, the second with the second and so on, shape (n,)."""
    if not (own.any_known and other.any_known):
        return np.broadcast_to(np.nan, own.lengths.shape)
    products = np.einsum("ij,ij->i", own.vectors, other.vectors, dtype=np.int64)
    return _cosines(products.astype(np.float64), own.lengths * other.lengths)


def meaning_fits(likeness: Floats) -> Floats:
    """Return how well two texts mean the same.

    likeness: cosines in [-1, 1], NaN where unknown. Returns their shape, in [`MEANING_FLOOR`, 1] or NaN.
    """
    fits: Floats = np.clip((likeness - _UNLIKE) / (_ALIKE - _UNLIKE), MEANING_FLOOR, 1)
    return fits


def _cosines(products: Floats, lengths: Floats) -> Floats:
    cosines: Floats = np.divide(products, lengths, out=np.full(lengths.shape, np.nan), where=lengths > 0)
    return cosines
