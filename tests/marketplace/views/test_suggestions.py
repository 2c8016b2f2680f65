"""The coordinator decides: approve, dismiss, ask, undo; and a second one is told who was faster."""

import re

import pytest
from django.urls import reverse

from marketplace.models import Suggestion
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
State = Suggestion.State
DECISIONS = ["approve", "dismiss", "ask", "undo"]


@pytest.fixture
def coordinator(client):
    person = make_coordinator(name="Eva Samordnare")
    client.force_login(person)
    return person


@pytest.fixture
def suggestion():
    return verified_suggestion()


def verified_suggestion(**fields):
    offer, need = make_offer(firm=make_firm(is_verified=True)), make_need(firm=make_firm(is_verified=True))
    return make_suggestion(offer, need, **fields)


def path_of(suggestion, step=""):
    return reverse(f"suggestion-{step or 'detail'}", args=[suggestion.pk])


def state_of(suggestion):
    return Suggestion.objects.get(pk=suggestion.pk).state


# --- who may


def test_queue_is_for_coordinators(client):
    answers = [client.get("/queue/").status_code]
    for person in (make_user(), make_member(), make_coordinator()):
        client.force_login(person)
        answers.append(client.get("/queue/").status_code)

    assert answers == [302, 403, 403, 200]
    assert client.post("/queue/").status_code == 405


def test_suggestion_detail_is_404_for_everybody_but_coordinators_of_the_area(client, suggestion):
    answers = [client.get(path_of(suggestion)).status_code]
    firm = suggestion.parts.first().listing.firm
    for person in (make_user(), make_member(firm), make_coordinator(("NO-5001",)), make_coordinator()):
        client.force_login(person)
        answers.append(client.get(path_of(suggestion)).status_code)

    assert answers == [302, 404, 404, 404, 200]


def test_suggestion_detail_is_404_for_a_coordinator_who_belongs_to_one_of_the_firms(client, suggestion):
    coordinator = make_coordinator()
    coordinator.membership_set.create(firm=suggestion.parts.first().listing.firm)
    client.force_login(coordinator)

    assert client.get(path_of(suggestion)).status_code == 404
    assert client.post(path_of(suggestion, "approve")).status_code == 404


@pytest.mark.parametrize("step", DECISIONS)
def test_decisions_are_posted_by_coordinators_of_the_area(client, suggestion, step):
    path = path_of(suggestion, step)
    anonymous = client.post(path)
    client.force_login(make_member(suggestion.parts.first().listing.firm))

    assert anonymous.url.startswith("/accounts/login/")
    assert client.post(path).status_code == 404
    assert client.get(path).status_code == 405
    assert state_of(suggestion) == State.PROPOSED


# --- the queue


def test_queue_shows_the_best_first_and_its_count(client, coordinator):
    weak, strong = make_suggestion(score=0.6), make_suggestion(score=0.9)

    page = client.get("/queue/").content.decode()

    assert page.index(path_of(strong)) < page.index(path_of(weak))
    assert re.search(r'aria-current="page">\s*Waiting for review\s+<span class="tag">2</span>', page)


def test_queue_shows_what_was_decided_on_its_tab(client, coordinator, suggestion):
    client.post(path_of(suggestion, "dismiss"), {"reason": "price"})

    link = f'href="{path_of(suggestion)}"'
    assert link not in client.get("/queue/").content.decode()
    assert link in client.get("/queue/?state=dismissed").content.decode()


@pytest.mark.parametrize("query", ["?state=none", "?page=99", "?state=&page=x"])
def test_queue_stands_any_query(client, coordinator, suggestion, query):
    assert path_of(suggestion) in client.get(f"/queue/{query}").content.decode()


# --- deciding


def test_approve_leads_to_the_next_with_a_way_back(client, coordinator, suggestion):
    following = verified_suggestion(score=0.6)

    response = client.post(path_of(suggestion, "approve"), follow=True)

    page = response.content.decode()
    assert state_of(suggestion) == State.APPROVED
    assert response.redirect_chain == [(path_of(following), 302)]
    assert f'<form method="post" action="{path_of(suggestion, "undo")}">' in page
    assert "The firms are told in two minutes." in page


def test_approve_of_the_last_leads_to_the_empty_queue(client, coordinator, suggestion):
    response = client.post(path_of(suggestion, "approve"), follow=True)

    assert response.redirect_chain == [("/queue/", 302)]
    assert "Nothing waits" in response.content.decode()


def test_approve_of_unverified_firms_says_which(client, coordinator):
    suggestion = make_suggestion()

    response = client.post(path_of(suggestion, "approve"), follow=True)

    assert "not verified yet. Verify the firm first" in response.content.decode()
    assert state_of(suggestion) == State.PROPOSED


def test_dismiss_takes_a_reason(client, coordinator, suggestion):
    client.post(path_of(suggestion, "dismiss"), {"reason": "price", "note": "För dyrt"})

    dismissed = Suggestion.objects.get()
    assert (dismissed.state, dismissed.dismiss_reason, dismissed.dismiss_note) == ("dismissed", "price", "För dyrt")
    assert "does not pay" in client.get(path_of(suggestion)).content.decode()


@pytest.mark.parametrize("fields", [{}, {"reason": ""}, {"reason": "mood"}, {"reason": "price", "note": "x" * 501}])
def test_dismiss_without_a_reason_keeps_what_was_typed(client, coordinator, suggestion, fields):
    response = client.post(path_of(suggestion, "dismiss"), {"note": "Ring i maj", **fields})

    page = response.content.decode()
    assert response.status_code == 422
    assert (fields.get("note") or "Ring i maj") in page
    assert 'role="alert"' in page
    assert state_of(suggestion) == State.PROPOSED


def test_ask_waits_for_the_firm(client, coordinator, suggestion):
    need = suggestion.parts.get(role="receiver").listing

    client.post(path_of(suggestion, "ask"), {"listing": need.pk, "fact": "months"})

    asked = Suggestion.objects.get()
    assert (asked.state, asked.asked_listing, asked.asked_by) == (State.ASKED, need, coordinator)
    assert "The firm has been asked: in which months." in client.get(path_of(suggestion)).content.decode()


@pytest.mark.parametrize("fields", [{}, {"fact": "months"}, {"listing": "x", "fact": "months"}, {"fact": "mood"}])
def test_ask_for_nothing_is_told_so(client, coordinator, suggestion, fields):
    response = client.post(path_of(suggestion, "ask"), fields, follow=True)

    assert "Choose which fact to ask for." in response.content.decode()
    assert state_of(suggestion) == State.PROPOSED


def test_ask_for_a_fact_that_is_there_is_refused(client, coordinator, suggestion):
    offer = suggestion.parts.get(role="giver").listing

    response = client.post(path_of(suggestion, "ask"), {"listing": offer.pk, "fact": "months"}, follow=True)

    assert "already says that" in response.content.decode()
    assert state_of(suggestion) == State.PROPOSED


@pytest.mark.parametrize("step", ["approve", "dismiss", "ask"])
def test_undo_puts_the_suggestion_back(client, coordinator, suggestion, step):
    need = suggestion.parts.get(role="receiver").listing
    client.post(path_of(suggestion, step), {"reason": "price", "listing": need.pk, "fact": "months"})
    offers_undo = path_of(suggestion, "undo") in client.get(path_of(suggestion)).content.decode()

    response = client.post(path_of(suggestion, "undo"), follow=True)

    assert offers_undo
    assert "waits for review again" in response.content.decode()
    assert state_of(suggestion) == State.PROPOSED


def test_undo_once_the_firms_are_told_is_refused(client):
    symbiosis = make_symbiosis()
    client.force_login(symbiosis.suggestion.reviewed_by)

    response = client.post(path_of(symbiosis.suggestion, "undo"), follow=True)

    assert "The firms have been told already." in response.content.decode()
    assert path_of(symbiosis.suggestion, "undo") not in response.content.decode()


# --- two coordinators


@pytest.mark.parametrize("first", ["approve", "dismiss"])
@pytest.mark.parametrize("second", ["approve", "dismiss", "ask"])
def test_a_second_coordinator_is_told_who_decided_and_when(client, coordinator, suggestion, first, second):
    need = suggestion.parts.get(role="receiver").listing
    answers = {"reason": "price", "listing": need.pk, "fact": "months"}
    client.post(path_of(suggestion, first), answers)
    state = state_of(suggestion)
    Suggestion.objects.update(reviewed_at=NOON)
    client.force_login(make_coordinator())

    response = client.post(path_of(suggestion, second), answers, follow=True)

    assert response.redirect_chain == [(path_of(suggestion), 302)]
    assert "Eva Samordnare was here first (24 Nov 2026, 13:00)" in response.content.decode()
    assert (state_of(suggestion), Suggestion.objects.get().reviewed_by) == (state, coordinator)


def test_a_second_coordinator_cannot_undo(client, coordinator, suggestion):
    client.post(path_of(suggestion, "approve"))
    client.force_login(make_coordinator())

    response = client.post(path_of(suggestion, "undo"))

    assert response.status_code == 403
    assert state_of(suggestion) == State.APPROVED


def test_a_decision_comes_before_the_details_so_that_a_phone_shows_it_first(client, coordinator, suggestion):
    page = client.get(path_of(suggestion)).content.decode()

    assert page.index(path_of(suggestion, "approve")) < page.index("Both listings")


def test_suggestion_detail_crosses_the_border(client, coordinator):
    need = make_need(site=make_site(make_firm(country="NO"), municipality="NO-5038"))
    suggestion = make_suggestion(make_offer(), need)

    assert "Crosses the border:" in client.get(path_of(suggestion)).content.decode()


def test_q_asks_from_the_border_card_where_nothing_else_asks(client, coordinator):
    beside, alone = verified_suggestion(), verified_suggestion(missing=[])

    keys = []
    for each in (beside, alone):
        page = client.get(path_of(each)).content.decode()
        law = page.index('aria-labelledby="law"')
        keys.append((page[:law].count('data-key="q"'), page[law:].count('data-key="q"')))

    assert keys == [(1, 0), (0, 1)]


def test_the_decision_is_at_hand_on_a_phone_where_one_may_decide(client, coordinator, suggestion):
    before = client.get(path_of(suggestion)).content.decode()
    client.post(path_of(suggestion, "approve"))
    after = client.get(path_of(suggestion)).content.decode()

    assert ('class="desk-bar"' in before, 'class="desk-bar"' in after) == (True, False)
