"""Lists of listings, which are written from rows and kept: they tell what the card of each listing tells."""

from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import translation
from rest_framework.renderers import JSONRenderer

from api.listed import Listed, ListedOut
from marketplace.models import Firm, Listing, Party, User
from marketplace.queries.listing_cards import listing_card
from marketplace.queries.listings import market
from marketplace.queries.photos import shown_photos
from tests.api.asking import NOBODY, ask, ids, read
from tests.factories import (
    NOON,
    make_coordinator,
    make_firm,
    make_member,
    make_need,
    make_offer,
    make_photo,
    make_site,
    make_symbiosis,
)

pytestmark = pytest.mark.django_db
HOSTS = ("testserver", "localhost:8000")


@pytest.fixture
def offer() -> Listing:
    """Return a hidden offer, beside listings of other kinds; one of them is not on the market."""
    make_offer(visibility="open", title="Öppen “flis” </script>", price=0, currency="SEK", waste_code="170204")
    make_need(use="bedding", rhythm="once", months=[1, 2, 12])
    make_need(resource="heat", unit="MWh", amount=Decimal("1500000.125"), quantity=1.5e9)
    make_offer(state=Listing.State.PAUSED)
    site = make_site(make_firm(name="Sågen"), locality="Föllinge")
    offer = make_offer(title="Färsk granbark", price=Decimal("-40.50"), currency="NOK", is_confirmed=False, site=site)
    make_photo(offer, alt="Högen", is_open=True, position=2), make_photo(offer, alt="Skylten", shade=1)
    return offer


def viewers(offer: Listing) -> dict[str, User | None]:
    need = make_need(firm=make_firm())
    make_symbiosis(offer, need, answer=Party.Answer.YES)
    return {
        "nobody": NOBODY,
        "somebody": make_member(),
        "own firm": make_member(offer.firm),
        "partner": make_member(need.firm),
        "coordinator": make_coordinator(is_lead=True),
    }


@pytest.mark.parametrize("language", ["sv", "en"])
def test_list_tells_the_card_of_each_listing_as_its_viewer_sees_it(offer, language):
    for who, user in [*viewers(offer).items()] * 2:  # what is kept of one is not told another
        page = ask("listings/", user, accept_language=language)
        with translation.override(language):
            rows = [Listed(listing_card(row), shown_photos(row)) for row in market(user or AnonymousUser())]
            shown = ListedOut(rows, many=True, context={"origin": "http://testserver"}).data

        told = JSONRenderer().render({"next": None, "previous": None, "results": shown})
        assert page.content == told, who
        assert page.headers["Content-Type"] == "application/json"
        assert len(rows) == 5


@pytest.mark.parametrize(
    ("change", "number"),
    [
        pytest.param(lambda offer: make_offer(), 2, id="new"),
        pytest.param(lambda offer: Listing.objects.update(state=Listing.State.PAUSED), 0, id="paused"),
        pytest.param(lambda offer: Listing.objects.update(material="sawdust"), 0, id="another material"),
        pytest.param(lambda offer: Firm.objects.update(hidden_at=NOON), 0, id="hidden firm"),
    ],
)
def test_list_asked_for_again_tells_what_is_there_now(change, number):
    offer = make_offer()
    assert ids(read("offers/?material=bark")) == [offer.pk]
    change(offer)

    again = read("offers/?material=bark")

    assert len(again["results"]) == number


def test_list_asked_for_again_takes_another_address_for_another_list():
    offer, need = make_offer(), make_need()
    queries = ["listings/", "listings/?side=need", "offers/?side=need", "listings/?page_size=1", "offers/?month=1,2"]

    answers = [[ids(read(query)) for query in queries] for _each in range(2)]

    assert answers == [[[offer.pk, need.pk], [need.pk], [offer.pk], [offer.pk], [offer.pk]]] * 2


def test_list_refuses_what_makes_no_sense_each_time():
    for _each in range(2):
        answer = ask("offers/?material=unobtainium&month=13")

        assert answer.status_code == 400
        assert sorted(answer.json()["fields"]) == ["material", "month"]


def test_listing_has_the_address_that_it_was_asked_for_at():
    offer = make_offer()

    urls = [Client().get("/api/v1/offers/", headers={"host": host}).json()["results"][0]["url"] for host in HOSTS]

    assert urls == [f"http://{host}/listings/{offer.pk}/" for host in HOSTS]
