"""Consent: two-sided, once, and asked again when a fact changes."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied

from marketplace.actions.listings import change_listing
from marketplace.actions.symbioses import answer_introduction, ask_party, open_symbiosis, renew_consents
from marketplace.errors import AlreadyAnsweredError, RefusedError, WrongStateError
from marketplace.models import Barrier, BarrierCode, Event, Notice, Party, Suggestion, Symbiosis
from marketplace.permissions import can_see_listing_openly
from tests.factories import (
    NOON,
    make_coordinator,
    make_legal_fact,
    make_member,
    make_suggestion,
    make_symbiosis,
    make_user,
)
from tests.worker import work_off

pytestmark = pytest.mark.django_db
Stage = Symbiosis.Stage


def people_of(symbiosis):
    """Return a member of the giver's firm and one of the receiver's."""
    return [make_member(party.listing.firm) for party in symbiosis.parties.order_by("pk")]


def approved_suggestion(**fields):
    review = {"state": Suggestion.State.APPROVED, "reviewed_by": make_coordinator(), "reviewed_at": NOON}
    return make_suggestion(**{**review, **fields})


def test_open_symbiosis_asks_one_party_per_listing():
    suggestion = approved_suggestion()

    symbiosis = open_symbiosis(suggestion, by=None, now=NOON + timedelta(minutes=3))

    assert symbiosis.stage == Stage.IDEA
    assert [party.answer for party in symbiosis.parties.all()] == ["unanswered", "unanswered"]


def test_open_symbiosis_twice_opens_one():
    suggestion = approved_suggestion()

    opened = [open_symbiosis(suggestion, by=None, now=NOON + timedelta(minutes=3)) for _ in range(2)]

    assert opened[0] == opened[1]
    assert Event.objects.filter(kind=Event.Kind.SYMBIOSIS_OPENED).count() == 1


def test_open_symbiosis_refuses_before_the_undo_time_is_over_or_after_an_undo():
    with pytest.raises(RefusedError):
        open_symbiosis(approved_suggestion(), by=None, now=NOON + timedelta(seconds=30))
    with pytest.raises(RefusedError):
        open_symbiosis(make_suggestion(), by=None, now=NOON)


def test_answer_introduction_opens_names_when_all_say_yes():
    symbiosis = make_symbiosis()
    giver, receiver = people_of(symbiosis)
    own, other = symbiosis.parties.order_by("pk")

    answer_introduction(own, by=giver, now=NOON, consents=True)
    after_one = can_see_listing_openly(giver, other.listing), can_see_listing_openly(receiver, own.listing)
    answer_introduction(other, by=receiver, now=NOON, consents=True)

    symbiosis.refresh_from_db()
    assert after_one == (False, False)
    assert (symbiosis.stage, symbiosis.introduced_at) == (Stage.DISCUSSION, NOON)
    assert can_see_listing_openly(giver, other.listing)
    assert can_see_listing_openly(receiver, own.listing)


def test_answer_introduction_no_ends_it_with_a_barrier_and_keeps_names_hidden():
    symbiosis = make_symbiosis()
    giver, receiver = people_of(symbiosis)
    own, other = symbiosis.parties.order_by("pk")
    answer_introduction(own, by=giver, now=NOON, consents=True)

    answer_introduction(other, by=receiver, now=NOON, consents=False, barrier=BarrierCode.PRICE)

    symbiosis.refresh_from_db()
    assert (symbiosis.stage, symbiosis.barrier) == (Stage.FAILED, BarrierCode.PRICE)
    assert not can_see_listing_openly(giver, other.listing)


def test_answer_introduction_twice_alike_is_one_answer_and_otherwise_refused():
    symbiosis = make_symbiosis()
    giver, _receiver = people_of(symbiosis)
    party = symbiosis.parties.order_by("pk").first()

    for _time in range(2):
        answer_introduction(party, by=giver, now=NOON, consents=True)
    with pytest.raises(AlreadyAnsweredError):
        answer_introduction(party, by=giver, now=NOON, consents=False)

    assert Event.objects.filter(kind=Event.Kind.PARTY_ANSWERED).count() == 1


def test_answer_introduction_refuses_everybody_but_the_firms_members():
    symbiosis = make_symbiosis()
    _giver, receiver = people_of(symbiosis)
    party = symbiosis.parties.order_by("pk").first()

    for person in (make_user(), receiver, make_coordinator(), symbiosis.suggestion.reviewed_by):
        with pytest.raises(PermissionDenied):
            answer_introduction(party, by=person, now=NOON, consents=True)


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage != Stage.IDEA])
def test_answer_introduction_refuses_when_nothing_is_asked(stage):
    symbiosis = make_symbiosis(stage=stage)
    giver, _receiver = people_of(symbiosis)

    with pytest.raises(RefusedError):
        answer_introduction(symbiosis.parties.order_by("pk").first(), by=giver, now=NOON, consents=True)


def test_renew_consents_hides_the_names_and_asks_again():
    symbiosis = make_symbiosis(answer=Party.Answer.YES, stage=Stage.DISCUSSION, introduced_at=NOON)
    giver, _receiver = people_of(symbiosis)
    _own, other = symbiosis.parties.order_by("pk")
    changed = change_listing(other.listing, by=None, now=NOON, facts={"amount": 99})

    renew_consents(changed, by=None, now=NOON)

    symbiosis.refresh_from_db()
    assert (symbiosis.stage, symbiosis.introduced_at) == (Stage.IDEA, None)
    assert set(symbiosis.parties.values_list("answer", "round")) == {("unanswered", 2)}
    assert not can_see_listing_openly(giver, other.listing)


def test_renew_consents_asks_nobody_for_new_words():
    symbiosis = make_symbiosis(answer=Party.Answer.YES, stage=Stage.DISCUSSION, introduced_at=NOON)
    listing = symbiosis.parties.first().listing
    changed = change_listing(listing, by=None, now=NOON, facts={"description": "Torrt."})

    renew_consents(changed, by=None, now=NOON)

    assert set(symbiosis.parties.values_list("answer", flat=True)) == {Party.Answer.YES}


def test_everyone_is_told_once_by_page_and_mail(settings):
    suggestion = approved_suggestion()
    members = [make_member(part.listing.firm) for part in suggestion.parts.order_by("pk")]
    symbiosis = open_symbiosis(suggestion, by=None, now=NOON + timedelta(minutes=3))
    own, other = symbiosis.parties.order_by("pk")
    answer_introduction(own, by=members[0], now=NOON, consents=True)
    answer_introduction(other, by=members[1], now=NOON, consents=True)

    for _time in range(2):
        work_off(now=NOON + timedelta(minutes=5))

    told = Notice.objects.filter(code=Notice.Code.FIRMS_INTRODUCED).values_list("user__email", flat=True)
    everyone = sorted([*(person.email for person in members), suggestion.reviewed_by.email])
    assert sorted(told) == everyone
    assert sorted(address for message in mail.outbox for address in message.to) == everyone


def introduced():
    """Return the giver's party, with a member of its firm and one of the receiver's."""
    symbiosis = make_symbiosis(answer=Party.Answer.YES, stage=Stage.DISCUSSION, introduced_at=NOON)
    return symbiosis.parties.get(role="giver"), *people_of(symbiosis)


def test_ask_party_lets_the_partner_ask_for_one_fact_and_tells_its_firm():
    party, own, partner = introduced()

    ask_party(party, by=partner, now=NOON, fact="hazardous")
    work_off(now=NOON)

    event = Event.objects.get(kind=Event.Kind.SYMBIOSIS_ASKED)
    assert (event.subject, event.by) == (party.symbiosis, partner)
    (notice,) = Notice.objects.filter(code=Notice.Code.LAW_FACT_ASKED)
    assert (notice.user, notice.path) == (own, f"/listings/{party.listing_id}/law/?fact=hazardous")


def test_ask_party_tells_of_each_of_two_questions_and_of_none_that_is_answered():
    party, _own, partner = introduced()
    for fact in ("hazardous", "status_claim", "svhc"):
        ask_party(party, by=partner, now=NOON, fact=fact)
    make_legal_fact(party.listing, "svhc", "no")

    work_off(now=NOON)

    told = Notice.objects.filter(code=Notice.Code.LAW_FACT_ASKED)
    assert {notice.values["fact"] for notice in told} == {"hazardous", "status_claim"}


def test_ask_party_lets_a_coordinator_ask_before_anybody_has_said_yes():
    party = make_symbiosis().parties.get(role="giver")

    ask_party(party, by=make_coordinator(is_lead=True), now=NOON, fact="hazardous")

    assert Event.objects.filter(kind=Event.Kind.SYMBIOSIS_ASKED).count() == 1


def test_ask_party_refuses_the_firm_itself_a_partner_not_yet_introduced_and_strangers():
    symbiosis = make_symbiosis()
    party = symbiosis.parties.get(role="giver")

    for person in (*people_of(symbiosis), make_user(), make_coordinator(("NO-5038",))):
        with pytest.raises(PermissionDenied):
            ask_party(party, by=person, now=NOON, fact="hazardous")


def test_ask_party_refuses_what_is_said_what_is_no_question_and_what_was_asked_this_week():
    party, _own, partner = introduced()
    make_legal_fact(party.listing, "svhc", "no")
    ask_party(party, by=partner, now=NOON, fact="hazardous")

    for fact in ("svhc", "receiver_permit", "hazardous"):
        with pytest.raises(RefusedError):
            ask_party(party, by=partner, now=NOON + timedelta(days=6), fact=fact)
    ask_party(party, by=partner, now=NOON + timedelta(days=8), fact="hazardous")

    assert Event.objects.filter(kind=Event.Kind.SYMBIOSIS_ASKED).count() == 2


def test_ask_party_refuses_where_nothing_comes_of_it():
    party, _own, partner = introduced()
    Symbiosis.objects.update(stage=Stage.FAILED, barrier=BarrierCode.PRICE)

    with pytest.raises(WrongStateError):
        ask_party(party, by=partner, now=NOON, fact="hazardous")


def test_a_no_notes_its_barrier():
    symbiosis = make_symbiosis()
    party = symbiosis.parties.first()

    answer_introduction(
        party, by=make_member(party.listing.firm), now=NOON, consents=False, barrier="price", note="För dyrt"
    )

    barrier = symbiosis.barriers.get()
    assert (barrier.code, barrier.note, barrier.state) == ("price", "För dyrt", Barrier.State.OPEN)
