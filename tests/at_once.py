"""The same moment twice: fixtures for two threads on one database, and what they came to."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from celery import current_app
from django.db import connections
from django.db.models.signals import pre_save
from django.utils import translation

from marketplace.models import Event
from tests.databases import ON_POSTGRESQL, POSTGRESQL, SQLITE, connect

PAUSE_SECONDS = 0.15  # between what an action has written and its commit: time enough for the other to start


def kinds(kind: str) -> int:
    """Return how many events of a kind there are."""
    return Event.objects.filter(kind=kind).count()


def errors_of(outcomes: list[object]) -> list[Exception]:
    return [outcome for outcome in outcomes if isinstance(outcome, Exception)]


@pytest.fixture(params=[SQLITE, pytest.param(POSTGRESQL, marks=ON_POSTGRESQL)])
def address(request, shared_databases, django_db_blocker):
    """Return the address of an empty database that threads can share, to which this thread is connected."""
    with django_db_blocker.unblock(), shared_databases.connected(request.param) as address:
        yield address


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
