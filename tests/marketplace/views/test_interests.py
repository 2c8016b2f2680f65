"""The pages on which a firm asks about a listing, sees what came of it, and a coordinator answers."""

import pytest

from marketplace.actions.interests import MOST_A_DAY
from marketplace.models import Interest, Listing, Suggestion
from marketplace.queries.review_lists import review_list
from marketplace.queries.suggestions import review_queue
from tests.factories import (
    NOON,
    make_coordinator,
    make_firm,
    make_interest,
    make_member,
    make_need,
    make_offer,
    make_site,
    make_suggestion,
)
from tests.worker import work_off

pytestmark = pytest.mark.django_db


@pytest.fixture
def need():
    return make_need(firm=make_firm(is_verified=True), title="Strø til kalver")


@pytest.fixture
def farmer(client, need):
    person = make_member(need.firm)
    client.force_login(person)
    return person


def page_of(client, path, **query):
    return client.get(path, query, HTTP_ACCEPT_LANGUAGE="en").content.decode()


def test_a_firm_asks_about_a_blind_listing_from_its_page(client, need, farmer):
    offer = make_offer(title="Hemlig bark")
    assert f"/listings/{offer.pk}/interest/" in page_of(client, f"/listings/{offer.pk}/")
    form = page_of(client, f"/listings/{offer.pk}/interest/")
    assert "Strø til kalver" in form
    assert "Hemlig bark" not in form

    answer = client.post(
        f"/listings/{offer.pk}/interest/", {"own": need.pk, "message": "Før påske"}, HTTP_ACCEPT_LANGUAGE="en"
    )
    work_off()

    assert answer.url == f"/listings/{offer.pk}/"
    assert Suggestion.objects.get().listing_set == Interest.objects.get().listing_set
    for path in (f"/listings/{offer.pk}/", "/my-firm/"):
        assert "A coordinator looks at it." in page_of(client, path)


def test_asking_needs_a_listing_of_ones_own_and_answers_with_what_is_wrong(client, need, farmer):
    offer, foreign = make_offer(), make_need()
    make_need(firm=need.firm)

    answer = client.post(f"/listings/{offer.pk}/interest/", {"own": foreign.pk})
    empty = client.post(f"/listings/{offer.pk}/interest/", {}, HTTP_ACCEPT_LANGUAGE="en")

    assert answer.status_code == empty.status_code == 422
    assert "Choose one of your listings." in empty.content.decode()
    assert not Interest.objects.exists()


def test_a_refusal_stands_in_the_form_with_what_was_written(client, need, farmer):
    for _each in range(MOST_A_DAY):
        make_interest(need, make_offer())
    Interest.objects.update(at="2100-01-01T00:00Z")

    answer = client.post(
        f"/listings/{make_offer().pk}/interest/", {"own": need.pk, "message": "Gjerne snart"}, HTTP_ACCEPT_LANGUAGE="en"
    )

    assert answer.status_code == 422
    assert "Wait until tomorrow" in answer.content.decode()
    assert "Gjerne snart" in answer.content.decode()


def test_nobody_asks_about_their_own_listing_or_one_off_the_market(client, need, farmer):
    gone = make_offer(state=Listing.State.PAUSED)

    assert client.get(f"/listings/{need.pk}/interest/").status_code == 404
    assert client.get(f"/listings/{gone.pk}/interest/").status_code == 404


def test_asking_is_for_people_who_are_logged_in(client):
    assert "/login/" in client.get(f"/listings/{make_offer().pk}/interest/").url


def test_who_has_no_listing_to_ask_with_posts_one_first(client, need, farmer):
    heat = make_offer(resource="heat", material="low_temperature_heat")

    answer = client.get(f"/listings/{heat.pk}/interest/")

    assert answer.url == f"/listings/new/?side=need&about={heat.pk}"


def test_the_form_of_an_answer_is_filled_with_what_the_listing_shows(client, need, farmer):
    offer = make_offer(title="Hemlig bark", months=[10, 11, 12], month_shares=[0] * 9 + [1 / 3] * 3)

    answer = client.get("/listings/new/", {"side": "need", "about": offer.pk}, HTTP_ACCEPT_LANGUAGE="nb")

    form = answer.context["form"]
    filled = {name: form[name].value() for name in ("title", "material", "unit", "rhythm", "months", "amount")}
    assert filled == {
        "title": "Bark",
        "material": "bark",
        "unit": "t",
        "rhythm": "year",
        "months": [10, 11, 12],
        "amount": None,
    }
    assert form["site"].value() == need.site_id
    assert "Hemlig bark" not in answer.content.decode()


def test_the_form_of_an_answer_to_an_open_listing_takes_its_unit_and_rhythm(client, need, farmer):
    pallets = make_offer(visibility="open", unit="pcs", rhythm="month", kg_each=25, material="wood_packaging")

    form = client.get("/listings/new/", {"side": "need", "about": pallets.pk}).context["form"]

    assert (form["unit"].value(), form["rhythm"].value()) == ("pcs", "month")


@pytest.mark.parametrize("about", ["0", "x", "9" * 30, "own", "same side"])
def test_an_answer_to_what_is_not_there_asks_for_a_line_as_always(client, need, farmer, about):
    about = {"own": make_offer(firm=need.firm).pk, "same side": make_need().pk}.get(about, about)

    answer = client.get("/listings/new/", {"side": "need", "about": about})

    assert "form" not in answer.context


def test_publishing_an_answer_asks_about_the_two(client, need, farmer):
    offer = make_offer(material="sawdust")
    facts = {
        "title": "Flis",
        "material": "sawdust",
        "amount": "10",
        "unit": "t",
        "rhythm": "year",
        "visibility": "blind",
    }

    client.post(
        f"/listings/new/?side=need&about={offer.pk}", {**facts, "site": need.site_id, "text": "", "then": "publish"}
    )

    interest = Interest.objects.get()
    assert (interest.own.title, interest.other, interest.by) == ("Flis", offer, farmer)


@pytest.mark.parametrize(("then", "is_verified"), [("save", True), ("publish", False)])
def test_a_draft_and_a_firm_that_is_not_verified_ask_nobody(client, then, is_verified):
    site, offer = make_site(make_firm(is_verified=is_verified)), make_offer()
    client.force_login(make_member(site.firm))
    facts = {"title": "Bark", "material": "bark", "amount": "10", "unit": "t", "rhythm": "year", "visibility": "blind"}

    client.post(f"/listings/new/?side=need&about={offer.pk}", {**facts, "site": site.pk, "text": "", "then": then})

    assert Listing.objects.filter(side="need").count() == 1
    assert not Interest.objects.exists()


def test_the_name_of_an_open_listing_leads_to_its_firm(client):
    offer, blind = make_offer(visibility="open"), make_offer()

    assert f'href="/firms/{offer.firm_id}/"' in page_of(client, f"/listings/{offer.pk}/")
    assert f'href="/firms/{blind.firm_id}/"' not in page_of(client, f"/listings/{blind.pk}/")


def test_what_a_firm_has_asked_about_comes_first_in_the_queue(client):
    coordinator = make_coordinator()
    pairs = [(make_offer(), make_need()) for _each in range(3)]
    best, _good, poor = (
        make_suggestion(*pair, score=score) for pair, score in zip(pairs, (0.9, 0.8, 0.3), strict=True)
    )
    make_interest(pairs[2][1], pairs[2][0], message="Trenger det før jul")
    client.force_login(coordinator)

    desk = client.get("/queue/", HTTP_ACCEPT_LANGUAGE="en")
    rows = desk.context["desk"].rows
    page = page_of(client, f"/suggestions/{poor.pk}/")
    asked = client.get("/queue/", {"asked": "yes"}).context["desk"].rows

    assert [row.pk for row in rows][:2] == [poor.pk, best.pk]
    assert [row.is_asked_about for row in rows] == [True, False, False]
    assert "the firm asked" in desk.content.decode()
    assert "Trenger det før jul" in page
    assert [row.pk for row in asked] == [poor.pk]


def test_the_pages_of_the_queue_hold_each_suggestion_once_whoever_asked(monkeypatch):
    monkeypatch.setattr("marketplace.queries.review_lists.ON_A_PAGE", 2)
    pairs = [(make_offer(), make_need()) for _each in range(6)]
    made = [make_suggestion(*pair, score=1 - n / 10) for n, pair in enumerate(pairs)]
    make_interest(pairs[4][0], pairs[4][1])
    coordinator, seen, after = make_coordinator(), [], ""

    while after is not None:
        listed = review_list(
            coordinator, review_queue(coordinator), order="", after=str(after), day=NOON.date(), draws=False
        )
        seen += listed.pks
        after = listed.after

    assert seen == [made[4].pk, *(each.pk for each in made if each != made[4])]


def test_a_coordinator_answers_what_no_suggestion_came_of(client, need):
    interest = make_interest(need, make_offer(), message="Har dere dette?")
    client.force_login(make_coordinator())
    desk = page_of(client, "/queue/")
    assert "1 firm waits for your answer" in desk
    assert "Har dere dette?" in desk

    client.post(f"/interests/{interest.pk}/answer/", {"answer": ""})
    client.post(f"/interests/{interest.pk}/answer/", {"answer": "Dessverre ikke."})

    interest.refresh_from_db()
    assert interest.answer == "Dessverre ikke."
    assert "waits for your answer" not in page_of(client, "/queue/")


def test_answering_is_for_coordinators_of_the_area(client, need):
    interest = make_interest(need, make_offer())

    for person in (make_member(need.firm), make_coordinator(("NO-5038",))):
        client.force_login(person)
        assert client.post(f"/interests/{interest.pk}/answer/", {"answer": "Nei"}).status_code == 404
