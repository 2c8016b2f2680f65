"""What public pages and lists of the API cost in a large market, beside a view that answers with nothing."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from http.client import OK, HTTPConnection
from statistics import median
from time import perf_counter
from urllib.parse import quote

import numpy as np
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.testcases import LiveServerThread
from django.test.utils import CaptureQueriesContext, override_settings, setup_databases, teardown_databases
from django.urls import include, path

from marketplace.management.bench.measuring import Work, cpu_seconds, table, told_number, told_seconds
from marketplace.management.bench.page_market import add_candidate_lists, add_listings
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


class TimingMiddleware:
    """Notes how long the answer's thread waits for its database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with connection.execute_wrapper(_timed):
            return self.get_response(request)


def _timed(execute: Callable[..., object], *asked: object) -> object:
    start = perf_counter()
    try:
        return execute(*asked)
    finally:
        _waits.append(perf_counter() - start)


_waits: list[float] = []
urlpatterns = [path("bench/empty/", empty), path("", include("marketplace.urls"))]


@dataclass(frozen=True, slots=True)
class _Page:
    """An address. Where it names {pk}, it stands for those of many listings."""

    path: str
    is_list: bool = False  # of the API

    def addresses(self, pks: Sequence[int]) -> list[str]:
        return [self.path.format(pk=pk) for pk in pks] if "{pk}" in self.path else [self.path]


@dataclass(frozen=True, slots=True)
class _Found:
    """Seconds of the first answer at an address, of those after it, and of nothing; queries of those after it."""

    first: float
    again: float
    nothing: float
    queries: int


_PAGES = (
    _Page("/"),
    _Page("/about/"),
    _Page("/search/"),
    _Page("/search/?q=strö"),
    _Page("/search/?q=torr+bark&month=10"),
    _Page("/search/?order=ending"),
    _Page("/search/?order=nearest&place=Östersund"),
    _Page("/search/?within=60&place=Östersund"),
    _Page("/search/feed/?q=bark"),
    _Page("/offers/"),
    _Page("/offers/?material=wood_residues&area=SE-23-NW"),
    _Page("/needs/"),
    _Page("/map/"),
    _Page("/map/marks/"),
    _Page("/listings/{pk}/"),
    _Page("/materials/"),
    _Page("/materials/bark/"),
    _Page("/uses/"),
    _Page("/uses/bedding/"),
    _Page("/cases/"),
    _Page("/cases/kalundborg-fish-heat/"),
    _Page("/distance/"),
    _Page("/sitemap.xml"),
    _Page("/accounts/login/"),
    _Page("/accounts/signup/"),
    _Page("/api/v1/docs/"),
    _Page("/api/v1/listings/", is_list=True),
    _Page("/api/v1/offers/", is_list=True),
    _Page("/api/v1/needs/?month=10", is_list=True),
    _Page("/api/v1/offers/?order=nearest&place=Östersund", is_list=True),
    _Page("/api/v1/search/", is_list=True),
    _Page("/api/v1/search/?q=strö", is_list=True),
    _Page("/api/v1/materials/", is_list=True),
    _Page("/api/v1/firms/", is_list=True),
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
    middleware = [f"{__name__}.TimingMiddleware", *settings.MIDDLEWARE]
    with override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=middleware, ALLOWED_HOSTS=[_HOST]), _served() as server:
        add_listings(few, now=now, chance=chance)
        before = {page: _measured(page, server=server, times=1) for page in _PAGES}
        add_listings(listings - few, now=now, chance=chance)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        add_candidate_lists(Listing.objects.order_by("pk")[:_TIMES], as_of=now.date())
        _ask(server, "/search/?q=avfall")  # the market is read by whoever asks first
        found = {page: _measured(page, server=server, times=_TIMES) for page in _PAGES}
    nothing = median(each.nothing for each in found.values())
    yield from (
        f"## Pages on {connection.display_name}",
        "",
        f"A market of {told_number(listings)} listings, asked over HTTP by nobody in",
        "particular. Cost: the CPU time of both ends, and what the database takes where it is a process of its own.",
        f"Share: the cost of a view that answers with nothing ({told_seconds(nothing)}), asked beside it, over that of",
        "the page. First: the first answer at that address, in the order of the table; the cost is of those after it.",
        f"Queries: with {told_number(few)} listings, and with all.",
        "",
    )
    rows = [_row(page, found[page], few=before[page]) for page in _PAGES]
    yield from table("page", "first", "cost", "share", "asked for", "", "queries", rows=rows)


def _row(page: _Page, found: _Found, *, few: _Found) -> tuple[str, ...]:
    share = found.nothing / found.again
    asked = _LEAST_OF_A_LIST[connection.vendor] if page.is_list else _LEAST_OF_A_PAGE
    verdict = "reached" if share >= asked else "**missed**"
    queries = f"{few.queries}, {found.queries}"
    costs = told_seconds(found.first), told_seconds(found.again)
    return f"`{page.path}`", *costs, f"{share:.3f}", f"≥ {asked:.2f}", verdict, queries


def _measured(page: _Page, *, server: str, times: int) -> _Found:
    addresses = page.addresses(Listing.objects.order_by("pk").values_list("pk", flat=True)[:times])
    client = Client(HTTP_HOST=_HOST)
    ask_nothing = partial(_ask, server, "/bench/empty/")
    first, again, nothing, queries = [], [], [], []
    for address in addresses:
        ask = partial(_ask, server, address)
        first.append(_cost(ask))
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        queries.append(len(captured))
        nothing += [_cost(ask_nothing) for _ in range(times)]
        again += [_cost(ask) for _ in range(times)]
    return _Found(median(first), median(again), median(nothing), max(queries))


def _cost(ask: Work) -> float:
    """Return the CPU seconds of this process, and how long it waited for a database that is another one."""
    _waits.clear()
    spent = cpu_seconds(ask)
    return spent + (0 if connection.vendor == "sqlite" else sum(_waits))


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
        yield f"{_HOST}:{thread.port}"
    finally:
        thread.terminate()
        if override:
            connection.dec_thread_sharing()
