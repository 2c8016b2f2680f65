"""Lists in the orders of the site, page by page."""

from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest

from marketplace.models import CandidateList, Listing
from marketplace.queries import market_columns
from tests.api.asking import ask, ids, read
from tests.factories import NOON, make_member, make_need, make_offer

pytestmark = pytest.mark.django_db
PLACES = ("NO-5001", "SE-2309", "SE-2380", "NO-5001")


@pytest.fixture
def offers() -> list[Listing]:
    """Return offers of several places and last days, the newest first; the last one hides its day."""
    days = (None, date(2027, 3, 1), date(2026, 12, 24), date(2026, 12, 1))
    seen = ("open", "open", "open", "blind")
    rows = zip(PLACES, days, seen, strict=True)
    return [
        make_offer(shown_area=place, available_until=day, visibility=visibility, published_at=NOON - timedelta(number))
        for number, (place, day, visibility) in enumerate(rows)
    ]


def pages(path: str, user: object = None) -> list[int]:
    """Return the ids of a list that is read two by two to its end."""
    page = read(path, user)
    found = ids(page)
    while page["next"]:
        parts = urlsplit(page["next"])
        page = read(f"{parts.path.removeprefix('/api/v1/')}?{parts.query}", user)
        found += ids(page)
    return found


@pytest.mark.parametrize(
    ("query", "order"),
    [
        ("order=newest", [0, 1, 2, 3]),
        ("order=ending", [2, 1, 0, 3]),
        ("order=nearest&place=Trondheim", [0, 3, 1, 2]),
        ("order=nearest&place=Krokom", [1, 2, 0, 3]),
        ("within=120&place=Krokom", [1, 2]),
        ("within=120&place=Krokom&order=ending", [2, 1]),
    ],
)
@pytest.mark.parametrize("reader", ["nobody", "nobody, of a market in memory", "member"])
def test_pages_come_in_the_order_of_the_search(offers, query, order, reader, monkeypatch):
    user = make_member() if reader == "member" else None
    if "memory" in reader:
        monkeypatch.setattr(market_columns, "MANY", 0)
        monkeypatch.setattr(market_columns, "_kept", None)

    found = [pages(f"offers/?page_size=2&{query}", user) for _each in range(2)]

    assert found == [[offers[place].pk for place in order]] * 2
    searched = read(f"search/?side=offer&{query}", user)["results"]
    assert [row["listing"]["id"] for row in searched] == found[0]


def test_offers_that_fit_a_need_come_in_the_order_of_its_matches(offers):
    need = make_need()
    CandidateList.objects.create(
        listing=need,
        view=CandidateList.View.OWN,
        counterparts=[offers[place].pk for place in (2, 3, 1)],
        as_of=NOON.date(),
    )
    member = make_member(need.firm)

    found = pages(f"offers/?page_size=2&fit={need.pk}", member)

    assert found == [offers[place].pk for place in (2, 3, 1, 0)]
    for user in (None, make_member()):
        assert list(ask(f"offers/?fit={need.pk}", user).json()["fields"]) == ["fit"]


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("order=best", "order"),
        ("order=words", "order"),
        ("order=nearest", "place"),
        ("order=fit", "fit"),
        ("within=45&place=Krokom", "within"),
        ("within=60", "place"),
        ("within=60&place=Nowhereville", "place"),
        ("day=tomorrow", "day"),
    ],
)
@pytest.mark.parametrize("path", ["listings", "needs"])
def test_what_makes_no_sense_is_told(query, name, path):
    answer = ask(f"{path}/?{query}")

    assert answer.status_code == 400, answer.content
    assert name in answer.json()["fields"]


def test_words_are_for_the_search(offers):
    assert ids(read("offers/?q=whey&language=nb")) == [offer.pk for offer in offers]
