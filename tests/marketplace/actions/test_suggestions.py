"""Suggestions: proposed once, decided by the right person, and undone in time."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from marketplace.actions.blocks import block_firm
from marketplace.actions.firms import hide_firm, show_firm
from marketplace.actions.listings import change_listing, pause_listing, publish_listing
from marketplace.actions.suggestions import (
    approve_suggestion,
    ask_for_fact,
    dismiss_suggestion,
    propose_suggestions,
    rematch,
    undo_review,
)
from marketplace.errors import RefusedError, WrongStateError
from marketplace.models import Event, Listing, Suggestion, Symbiosis
from tests.factories import (
    NOON,
    make_coordinator,
    make_firm,
    make_member,
    make_need,
    make_offer,
    make_suggestion,
    make_symbiosis,
    make_user,
)
from tests.worker import work_off

pytestmark = pytest.mark.django_db
State = Suggestion.State


def verified_suggestion(**fields):
    offer, need = make_offer(firm=make_firm(is_verified=True)), make_need(firm=make_firm(is_verified=True))
    return make_suggestion(offer, need, **fields)


def test_propose_suggestions_joins_an_offer_and_a_need():
    offer, need = make_offer(), make_need()

    propose_suggestions(offer, by=None, now=NOON)

    suggestion = Suggestion.objects.get()
    assert {part.listing: part.role for part in suggestion.parts.all()} == {offer: "giver", need: "receiver"}
    assert suggestion.reasons_for[0]["code"] == "same_material"
    assert Event.objects.get().kind == Event.Kind.SUGGESTION_PROPOSED


def test_propose_suggestions_twice_proposes_once():
    offer, need = make_offer(), make_need()

    propose_suggestions(offer, by=None, now=NOON)
    propose_suggestions(need, by=None, now=NOON)

    assert Suggestion.objects.count() == 1


def test_propose_suggestions_never_within_a_firm():
    offer = make_offer()
    make_need(firm=offer.firm)

    propose_suggestions(offer, by=None, now=NOON)

    assert not Suggestion.objects.exists()


def test_propose_suggestions_leaves_out_unlike_materials():
    offer = make_offer()
    make_need(material="acid_whey", title="Syravassle till grisar")

    propose_suggestions(offer, by=None, now=NOON)

    assert not Suggestion.objects.exists()


def test_propose_suggestions_keeps_the_best_three_of_either_side():
    offer = make_offer()
    for kilograms in (11_000, 12_000, 13_000, 12_500, 12_200):
        make_need(quantity_kg=kilograms)

    propose_suggestions(offer, by=None, now=NOON)

    # Each need has this one offer, so that it is among each need's best three.
    assert Suggestion.objects.count() == 5


def test_propose_suggestions_lapses_what_a_gate_has_closed():
    suggestion = make_suggestion()
    offer = suggestion.parts.get(role="giver").listing
    Listing.objects.filter(pk=offer.pk).update(resource="heat")

    propose_suggestions(offer, by=None, now=NOON)

    suggestion.refresh_from_db()
    assert suggestion.state == State.LAPSED


def test_propose_suggestions_brings_back_a_dismissed_set_only_when_its_fact_has_changed():
    suggestion = verified_suggestion()
    dismiss_suggestion(suggestion, by=make_coordinator(), now=NOON, reason="amount")
    offer = suggestion.parts.get(role="giver").listing

    propose_suggestions(offer, by=None, now=NOON)
    unchanged = Suggestion.objects.filter(state=State.PROPOSED).count()
    change_listing(offer, by=make_member(offer.firm), now=NOON, facts={"amount": 11})
    propose_suggestions(offer, by=None, now=NOON)

    assert (unchanged, Suggestion.objects.filter(state=State.PROPOSED).count()) == (0, 1)


def test_propose_suggestions_never_brings_back_firms_that_know_each_other():
    suggestion = verified_suggestion()
    dismiss_suggestion(suggestion, by=make_coordinator(), now=NOON, reason="known")
    offer = suggestion.parts.get(role="giver").listing
    change_listing(offer, by=make_member(offer.firm), now=NOON, facts={"amount": 11})

    propose_suggestions(offer, by=None, now=NOON)

    assert Suggestion.objects.count() == 1


def test_pausing_a_listing_lapses_its_suggestions_and_publishing_proposes_anew():
    offer = make_offer()
    make_need()
    propose_suggestions(offer, by=None, now=NOON)
    person = make_member(offer.firm)

    pause_listing(offer, by=person, now=NOON)
    work_off(now=NOON)
    lapsed = Suggestion.objects.get().state
    publish_listing(offer, by=person, now=NOON)
    work_off(now=NOON)

    assert lapsed == State.LAPSED
    assert Suggestion.objects.filter(state=State.PROPOSED).count() == 1


def test_rematch_counts_what_is_new():
    make_offer(), make_need()

    assert (rematch(now=NOON), rematch(now=NOON)) == ((1, 1), (1, 0))


def test_approve_suggestion_records_who_and_when():
    coordinator, suggestion = make_coordinator(), verified_suggestion()

    approve_suggestion(suggestion, by=coordinator, now=NOON)

    suggestion.refresh_from_db()
    assert suggestion.state == State.APPROVED
    assert (suggestion.reviewed_by, suggestion.reviewed_at) == (coordinator, NOON)
    assert Event.objects.get().kind == Event.Kind.SUGGESTION_APPROVED


def test_approve_suggestion_waits_for_verified_firms():
    suggestion = make_suggestion()

    with pytest.raises(RefusedError, match="not verified"):
        approve_suggestion(suggestion, by=make_coordinator(), now=NOON)


def reviewers_who_may_not(suggestion):
    own = make_coordinator()
    own.membership_set.create(firm=suggestion.parts.first().listing.firm)
    return [make_user(), make_member(suggestion.parts.first().listing.firm), make_coordinator(("NO-5001",)), own]


def test_review_refuses_everybody_but_a_coordinator_of_the_area_outside_the_firms():
    suggestion = verified_suggestion()
    listing = suggestion.parts.first().listing

    for person in reviewers_who_may_not(suggestion):
        with pytest.raises(PermissionDenied):
            approve_suggestion(suggestion, by=person, now=NOON)
        with pytest.raises(PermissionDenied):
            dismiss_suggestion(suggestion, by=person, now=NOON, reason="price")
        with pytest.raises(PermissionDenied):
            ask_for_fact(suggestion, by=person, now=NOON, listing_pk=listing.pk, fact="months")


@pytest.mark.parametrize("state", [State.APPROVED, State.DISMISSED, State.LAPSED, State.MERGED])
def test_review_refuses_what_is_decided(state):
    decided = {"state": state, "reviewed_by": make_coordinator(), "reviewed_at": NOON, "dismiss_reason": "price"}
    suggestion = verified_suggestion(**decided)

    with pytest.raises(WrongStateError):
        approve_suggestion(suggestion, by=make_coordinator(), now=NOON)
    with pytest.raises(WrongStateError):
        dismiss_suggestion(suggestion, by=make_coordinator(), now=NOON, reason="price")


def test_dismiss_suggestion_wants_a_reason_that_it_knows():
    suggestion = make_suggestion()

    with pytest.raises(ValidationError):
        dismiss_suggestion(suggestion, by=make_coordinator(), now=NOON, reason="mood")


def test_ask_for_fact_waits_for_the_firm_and_comes_back_with_the_answer():
    offer, need = make_offer(), make_need(months=[], month_shares=[])
    propose_suggestions(offer, by=None, now=NOON)
    suggestion = Suggestion.objects.get()

    ask_for_fact(suggestion, by=make_coordinator(), now=NOON, listing_pk=need.pk, fact="months")
    asked = Suggestion.objects.get().state
    change_listing(need, by=make_member(need.firm), now=NOON, facts={"months": [9, 10, 11]})
    propose_suggestions(need, by=None, now=NOON)

    assert (asked, Suggestion.objects.get().state) == (State.ASKED, State.PROPOSED)


def test_ask_for_fact_refuses_what_the_listing_already_says():
    suggestion = make_suggestion()
    offer = suggestion.parts.get(role="giver").listing

    with pytest.raises(RefusedError, match="already says"):
        ask_for_fact(suggestion, by=make_coordinator(), now=NOON, listing_pk=offer.pk, fact="months")


@pytest.mark.parametrize("decide", [approve_suggestion, dismiss_suggestion])
def test_undo_review_puts_the_suggestion_back(decide):
    coordinator, suggestion = make_coordinator(), verified_suggestion()
    answers = {"reason": "price"} if decide is dismiss_suggestion else {}
    decide(suggestion, by=coordinator, now=NOON, **answers)

    undo_review(suggestion, by=coordinator, now=NOON)

    suggestion.refresh_from_db()
    assert (suggestion.state, suggestion.reviewed_by, suggestion.dismiss_reason) == (State.PROPOSED, None, "")


def test_undo_review_refuses_anybody_else():
    suggestion = verified_suggestion()
    approve_suggestion(suggestion, by=make_coordinator(), now=NOON)

    with pytest.raises(PermissionDenied):
        undo_review(suggestion, by=make_coordinator(), now=NOON)


def test_undo_review_refuses_once_the_firms_are_told():
    symbiosis = make_symbiosis()

    with pytest.raises(RefusedError, match="told"):
        undo_review(symbiosis.suggestion, by=symbiosis.suggestion.reviewed_by, now=NOON)


def test_undo_in_time_tells_nobody_and_a_second_approval_gets_its_own_two_minutes(settings):
    coordinator, suggestion = make_coordinator(), verified_suggestion()
    make_member(suggestion.parts.first().listing.firm)

    approve_suggestion(suggestion, by=coordinator, now=NOON)
    work_off(now=NOON + timedelta(seconds=60))
    undo_review(suggestion, by=coordinator, now=NOON + timedelta(seconds=60))
    approve_suggestion(suggestion, by=coordinator, now=NOON + timedelta(seconds=100))
    work_off(now=NOON + timedelta(seconds=settings.UNDO_SECONDS + 10))
    told_early = Symbiosis.objects.exists()
    work_off(now=NOON + timedelta(seconds=settings.UNDO_SECONDS + 110))

    assert not told_early
    assert Symbiosis.objects.count() == 1


def test_a_hidden_firm_loses_its_suggestions_and_gets_them_back_when_shown():
    suggestion = make_suggestion()
    firm = suggestion.parts.get(role="giver").listing.firm
    lead = make_coordinator(is_lead=True)

    hide_firm(firm, reason="Invented.", by=lead, now=NOON)
    work_off(now=NOON)
    hidden = Suggestion.objects.get().state
    show_firm(firm, by=lead, now=NOON)
    work_off(now=NOON)

    assert hidden == State.LAPSED
    assert Suggestion.objects.filter(state=State.PROPOSED).count() == 1


def test_a_block_lapses_what_is_between_the_two_firms():
    suggestion = make_suggestion()
    giver, receiver = (part.listing.firm for part in suggestion.parts.order_by("pk"))

    block_firm(giver, name=receiver.name, by=make_member(giver), now=NOON)
    work_off(now=NOON)

    suggestion.refresh_from_db()
    assert suggestion.state == State.LAPSED
