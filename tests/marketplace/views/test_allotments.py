"""The open suggestions with each tonne counted once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from marketplace.models import Event, Suggestion
from tests.factories import (
    NOON,
    make_coordinator,
    make_firm,
    make_member,
    make_need,
    make_offer,
    make_site,
    make_suggestion,
    make_symbiosis,
    make_user,
)

pytestmark = pytest.mark.django_db
PATH = "/queue/plan/"


@pytest.fixture
def coordinator(client):
    user = make_coordinator()
    client.force_login(user)
    return user


def column(client, name, place):
    return [row[place]["text"] for row in client.get(PATH, HTTP_ACCEPT_LANGUAGE="en").context[name]]


def test_allotment_list_serves_the_better_first_and_tells_what_is_left(client, coordinator):
    offer, first, second, third = make_offer(quantity_kg=12_000), *(make_need(quantity_kg=10_000) for _ in range(3))
    for need, score in ((second, 0.6), (first, 0.9), (third, 0.5)):
        make_suggestion(offer, need, score=score)

    assert column(client, "rows", 2) == [90, 60, 50]
    assert column(client, "rows", 1) == ["10 t a year", "2 t a year", "nothing"]
    assert column(client, "offers", 1) == []
    assert column(client, "needs", 1) == ["8 t a year", "10 t a year"]
    assert column(client, "needs", 2) == ["10 t a year", "10 t a year"]


def test_allotment_list_counts_what_comes_once_against_one_year(client, coordinator):
    mill, lot = make_offer(quantity_kg=5_000), make_offer(quantity_kg=4_000, rhythm="once", month_shares=[])
    yearly, other = make_need(quantity_kg=3_000), make_need(quantity_kg=3_000)
    for offer, need, score in ((lot, yearly, 0.9), (lot, other, 0.8), (mill, yearly, 0.7)):
        make_suggestion(offer, need, score=score)

    assert column(client, "rows", 1) == ["3 t once", "1 t once", "3 t a year"]
    assert column(client, "offers", 1) == ["2 t a year"]
    assert column(client, "needs", 1) == ["3 t a year"]


def test_allotment_list_counts_nothing_off_where_an_amount_is_unknown(client, coordinator):
    make_suggestion(make_offer(quantity_kg=5_000), make_need(amount=5, unit="m3", quantity=None))

    assert column(client, "rows", 1) == ["–"]
    assert column(client, "offers", 1) == ["5 t a year"]


def test_allotment_list_leaves_out_what_is_closed_or_has_failed(client, coordinator):
    make_suggestion(state="dismissed", dismiss_reason="price", reviewed_by=make_user(), reviewed_at=NOON)
    make_symbiosis(make_offer(), make_need(), stage="failed")

    page = client.get(PATH, HTTP_ACCEPT_LANGUAGE="en")

    assert page.context["rows"] == []
    assert "There are no open suggestions in your area." in page.content.decode()


def test_allotment_list_is_for_coordinators(client):
    assert client.get(PATH).status_code == 302
    client.force_login(make_member())
    assert client.get(PATH).status_code == 403
    client.force_login(make_coordinator())
    assert client.get(PATH).status_code == 200
    assert client.post(PATH).status_code == 405


def test_allotment_list_shows_neither_other_areas_nor_the_own_firm_nor_names(client, coordinator):
    sveg = make_site(make_firm(), municipality="SE-2361", locality="Sveg", latitude=62.03, longitude=14.36)
    make_suggestion(make_offer(site=sveg), make_need(site=sveg))
    own = make_suggestion()
    own.parts.first().listing.firm.membership_set.create(user=coordinator, role="owner")
    seen = make_suggestion()

    page = client.get(PATH)

    assert [row[0]["url"] for row in page.context["rows"]] == [f"/suggestions/{seen.pk}/"]
    assert not any(part.listing.firm.name + "<" in page.content.decode() for part in seen.parts.all())
    assert not Event.objects.filter(kind__startswith="firm.").exists()


def test_allotment_list_asks_the_database_as_often_for_many_as_for_one(client, coordinator):
    counts = []
    client.get(PATH)  # what is kept between requests is there

    for wanted in (1, 3, 30):
        while Suggestion.objects.count() < wanted:
            make_suggestion()
        with CaptureQueriesContext(connection) as queries:
            client.get(PATH)
        counts.append(len(queries))

    assert len(set(counts)) == 1, counts
