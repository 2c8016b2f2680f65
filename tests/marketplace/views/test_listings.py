"""Pages of offers and needs: who gets them, and that nothing typed is lost."""

import re

import pytest
from django.urls import reverse

from marketplace.models import Event, Listing, Report
from tests.factories import NOON, make_coordinator, make_firm, make_member, make_need, make_offer, make_site, make_user

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
    page = client.get("/listings/new/").content.decode()

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
    assert "A coordinator will look at it." in response.content.decode()


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


def test_listing_report_is_refused_to_its_own_firm_and_strangers(client):
    offer = make_offer()
    stranger = client.post(f"/listings/{offer.pk}/report/", {"reason": "spam"})
    client.force_login(make_member(offer.firm))

    assert stranger.url.startswith("/accounts/login/")
    assert client.post(f"/listings/{offer.pk}/report/", {"reason": "spam"}).status_code == 403
    assert client.get(f"/listings/{offer.pk}/report/").status_code == 405
