"""Posting and changing a listing: nothing typed is lost, and what is wrong stands beside its field."""

import re

import pytest
from django.urls import reverse

from marketplace.models import Event, Listing
from tests.factories import NOON, make_coordinator, make_firm, make_member, make_offer, make_site, make_user

pytestmark = pytest.mark.django_db
State = Listing.State
MEGABYTE = "bark " * 200_000


def typed(site, /, **fields):
    facts = {"title": "Granbark", "material": "bark", "amount": "12", "unit": "t", "rhythm": "month", "site": site.pk}
    return {**facts, "visibility": "blind", "then": "publish", **fields}


@pytest.fixture
def site():
    return make_site()


@pytest.fixture
def member(client, site):
    person = make_member(site.firm)
    client.force_login(person)
    return person


# --- posting


def test_listing_new_sends_strangers_to_log_in_and_people_without_firm_home(client):
    stranger = client.get("/listings/new/")
    client.force_login(make_user())

    assert stranger.url.startswith("/accounts/login/")
    assert client.get("/listings/new/").url == "/my-firm/"
    assert client.post("/listings/new/", {"title": "x"}).url == "/my-firm/"
    assert not Listing.objects.exists()


@pytest.mark.parametrize(("query", "heading"), [("", "have"), ("?side=need", "need"), ("?side=both", "have")])
def test_listing_new_asks_for_the_side_that_was_chosen(client, member, query, heading):
    assert f"What do you {heading}?" in client.get(f"/listings/new/{query}").content.decode()


def test_listing_new_publishes(client, member, site):
    response = client.post("/listings/new/?side=offer", typed(site))

    offer = Listing.objects.get()
    assert response.url == f"/listings/{offer.pk}/"
    assert (offer.state, offer.firm, offer.side, offer.created_by) == (State.PUBLISHED, site.firm, "offer", member)


def test_listing_new_saves_a_draft_of_a_bare_title(client, member, site):
    client.post("/listings/new/?side=need", {"title": "Strö", "rhythm": "year", "visibility": "blind", "then": "save"})

    need = Listing.objects.get()
    assert (need.state, need.side, need.title) == (State.DRAFT, "need", "Strö")


def test_listing_new_posts_for_the_firm_that_was_chosen(client, member):
    other = make_site()
    member.membership_set.create(firm=other.firm)

    client.post(f"/listings/new/?firm={other.firm_id}", typed(other))

    assert Listing.objects.get().firm == other.firm


def test_listing_new_never_posts_for_a_firm_of_others(client, member, site):
    foreign = make_site()

    client.post(f"/listings/new/?firm={foreign.firm_id}", typed(site))

    assert Listing.objects.get().firm == site.firm


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"amount": "1000000000"}, "12,000,000,000,000 kg a year, more than any firm has"),
        ({"amount": "-1"}, "-1 is not an amount"),
        ({"amount": ""}, "Say how much, roughly."),
        ({"material": ""}, "Choose a material, so that others can find it."),
        ({"site": ""}, "Say where it is."),
        ({"unit": "MWh"}, "MWh does not measure this. Choose another unit."),
        ({"months": ["13"]}, "“13” is not a month"),
        ({"available_until": "2020-01-01"}, "The last day has passed."),
        ({"title": MEGABYTE}, "at most 120 characters"),
        ({"price": "5", "currency": ""}, "Say which currency the price is in."),
    ],
)
def test_listing_new_says_what_is_wrong_and_keeps_what_was_typed(client, member, site, fields, told):
    note = "Fukthalt ungefär hälften"

    response = client.post("/listings/new/", typed(site, quality_notes=note, **fields))

    page = response.content.decode()
    assert response.status_code == 422
    assert told in page
    assert note in page
    assert len(page) < 5_000_000
    assert not Listing.objects.exists()
    assert not Event.objects.exists()


def test_listing_new_posts_once_what_was_refused_first(client, member, site):
    client.post("/listings/new/", typed(site, amount=""))
    client.post("/listings/new/", typed(site))

    assert Listing.objects.count() == 1


def test_listing_new_stands_beside_the_field_in_every_language(client, member, site):
    for language in ("sv", "nb", "en"):
        answer = client.post("/listings/new/", typed(site, amount="0"), headers={"accept-language": language})

        page = answer.content.decode()
        assert answer.status_code == 422
        assert re.search(r'<fieldset class="field field-bad">.*?<ul[^>]*id="id_amount_error"', page, re.DOTALL)


def test_listing_new_marks_the_fields_of_publishing_as_needed(client, member):
    page = client.get("/listings/new/?by_hand=1").content.decode()

    for name in ("title", "material", "site"):
        label = re.search(rf'<label for="id_{name}">(.*?)</label>', page, re.DOTALL)[1]
        assert "optional" not in label
    assert re.search(r"<legend>Amount</legend>", page)


# --- changing


def test_listing_edit_is_for_members_and_coordinators(client):
    offer = make_offer()
    path = reverse("listing-edit", args=[offer.pk])
    answers = [client.get(path).status_code]
    for person in (
        make_user(),
        make_member(),
        make_coordinator(("NO-5001",)),
        make_member(offer.firm),
        make_coordinator(),
    ):
        client.force_login(person)
        answers.append(client.get(path).status_code)

    assert answers == [302, 404, 404, 404, 200, 200]


def test_listing_edit_saves_what_changed(client, member, site):
    offer = make_offer(site=site)

    response = client.post(reverse("listing-edit", args=[offer.pk]), typed(site, amount="12,5", months=["1", "2"]))

    offer.refresh_from_db()
    assert response.url == f"/listings/{offer.pk}/"
    assert (offer.title, offer.amount, offer.months, offer.state) == ("Granbark", 12.5, [1, 2], State.PUBLISHED)


def test_listing_edit_keeps_a_published_listing_complete(client, member, site):
    offer = make_offer(site=site)

    response = client.post(reverse("listing-edit", args=[offer.pk]), typed(site, amount="", then="save"))

    offer.refresh_from_db()
    assert response.status_code == 422
    assert offer.amount == 12


def test_listing_edit_of_what_is_over_is_refused(client, member, site):
    offer = make_offer(site=site, state=State.WITHDRAWN)

    response = client.post(reverse("listing-edit", args=[offer.pk]), typed(site, then="save"))

    assert response.status_code == 422
    assert "This listing is over." in response.content.decode()


def test_listing_edit_of_a_hidden_firm_is_refused(client):
    site = make_site(make_firm(hidden_at=NOON))
    offer = make_offer(site=site)
    client.force_login(make_member(site.firm))

    response = client.post(reverse("listing-edit", args=[offer.pk]), typed(site))

    assert response.status_code == 422
    assert "hidden after a report" in response.content.decode()
