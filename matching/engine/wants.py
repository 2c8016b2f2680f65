"""What needs make of materials, each different answer held once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np

from matching.hierarchy import hierarchy_fits
from matching.kind_arrays import Ints
from matching.kinds import Kind
from matching.knowledge import kept
from matching.precedents import case_fits
from matching.records import Floats
from matching.ways import WayTables, by_material
from matching.words.letters import narrow

PIECE = 16
"""Materials, in the order of the tree: needs that differ mostly differ in a few neighbours."""
_MOST_KEPT = 1_000  # kinds, of two kilobytes each


@dataclass(frozen=True)
class Coded:
    """A table with few different rows, which have many pieces in common, of few different values: each held once.

    values: NaN among them; codes: places in these, as pieces of `PIECE` materials, of as few bytes as do; pieces: those
    of each different row, shape (n_different, n_pieces); row: for each kind which of the different ones it has.
    """

    values: Floats
    codes: Ints
    pieces: Ints
    row: Ints

    @cached_property
    def logs(self) -> Floats:
        return np.log(self.values)

    def at(self, kinds: Ints, materials: Ints) -> Floats:
        """Return what these kinds make of these materials, shapes that broadcast."""
        materials = np.asarray(materials, dtype=np.int64)
        return self.values[self.codes[self.pieces[self.row[kinds], materials // PIECE], materials % PIECE]]


@dataclass(frozen=True)
class Wants:
    """What each kind of need makes of each material: worked out once for all who ask.

    treatments: SEK a tonne, also of what the need has no use for.
    """

    accepted: Coded
    hierarchy: Coded
    cases: Coded
    treatments: Coded


def make_wants(needed: Sequence[Kind], *, tables: WayTables) -> Wants:
    """Return what every kind of need makes of every material."""
    few = tuple(replace(kind, waste_code="") for kind in needed[:2])  # a code changes nothing here
    return _make_wants(needed, tables=tables) if len(few) > 1 else _wants_of_few(tables)(few)


@kept
def _wants_of_few(tables: WayTables) -> Callable[[tuple[Kind, ...]], Wants]:
    """Return what nobody wants, or a need of one kind: one that comes alone is often of a kind that came before."""
    return lru_cache(maxsize=_MOST_KEPT)(lambda needed: _make_wants(needed, tables=tables))


def _make_wants(needed: Sequence[Kind], *, tables: WayTables) -> Wants:
    asked: dict[Kind, int] = {}
    row = np.array([asked.setdefault(replace(kind, waste_code=""), len(asked)) for kind in needed], dtype=np.int32)

    def coded(wanted: Callable[[Kind], Floats]) -> Coded:
        return _coded(by_material(list(asked), wanted, tables=tables), row)

    return Wants(
        accepted=coded(tables.accepted),
        hierarchy=coded(lambda kind: hierarchy_fits(kind, tables=tables)),
        cases=coded(lambda kind: case_fits(kind, tables=tables)),
        treatments=coded(tables.treatments_to),
    )


def _coded(table: Floats, row: Ints) -> Coded:
    """Return a table of one row for each different kind as it is held. row: for each kind which of these it has."""
    values, found = np.unique(table, return_inverse=True)
    n_pieces = -(-table.shape[1] // PIECE)
    codes = np.zeros((len(table), n_pieces * PIECE), dtype=np.min_scalar_type(max(len(values) - 1, 0)))
    codes[:, : table.shape[1]] = found.reshape(table.shape)
    if len(table) == 1:  # who comes alone comes often, and has nothing in common with others yet
        return Coded(values, codes.reshape(-1, PIECE), np.arange(n_pieces, dtype=np.uint16)[None, :], row)
    first, which = _different(codes)
    pieces = codes[first].reshape(-1, PIECE)
    different, places = _different(pieces)
    return Coded(values, pieces[different], narrow(places.reshape(len(first), n_pieces)), which[row])


def _different(rows: Ints) -> tuple[Ints, Ints]:
    """Return the places of the different rows, in the order of their coming, and for each row which of these it is."""
    found: dict[bytes, int] = {}
    which = np.array([found.setdefault(each.tobytes(), len(found)) for each in rows], dtype=np.int32)
    return np.unique(which, return_index=True)[1], which
