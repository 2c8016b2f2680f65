"""What public pages and lists of the API cost in a large market, beside a view that answers with nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from http.client import OK, HTTPConnection
from urllib.parse import quote, urlsplit

import numpy as np
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.testcases import LiveServerThread
from django.test.utils import CaptureQueriesContext, override_settings, setup_databases, teardown_databases
from django.urls import include, path

from marketplace.management.bench.measuring import cpu_seconds, table, told_number, told_seconds
from marketplace.management.bench.page_market import add_listings
from marketplace.models import Listing
from marketplace.queries.knowledge import warm_up

LISTINGS, FEW = 100_000, 1_000
_TIMES = 5
_LEAST_OF_A_PAGE = 0.03
_LEAST_OF_A_LIST = {"sqlite": 0.30, "postgresql": 0.15}
_HOST = "127.0.0.1"


def empty(request: HttpRequest) -> HttpResponse:
    """Answer with nothing, behind everything that stands before a page."""
    return HttpResponse()


urlpatterns = [path("bench/empty/", empty), path("", include("marketplace.urls"))]


@dataclass(frozen=True, slots=True)
class _Page:
    path: str
    is_list: bool = False  # of the API


@dataclass(frozen=True, slots=True)
class _Found:
    seconds: float
    queries: int


_PAGES = (
    _Page("/"),
    _Page("/search/"),
    _Page("/search/?q=strö"),
    _Page("/search/?q=torr+bark&month=10"),
    _Page("/search/feed/?q=bark"),
    _Page("/offers/"),
    _Page("/offers/?material=wood_residues&area=SE-23-NW"),
    _Page("/needs/"),
    _Page("/map/"),
    _Page("/map/marks/"),
    _Page("/materials/"),
    _Page("/materials/bark/"),
    _Page("/uses/"),
    _Page("/listings/{pk}/"),
    _Page("/api/v1/listings/", is_list=True),
    _Page("/api/v1/offers/", is_list=True),
    _Page("/api/v1/needs/?month=10", is_list=True),
    _Page("/api/v1/materials/", is_list=True),
)


def pages_section(*, now: datetime, seed: int, listings: int = LISTINGS) -> Iterator[str]:
    """Yield the lines on pages, measured in a database of their own."""
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        yield from page_lines(now=now, seed=seed, few=FEW, listings=listings)
    finally:
        teardown_databases(databases, verbosity=0)


def page_lines(*, now: datetime, seed: int, few: int, listings: int) -> Iterator[str]:
    """Yield what each page costs. It writes to the database that is connected, which must be empty."""
    warm_up()
    chance = np.random.default_rng(seed)
    with override_settings(ROOT_URLCONF=__name__, ALLOWED_HOSTS=[_HOST]), _served() as server:
        add_listings(few, now=now, chance=chance)
        before = {page: _measured(page, server=server, times=1) for page in _PAGES}
        add_listings(listings - few, now=now, chance=chance)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        nothing = _measured(_Page("/bench/empty/"), server=server, times=_TIMES * 4)
        found = {page: _measured(page, server=server, times=_TIMES) for page in _PAGES}
    yield from (
        "## Pages",
        "",
        f"A market of {told_number(listings)} listings on {connection.vendor}, asked over HTTP by nobody in",
        "particular, each page once before. Share: the CPU time of both ends for a view that answers with nothing",
        f"({told_seconds(nothing.seconds)}) over that of the page.",
        f"Queries: with {told_number(few)} listings, and with all.",
        "",
    )
    rows = [_row(page, found[page], few=before[page], nothing=nothing) for page in _PAGES]
    yield from table("page", "CPU time", "share", "asked for", "", "queries", rows=rows)


def _row(page: _Page, found: _Found, *, few: _Found, nothing: _Found) -> tuple[str, ...]:
    share = nothing.seconds / found.seconds
    asked = _LEAST_OF_A_LIST[connection.vendor] if page.is_list else _LEAST_OF_A_PAGE
    verdict = "reached" if share >= asked else "**missed**"
    queries = f"{few.queries}, {found.queries}"
    return f"`{page.path}`", told_seconds(found.seconds), f"{share:.3f}", f"≥ {asked:.2f}", verdict, queries


def _measured(page: _Page, *, server: str, times: int) -> _Found:
    address = page.path.format(pk=Listing.objects.order_by("pk").values_list("pk", flat=True).first())
    ask = partial(_ask, urlsplit(server).netloc, address)
    ask()  # what is made once is no cost of a page
    client = Client(HTTP_HOST=_HOST)
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    queries = len(captured)  # the next request forgets them
    return _Found(cpu_seconds(ask, times=times), queries)


def _ask(server: str, address: str) -> None:
    answered = HTTPConnection(server)
    answered.request("GET", quote(address, safe="/?=&+"), headers={"Accept-Language": "sv"})
    answer = answered.getresponse()
    answer.read()
    answered.close()
    if answer.status != OK:
        raise ValueError(f"{address} answers {answer.status}.")


@contextmanager
def _served() -> Iterator[str]:
    """Serve the site from this process, and yield its address."""
    override = {}
    if connection.vendor == "sqlite":  # the database is in memory: the server's threads must have this connection
        connection.inc_thread_sharing()
        override = {DEFAULT_DB_ALIAS: connections[DEFAULT_DB_ALIAS]}
    thread = LiveServerThread(_HOST, StaticFilesHandler, connections_override=override)
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    try:
        if thread.error:
            raise thread.error
        yield f"http://{_HOST}:{thread.port}"
    finally:
        thread.terminate()
        if override:
            connection.dec_thread_sharing()
