"""SQLite: R*Tree for who is near enough, FTS5 for the words, and the score in one statement."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from math import cos, radians

from marketplace.management.bench.peers.sql import SCORE, Rows
from marketplace.management.bench.pool import Pool

NAME = "SQLite, R*Tree + FTS5"
_KM_A_DEGREE = 111.0

_TABLES = """
    create table material (offered int, needed int, fit real, primary key (needed, offered)) without rowid;
    create table season (offered int, needed int, fit real, primary key (needed, offered)) without rowid;
    create table offer (id integer primary key, kind int, season int, kilograms real, first_day int, last_day int,
        windowed int, firm int, refusals int, scale_km real, latitude real, longitude real, words text);
    create virtual table place using rtree (id, south, north, west, east);
    create virtual table word using fts5 (words, content='offer', content_rowid='id');
"""
_INDEXES = """
    insert into place select id, latitude, latitude, longitude, longitude from offer;
    insert into word (word) values ('rebuild');
    create index offer_kind on offer (kind, season);
    analyze;
"""
_QUESTION = """
    with found as materialized (select rowid as id, -bm25(word) as rank from word where word match :any_word),
    most as (select max(rank) as rank from found),
    near as (
        select o.*, coalesce(found.rank, 0) / most.rank as alike,
            :road_factor * :radius_km * acos(min(1.0, sin(radians(o.latitude)) * sin(radians(:latitude))
            + cos(radians(o.latitude)) * cos(radians(:latitude)) * cos(radians(o.longitude - :longitude)))) as km
        from place join offer o on o.id = place.id left join found on found.id = o.id, most
        where south >= :south and north <= :north and west >= :west and east <= :east
            and o.first_day <= :last_day and o.last_day >= :first_day and o.firm <> :firm
            and o.refusals & :refusals = 0
    )
    select o.id from near o
    join material m on m.needed = :kind and m.offered = o.kind
    join season s on s.needed = :season and s.offered = o.season
    where km <= :max_km
    order by {score} desc, o.id limit :top
"""


class Peer:
    def __init__(self, pool: Pool, connection: sqlite3.Connection) -> None:
        self._connection, self._rows = connection, Rows(pool)
        score = re.sub(r"%\((\w+)\)s", r":\1", SCORE).replace("greatest(", "max(").replace("least(", "min(")
        self._question = _QUESTION.format(score=score)
        connection.executescript(_TABLES)
        connection.executemany("insert into material values (?, ?, ?)", self._rows.materials())
        connection.executemany("insert into season values (?, ?, ?)", self._rows.seasons())
        connection.executemany("insert into offer values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", self._rows.offers())
        connection.executescript(_INDEXES)

    def best(self, need: int) -> list[int]:
        """Return the positions of the best offers for a need, best first."""
        values = self._rows.question(need)
        latitude, longitude = float(values["latitude"]), float(values["longitude"])
        reach = float(values["max_km"]) / float(values["road_factor"]) / _KM_A_DEGREE
        across = reach / cos(radians(latitude + reach))
        values |= {"south": latitude - reach, "north": latitude + reach}
        values |= {"west": longitude - across, "east": longitude + across}
        values["any_word"] = " OR ".join(f'"{word}"' for word in re.findall(r"\w+", str(values["words"])))
        return [row[0] for row in self._connection.execute(self._question, values)]

    def stored_bytes(self) -> int:
        """Return what the offers take, with tables and indexes."""
        (pages,), (size,) = (
            self._connection.execute(f"pragma {name}").fetchone() for name in ("page_count", "page_size")
        )
        return int(pages * size)


@contextmanager
def opened(pool: Pool) -> Iterator[Peer]:
    """Open a peer in memory."""
    with closing(sqlite3.connect(":memory:")) as connection:
        yield Peer(pool, connection)
