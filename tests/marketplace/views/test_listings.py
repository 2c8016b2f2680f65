"""Pages of offers and needs: who gets them, their steps, and reporting."""

import re

import pytest
from django.urls import reverse

from marketplace.models import Listing, Report
from tests.factories import NOON, make_coordinator, make_member, make_need, make_offer, make_site, make_user

pytestmark = pytest.mark.django_db
State = Listing.State


@pytest.fixture
def site():
    return make_site()


@pytest.fixture
def member(client, site):
    person = make_member(site.firm)
    client.force_login(person)
    return person


# --- lists


@pytest.mark.parametrize("path", ["/offers/", "/needs/"])
@pytest.mark.parametrize(
    "query", ["", "?view=table", "?page=99", "?page=x", "?material=gold&municipality=XX", "?view="]
)
def test_lists_are_open_to_everybody_and_stand_any_query(client, path, query):
    make_offer(), make_need()

    assert client.get(path + query).status_code == 200


@pytest.mark.parametrize("path", ["/offers/", "/needs/"])
def test_lists_take_no_post(client, path):
    assert client.post(path).status_code == 405


def test_offer_list_shows_offers_and_need_list_needs(client):
    offer, need = make_offer(), make_need()

    offers, needs = (client.get(path).content.decode() for path in ("/offers/", "/needs/"))

    assert (f"/listings/{offer.pk}/" in offers, f"/listings/{need.pk}/" in offers) == (True, False)
    assert (f"/listings/{offer.pk}/" in needs, f"/listings/{need.pk}/" in needs) == (False, True)


def test_list_pages_keep_the_filters(client):
    for _number in range(25):
        make_offer()

    page = client.get("/offers/?municipality=SE-2309&view=table").content.decode()

    assert 'href="?municipality=SE-2309&amp;view=table&amp;page=2"' in page


def test_list_changes_only_its_results_when_htmx_asks(client):
    make_offer()

    page = client.get("/offers/").content.decode()

    assert re.search(r'<div id="results"[^>]*hx-target="#results"[^>]*hx-select="#results"', page)


def test_list_says_what_to_do_when_nothing_is_found(client):
    assert "Nothing here yet" in client.get("/needs/").content.decode()


# --- one listing


def test_listing_detail_is_404_for_who_may_not_see_it(client):
    draft = make_offer(state=State.DRAFT)
    path = reverse("listing-detail", args=[draft.pk])
    answers = [client.get(path).status_code]
    for person in (make_user(), make_coordinator(("NO-5001",)), make_member(draft.firm), make_coordinator()):
        client.force_login(person)
        answers.append(client.get(path).status_code)

    assert answers == [404, 404, 404, 200, 200]


def test_listing_detail_offers_its_steps_to_its_own_alone(client):
    offer = make_offer()
    path = reverse("listing-detail", args=[offer.pk])
    outside = client.get(path).content.decode()
    client.force_login(make_member(offer.firm))

    inside = client.get(path).content.decode()

    steps = [f"/listings/{offer.pk}/{step}/" for step in ("pause", "fulfil", "withdraw")]
    assert [step in inside for step in steps] == [True] * 3
    assert [step in outside for step in steps] == [False] * 3


def test_listing_detail_shows_who_could_use_it(client):
    offer, need = make_offer(), make_need()

    page = client.get(reverse("listing-detail", args=[offer.pk])).content.decode()

    assert f"/listings/{need.pk}/" in page
    assert need.firm.name not in page


# --- steps


@pytest.mark.parametrize(
    ("step", "before", "after", "leads_to"),
    [
        ("publish", State.DRAFT, State.PUBLISHED, "listing"),
        ("pause", State.PUBLISHED, State.PAUSED, "listing"),
        ("publish", State.PAUSED, State.PUBLISHED, "listing"),
        ("publish", State.EXPIRED, State.PUBLISHED, "listing"),
        ("fulfil", State.PUBLISHED, State.FULFILLED, "listing"),
        ("withdraw", State.PUBLISHED, State.WITHDRAWN, "my-firm"),
    ],
)
def test_listing_step_takes_the_step(client, member, site, step, before, after, leads_to):
    offer = make_offer(site=site, state=before)

    response = client.post(f"/listings/{offer.pk}/{step}/")

    offer.refresh_from_db()
    assert offer.state == after
    assert response.url == ("/my-firm/" if leads_to == "my-firm" else f"/listings/{offer.pk}/")


def test_listing_step_confirms_what_is_still_true(client, member, site):
    offer = make_offer(site=site, questioned_at=NOON)
    page = client.get(f"/listings/{offer.pk}/").content.decode()

    client.post(f"/listings/{offer.pk}/confirm/")

    offer.refresh_from_db()
    assert "Still true" in page
    assert offer.questioned_at is None


def test_listing_step_tells_why_not(client, member, site):
    offer = make_offer(site=site, state=State.WITHDRAWN)

    response = client.post(f"/listings/{offer.pk}/pause/", follow=True)

    assert "This listing is “withdrawn”" in response.content.decode()


def test_listing_step_leads_to_what_is_missing(client, member):
    draft = make_offer(firm=member.membership_set.get().firm, site=None, state=State.DRAFT)

    response = client.post(f"/listings/{draft.pk}/publish/", follow=True)

    assert response.redirect_chain[-1][0] == f"/listings/{draft.pk}/edit/"
    assert "Say where it is." in response.content.decode()


@pytest.mark.parametrize("step", ["publish", "pause", "fulfil", "withdraw", "confirm"])
def test_listing_step_is_posted_by_those_who_may(client, step):
    offer = make_offer()
    path = f"/listings/{offer.pk}/{step}/"
    anonymous = client.post(path)
    client.force_login(make_member())

    assert anonymous.url.startswith("/accounts/login/")
    assert client.post(path).status_code == 404
    assert client.get(path).status_code == 405
    assert Listing.objects.get().state == State.PUBLISHED


def test_listing_step_knows_no_other_steps(client, member, site):
    offer = make_offer(site=site)

    assert client.post(f"/listings/{offer.pk}/expire/").status_code == 404


# --- reporting


def test_listing_report_goes_to_a_coordinator(client):
    offer, person = make_offer(), make_user()
    client.force_login(person)

    response = client.post(f"/listings/{offer.pk}/report/", {"reason": "spam", "note": "Reklam"}, follow=True)

    report = Report.objects.get()
    assert (report.listing, report.by, report.reason, report.note) == (offer, person, "spam", "Reklam")
    assert "A coordinator looks at it and tells you the decision." in response.content.decode()


@pytest.mark.parametrize("fields", [{"note": "Det stämmer inte"}, {"reason": "mood", "note": "Det stämmer inte"}])
def test_listing_report_without_a_reason_keeps_what_was_typed(client, fields):
    offer = make_offer()
    client.force_login(make_user())

    response = client.post(f"/listings/{offer.pk}/report/", fields)

    assert response.status_code == 422
    assert "Det stämmer inte" in response.content.decode()
    assert not Report.objects.exists()


def test_listing_report_twice_is_told_so(client):
    offer = make_offer()
    client.force_login(make_user())

    for _time in range(2):
        response = client.post(f"/listings/{offer.pk}/report/", {"reason": "spam"}, follow=True)

    assert "You have reported this already." in response.content.decode()
    assert Report.objects.count() == 1


def test_listing_report_is_refused_to_its_own_firm(client):
    offer = make_offer()
    client.force_login(make_member(offer.firm))

    assert client.post(f"/listings/{offer.pk}/report/", {"reason": "spam"}).status_code == 403
    assert client.get(f"/listings/{offer.pk}/report/").status_code == 403
