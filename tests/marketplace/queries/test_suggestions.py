"""The coordinator's queue: whose, in which order, and what becomes of it."""

import pytest

from marketplace.models import DismissReason, Suggestion
from marketplace.queries.review_lists import capped_counts
from marketplace.queries.suggestions import (
    facts_of_reason,
    next_in_queue,
    review_queue,
    suggestion_card,
    suggestion_title,
    visible_suggestions,
)
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


def decided(state, **fields):
    person = make_coordinator()
    later = {"later_until": NOON.date(), "later_by": person, "later_at": NOON} if state == State.LATER else {}
    review = {"reviewed_by": person, "reviewed_at": NOON, "dismiss_reason": "price"}
    return {"state": state, **review, **later, **fields}


def test_visible_suggestions_are_for_coordinators_of_either_end():
    need = make_need(site=make_site(municipality="NO-5038"))
    suggestion = make_suggestion(make_offer(), need)

    for viewer in (make_coordinator(("SE-2309",)), make_coordinator(("NO-5038",)), make_coordinator((), is_lead=True)):
        assert list(visible_suggestions(viewer)) == [suggestion]
    for viewer in (make_user(), make_member(need.firm), make_coordinator(("NO-5001",))):
        assert not visible_suggestions(viewer).exists()


@pytest.mark.parametrize("is_lead", [True, False])
def test_visible_suggestions_hide_what_concerns_ones_own_firm(is_lead):
    suggestion = make_suggestion()
    coordinator = make_coordinator(is_lead=is_lead)
    coordinator.membership_set.create(firm=suggestion.parts.first().listing.firm)

    assert not visible_suggestions(coordinator).exists()
    assert capped_counts(visible_suggestions(coordinator))[State.PROPOSED] == 0


def test_review_queue_holds_what_waits_best_first_and_then_the_oldest():
    good, first, second = make_suggestion(score=0.9), make_suggestion(score=0.7), make_suggestion(score=0.7)
    for state in set(State) - {State.PROPOSED, State.ASKED}:
        make_suggestion(**decided(state))
    offer = make_offer()
    make_suggestion(offer, state=State.ASKED, asked_listing=offer, asked_fact="months")

    assert list(review_queue(make_coordinator())) == [good, first, second]


def test_review_queue_shows_a_suggestion_once_when_both_ends_are_in_the_area():
    offer = make_offer()
    need = make_need(site=make_site(municipality="SE-2380"))
    suggestion = make_suggestion(offer, need)

    assert list(review_queue(make_coordinator(("SE-2309", "SE-2380")))) == [suggestion]


def test_next_in_queue_goes_down_and_starts_over():
    top, middle, bottom = (make_suggestion(score=score) for score in (0.9, 0.7, 0.7))
    coordinator = make_coordinator()

    following = [next_in_queue(coordinator, after=each) for each in (top, middle, bottom)]

    assert following == [middle, bottom, top]


def test_next_in_queue_is_nobody_after_the_only_one():
    only = make_suggestion()

    assert next_in_queue(make_coordinator(), after=only) is None


def test_suggestion_card_names_both_firms_and_asks_for_what_is_missing():
    offer, need = make_offer(firm=make_firm(is_verified=True)), make_need()
    make_suggestion(offer, need)

    card = suggestion_card(visible_suggestions(make_coordinator()).get())

    assert (card.strip.giver.firm_name, card.strip.receiver.firm_name) == (offer.firm.name, need.firm.name)
    assert [(each.fact, each.listing_pk) for each in card.questions] == [("months", need.pk)]
    assert [each.pk for each in card.unverified] == [need.pk]
    assert ("Amount", 90) in card.fits
    assert ("Words", None) in card.fits


def test_suggestion_card_names_who_decided_and_where_it_led():
    symbiosis = make_symbiosis()

    card = suggestion_card(visible_suggestions(make_coordinator()).get())

    assert (card.decided_by, card.decided_at) == (str(symbiosis.suggestion.reviewed_by), NOON)
    assert card.symbiosis_pk == symbiosis.pk


def test_suggestion_card_names_who_asked_for_what():
    offer, asker = make_offer(), make_coordinator()
    asked = {"asked_listing": offer, "asked_fact": "months", "asked_by": asker, "asked_at": NOON}
    make_suggestion(offer, state=State.ASKED, **asked)

    card = suggestion_card(visible_suggestions(make_coordinator()).get())

    assert (card.asked_fact, card.asked_listing_pk) == ("in which months", offer.pk)
    assert (card.decided_by, card.decided_at) == (str(asker), NOON)


@pytest.mark.parametrize("reason", DismissReason)
def test_facts_of_reason_change_only_with_what_the_reason_is_about(reason):
    offer, need = make_offer(), make_need()
    before = facts_of_reason(reason, [offer, need])

    assert facts_of_reason(reason, [need, offer]) == before
    offer.title = "Another title"
    assert facts_of_reason(reason, [offer, need]) == before


@pytest.mark.parametrize(
    ("reason", "changed"),
    [
        ("material", {"material": "sawdust"}),
        ("quality", {"quality_notes": "torr"}),
        ("amount", {"amount": 99}),
        ("timing", {"months": [1]}),
        ("distance", {"max_km": 50}),
        ("price", {"price": 10}),
        ("law", {"abp_category": 3}),
    ],
)
def test_facts_of_reason_change_with_what_the_reason_is_about(reason, changed):
    offer, need = make_offer(), make_need()
    before = facts_of_reason(reason, [offer, need])

    for name, value in changed.items():
        setattr(offer, name, value)

    assert facts_of_reason(reason, [offer, need]) != before


@pytest.mark.parametrize("reason", ["known", "firm_said_no", "duplicate", "other"])
def test_facts_of_reason_are_none_where_no_fact_could_change_it(reason):
    assert facts_of_reason(reason, [make_offer()]) == ""


def test_suggestion_title_says_what_the_residue_becomes():
    for use, title in (("bedding", "Bark → animal bedding"), ("", "Bark → sawdust")):
        suggestion = make_suggestion(make_offer(), make_need(material="sawdust", use=use))

        assert suggestion_title(suggestion) == title
