"""One side's listings packed for search: by kind, then in blocks that lie close together and come in like amounts."""

from typing import NamedTuple

import numpy as np

from geo.cells import enclosing_balls
from matching.engine.columns import Columns, Ints
from matching.engine.facts import Records
from matching.records import Floats

BLOCK_SIZE = 16
"""On the workload of the benchmarks 8 and 32 are as good within a tenth."""

_PLACE = [("x", "f4"), ("y", "f4"), ("z", "f4"), ("max_km", "f4"), ("scale_km", "f4")]
_TIME = [("starts", "i2"), ("ends", "i2")]
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


def pack(columns: Columns) -> Packed:
    """Return one side's listings packed: its items, which lie in their order, in blocks and groups."""
    items = columns.items
    points = columns.degrees(columns.facts["point"][items["place"]])
    about = np.column_stack((items["resource"], items["kind"]))
    starts = _cut(about, size=BLOCK_SIZE)
    blocks = _blocks(items, points, starts)
    return Packed(items, blocks, _groups(items, blocks, _cut(about[starts], size=len(items) + 1)))


def pack_one(items: Records, *, behind: Packed) -> Packed:
    """Return one listing packed by itself, as `pack` does many, behind those of its side that are packed already.

    items: its own, shape (1,).
    """
    one, item, block = items[0], len(behind.items), len(behind.blocks)
    log_quantity, kind, known, resource = (one[name] for name in ("log_quantity", "kind", "known", "resource"))
    further = _ROUNDING * (1 + abs(log_quantity))
    when = (one["starts"], one["ends"])
    about = (*(one[name] for name, _ in _PLACE), 0.0, log_quantity - further, log_quantity + further, *when)
    blocks = (*about, item, item + 1, kind, known, known, resource)
    groups = (block, block + 1, kind, known, known, one["flags"], resource)
    return Packed(items, np.array([blocks], dtype=BLOCK), np.array([groups], dtype=GROUP))


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
    logs = items["log_quantity"].astype(np.float64)
    further = _ROUNDING * (1 + np.abs(logs))
    blocks["least_log"] = np.fmin.reduceat(logs - further, starts)
    blocks["most_log"] = np.fmax.reduceat(logs + further, starts)
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
