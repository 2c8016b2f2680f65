"""Who is near whom by road: the pairs within so many minutes or kilometres, without measuring all the others."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.spatial import KDTree

from geo.distance import EARTH_RADIUS_KM, Floats, unit_vectors
from geo.road_network import Integers, Snap
from geo.roads import LEAST_DETOUR, RoadDistances

# Starts measured at once: as many as share most of their neighbours.
_TOGETHER = 100

_NOBODY = np.empty(0, dtype=np.intp)


@dataclass(frozen=True, slots=True, kw_only=True)
class NearPairs:
    """Pairs of a start and an end, by start and then by end.

    start, end: shape (n,), their numbers among the points given. km, minutes: shape (n,), by road.
    """

    start: Integers
    end: Integers
    km: Floats
    minutes: Floats


def find_near_pairs(
    start: Floats, end: Floats, *, distances: RoadDistances, minutes: float = np.inf, km: float = np.inf
) -> NearPairs:
    """Return the pairs that are no farther apart than `minutes` and `km` on the day and by the vehicle of `distances`.

    The same pairs as in the full table of `km_and_minutes`. Neighbouring starts are taken together,
    and what is too far from them even in a straight line at the highest speed is not measured: no
    road is shorter than that line, and none is faster.

    start, end: shape (n, 2) and (m, 2), latitude and longitude in degrees; a point with NaN is near none.
    Raise ValueError for a limit that is not positive.
    """
    if not (minutes > 0 and km > 0):
        raise ValueError(f"A limit of {minutes} minutes and {km} km leaves nobody. Give figures above nought.")
    radius_km = min(km, minutes / 60 * distances.fastest_kmh) / LEAST_DETOUR
    table, found = distances.table(start, end), []
    for rows, columns in _neighbourhoods(start, end, radius_km=radius_km, along=table.start_snap):
        part_km, part_minutes = table.part(rows, columns)
        row, column = np.nonzero((part_km <= km) & (part_minutes <= minutes))
        found.append((rows[row], columns[column], part_km[row, column], part_minutes[row, column]))
    if not found:
        return NearPairs(start=_NOBODY, end=_NOBODY, km=np.empty(0), minutes=np.empty(0))
    starts, ends, kms, all_minutes = (np.concatenate(parts) for parts in zip(*found, strict=True))
    order = np.lexsort((ends, starts))
    return NearPairs(start=starts[order], end=ends[order], km=kms[order], minutes=all_minutes[order])


def _neighbourhoods(
    start: Floats, end: Floats, *, radius_km: float, along: Snap
) -> Iterator[tuple[Integers, Integers]]:
    """Yield the numbers of some starts and of all ends within a radius of any of them, in a straight line.

    along: where the starts meet the roads; those on one road are taken together.
    """
    starts, ends = unit_vectors(start), unit_vectors(end)
    known, known_ends = (np.flatnonzero(~np.isnan(vectors).any(axis=1)) for vectors in (starts, ends))
    if not len(known_ends):
        return
    tree = KDTree(ends[known_ends])
    known = known[np.lexsort((along.share[known], along.segment[known]))]
    for first in range(0, len(known), _TOGETHER):
        rows = known[first : first + _TOGETHER]
        middle = starts[rows].mean(axis=0)
        spread = float(np.linalg.norm(starts[rows] - middle, axis=1).max())
        # Chords of the unit sphere; past half the globe everything is near.
        chord = 2 * np.sin(min(radius_km / EARTH_RADIUS_KM, np.pi) / 2) + spread + 1e-12
        columns = np.sort(np.asarray(tree.query_ball_point(middle, chord), dtype=np.intp))
        yield rows, known_ends[columns]
