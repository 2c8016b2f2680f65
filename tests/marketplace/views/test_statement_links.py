"""What a firm answers by the signed link to what was written for it."""

import pytest
from django.utils import timezone

from marketplace.models import Event, Invitation, Statement
from marketplace.queries.statement_links import statement_link
from tests.factories import (
    make_coordinator,
    make_member,
    make_need,
    make_offer,
    make_site,
    make_statement,
)

pytestmark = pytest.mark.django_db


def now_asked(*listings, **fields):
    return make_statement(*listings, asked_at=timezone.now(), **fields)


def test_the_link_shows_confirms_corrects_and_refuses_without_logging_in(client):
    site = make_site()
    bark, chips = make_offer(site=site, title="Bark"), make_need(site=site, title="Flis")
    link = statement_link(now_asked(bark, chips, written_by=make_coordinator(name="Siv Ek")))

    page = client.get(link).content.decode()
    assert all(words in page for words in ("Siv Ek", "Karin Ås", "Bark", "Flis"))
    said = {
        f"title_{bark.pk}": "Torr bark",
        f"amount_{bark.pk}": "7",
        f"unit_{bark.pk}": "t",
        f"rhythm_{bark.pk}": "month",
    }
    said |= {
        f"title_{chips.pk}": "Flis",
        f"amount_{chips.pk}": "10",
        f"unit_{chips.pk}": "t",
        f"rhythm_{chips.pk}": "year",
    }
    answers = {f"answer_{bark.pk}": "yes", f"answer_{chips.pk}": "no", **said, "then": "send"}
    for _time in range(2):
        assert client.post(link, answers).status_code in (302, 422)

    bark.refresh_from_db()
    chips.refresh_from_db()
    assert (bark.title, bark.amount, bark.rhythm, bark.is_confirmed) == ("Torr bark", 7, "month", True)
    assert (chips.state, chips.is_confirmed) == ("withdrawn", False)
    assert Event.objects.filter(kind="statement.answered").count() == 1
    assert client.get(link).status_code == 200


def test_one_button_confirms_all(client):
    offer = make_offer()
    statement = now_asked(offer)
    said = {f"title_{offer.pk}": offer.title, f"amount_{offer.pk}": "12", f"unit_{offer.pk}": "t"}

    client.post(statement_link(statement), {**said, f"rhythm_{offer.pk}": "year", "then": "all"})

    assert statement.stated.get().answer == "confirmed"


def test_an_answer_that_makes_no_sense_is_told_and_nothing_lost(client):
    offer = make_offer()
    link = statement_link(now_asked(offer))
    said = {f"title_{offer.pk}": "Ny rubrik", f"unit_{offer.pk}": "t", f"rhythm_{offer.pk}": "year"}

    for wrong in (
        {f"amount_{offer.pk}": "mycket", "then": "all"},
        {f"amount_{offer.pk}": "-1", "then": "all"},
        {f"amount_{offer.pk}": "3", "then": "send"},
    ):
        answer = client.post(link, {**said, **wrong})
        assert answer.status_code == 422
        assert "Ny rubrik" in answer.content.decode()
    offer.refresh_from_db()
    assert offer.is_confirmed is False


def test_links_that_are_forged_old_or_overtaken_open_nothing(client):
    offer = make_offer(title="Hemlig bark")
    old = make_statement(offer)  # asked longer than 30 days before today, or of another round
    Statement.objects.update(asked_at=timezone.now() - timezone.timedelta(days=31))
    link, page = statement_link(old), None

    for path in (link, link.replace("-1-", "-2-"), link[:-3] + "/", "/said/1/", "/said/1-1-0:x/"):
        page = client.get(path)
        assert page.status_code == 410, path
        assert "Hemlig bark" not in page.content.decode()
        assert client.post(path, {"then": "all"}).status_code == 410
    Statement.objects.update(asked_at=timezone.now(), round=2)
    assert client.get(link).status_code == 410


def test_a_members_link_answers_as_that_member_and_not_once_they_have_left(client):
    offer = make_offer()
    member = make_member(offer.firm)
    statement = now_asked(offer)
    link = statement_link(statement, person=member)
    said = {f"title_{offer.pk}": offer.title, f"amount_{offer.pk}": "12", f"unit_{offer.pk}": "t"}
    said |= {f"rhythm_{offer.pk}": "year", "then": "all"}

    member.membership_set.all().delete()
    assert client.post(link, said).status_code == 403
    member.membership_set.create(firm=offer.firm)
    client.post(link, said)

    assert statement.stated.get().answered_by == member


def test_the_person_can_have_name_and_address_erased_and_be_invited_by_the_link(client):
    offer = make_offer()
    statement = now_asked(offer, state="answered", closed_at=timezone.now())
    statement.stated.update(answer="confirmed", answered_at=timezone.now())
    link = statement_link(statement)

    client.post(link, {"then": "invite"})
    client.post(link, {"then": "invite"})
    assert Invitation.objects.get().email == "karin@sagen.example"
    client.post(link, {"then": "forget"})
    statement.refresh_from_db()
    assert (statement.spoken_by, statement.email) == ("", "")
    assert client.get(link).status_code == 200
