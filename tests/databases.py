"""Databases that several threads or processes share: a file, or a server's database beside the one of the tests."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import mkdtemp

import environ
import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.core.management.color import Style
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.postgresql.operations import DatabaseOperations as PostgreSQL
from django.db.utils import ConnectionHandler

from marketplace.management.services import service_url

SQLITE, POSTGRESQL = "SQLite", "PostgreSQL"
# The database on the server is one, whoever uses it: its tests are not run side by side.
ON_POSTGRESQL = [pytest.mark.xdist_group("postgresql"), pytest.mark.needs(POSTGRESQL)]
_SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA busy_timeout=20000; PRAGMA foreign_keys=ON;",
}


def connect(url: str) -> BaseDatabaseWrapper:
    """Return a connection of its own, as the settings would make it."""
    options = _SQLITE_OPTIONS if url.startswith("sqlite") else {}
    return ConnectionHandler({"default": {**environ.Env.db_url_config(url), "OPTIONS": options}})["default"]


def flush_by_rows() -> None:
    """Let Django empty the tables on PostgreSQL by their rows: milliseconds for the few that a test leaves.

    Its TRUNCATE makes the files of all our tables and indexes anew: 1.7 seconds, each time.
    """
    number_anew = "SELECT setval(oid::regclass, 1, false) FROM pg_class WHERE relkind = 'S'"

    def sql_flush(
        operations: PostgreSQL, style: Style, tables: list[str], *, reset_sequences: bool = False, **kept: object
    ) -> list[str]:
        # In any order: our foreign keys are looked at when the transaction ends.
        rows = [" ".join(("DELETE FROM", operations.quote_name(table))) for table in tables]
        return [*rows, number_anew] if reset_sequences else rows

    PostgreSQL.sql_flush = sql_flush


class SharedDatabases:
    """One empty database of each kind, migrated once: seconds for what a copy or a flush does in a part of one."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._empty_file = folder / "empty.sqlite3"
        self._on_server = ""

    @contextmanager
    def connected(self, kind: str) -> Iterator[str]:
        """Connect this thread to an empty database. Give its address, by which others reach it."""
        usual = connections["default"]
        address = self._on_file() if kind == SQLITE else self._on_postgresql()
        connections["default"] = connect(address)
        ContentType.objects.clear_cache()
        try:
            yield address
        finally:
            connections["default"].close()
            connections["default"] = usual
            ContentType.objects.clear_cache()

    def _on_file(self) -> str:
        if not self._empty_file.exists():
            self._make_empty_file()
        file = Path(mkdtemp(dir=self._folder)) / "site.sqlite3"
        shutil.copy(self._empty_file, file)
        return f"sqlite:///{file}"

    def _make_empty_file(self) -> None:
        usual = connections["default"]
        # The tests' own, empty between two of them. If no test of this run asked for it, this is the demo's still.
        if usual.vendor == "sqlite" and usual.is_in_memory_db():
            usual.ensure_connection()
            with closing(sqlite3.connect(self._empty_file)) as copy:
                usual.connection.backup(copy)
        else:
            _migrate(f"sqlite:///{self._empty_file}")

    def _on_postgresql(self) -> str:
        if self._on_server:
            _manage(self._on_server, "flush", interactive=False)
        else:
            self._on_server = _make_postgresql_database("shared")
            _migrate(self._on_server)
        return self._on_server


def _migrate(url: str) -> None:
    _manage(url, "migrate")
    _manage(url, "createcachetable")


def _manage(url: str, command: str, **options: object) -> None:
    usual = connections["default"]
    connections["default"] = connect(url)
    try:
        call_command(command, verbosity=0, **options)
    finally:
        connections["default"].close()
        connections["default"] = usual


def _make_postgresql_database(suffix: str) -> str:
    """Make an empty database beside the one of the other tests. Return its address."""
    url = environ.urlparse(service_url(POSTGRESQL))
    name = f"{url.path.strip('/')}_{suffix}"
    server = connect(url._replace(path="/postgres").geturl())
    with server.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}"')
    server.close()
    return url._replace(path=f"/{name}").geturl()


@pytest.fixture(scope="session")
def shared_databases(django_db_setup, tmp_path_factory) -> SharedDatabases:
    return SharedDatabases(tmp_path_factory.mktemp("databases"))
