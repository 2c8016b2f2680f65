"""The same moment twice: fixtures for two threads on one database, and what they came to."""

import os
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from celery import current_app
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connections
from django.db.models.signals import pre_save
from django.utils import translation

from marketplace.models import Event
from tests.databases import POSTGRESQL, SQLITE, connect, make_postgresql_database

PAUSE_SECONDS = 0.15  # between what an action has written and its commit: time enough for the other to start


def kinds(kind: str) -> int:
    """Return how many events of a kind there are."""
    return Event.objects.filter(kind=kind).count()


def errors_of(outcomes: list[object]) -> list[Exception]:
    return [outcome for outcome in outcomes if isinstance(outcome, Exception)]


@pytest.fixture(scope="module")
def addresses():
    """Return database → address, for those made so far."""
    return {}


@pytest.fixture(
    params=[SQLITE, pytest.param(POSTGRESQL, marks=pytest.mark.needs(POSTGRESQL))],
)
def address(request, addresses, tmp_path_factory, django_db_blocker):
    """Return the address of an empty database that threads can share, to which this thread is connected."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    usual = connections["default"]
    with django_db_blocker.unblock():
        if is_new := request.param not in addresses:
            file = tmp_path_factory.mktemp("database") / "site.sqlite3"
            is_file = request.param == SQLITE
            addresses[request.param] = f"sqlite:///{file}" if is_file else make_postgresql_database(f"threads_{worker}")
        connections["default"] = connect(addresses[request.param])
        call_command("migrate" if is_new else "flush", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        ContentType.objects.clear_cache()
        yield addresses[request.param]
        connections["default"].close()
    connections["default"] = usual
    ContentType.objects.clear_cache()


@pytest.fixture
def at_once(address, monkeypatch):
    """Return what runs functions at the same moment, each in a thread, and returns what each came to.

    An action takes a while between its last write and its commit, so that who does not wait is caught.
    """
    monkeypatch.setattr(current_app, "send_task", lambda *arguments, **keywords: None)
    pause = threading.Event()

    def dawdle(**signal):
        pause.wait(PAUSE_SECONDS)

    def run(*acts):
        start = threading.Barrier(len(acts))

        def one(act):
            connections["default"] = connect(address)
            try:
                with translation.override("en"):
                    start.wait(10)
                    return act()
            finally:
                connections["default"].close()

        pre_save.connect(dawdle, sender=Event)
        try:
            with ThreadPoolExecutor(len(acts)) as threads:
                runs = [threads.submit(one, act) for act in acts]
            return [run.exception() or run.result() for run in runs]
        finally:
            pre_save.disconnect(dawdle, sender=Event)

    return run
