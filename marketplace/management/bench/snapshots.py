"""What the snapshot of the market costs to write and to read, and what it saves whoever begins anew."""

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from django.test.utils import override_settings

from marketplace.management.bench.desk import own_database
from marketplace.management.bench.measuring import (
    cpu_seconds,
    table,
    told_megabytes,
    told_number,
    told_ratio,
    told_seconds,
)
from marketplace.queries.knowledge import current_knowledge
from marketplace.queries.live_markets import LiveMarkets
from marketplace.queries.market_snapshots import restored_market, save_market
from matching.engine.snapshot import code_version
from matching.evaluation.workload import Workload, make_workload
from matching.kinds import kind_reader
from matching.knowledge import forget_made_by
from matching.records import Listing
from matching.words import text_model

SIZES = (500, 2_000)
_VIEWS = ("exact", "own", "shown", "named")


@dataclass(frozen=True, slots=True)
class _Cost:
    """CPU seconds, and bytes on disk. anew: without a snapshot; read: with one."""

    anew: float
    write: float
    read: float
    on_disk: int


def snapshots_section(*, as_of: date, seed: int, sizes: Sequence[int] = SIZES) -> Iterator[str]:
    """Yield the lines on snapshots. The site's own database and index are left alone."""
    yield from (
        "## The market's snapshot",
        "",
        "CPU time of a worker that begins, with nothing read in any text yet: all four ways of seeing the market, made",
        "anew or from the snapshot. Without what the database takes to tell the listings.",
        "",
    )
    with own_database():
        rows = [_row(size, as_of=as_of, seed=seed) for size in sizes]
    yield from table("listings", "made anew", "from the snapshot", "anew to that", "to write it", "on disk", rows=rows)


def _row(size: int, *, as_of: date, seed: int) -> tuple[str, ...]:
    workload = make_workload(size // 2, knowledge=current_knowledge(), as_of=as_of, seed=seed)
    cost = _measured(workload, as_of=as_of)
    return (
        told_number(size),
        told_seconds(cost.anew),
        told_seconds(cost.read),
        told_ratio(cost.anew / cost.read),
        told_seconds(cost.write),
        told_megabytes(cost.on_disk),
    )


def _measured(workload: Workload, *, as_of: date) -> _Cost:
    kept = _kept([*workload.offers, *workload.needs])
    code_version()  # once a process, whatever comes later
    with tempfile.TemporaryDirectory() as folder, override_settings(INDEX_DIR=folder):
        made: list[LiveMarkets] = []
        _forget()
        anew = cpu_seconds(lambda: made.append(LiveMarkets(as_of=as_of, kept=kept)))
        write = cpu_seconds(lambda: save_market(made[0]))
        _forget()
        read = cpu_seconds(lambda: made.append(restored_market(as_of=as_of)))
        on_disk = sum(each.stat().st_size for each in Path(folder).iterdir())
    if any(made[0].markets[name].lists != made[1].markets[name].lists for name in made[0].markets):
        raise RuntimeError("The snapshot tells other lists than were written.")
    return _Cost(anew, write, read, on_disk)


def _kept(listings: Sequence[Listing]) -> dict[int, dict[str, Listing]]:
    """Return listings as `LiveMarkets` keeps them, with numbers for ids and everybody seeing all of them."""
    numbered = {number: replace(each, id=str(number)) for number, each in enumerate(listings, start=1)}
    return {number: dict.fromkeys(_VIEWS, each) for number, each in numbered.items()}


def _forget() -> None:
    """Let nobody remember what was read in any text."""
    readers = text_model, kind_reader
    forget_made_by(*readers)
    for reader in readers:
        reader(current_knowledge())
