"""Kinds of listings as arrays: read once for each kind, compared with many."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.kinds import Kind, Told
from matching.records import Floats

Ints = NDArray[np.integer[Any]]
"""Whole numbers of as many bytes as they need."""


_AS_GOOD_AS_NONE = 1e-9  # of which there is a logarithm


@dataclass(frozen=True)
class KindArrays:
    """What each kind tells, one row for each, or an array of rows for each place of an array of kinds.

    rows, surenesses: what materials of the tree it may be, shape (n, most), 0 and NaN to fill up; the first as good as
    none where it says nothing at all. first: the row of its surest material, -1 where the tree has none. leaf: that
    where it is sure and no group, else -1. sure_material, sure: how sure it is of a material, and of anything at all;
    0 where it says something, but nothing of that.
    code: its waste code as a number, -1 for none. codes: that, or those typical of its material, shape (n, most),
    -1 to fill up. division: of its industry (NACE Rev. 2), -1 where unknown.
    """

    rows: Ints
    surenesses: Floats
    first: Ints
    leaf: Ints
    sure_material: Floats
    sure: Floats
    code: Ints
    codes: Ints
    division: Ints

    def __len__(self) -> int:
        return len(self.first)

    @cached_property
    def log_surenesses(self) -> Floats:
        return np.log(self.surenesses)

    def pick(self, kinds: Ints) -> "KindArrays":
        """Return what these kinds tell, in the shape of `kinds`."""
        return KindArrays(*(getattr(self, each.name)[kinds] for each in fields(self)))

    @property
    def down(self) -> "KindArrays":
        """Return all kinds as a column, so that they meet each of those `along`."""
        return self.pick(np.arange(len(self))[:, None])

    @property
    def along(self) -> "KindArrays":
        """Return all kinds as a row, so that they meet each of those `down`."""
        return self.pick(np.arange(len(self))[None, :])


def kind_arrays(
    kinds: Sequence[Kind],
    *,
    index: Mapping[str, int],
    groups: Collection[str],
    typical_codes: Mapping[str, Sequence[str]],
) -> KindArrays:
    """Return kinds as arrays.

    index: of the tree, material → row. groups: those that are no leaves. typical_codes: material → its usual ones.
    """
    known = [[told for told in kind.materials if told.code in index] for kind in kinds]
    codes = [[kind.waste_code] if kind.waste_code else typical_codes.get(kind.material, ()) for kind in kinds]
    return KindArrays(
        rows=_filled([[index[told.code] for told in each] for each in known], with_=0).astype(np.int16),
        surenesses=_filled([_surenesses(*pair) for pair in zip(kinds, known, strict=True)], with_=np.nan),
        first=_integers((index.get(kind.material, -1) for kind in kinds), np.int16),
        leaf=_integers((_leaf(kind.sure_material, index, groups) for kind in kinds), np.int16),
        sure_material=np.array([_sureness(kind, kind.materials) for kind in kinds], dtype=float),
        sure=np.array([_sureness(kind, (*kind.materials, *kind.uses, *kind.sectors)) for kind in kinds], dtype=float),
        code=_integers((int(kind.waste_code) if kind.waste_code else -1 for kind in kinds), np.int32),
        codes=_filled([[int(code) for code in each] for each in codes], with_=-1).astype(np.int32),
        division=_integers((int(kind.sectors[0].code[:2]) if kind.sectors else -1 for kind in kinds), np.int16),
    )


def _surenesses(kind: Kind, known: Sequence[Told]) -> list[float]:
    # Words that we do not know may mean the right thing. Where there is none, nothing speaks for it: it is as poor as
    # any pair picked at random, and those who say something come first.
    return [_AS_GOOD_AS_NONE] if kind.says_nothing else [told.sureness for told in known]


def _sureness(kind: Kind, told: Sequence[Told]) -> float:
    return 1.0 if kind.says_nothing else max((each.sureness for each in told), default=0.0)


def _leaf(material: str, index: Mapping[str, int], groups: Collection[str]) -> int:
    return -1 if material in groups else index.get(material, -1)


def _integers(values: Iterable[int], dtype: type) -> Ints:
    return np.fromiter(values, dtype=dtype)


def _filled(lists: Sequence[Sequence[float]], *, with_: float) -> Floats:
    """Return lists of any lengths as the rows of one array, of one column at least."""
    filled = np.full((len(lists), max([1, *map(len, lists)])), with_, dtype=float)
    for row, each in enumerate(lists):
        filled[row, : len(each)] = each
    return filled
