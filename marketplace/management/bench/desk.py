"""What the coordinator's queue costs as it grows, in a database of its own, beside a page with nothing in it."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median

import numpy as np
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection, connections
from django.db.utils import ConnectionHandler
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from geo.places import load_gazetteer
from marketplace.management.bench.measuring import cpu_seconds, table, told_number, told_ratio, told_seconds
from marketplace.models import (
    Coordinator,
    CoordinatorArea,
    Event,
    Firm,
    Listing,
    Role,
    Site,
    Suggestion,
    SuggestionPart,
    User,
)

SIZES = (1_000, 10_000)
_TIMES = 15  # the median of so many
_AREAS = 8  # municipalities of one coordinator
_MATERIALS = ("bark", "sawdust", "acid_whey")
_HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class _Page:
    """An address as one person sees it."""

    name: str
    path: str
    who: str


_OVERVIEW = "the overview"
_EMPTY = "/accessibility/"  # the frame and a text
_PAGES = (
    _Page("the queue, every municipality", "/queue/", "all"),
    _Page(f"the queue, {_AREAS} municipalities", "/queue/", "some"),
    _Page("the queue, one municipality", "/queue/", "one"),
    _Page("by material", "/queue/?material=bark", "all"),
    _Page("across the border", "/queue/?direction=SE-NO", "all"),
    _Page("longest waiting first", "/queue/?order=oldest", "all"),
    _Page(f"{_OVERVIEW}, every municipality", "/overview/", "all"),
    _Page(f"{_OVERVIEW}, {_AREAS} municipalities", "/overview/", "some"),
)


def desk_section(*, seed: int, sizes: tuple[int, ...] = SIZES) -> Iterator[str]:
    """Yield the lines on the queue. The site's own database is left alone."""
    yield from (
        "## The coordinator's queue",
        "",
        f"A page of {told_number(30)} with counts, filters and what changed, in an SQLite file; median of {_TIMES}.",
        "Growth is that of the cost against a page with nothing in it, loaded in turn with it: machines slow down.",
        "",
    )
    found = [_measured(size, seed=seed) for size in sizes]
    rows = []
    for page in _PAGES:
        costs = [costs[page.name] for costs in found]
        rows.append(
            (
                page.name,
                *(told_seconds(cost.seconds) for cost in costs),
                told_ratio(costs[-1].to_empty / costs[0].to_empty),
                told_ratio(max(cost.to_empty for cost in costs)),
                " and ".join(dict.fromkeys(str(cost.queries) for cost in costs)),
            )
        )
    heads = [f"{told_number(size)} open" for size in sizes]
    yield from table("page", *heads, "growth", "to a page with nothing in it", "queries", rows=rows)
    yield "Asked for of the queue: growth up to 1.2, up to 15 pages with nothing in them, as many queries however many"
    yield "are open. The overview reads every row of its area, and is to answer within two seconds."
    yield ""


@dataclass(frozen=True, slots=True)
class _Cost:
    """to_empty: against a page with nothing in it, loaded in turn with this one."""

    seconds: float
    to_empty: float
    queries: int


def _measured(size: int, *, seed: int) -> dict[str, _Cost]:
    """Return what each page costs with so many open suggestions."""
    with own_database():
        people = _fill(size, now=timezone.now(), seed=seed)
        return {page.name: _cost(page, people[page.who]) for page in _PAGES}


def _cost(page: _Page, person: User) -> _Cost:
    client = Client(HTTP_HOST=_HOST)
    client.force_login(person)

    def load(path: str) -> None:
        answer = client.get(path)
        if answer.status_code != 200:
            raise RuntimeError(f"{path} answers {answer.status_code}")

    load(page.path), load(_EMPTY)  # what is made once for all pages
    with CaptureQueriesContext(connection) as captured:
        load(page.path)
    queries = len(captured)  # the next request forgets them
    # In turn, so that whatever else the machine does weighs on both.
    pairs = [(cpu_seconds(partial(load, page.path)), cpu_seconds(partial(load, _EMPTY))) for _time in range(_TIMES)]
    own, empty = (median(costs) for costs in zip(*pairs, strict=True))
    return _Cost(own, own / empty, queries)


@contextmanager
def own_database() -> Iterator[None]:
    """Put an empty database in the place of the site's, and that back again."""
    usual = connections["default"]
    with tempfile.TemporaryDirectory() as folder:
        options = {"transaction_mode": "IMMEDIATE", "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"}
        file = {"ENGINE": "django.db.backends.sqlite3", "NAME": Path(folder) / "desk.sqlite3", "OPTIONS": options}
        connections["default"] = ConnectionHandler({"default": file})["default"]
        ContentType.objects.clear_cache()
        try:
            call_command("migrate", verbosity=0, interactive=False)
            call_command("createcachetable", verbosity=0)
            yield
        finally:
            connections["default"].close()
            connections["default"] = usual
            ContentType.objects.clear_cache()


def _fill(size: int, *, now: datetime, seed: int) -> dict[str, User]:
    """Make as many open suggestions, each of two listings of its own. Return who looks."""
    chance = np.random.default_rng(seed)
    codes = list(load_gazetteer().municipalities)
    firms = Firm.objects.bulk_create(
        Firm(name=f"Firm {number}", country=codes[number % len(codes)][:2], nace="16") for number in range(200)
    )
    sites = Site.objects.bulk_create(
        Site(firm=firm, municipality=codes[number % len(codes)], latitude=63.3, longitude=14.5)
        for number, firm in enumerate(firms)
    )
    listings = Listing.objects.bulk_create(
        _listing(number, site=sites[int(chance.integers(len(sites)))], chance=chance, now=now)
        for number in range(2 * size)
    )
    suggestions = Suggestion.objects.bulk_create(
        Suggestion(
            listing_set=f"{number}",
            score=float(chance.uniform(0.5, 1)),
            distance_km=80,
            proposed_at=now - timedelta(days=40),
        )
        for number in range(size)
    )
    SuggestionPart.objects.bulk_create(
        SuggestionPart(suggestion=each, listing=listings[2 * number + place], role=role, listing_version=1)
        for number, each in enumerate(suggestions)
        for place, role in enumerate((Role.GIVER, Role.RECEIVER))
    )
    _tell(suggestions, now=now)
    # As a database that has been in use for a while, which knows how its rows are spread.
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return {
        "all": _coordinator("all", codes, is_lead=True),
        "some": _coordinator("some", codes[:_AREAS]),
        "one": _coordinator("one", codes[:1]),
    }


def _listing(number: int, *, site: Site, chance: np.random.Generator, now: datetime) -> Listing:
    return Listing(
        firm=site.firm,
        site=site,
        side=Listing.Side.NEED if number % 2 else Listing.Side.OFFER,
        state=Listing.State.PUBLISHED,
        title=f"Listing {number}",
        material=_MATERIALS[int(chance.integers(len(_MATERIALS)))],
        rhythm=Listing.Rhythm.YEAR,
        amount=12,
        unit="t",
        quantity=12_000,
        month_shares=[1 / 12] * 12,
        shown_area=site.municipality,
        language="sv",
        created_at=now,
        published_at=now,
    )


def _tell(suggestions: list[Suggestion], *, now: datetime) -> None:
    """Write down that all were proposed: most a while ago, thirty last night."""
    kind = ContentType.objects.get_for_model(Suggestion)
    last_night = len(suggestions) - 30
    Event.objects.bulk_create(
        Event(
            kind=Event.Kind.SUGGESTION_PROPOSED,
            subject_type=kind,
            subject_id=each.pk,
            at=now if number >= last_night else now - timedelta(days=40),
            dispatched_at=now,
            changes={"cause": [None, "rematched"], "listing": [None, None]},
        )
        for number, each in enumerate(suggestions)
    )


def _coordinator(name: str, municipalities: list[str], *, is_lead: bool = False) -> User:
    person = User.objects.create_user(f"{name}@desk.example", name=name)
    coordinator = Coordinator.objects.create(user=person, is_lead=is_lead)
    CoordinatorArea.objects.bulk_create(
        CoordinatorArea(coordinator=coordinator, municipality=code) for code in municipalities
    )
    return person
