"""Firms answer on the page or by a signed link; nobody reads a name before both have said yes."""

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse

from marketplace.actions.legal_facts import say_legal_fact
from marketplace.actions.symbioses import answer_introduction, renew_consent
from marketplace.models import Event, Listing, Party, Symbiosis
from marketplace.queries.consent_links import consent_link
from marketplace.wording.border import status_text
from matching.compliance import Regime, Status
from tests.factories import NOON, make_coordinator, make_member, make_symbiosis, make_user

pytestmark = pytest.mark.django_db
Answer, Stage = Party.Answer, Symbiosis.Stage


@pytest.fixture
def symbiosis():
    return make_symbiosis()


@pytest.fixture
def giver(symbiosis):
    return make_member(symbiosis.parties.get(role="giver").listing.firm, name="Göran Sågare")


@pytest.fixture
def receiver(symbiosis):
    return make_member(symbiosis.parties.get(role="receiver").listing.firm, name="Kari Bonde")


def party_of(symbiosis, role):
    return symbiosis.parties.get(role=role)


def path_of(symbiosis):
    return reverse("symbiosis-detail", args=[symbiosis.pk])


def answer_path(symbiosis):
    return reverse("party-answer", args=[party_of(symbiosis, "giver").pk])


def link_of(symbiosis, role, person):
    return consent_link(party_of(symbiosis, role), person)


# --- pages


def test_symbiosis_pages_are_for_those_concerned(client, symbiosis, giver):
    lists, details = [client.get("/symbioses/").status_code], [client.get(path_of(symbiosis)).status_code]
    for person in (make_user(), make_coordinator(("NO-5001",)), giver, make_coordinator()):
        client.force_login(person)
        lists.append(client.get("/symbioses/").status_code)
        details.append(client.get(path_of(symbiosis)).status_code)

    assert lists == [302, 200, 200, 200, 200]
    assert details == [302, 404, 404, 200, 200]
    assert client.post(path_of(symbiosis)).status_code == client.post("/symbioses/").status_code == 405


def test_symbiosis_detail_asks_whoever_has_not_answered(client, symbiosis, giver):
    client.force_login(giver)

    page = client.get(path_of(symbiosis)).content.decode()

    assert page.count("Would you like to meet?") == 1


def test_symbiosis_history_does_not_name_who_said_no_for_a_blind_firm(client, symbiosis, giver, receiver):
    party = party_of(symbiosis, "receiver")
    answer_introduction(party, by=receiver, now=NOON, consents=False, barrier="price", note="Vi vill inte")
    client.force_login(giver)

    page = client.get(path_of(symbiosis)).content.decode()

    assert "moved to another stage" in page
    for secret in ("Kari Bonde", receiver.email, party.listing.firm.name, "Vi vill inte"):
        assert secret not in page


def test_symbiosis_history_names_the_other_side_once_both_said_yes(client, symbiosis, giver, receiver):
    answer_introduction(party_of(symbiosis, "giver"), by=giver, now=NOON, consents=True)
    answer_introduction(party_of(symbiosis, "receiver"), by=receiver, now=NOON, consents=True)
    client.force_login(giver)

    page = client.get(path_of(symbiosis)).content.decode()

    assert "Kari Bonde" in page
    assert receiver.email in page


# --- answering on the page


def test_party_answer_is_noted(client, symbiosis, giver):
    client.force_login(giver)

    response = client.post(answer_path(symbiosis), {"answer": "yes"}, follow=True)

    assert response.redirect_chain == [(path_of(symbiosis), 302)]
    assert "your answer is noted" in response.content.decode()
    assert party_of(symbiosis, "giver").answer == Answer.YES


def test_party_answer_no_says_what_stands_in_the_way(client, symbiosis, giver):
    client.force_login(giver)
    typed = {"answer": "no", "barrier": "price", "note": "För dyrt"}

    client.post(answer_path(symbiosis), typed)

    ended = Symbiosis.objects.get()
    assert (ended.stage, ended.barrier, ended.barrier_note) == (Stage.FAILED, "price", "För dyrt")


@pytest.mark.parametrize("typed", [{}, {"answer": "maybe"}, {"answer": "no", "barrier": "mood"}])
def test_party_answer_that_is_none_keeps_what_was_typed(client, symbiosis, giver, typed):
    client.force_login(giver)

    response = client.post(answer_path(symbiosis), {**typed, "note": "Ring mig"})

    assert response.status_code == 422
    assert "Ring mig" in response.content.decode()
    assert party_of(symbiosis, "giver").answer == Answer.UNANSWERED


def test_party_answer_is_for_the_firms_own(client, symbiosis, giver, receiver):
    path = answer_path(symbiosis)
    answers = [client.post(path, {"answer": "yes"}).status_code]
    for person in (make_user(), receiver, symbiosis.suggestion.reviewed_by):
        client.force_login(person)
        answers.append(client.post(path, {"answer": "yes"}).status_code)

    assert answers == [302, 404, 403, 403]
    assert client.get(path).status_code == 405
    assert party_of(symbiosis, "giver").answer == Answer.UNANSWERED


def test_party_answer_changed_afterwards_is_refused_with_what_was_said(client, symbiosis, giver):
    client.force_login(giver)
    path = answer_path(symbiosis)
    client.post(path, {"answer": "yes"})

    response = client.post(path, {"answer": "no"}, follow=True)

    assert "Your firm has answered “yes” already." in response.content.decode()


# --- a question of the law


def test_symbiosis_ask_lets_the_partner_ask_the_firm_from_the_card(client, symbiosis, giver, receiver):
    symbiosis.parties.update(answer=Answer.YES, answered_at=NOON)
    offer = party_of(symbiosis, "giver").listing
    client.force_login(receiver)
    path, asked = f"/symbioses/{symbiosis.pk}/ask/", {"listing": offer.pk, "fact": "status_claim"}

    button = client.get(path_of(symbiosis)).content.decode()
    first = client.post(path, asked, follow=True).content.decode()
    again = client.post(path, asked, follow=True).content.decode()

    assert f'action="{path}"' in button
    assert "Asked. The card changes when the fact is there." in first
    assert "has been asked for that within a week" in again
    assert Event.objects.filter(kind=Event.Kind.SYMBIOSIS_ASKED).count() == 1


def test_symbiosis_ask_is_for_who_may_ask(client, symbiosis, giver, receiver):
    offer = party_of(symbiosis, "giver").listing
    answers = []
    for person in (giver, receiver, make_user()):
        client.force_login(person)
        asked = {"listing": offer.pk, "fact": "status_claim"}
        answers.append(client.post(f"/symbioses/{symbiosis.pk}/ask/", asked).status_code)

    assert answers == [403, 403, 404]
    assert 'name="fact" value="status_claim"' not in client.get(path_of(symbiosis)).content.decode()


@pytest.mark.parametrize("typed", [{}, {"listing": "x", "fact": "status_claim"}, {"listing": 1, "fact": "secret"}])
def test_symbiosis_ask_without_a_fact_says_so(client, symbiosis, giver, typed):
    client.force_login(giver)

    page = client.post(f"/symbioses/{symbiosis.pk}/ask/", typed, follow=True).content.decode()

    assert "Choose which fact to ask for." in page


# --- the signed link


def test_consent_link_opened_changes_nothing(client, symbiosis, giver):
    link = link_of(symbiosis, "giver", giver)

    pages = [client.get(link) for _time in range(2)] + [client.head(link)]

    assert [page.status_code for page in pages] == [200, 200, 200]
    assert "You answer as Göran Sågare." in pages[0].content.decode()
    assert party_of(symbiosis, "giver").answer == Answer.UNANSWERED
    assert not Event.objects.exists()


def test_consent_link_answers_without_logging_in(client, symbiosis, giver):
    link = link_of(symbiosis, "giver", giver)

    response = client.post(link, {"answer": "yes"}, follow=True)

    party = party_of(symbiosis, "giver")
    assert (party.answer, party.answered_by) == (Answer.YES, giver)
    assert "Your firm has answered: yes" in response.content.decode()
    assert "_auth_user_id" not in client.session


def test_consent_link_tells_what_the_law_asks_in_plain_words(client, symbiosis, giver):
    offer = party_of(symbiosis, "giver").listing
    Listing.objects.filter(pk=offer.pk).update(material="brewers_spent_grain")
    say_legal_fact(offer, by=giver, now=NOON, code="status_claim", value="byproduct")

    page = client.get(link_of(symbiosis, "giver", giver)).content.decode()

    assert "What the law asks" in page
    assert str(status_text(Status.ASK, Regime.UNDETERMINED)) in page


def test_consent_link_names_nobody_to_whoever_holds_it(client, symbiosis, giver, receiver):
    page = client.get(link_of(symbiosis, "giver", giver)).content.decode()

    for secret in ("Kari Bonde", receiver.email, party_of(symbiosis, "receiver").listing.firm.name):
        assert secret not in page


def test_consent_link_used_again_repeats_or_refuses(client, symbiosis, giver):
    link = link_of(symbiosis, "giver", giver)
    client.post(link, {"answer": "yes"})

    same = client.post(link, {"answer": "yes"}, follow=True).content.decode()
    other = client.post(link, {"answer": "no"}, follow=True).content.decode()

    assert "your answer is noted" in same
    assert "has answered “yes” already" in other
    assert party_of(symbiosis, "giver").answer == Answer.YES


def test_consent_link_answers_as_the_person_it_was_sent_to_whoever_is_logged_in(client, symbiosis, giver, receiver):
    client.force_login(receiver)

    client.post(link_of(symbiosis, "giver", giver), {"answer": "yes"})

    assert party_of(symbiosis, "giver").answered_by == giver
    assert party_of(symbiosis, "receiver").answer == Answer.UNANSWERED


@pytest.mark.parametrize("typed", [{}, {"answer": "maybe", "note": "Ring mig"}])
def test_consent_link_without_an_answer_is_shown_again(client, symbiosis, giver, typed):
    response = client.post(link_of(symbiosis, "giver", giver), typed)

    assert response.status_code == 422
    assert typed.get("note", "") in response.content.decode()
    assert party_of(symbiosis, "giver").answer == Answer.UNANSWERED


def test_consent_link_wants_its_form(symbiosis, giver):
    strict = Client(enforce_csrf_checks=True)

    assert strict.post(link_of(symbiosis, "giver", giver), {"answer": "yes"}).status_code == 403
    assert party_of(symbiosis, "giver").answer == Answer.UNANSWERED


@pytest.mark.parametrize("kind", ["forged", "overtaken", "old"])
def test_consent_link_that_no_longer_counts_says_so(client, symbiosis, giver, monkeypatch, kind):
    link = link_of(symbiosis, "giver", giver)
    if kind == "forged":
        link = "/answer/eyJwYXJ0eSI6MX0:1abc:forged/"
    elif kind == "overtaken":
        giver = party_of(symbiosis, "giver")
        Listing.objects.filter(pk=giver.listing_id).update(version=2)
        renew_consent(giver, by=None, now=NOON)
    else:
        now = signing.time.time()
        monkeypatch.setattr(signing.time, "time", lambda: now + 31 * 86_400)

    answers = [client.get(link), client.post(link, {"answer": "yes"})]

    assert [answer.status_code for answer in answers] == [410, 410]
    assert "This link no longer works" in answers[0].content.decode()
    assert party_of(symbiosis, "giver").answer == Answer.UNANSWERED


def test_consent_link_of_who_has_left_the_firm_is_refused(client, symbiosis, giver):
    link = link_of(symbiosis, "giver", giver)
    giver.membership_set.all().delete()

    assert [client.get(link).status_code, client.post(link, {"answer": "yes"}).status_code] == [403, 403]
    assert party_of(symbiosis, "giver").answer == Answer.UNANSWERED
