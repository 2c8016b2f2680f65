"""Databases that several threads or processes share: a file, or a server's database beside the one of the tests."""

import environ
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler

from marketplace.management.services import service_url

SQLITE, POSTGRESQL = "SQLite", "PostgreSQL"
_SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA busy_timeout=20000; PRAGMA foreign_keys=ON;",
}


def connect(url: str) -> BaseDatabaseWrapper:
    """Return a connection of its own, as the settings would make it."""
    options = _SQLITE_OPTIONS if url.startswith("sqlite") else {}
    return ConnectionHandler({"default": {**environ.Env.db_url_config(url), "OPTIONS": options}})["default"]


def make_postgresql_database(suffix: str) -> str:
    """Make an empty database beside the one of the other tests. Return its address."""
    url = environ.urlparse(service_url(POSTGRESQL))
    name = f"{url.path.strip('/')}_{suffix}"
    server = connect(url._replace(path="/postgres").geturl())
    with server.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}"')
    server.close()
    return url._replace(path=f"/{name}").geturl()
