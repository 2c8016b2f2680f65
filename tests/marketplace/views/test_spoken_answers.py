"""A coordinator writes down on a symbiosis' page what a firm without an account says by phone."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from marketplace.models import Event, Firm, Listing, Party, SpokenAnswer, Statement
from tests.factories import NOON, make_coordinator, make_member, make_suggestion, make_symbiosis, make_user
from tests.worker import work_off

pytestmark = pytest.mark.django_db
NOBODY = "Nobody there has an account"


@pytest.fixture
def symbiosis():
    symbiosis = make_symbiosis()
    Firm.objects.update(verified_at=NOON, verified_by=make_user())
    Listing.objects.update(is_confirmed=True)
    return symbiosis


@pytest.fixture
def coordinator(client):
    person = make_coordinator(name="Siv Ek")
    client.force_login(person)
    return person


def party_of(symbiosis, role="giver"):
    return symbiosis.parties.get(role=role)


def path_of(symbiosis):
    return reverse("symbiosis-detail", args=[symbiosis.pk])


def typed(**facts):
    told = {"spoken_by": "Karin Ås", "said_on": timezone.localdate().isoformat(), "phone": "070-174 06 05"}
    return {**told, "email": "", "key": "one call", "answer": "yes", **facts}


def write(client, party, **facts):
    return client.post(reverse("party-spoken-answer", args=[party.pk]), typed(**facts))


def page(client, symbiosis):
    return client.get(path_of(symbiosis)).content.decode()


def test_symbiosis_page_says_whom_to_call_and_takes_the_answer(client, symbiosis, coordinator):
    assert page(client, symbiosis).count(NOBODY) == 2

    answer = write(client, party_of(symbiosis))

    assert (answer.status_code, answer.url) == (302, path_of(symbiosis))
    shown = page(client, symbiosis)
    assert shown.count(NOBODY) == 1
    assert "said yes by phone" in shown
    assert "Karin Ås" in shown
    assert "Written down by Siv Ek" in shown
    work_off(now=timezone.now() + timedelta(minutes=5))
    assert party_of(symbiosis).answer == "yes"
    assert "Take this answer back" in page(client, symbiosis)


def test_symbiosis_page_says_to_call_whoever_no_mail_tells_of_the_introduction(client, symbiosis, coordinator):
    for role in ("giver", "receiver"):
        write(client, party_of(symbiosis, role), key=role)
    work_off(now=timezone.now() + timedelta(minutes=5))

    shown = page(client, symbiosis)

    assert shown.count("tell them whom they are introduced to") == 2
    assert "tel:070-174 06 05" in shown


def test_symbiosis_page_offers_the_form_folded_where_mail_has_asked(client, symbiosis, coordinator):
    for role in ("giver", "receiver"):
        make_member(party_of(symbiosis, role).listing.firm)

    shown = page(client, symbiosis)

    assert NOBODY not in shown
    assert shown.count("It has been asked by mail") == 2
    assert "Their phone" not in shown


def test_party_spoken_answer_sent_twice_is_written_once(client, symbiosis, coordinator):
    write(client, party_of(symbiosis))
    write(client, party_of(symbiosis))

    assert SpokenAnswer.objects.count() == 1


def test_party_spoken_answer_without_a_name_keeps_what_was_typed(client, symbiosis, coordinator):
    answer = write(client, party_of(symbiosis), spoken_by="", phone="0640 123")

    assert answer.status_code == 422
    assert "Say who at the firm said it." in answer.content.decode()
    assert "0640 123" in answer.content.decode()
    assert not Statement.objects.exists()


def test_party_spoken_answer_of_a_day_to_come_stands_beside_the_day(client, symbiosis, coordinator):
    tomorrow = timezone.localdate() + timedelta(days=1)

    answer = write(client, party_of(symbiosis), said_on=tomorrow.isoformat())

    assert answer.status_code == 422
    assert "This day is still to come" in answer.content.decode()


def test_spoken_answer_take_back_undoes_it(client, symbiosis, coordinator):
    write(client, party_of(symbiosis), answer="no", barrier="price")
    spoken = SpokenAnswer.objects.get()

    answer = client.post(reverse("spoken-answer-take-back", args=[spoken.pk]), follow=True)

    assert "the firm has not answered" in answer.content.decode()
    work_off(now=timezone.now() + timedelta(minutes=5))
    assert party_of(symbiosis).answer == "unanswered"
    assert Event.objects.filter(kind=Event.Kind.ANSWER_TAKEN_BACK, by=coordinator).count() == 1


@pytest.mark.parametrize(("person", "status"), [("member", 403), ("elsewhere", 404), ("stranger", 404)])
def test_spoken_answers_are_for_who_follows_the_symbiosis_up(client, symbiosis, coordinator, person, status):
    party = party_of(symbiosis)
    write(client, party)
    people = {
        "member": lambda: make_member(party.listing.firm),
        "elsewhere": lambda: make_coordinator(("NO-5001",)),
        "stranger": make_user,
    }
    client.force_login(people[person]())

    written = write(client, party_of(symbiosis, "receiver"), key="another")
    taken = client.post(reverse("spoken-answer-take-back", args=[SpokenAnswer.objects.get().pk]))

    assert (written.status_code, taken.status_code) == (status, status)
    assert SpokenAnswer.objects.get().state == "waiting"


def test_a_member_reads_what_was_said_in_the_firms_name_and_the_other_firm_does_not(client, symbiosis, coordinator):
    write(client, party_of(symbiosis))
    shown = []
    for role in ("giver", "receiver"):
        client.force_login(make_member(party_of(symbiosis, role).listing.firm))
        shown.append("Karin Ås" in page(client, symbiosis))

    assert shown == [True, False]


def test_statements_show_the_answer_and_where_a_name_can_be_erased(client, symbiosis, coordinator):
    write(client, party_of(symbiosis))
    statement = Statement.objects.get()

    listed = client.get(reverse("statement-list")).content.decode()
    one = client.get(reverse("statement-detail", args=[statement.pk])).content.decode()

    assert "To a partner: yes" in listed
    assert path_of(symbiosis) in one
    assert "070-174 06 05" in one
    client.post(reverse("statement-forget", args=[statement.pk]))
    shown = page(client, symbiosis)
    assert ("Karin Ås" in shown, "erased at their wish" in shown) == (False, True)


def test_board_says_whom_to_call(client, symbiosis, coordinator):
    firm = party_of(symbiosis).listing.firm

    shown = client.get("/symbioses/").content.decode()

    assert f"Call {firm.name}" in shown


def test_suggestion_page_says_before_approving_that_no_mail_reaches_a_firm(client, coordinator):
    suggestion = make_suggestion()
    giver = suggestion.parts.get(role="giver").listing.firm
    Firm.objects.update(verified_at=NOON, verified_by=coordinator, name="Sågen AB")
    make_member(suggestion.parts.get(role="receiver").listing.firm)

    shown = client.get(reverse("suggestion-detail", args=[suggestion.pk])).content.decode()

    assert shown.count("has an account, so no mail reaches it") == 1
    assert giver.membership_set.count() == 0


def test_suggestion_page_leads_to_verifying_and_back_where_a_firm_is_not_verified(client, coordinator):
    suggestion = make_suggestion()
    firm = suggestion.parts.get(role="giver").listing.firm
    path = reverse("suggestion-detail", args=[suggestion.pk])
    Firm.objects.exclude(pk=firm.pk).update(verified_at=NOON, verified_by=coordinator)

    shown = client.get(path).content.decode()
    verified = client.post(f"{reverse('firm-verify', args=[firm.pk])}?next={path}", {"checks": ["register"]})

    assert f"{reverse('firm-verify', args=[firm.pk])}?next={path}" in shown
    assert reverse("suggestion-approve", args=[suggestion.pk]) not in shown
    assert (verified.status_code, verified.url) == (302, path)
    assert reverse("suggestion-approve", args=[suggestion.pk]) in client.get(path).content.decode()


def test_answers_are_unanswered_until_then(client, symbiosis, coordinator):
    write(client, party_of(symbiosis))

    assert set(Party.objects.values_list("answer", flat=True)) == {"unanswered"}
