"""PostgreSQL: PostGIS for how far it is, full-text search for the words, and the score in one statement."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from marketplace.management.bench.peers.sql import OFFER_COLUMNS, SCORE, Rows
from marketplace.management.bench.pool import Pool
from marketplace.management.services import how_to_provide, is_available, service_url

NAME = "PostgreSQL, PostGIS + full text"
_DATABASE = f"materialtorget_bench_{os.getpid()}"  # two runs may be at it
_SPHERE_KM = 6371.0087714150598  # PostGIS' sphere
_SETTINGS = ("jit = off", "max_parallel_workers_per_gather = 0", "work_mem = '64MB'")

_TABLES = """
    create table material (offered int, needed int, fit float8, primary key (needed, offered));
    create table season (offered int, needed int, fit float8, primary key (needed, offered));
    create table offer (id int primary key, kind int, season int, kilograms float8, first_day int, last_day int,
        windowed int, firm int, refusals int, scale_km float8, latitude float8, longitude float8, words text,
        place geography(Point, 4326) generated always as
            (ST_SetSRID(ST_MakePoint(longitude, latitude), 4326)::geography) stored,
        index_of_words tsvector generated always as (to_tsvector('simple', words)) stored)
"""
_INDEXES = """
    create index on offer using gist (place);
    create index on offer using gin (index_of_words);
    create index on offer (kind, season)
"""
_QUESTION = f"""
    select id from (
        select o.id, {SCORE} as score
        from offer o
        join material m on m.needed = %(kind)s and m.offered = o.kind
        join season s on s.needed = %(season)s and s.offered = o.season,
        lateral (select ST_Distance(o.place, ST_SetSRID(ST_MakePoint(%(longitude)s, %(latitude)s), 4326)::geography,
            false) / 1000 * %(km_by_road)s as km) d,
        lateral (select sqrt(ts_rank(o.index_of_words, to_tsquery('simple', %(any_word)s), 32)) as alike) t
        where ST_DWithin(o.place, ST_SetSRID(ST_MakePoint(%(longitude)s, %(latitude)s), 4326)::geography,
                %(max_km)s * 1000 / %(km_by_road)s, false)
            and o.first_day <= %(last_day)s and o.last_day >= %(first_day)s and o.firm <> %(firm)s
            and o.refusals & %(refusals)s = 0
    ) scored order by score desc, id limit %(top)s
"""  # noqa: S608 - put together from constants


class Peer:
    def __init__(self, pool: Pool, connection: psycopg.Connection) -> None:
        self._connection, self._rows = connection, Rows(pool)
        connection.execute(_TABLES)
        tables = {
            "material": ("offered", "needed", "fit"),
            "season": ("offered", "needed", "fit"),
            "offer": OFFER_COLUMNS,
        }
        for (table, columns), rows in zip(
            tables.items(), (self._rows.materials(), self._rows.seasons(), self._rows.offers()), strict=True
        ):
            self._copy(table, columns, rows)
        connection.execute(_INDEXES)
        connection.execute("analyze")

    def best(self, need: int) -> list[int]:
        """Return the positions of the best offers for a need, best first."""
        values = self._rows.question(need)
        values["km_by_road"] = float(values["road_factor"]) * float(values["radius_km"]) / _SPHERE_KM
        values["any_word"] = " | ".join(re.findall(r"\w+", str(values["words"])))
        return [row[0] for row in self._connection.execute(_QUESTION, values, prepare=True)]

    def stored_bytes(self) -> int:
        """Return what the offers take, with their indexes."""
        row = self._connection.execute("select pg_total_relation_size('offer')").fetchone()
        return int(row[0]) if row else 0

    def cpu_seconds(self) -> float:
        """Return the CPU time of the server's process, NaN where the system does not tell."""
        file = Path(f"/proc/{self._connection.info.backend_pid}/stat")
        if not file.exists():
            return float("nan")
        user, system = file.read_text(encoding="utf-8").rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")

    def _copy(self, table: str, columns: tuple[str, ...], rows: Iterator[tuple[float | str, ...]]) -> None:
        names = sql.SQL(", ").join(map(sql.Identifier, columns))
        statement = sql.SQL("copy {} ({}) from stdin").format(sql.Identifier(table), names)
        with self._connection.cursor().copy(statement) as copy:
            for row in rows:
                copy.write_row(row)


def what_is_missing() -> str:
    """Return what keeps this peer from running here, "" where nothing does."""
    if not is_available("PostgreSQL"):
        return f"no server answers; {how_to_provide('PostgreSQL')}"
    with psycopg.connect(_url("postgres")) as server:
        has_postgis = server.execute("select 1 from pg_available_extensions where name = 'postgis'").fetchone()
    return "" if has_postgis else "the server has not got the extension PostGIS"


def _url(database: str) -> str:
    return urlunsplit(urlsplit(service_url("PostgreSQL"))._replace(path=f"/{database}"))


@contextmanager
def opened(pool: Pool) -> Iterator[Peer]:
    """Open a peer in a database of its own, which is dropped afterwards. Raises psycopg.Error where that cannot be."""
    with psycopg.connect(_url("postgres"), autocommit=True) as server:
        server.execute(f"drop database if exists {_DATABASE} with (force)")
        server.execute(f"create database {_DATABASE}")
        try:
            with psycopg.connect(_url(_DATABASE), autocommit=True) as connection:
                connection.execute("create extension postgis")
                for setting in _SETTINGS:
                    connection.execute(f"set {setting}")
                yield Peer(pool, connection)
        finally:
            server.execute(f"drop database {_DATABASE} with (force)")
