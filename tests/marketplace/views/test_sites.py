"""Pages of sites: an address looked up, and a question where point and place do not agree."""

import re

import pytest
from django.urls import reverse

from geo.geocoding import FoundAddress
from geo.place_records import PlaceError, Precision
from marketplace.models import Site
from tests.factories import make_firm, make_member, make_site

pytestmark = pytest.mark.django_db
TYPED = {"place": "Östersund", "address": "Rådhusgatan 44", "municipality": "", "name": "Gården", "loading_notes": ""}
TYPED |= {"latitude": "", "longitude": ""}


@pytest.fixture
def firm(client):
    firm = make_firm()
    client.force_login(make_member(firm))
    return firm


def answers(monkeypatch, settings, outcome):
    """Let the geocoder of the settings answer so. Return what it is asked."""
    asked = []

    def find(text):
        asked.append(text)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    settings.GEOCODER_URL = "https://geocoder.example"
    monkeypatch.setattr("marketplace.views.sites.find_address", find)
    return asked


def found(precision):
    return FoundAddress(latitude=63.1792, longitude=14.6357, label="Rådhuset, Östersund", precision=precision)


def test_site_new_without_a_geocoder_offers_no_search(client, firm):
    assert "find_address" not in client.get(reverse("site-new", args=[firm.pk])).content.decode()


def test_site_new_fills_in_the_point_of_an_address_and_saves_nothing(client, firm, monkeypatch, settings):
    asked = answers(monkeypatch, settings, found(Precision.PIN))

    answer = client.post(reverse("site-new", args=[firm.pk]), TYPED | {"find_address": "yes"})

    page = answer.content.decode()
    assert answer.status_code == 200
    assert asked == ["Rådhusgatan 44, Östersund"]
    assert "Found: Rådhuset, Östersund." in page
    for value in ("63.17920", "14.63570", "Gården", "Rådhusgatan 44"):
        assert f'value="{value}"' in page
    assert not Site.objects.exists()


@pytest.mark.parametrize(
    ("outcome", "sentence"),
    [
        (found(Precision.PLACE), "Found only Rådhuset, Östersund."),
        (PlaceError("unknown_address", text="x"), "We do not find this address."),
        (PlaceError("geocoder_unavailable", text="x"), "We cannot look up addresses right now."),
    ],
)
def test_site_edit_says_when_an_address_gives_no_point(client, firm, monkeypatch, settings, outcome, sentence):
    answers(monkeypatch, settings, outcome)
    site = make_site(firm)

    page = client.post(reverse("site-edit", args=[site.pk]), TYPED | {"find_address": "yes"}).content.decode()

    assert sentence in page
    assert "63.17920" not in page
    assert 'value="Östersund"' in page


def test_site_new_without_a_geocoder_is_told_so_and_asks_nobody(client, firm):
    page = client.post(reverse("site-new", args=[firm.pk]), TYPED | {"find_address": "yes"}).content.decode()

    assert "We cannot look up addresses right now." in page


def test_site_new_asks_which_is_right_and_takes_the_answer(client, firm):
    address = reverse("site-new", args=[firm.pk])
    typed = TYPED | {"latitude": "63,40", "longitude": "13,08"}

    question = client.post(address, typed)
    page = question.content.decode()
    answer = client.post(address, typed | {"which": "point"})

    assert question.status_code == 422
    assert "The point lies in Åre, the place in Östersund. Which is right?" in page
    assert 'name="which"' in page
    assert 'value="63,40"' in page
    assert answer.status_code == 302
    site = Site.objects.get()
    assert (site.municipality, site.latitude, site.location_precision) == ("SE-2321", 63.4, "pin")


def test_site_edit_shows_its_point_and_how_exactly_it_is_known(client, firm):
    site = make_site(firm, location_precision="pin", latitude=63.32, longitude=14.44)

    assert 'value="63.32000"' in client.get(reverse("site-edit", args=[site.pk])).content.decode()
    assert "On the map: exact point" in client.get(reverse("firm-detail", args=[firm.pk])).content.decode()


def test_site_new_asks_no_question_before_it_is_sent(client, firm):
    page = client.get(reverse("site-new", args=[firm.pk])).content.decode()

    assert 'name="latitude"' in page
    assert 'name="which"' not in page


@pytest.mark.parametrize(
    ("asked", "leads"),
    [
        ("/listings/new/?side=need&line=str%C3%B6", "/listings/new/?side=need&line=str%C3%B6"),
        ("https://elsewhere.example/", "/firms/{pk}/"),
        ("", "/firms/{pk}/"),
    ],
)
def test_site_new_goes_on_to_where_its_reader_came_from(client, firm, asked, leads):
    address = reverse("site-new", args=[firm.pk], query={"next": asked})

    answer = client.post(address, {**TYPED, "address": ""})

    assert answer.url == leads.format(pk=firm.pk)


def test_a_listing_that_lies_elsewhere_keeps_its_words_while_a_site_is_added(client, firm):
    page = client.post("/listings/new/?side=need", {"text": "5 ton halm", "then": "understand"}).content.decode()

    address = re.search(r'href="(/firms/\d+/sites/new/[^"]*)"', page)[1].replace("&amp;", "&")
    back = client.get(address).context["back"]

    assert "5 ton halm" in client.get(back).content.decode()
    assert "side=need" in back
