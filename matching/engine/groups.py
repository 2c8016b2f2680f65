"""Listings of which the same is known: those that a bound cannot tell apart."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from matching.engine.columns import Columns, Ints
from matching.engine.facts import ALL


@dataclass(frozen=True)
class Groups:
    """The listings of one side by what bounds depend on: resource, kind, and what they tell.

    which: shape (n_groups, 3); group: for each listing which group it is in, shape (n,).
    """

    which: Ints
    group: Ints

    @cached_property
    def known(self) -> Ints:
        """Return what each listing tells, as bits, shape (n,)."""
        return np.asarray(self.which[self.group, 2])

    @cached_property
    def sizes(self) -> Ints:
        return np.bincount(self.group, minlength=len(self.which))

    @cached_property
    def _rows(self) -> tuple[Ints, Ints]:
        """Return all listings group by group, and where each group starts."""
        return np.argsort(self.group, kind="stable"), np.concatenate(([0], np.cumsum(self.sizes)))

    def rows(self, groups: Ints) -> Ints:
        """Return the listings of these groups."""
        rows, starts = self._rows
        parts = [rows[starts[group] : starts[group + 1]] for group in groups.tolist()]
        return np.concatenate([np.empty(0, dtype=np.int64), *parts])


def groups_of(columns: Columns) -> Groups:
    """Return the groups of one side."""
    kinds, everybody = max(len(columns.told), 1), slice(None)
    resource, kind, known = (columns.read(name, everybody) for name in ("resource", "kind", "known"))
    # One number each: quicker to sort than rows.
    codes = (resource.astype(np.int64) * kinds + kind) * ALL + known
    values, group = np.unique(codes, return_inverse=True)
    which = np.stack((values // ALL // kinds, values // ALL % kinds, values % ALL), axis=1)
    return Groups(which, group.ravel())
