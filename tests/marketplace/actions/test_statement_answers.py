"""What a firm answers to what was written down after a call: right, corrected, not ours; whatever the order."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from marketplace.actions.listings import change_listing, confirm_listing, withdraw_listing
from marketplace.actions.statement_answers import ListingAnswer, answer_statement
from marketplace.actions.statements import ask_statement, lapse_statement
from marketplace.actions.suggestions import approve_suggestion
from marketplace.actions.symbioses import answer_introduction
from marketplace.errors import AlreadyAnsweredError, RefusedError
from marketplace.models import Event, Listing, Notice, Party, Statement
from tests.factories import (
    NOON,
    make_coordinator,
    make_firm,
    make_member,
    make_need,
    make_offer,
    make_site,
    make_statement,
    make_suggestion,
    make_symbiosis,
    make_user,
)
from tests.worker import work_off

pytestmark = pytest.mark.django_db

YES, NO = ListingAnswer(confirms=True), ListingAnswer(confirms=False)

State = Statement.State


def answer(statement, answers, *, by=None, now=NOON):
    return answer_statement(statement, answers={each.pk: said for each, said in answers.items()}, by=by, now=now)


def test_answer_statement_confirms_corrects_and_refuses_each():
    site = make_site()
    bark, chips, wool = (make_offer(site=site, title=title) for title in ("Bark", "Flis", "Ull"))
    statement = make_statement(bark, chips, wool)
    corrected = ListingAnswer(confirms=True, facts={"title": "Torr flis", "amount": 9})

    answer(statement, {bark: YES, chips: corrected, wool: NO})

    statement.refresh_from_db()
    assert [each.answer for each in statement.stated.order_by("pk")] == ["confirmed", "corrected", "refused"]
    assert (statement.state, statement.closed_at) == (State.ANSWERED, NOON)
    rows = Listing.objects.order_by("pk").values_list("title", "amount", "state", "is_confirmed")
    assert list(rows) == [
        ("Bark", 12, "published", True),
        ("Torr flis", 9, "published", True),
        ("Ull", 12, "withdrawn", False),
    ]
    assert Event.objects.get(kind="statement.answered").changes == {
        str(bark.pk): ["unanswered", "confirmed"],
        str(chips.pk): ["unanswered", "corrected"],
        str(wool.pk): ["unanswered", "refused"],
    }


def test_answer_statement_takes_a_part_now_and_the_rest_later():
    site = make_site()
    bark, chips = make_offer(site=site), make_offer(site=site)
    statement = make_statement(bark, chips)

    assert answer(statement, {bark: YES}).state == State.WAITING
    assert answer(statement, {chips: NO}).state == State.ANSWERED


def test_answer_statement_twice_changes_nothing_and_another_answer_is_told():
    offer = make_offer()
    statement = make_statement(offer)

    answer(statement, {offer: YES})
    answer(statement, {offer: YES})

    assert Event.objects.filter(kind="statement.answered").count() == 1
    with pytest.raises(AlreadyAnsweredError):
        answer(statement, {offer: NO})
    with pytest.raises(AlreadyAnsweredError):
        answer(statement, {offer: ListingAnswer(confirms=True, facts={"amount": 1})})


def test_answer_statement_changes_no_other_facts_and_no_other_listing():
    offer, other = make_offer(), make_offer()
    statement = make_statement(offer)

    answer(statement, {offer: ListingAnswer(confirms=True, facts={"visibility": "open"}), other: NO})

    offer.refresh_from_db()
    other.refresh_from_db()
    assert (offer.visibility, other.state) == ("blind", "published")


def test_answer_statement_refuses_old_rounds_and_late_answers():
    offer = make_offer()
    statement = make_statement(offer)
    asked_again = ask_statement(statement, by=statement.written_by, now=NOON)

    with pytest.raises(RefusedError):
        answer(statement, {offer: YES})
    with pytest.raises(RefusedError):
        answer(asked_again, {offer: YES}, now=NOON + timedelta(days=30))
    answer(asked_again, {offer: YES}, now=NOON + timedelta(days=29))


def test_answer_statement_refuses_nonsense_and_keeps_nothing_of_it():
    offer = make_offer()
    statement = make_statement(offer)

    with pytest.raises(ValidationError):
        answer(statement, {offer: ListingAnswer(confirms=True, facts={"amount": 0})})

    assert statement.stated.get().answer == "unanswered"


def test_answer_statement_is_for_members_or_whoever_holds_the_link():
    offer = make_offer()
    statement = make_statement(offer)
    member = make_member(offer.firm)

    for person in (make_user(), make_member(), make_coordinator()):
        with pytest.raises(PermissionDenied):
            answer(statement, {offer: YES}, by=person)
    answer(statement, {offer: YES}, by=member)

    assert statement.stated.get().answered_by == member


def test_a_yes_after_a_new_call_brings_a_paused_listing_back():
    offer = make_offer()
    statement = make_statement(offer)
    later = NOON + timedelta(days=30)
    lapse_statement(statement, by=None, now=later)

    answer(ask_statement(statement, by=statement.written_by, now=later), {offer: YES}, now=later)

    offer.refresh_from_db()
    assert (offer.state, offer.is_confirmed) == ("published", True)


def test_the_writer_is_told_of_answers():
    offer = make_offer()
    statement = make_statement(offer)

    answer(statement, {offer: YES})
    work_off(now=NOON)

    assert Notice.objects.get(code="statement_answered").user == statement.written_by


@pytest.mark.parametrize("act", ["change", "confirm"])
def test_what_a_member_does_to_the_listing_confirms_it(act):
    offer = make_offer()
    statement, member = make_statement(offer), make_member(offer.firm)

    if act == "change":
        change_listing(offer, facts={"amount": 5}, by=member, now=NOON)
    else:
        confirm_listing(offer, by=member, now=NOON)
    work_off(now=NOON)

    offer.refresh_from_db()
    statement.refresh_from_db()
    assert (offer.is_confirmed, statement.state) == (True, State.ANSWERED)
    assert statement.stated.get().answered_by == member


def test_what_a_coordinator_does_to_the_listing_does_not():
    offer = make_offer()
    make_statement(offer)

    change_listing(offer, facts={"amount": 5}, by=make_coordinator(), now=NOON)

    offer.refresh_from_db()
    assert offer.is_confirmed is False


def test_a_refused_listing_that_the_coordinator_has_withdrawn_stays_so():
    offer = make_offer()
    statement = make_statement(offer)
    withdraw_listing(offer, by=statement.written_by, now=NOON)

    answer(statement, {offer: NO})

    assert statement.stated.get().answer == "refused"


def test_nobody_is_introduced_before_the_firm_has_confirmed():
    offer = make_offer(site=make_site(make_firm(is_verified=True)))
    need = make_need(site=make_site(make_firm(is_verified=True)))
    statement, coordinator = make_statement(offer), make_coordinator()
    suggestion = make_suggestion(offer, need)

    with pytest.raises(RefusedError) as refusal:
        approve_suggestion(suggestion, by=coordinator, now=NOON)
    assert refusal.value.code == "listing_unconfirmed"
    answer(statement, {offer: YES})
    assert approve_suggestion(suggestion, by=coordinator, now=NOON).state == "approved"


@pytest.mark.parametrize("lack", ["confirmed", "verified"])
def test_consent_waits_until_both_are_confirmed_and_verified_and_a_no_does_not(lack):
    symbiosis = make_symbiosis()
    giver, receiver = symbiosis.parties.order_by("pk")
    if lack == "confirmed":
        Listing.objects.filter(pk=receiver.listing_id).update(is_confirmed=False)
    else:
        type(receiver.listing.firm).objects.filter(pk=receiver.listing.firm_id).update(
            verified_at=None, verified_by=None
        )
    member = make_member(giver.listing.firm)

    with pytest.raises(RefusedError) as refusal:
        answer_introduction(giver, by=member, now=NOON, consents=True)
    assert refusal.value.code == "not_confirmed"
    assert receiver.listing.firm.name not in refusal.value.message
    answer_introduction(giver, by=member, now=NOON, consents=False)

    assert Party.objects.get(pk=giver.pk).answer == "no"
