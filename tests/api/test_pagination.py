"""Pages by cursor."""

from datetime import timedelta
from urllib.parse import quote, urlsplit

import pytest
from django.core.signing import Signer

from marketplace.models import Listing, Suggestion
from tests.api.asking import ask, ids, read
from tests.factories import NOON, make_coordinator, make_firm, make_offer, make_site, make_suggestion

pytestmark = pytest.mark.django_db


def follow(link: str, user: object = None) -> dict[str, object]:
    parts = urlsplit(link)
    return read(f"{parts.path.removeprefix('/api/v1/')}?{parts.query}", user)


def make_offers(number: int, *, days_apart: int) -> list[int]:
    """Return the ids of new offers in the order in which a list shows them."""
    site = make_site(make_firm())
    offers = [make_offer(site=site, published_at=NOON - timedelta(days=days_apart * each)) for each in range(number)]
    return [offer.pk for offer in offers]


@pytest.mark.parametrize("days_apart", [0, 1])
@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_pages_hold_every_row_once_in_both_directions(size, days_apart):
    offers = make_offers(7, days_apart=days_apart)
    page = read(f"offers/?page_size={size}")
    forward, backward = [ids(page)], []

    while page["next"]:
        page = follow(page["next"])
        forward.append(ids(page))
    while page["previous"]:
        page = follow(page["previous"])
        backward.insert(0, ids(page))

    assert [pk for page in forward for pk in page] == offers
    assert backward == forward[:-1]


def test_first_and_only_page_leads_nowhere():
    make_offers(3, days_apart=1)

    page = read("offers/?page_size=3")

    assert (page["next"], page["previous"]) == (None, None)


def test_next_page_is_not_moved_by_a_new_row():
    offers = make_offers(4, days_apart=1)
    page = read("offers/?page_size=2")

    make_offer(published_at=NOON + timedelta(days=1))

    assert ids(follow(page["next"])) == offers[2:]


def test_next_page_is_there_when_the_last_row_has_left_the_market():
    offers = make_offers(4, days_apart=1)
    page = read("offers/?page_size=2")

    Listing.objects.filter(pk=offers[1]).update(state=Listing.State.WITHDRAWN)

    assert ids(follow(page["next"])) == offers[2:]


def test_page_beyond_the_last_row_is_empty():
    offers = make_offers(2, days_apart=1)
    page = read("offers/?page_size=1")

    Listing.objects.filter(pk=offers[1]).update(state=Listing.State.WITHDRAWN)

    assert follow(page["next"]) == {"next": None, "previous": None, "results": []}


def test_filters_stay_in_the_links():
    make_offers(3, days_apart=1)

    page = read("offers/?material=bark&page_size=1")

    assert "material=bark" in page["next"]
    assert "page_size=1" in page["next"]


def test_suggestions_come_in_pages_best_first():
    coordinator = make_coordinator()
    made = [make_suggestion(score=score) for score in (0.7, 0.9, 0.9, 0.6)]
    best = [made[1].pk, made[2].pk, made[0].pk, made[3].pk]

    first = read("suggestions/?page_size=2", coordinator)
    second = follow(first["next"], coordinator)

    assert ids(first) + ids(second) == best


@pytest.mark.parametrize("size", ["0", "-1", "101", "many", "", "1.5", "1e1", "9" * 5000, "%00", "%F0%9F%A6%8C"])
def test_page_size_must_be_a_number_up_to_a_hundred(size):
    answer = ask(f"offers/?page_size={size}")

    assert answer.status_code == 400
    assert list(answer.json()["fields"]) == ["page_size"]


@pytest.mark.parametrize(
    "cursor",
    ["", "x", "cD0yMDI2", "cD1ub3QtYS1kYXRl", "a:b", ":", "%00", "%F0%9F%A6%8C", "W10:" + "A" * 43, "x" * 5000],
)
def test_cursor_must_be_one_of_ours(cursor):
    answer = ask(f"offers/?cursor={cursor}")

    assert answer.status_code == 400
    assert list(answer.json()["fields"]) == ["cursor"]


def test_cursor_of_one_list_leads_nowhere_in_another():
    suggestion = make_suggestion()
    cursor = Signer(salt=f"api.cursor.{Suggestion._meta.label}").sign_object([suggestion.pk, False])

    answer = ask(f"offers/?cursor={quote(cursor)}")

    assert answer.status_code == 400


def test_cursor_of_a_row_that_is_gone_leads_nowhere():
    offer = make_offer()
    cursor = Signer(salt=f"api.cursor.{Listing._meta.label}").sign_object([offer.pk + 1, False])

    answer = ask(f"offers/?cursor={quote(cursor)}")

    assert answer.status_code == 400
