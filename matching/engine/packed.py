"""One side's listings packed for search: by kind, then in blocks that lie close together and come in like amounts."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from geo.cells import curve_numbers, enclosing_balls, flat_km
from matching.engine.columns import Ints
from matching.engine.facts import Own, Records
from matching.records import Floats

BLOCK_SIZE = 16
"""On the workload of the benchmarks 8 and 32 are as good within a tenth."""

# One step on the curve costs about the same score on each axis.
_STEP_KM, _STEP_LOG_QUANTITY = 24.0, 0.5

_PLACE = [("x", "f4"), ("y", "f4"), ("z", "f4"), ("max_km", "f4"), ("scale_km", "f4")]
_TIME = [("starts", "i4"), ("ends", "i4")]
ITEM = np.dtype(
    [
        ("log_quantity", "f8"),
        *_PLACE,
        *_TIME,
        ("firm", "i4"),
        ("kind", "i4"),
        ("season", "i4"),
        ("place", "i4"),
        ("known", "u1"),
        ("hazard", "i1"),
        ("flags", "u1"),
        ("resource", "u1"),
    ]
)
"""A listing, in one line of the processor's cache. place: its position in the columns; max_km: infinite where open."""

BLOCK = np.dtype(
    [
        *_PLACE,
        ("radius", "f4"),
        ("least_log", "f4"),
        ("most_log", "f4"),
        *_TIME,
        ("first", "i4"),
        ("end", "i4"),
        ("kind", "i4"),
        ("known_by_all", "u1"),
        ("known_by_any", "u1"),
        ("resource", "u1"),
    ]
)
"""Consecutive items of one kind: around which point, how far from it, how large, when at the earliest and latest."""

GROUP = np.dtype(
    [
        *(("first", "i4"), ("end", "i4"), ("kind", "i4")),
        *(("known_by_all", "u1"), ("known_by_any", "u1"), ("flags", "u1"), ("resource", "u1")),
    ]
)
"""Consecutive blocks of one kind. flags: what all have."""


_ROUNDING = 1e-6  # numbers of half the digits lie nearer than that to what they stand for


class Packed(NamedTuple):
    """Items in blocks in groups, as arrays of `ITEM`, `BLOCK` and `GROUP`."""

    items: Records
    blocks: Records
    groups: Records


def pack(facts: Records, points: Floats) -> Packed:
    """Return one side's listings packed. facts: records of `FACTS`, by place; points: of each, shape (n, 2)."""
    size = np.column_stack((flat_km(points) / _STEP_KM, facts["log_quantity"] / _STEP_LOG_QUANTITY))
    order = np.lexsort((curve_numbers(size), facts["known"], facts["kind"], facts["resource"]))
    items = np.zeros(len(facts), dtype=ITEM)
    for name in ITEM.names or ():
        if name != "place":
            items[name] = facts[name][order]
    items["place"] = order
    for name in ("max_km", "scale_km"):
        items[name] = not_below(facts[name][order])
    about = np.column_stack((items["resource"], items["kind"]))
    starts = _cut(about, size=BLOCK_SIZE)
    blocks = _blocks(items, points[order], starts)
    return Packed(items, blocks, _groups(items, blocks, _cut(about[starts], size=len(items) + 1)))


def pack_one(facts: Records, *, place: int, behind: Packed) -> Packed:
    """Return one listing packed by itself, as `pack` does many, behind those of its side that are packed already.

    facts: its record; place: its own in the columns.
    """
    own, item, block = Own(*facts[0].item()), len(behind.items), len(behind.blocks)
    further = _ROUNDING * (1 + abs(own.log_quantity))
    where, when = (own.x, own.y, own.z, own.max_km, own.scale_km), (own.starts, own.ends)
    items = (own.log_quantity, *where, *when, own.firm, own.kind, own.season, place, own.known, own.hazard, own.flags)
    amount = own.log_quantity - further, own.log_quantity + further
    blocks = (*where, 0.0, *amount, *when, item, item + 1, own.kind, own.known, own.known, own.resource)
    groups = (block, block + 1, own.kind, own.known, own.known, own.flags, own.resource)
    return Packed(
        np.array([(*items, own.resource)], dtype=ITEM), np.array([blocks], dtype=BLOCK), np.array([groups], dtype=GROUP)
    )


def _blocks(items: Records, points: Floats, starts: Ints) -> Records:
    blocks = np.zeros(len(starts), dtype=BLOCK)
    if not len(starts):
        return blocks
    middles, radii = enclosing_balls(points, starts)
    for number, axis in enumerate("xyz"):
        blocks[axis] = middles[:, number]
    blocks["radius"] = radii
    for name, source, reduced in (
        ("max_km", "max_km", np.maximum),
        ("scale_km", "scale_km", np.fmax),
        ("starts", "starts", np.minimum),
        ("ends", "ends", np.maximum),
        ("known_by_all", "known", np.bitwise_and),
        ("known_by_any", "known", np.bitwise_or),
    ):
        blocks[name] = reduced.reduceat(np.ascontiguousarray(items[source]), starts)
    logs = np.ascontiguousarray(items["log_quantity"])
    blocks["least_log"] = -not_below(-np.fmin.reduceat(logs, starts))
    blocks["most_log"] = not_below(np.fmax.reduceat(logs, starts))
    blocks["first"], blocks["end"] = starts, np.append(starts, len(items))[1:]
    blocks["kind"], blocks["resource"] = items["kind"][starts], items["resource"][starts]
    return blocks


def _groups(items: Records, blocks: Records, starts: Ints) -> Records:
    groups = np.zeros(len(starts), dtype=GROUP)
    if len(starts):
        groups["first"], groups["end"] = starts, np.append(starts, len(blocks))[1:]
        groups["kind"], groups["resource"] = blocks["kind"][starts], blocks["resource"][starts]
        firsts = blocks["first"][starts]
        for name, source, reduced in (
            ("known_by_all", "known", np.bitwise_and),
            ("known_by_any", "known", np.bitwise_or),
            ("flags", "flags", np.bitwise_and),
        ):
            groups[name] = reduced.reduceat(np.ascontiguousarray(items[source]), firsts)
    return groups


def _cut(rows: Ints, *, size: int) -> Ints:
    """Return where each run of equal rows starts, and again after every `size` rows of it."""
    changes = np.flatnonzero(np.append(True, (rows[1:] != rows[:-1]).any(axis=1))) if len(rows) else np.empty(0, int)
    lengths = np.diff(np.append(changes, len(rows)))
    counts = -(-lengths // size)
    within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    return np.asarray(np.repeat(changes, counts) + within * size, dtype=np.int64)


def not_below(values: Floats) -> NDArray[np.float32]:
    """Return numbers of half the digits, rounded up."""
    half = values.astype(np.float32)
    return np.where(half < values, np.nextafter(half, np.float32(np.inf)), half)
