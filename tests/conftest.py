"""What every test runs with."""

import gc
import os
from collections import Counter
from math import inf

import pytest
from celery import current_app
from django.utils import translation
from playwright.sync_api import expect
from rest_framework.throttling import SimpleRateThrottle

from marketplace import knowledge_tables
from marketplace.management.services import (
    CHROMIUM,
    OPTIONAL,
    chromium_options,
    how_to_provide,
    is_available,
    must_be_complete,
)
from marketplace.management.translations import build_translations
from marketplace.queries import knowledge, market_columns
from tests.databases import flush_by_rows

_PATIENCE = 15_000  # milliseconds until what a page is to show is there: machines are shared
_LEFT_OUT = "not found here: "
_DATABASE_FIXTURES = frozenset({"db", "transactional_db", "live_server"})


def pytest_configure(config):
    config.addinivalue_line("markers", "needs(name): what the test needs besides Python: Chromium, PostgreSQL, …")
    config.addinivalue_line("markers", "uses_database: set by itself: what may come out otherwise on another database")
    # Messages end in memory; `tests.worker.work_off()` does the work, at a time of the test's choice.
    current_app.conf.broker_url = "memory://"
    expect.set_options(timeout=_PATIENCE)
    # Playwright runs an event loop in the thread of the test, where Django would refuse to query.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    build_translations(config.rootpath / "marketplace" / "locale")
    flush_by_rows()


@pytest.hookimpl(tryfirst=True)  # so that `-m` knows of these too
def pytest_collection_modifyitems(items):
    for item in items:
        if "page" in item.fixturenames or "browser" in item.fixturenames:
            item.add_marker(pytest.mark.needs(CHROMIUM))
        if item.get_closest_marker("django_db") or not _DATABASE_FIXTURES.isdisjoint(item.fixturenames):
            item.add_marker(pytest.mark.uses_database)


def pytest_collection_finish():
    """Let Python look for cycles less often, and no more among what stays: it takes much of the tests' time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def pytest_runtest_setup(item):
    for marker in item.iter_markers("needs"):
        for need in marker.args:
            if is_available(need):
                continue
            if must_be_complete() and need not in OPTIONAL:
                pytest.fail(f"{need} is missing, and CI=true promises it: {how_to_provide(need)}.", pytrace=False)
            pytest.skip(f"{_LEFT_OUT}{need}")


def pytest_terminal_summary(terminalreporter):
    reasons = [str(report.longrepr[2]) for report in terminalreporter.stats.get("skipped", [])]
    missing = Counter(reason.split(_LEFT_OUT)[1] for reason in reasons if _LEFT_OUT in reason)
    for need, count in sorted(missing.items()):
        terminalreporter.write_line(f"Left out {count} tests: no {need} here ({how_to_provide(need)}).", yellow=True)


@pytest.fixture(scope="session")
def quick_and_apart(tmp_path_factory):
    """Return settings that hash passwords fast, and keep files of tests out of the demo's folders."""
    folder = tmp_path_factory.getbasetemp()
    folders = {"MEDIA_ROOT": folder / "media", "MAIL_DIR": folder / "mail", "INDEX_DIR": folder / "index"}
    # Each client of a test starts the site anew, and with it the search for every static file: a third of an answer.
    looked_up = {"WHITENOISE_AUTOREFRESH": True}
    return {"PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"], **looked_up, **folders}


@pytest.fixture(autouse=True)
def _quick_and_apart(settings, quick_and_apart):
    for name, value in quick_and_apart.items():
        setattr(settings, name, value)


@pytest.fixture(autouse=True)
def _tables_as_they_ship():
    """Let no test see what another has laid over the tables: a process keeps that between answers."""
    yield
    if knowledge._PROCESS.beside:
        knowledge._PROCESS.beside.join()
    knowledge_tables._newest, knowledge._PROCESS.seen = None, None


@pytest.fixture(autouse=True)
def _market_is_small(monkeypatch):
    """Let no process look every minute whether the market is large: that is a query more now and then."""
    monkeypatch.setattr(market_columns, "_kept", market_columns._Kept(None, None, inf, inf))


@pytest.fixture(autouse=True)
def _no_throttles(monkeypatch):
    """Ask the API as often as a test needs; the test of the throttles sets its own rate."""
    monkeypatch.setattr(SimpleRateThrottle, "THROTTLE_RATES", {"anon": None, "user": None})


@pytest.fixture(autouse=True)
def _in_english(settings):
    """Speak the language of the source, whatever the last request spoke: tests read sentences."""
    settings.LANGUAGE_CODE = "en"
    with translation.override("en"):
        yield


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Return how pytest-playwright starts the browser that the machine has."""
    return {**browser_type_launch_args, **chromium_options()}
