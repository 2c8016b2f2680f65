"""A firm without an account: whoever spoke for it is told in its place, and answers by a signed link."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from marketplace.actions.invitations import accept_invitation
from marketplace.actions.statement_answers import ListingAnswer, answer_statement
from marketplace.actions.statements import forget_speaker
from marketplace.actions.suggestions import approve_suggestion
from marketplace.actions.symbioses import answer_introduction, open_symbiosis
from marketplace.models import Event, Invitation, Membership, Notice, Party, Statement
from marketplace.queries.consent_links import consent_link
from tests.factories import (
    NOON,
    make_firm,
    make_member,
    make_need,
    make_offer,
    make_site,
    make_statement,
    make_suggestion,
    make_user,
)
from tests.worker import work_off

pytestmark = pytest.mark.django_db


def spoken_for():
    """Return a statement that its firm has confirmed, and a suggestion between it and another firm, approved."""
    offer = make_offer(site=make_site(make_firm(is_verified=True)))
    statement = make_statement(offer)
    answer_statement(statement, answers={offer.pk: ListingAnswer(confirms=True)}, by=None, now=NOON)
    need = make_need(site=make_site(make_firm(name="Skuggbergets Gård", is_verified=True)))
    suggestion = approve_suggestion(make_suggestion(offer, need), by=statement.written_by, now=NOON)
    return Statement.objects.get(pk=statement.pk), suggestion


def told_by_link(code):
    """Return the paths of what was told to the address of who spoke for the firm."""
    notices = Notice.objects.filter(email="karin@sagen.example", code=code).order_by("pk")
    return list(notices.values_list("path", flat=True))


def test_a_firm_without_account_answers_its_partner_by_signed_link(client):
    statement, suggestion = spoken_for()
    symbiosis = open_symbiosis(suggestion, by=None, now=NOON + timedelta(minutes=5))
    sven = make_member(symbiosis.parties.get(role="receiver").listing.firm, name="Sven Bonde")
    work_off(now=NOON + timedelta(minutes=5))
    (link,) = told_by_link(Notice.Code.SYMBIOSIS_SUGGESTED)

    shown = client.get(link).content.decode()
    client.post(link, {"answer": "yes"})
    party = symbiosis.parties.get(role="giver")
    answer_introduction(symbiosis.parties.get(role="receiver"), by=sven, now=NOON, consents=True)
    work_off(now=NOON + timedelta(minutes=10))

    assert "Skuggberget" not in shown
    assert "You answer as Karin Ås" in shown
    assert (party.answer, party.answered_by) == ("yes", None)
    assert Event.objects.filter(kind=Event.Kind.PARTY_ANSWERED).first().changes["speaker"] == [None, statement.pk]
    assert not Invitation.objects.exists()
    opened = client.get(link).content.decode()
    assert ("Skuggbergets Gård" in opened, "Sven Bonde" in opened) == (True, True)
    (again,) = told_by_link(Notice.Code.FIRMS_INTRODUCED)
    assert again.split(":")[0] == link.split(":")[0]  # what follows is the second in which it was signed
    client.force_login(sven)
    page = client.get(f"/symbioses/{symbiosis.pk}/").content.decode()
    assert "karin@sagen.example" in page
    assert "Karin Ås" in page


def test_a_firm_without_account_says_no_by_link():
    statement, suggestion = spoken_for()
    symbiosis = open_symbiosis(suggestion, by=None, now=NOON + timedelta(minutes=5))
    party = symbiosis.parties.get(role="giver")

    answer_introduction(party, by=None, speaker=statement, now=NOON, consents=False, barrier="price")

    symbiosis.refresh_from_db()
    assert (symbiosis.stage, symbiosis.barrier) == ("failed", "price")


@pytest.mark.parametrize("why", ["a member came", "forgotten", "refused", "of another firm", "nobody"])
def test_a_link_of_who_spoke_counts_only_for_their_firm_as_long_as_it_has_no_members(client, why):
    statement, suggestion = spoken_for()
    symbiosis = open_symbiosis(suggestion, by=None, now=NOON + timedelta(minutes=5))
    party = symbiosis.parties.get(role="giver")
    link, speaker = consent_link(party, statement), statement
    if why == "a member came":
        make_member(party.listing.firm)
    elif why == "forgotten":
        forget_speaker(statement, by=None, now=NOON)
    elif why == "refused":
        statement.stated.update(answer="refused")
    elif why == "of another firm":
        speaker = spoken_for()[0]
        link = consent_link(party, speaker)
    else:
        link, speaker = "/answer/x/", None

    assert client.post(link, {"answer": "yes"}).status_code == 410
    with pytest.raises(PermissionDenied):
        answer_introduction(party, by=None, speaker=speaker, now=NOON, consents=True)
    assert Party.objects.get(pk=party.pk).answer == "unanswered"


def test_the_link_offers_an_account_and_ends_with_it(client):
    statement, suggestion = spoken_for()
    symbiosis = open_symbiosis(suggestion, by=None, now=NOON + timedelta(minutes=5))
    link = consent_link(symbiosis.parties.get(role="giver"), statement)

    client.post(link, {"then": "invite"})
    invitation = Invitation.objects.get()
    karin = make_user(email="karin@sagen.example")
    accept_invitation(invitation, by=karin, now=NOON + timedelta(minutes=6))

    assert Membership.objects.get(user=karin).role == "owner"
    assert client.get(link).status_code == 410
    answer_introduction(symbiosis.parties.get(role="giver"), by=karin, now=NOON, consents=True)


def test_forgetting_who_spoke_erases_their_address_from_the_notices_of_the_partner_too():
    statement, suggestion = spoken_for()
    open_symbiosis(suggestion, by=None, now=NOON + timedelta(minutes=5))
    work_off(now=NOON + timedelta(minutes=5))
    assert told_by_link(Notice.Code.SYMBIOSIS_SUGGESTED)

    forget_speaker(statement, by=None, now=NOON)

    assert not Notice.objects.filter(email="karin@sagen.example").exists()
