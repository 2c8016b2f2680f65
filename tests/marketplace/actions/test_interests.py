"""A firm asks a coordinator about a listing: a suggestion comes of it, or an answer."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from marketplace.actions.blocks import block_firm
from marketplace.actions.interests import MOST_A_DAY, answer_interest, show_interest, suggest_interest
from marketplace.actions.listings import change_listing
from marketplace.actions.suggestions import (
    dismiss_suggestion,
    propose_suggestions,
    put_off_suggestion,
    rematch,
)
from marketplace.errors import AlreadyAnsweredError, RefusedError
from marketplace.models import Event, Interest, Listing, Notice, Suggestion
from marketplace.queries.interests import interests_to_answer, own_interests
from tests.factories import (
    NOON,
    make_coordinator,
    make_firm,
    make_interest,
    make_member,
    make_need,
    make_offer,
    make_site,
    make_symbiosis,
    make_user,
)
from tests.worker import work_off

pytestmark = pytest.mark.django_db
State = Suggestion.State
UNLIKE = {"material": "acid_whey", "title": "Syravassle"}  # too far from bark for the matcher to suggest it by itself


@pytest.fixture
def need():
    return make_need(firm=make_firm(is_verified=True))


@pytest.fixture
def farmer(need):
    return make_member(need.firm)


def ask(offer, need, by, **fields):
    return show_interest(offer, own=need, by=by, now=NOON, **fields)


def outcomes(viewer):
    return [card.outcome for card in own_interests(viewer)]


def test_show_interest_makes_a_suggestion_that_the_matcher_alone_would_not_make(need, farmer):
    offer = make_offer(**UNLIKE)
    rematch(now=NOON)
    assert not Suggestion.objects.exists()

    ask(offer, need, farmer, message=" Til kalvene ")
    work_off(now=NOON)

    suggestion = Suggestion.objects.get()
    assert suggestion.state == State.PROPOSED
    assert {part.listing: part.role for part in suggestion.parts.all()} == {offer: "giver", need: "receiver"}
    assert Interest.objects.get().message == "Til kalvene"
    shown = Event.objects.get(kind=Event.Kind.INTEREST_SHOWN)
    proposed = Event.objects.get(kind=Event.Kind.SUGGESTION_PROPOSED)
    assert (shown.by, proposed.by) == (farmer, None)
    assert proposed.changes["cause"] == [None, "firm_asked"]
    assert outcomes(farmer) == ["waits"]


def test_show_interest_raises_a_suggestion_that_is_there_and_brings_back_one_put_off(need, farmer):
    offer = make_offer()
    propose_suggestions(offer, by=None, now=NOON)
    put_off_suggestion(
        Suggestion.objects.get(), by=make_coordinator(), now=NOON, until=NOON.date() + timedelta(days=30)
    )

    ask(offer, need, farmer)
    work_off(now=NOON)

    assert Suggestion.objects.get().state == State.PROPOSED
    assert Event.objects.filter(kind=Event.Kind.SUGGESTION_RETURNED, by=None).count() == 1


def test_show_interest_twice_asks_once(need, farmer):
    offer = make_offer(**UNLIKE)

    first, second = ask(offer, need, farmer), ask(offer, need, farmer, message="Again")
    work_off(now=NOON)
    suggest_interest(first, by=None, now=NOON)

    assert first == second
    assert Event.objects.filter(kind=Event.Kind.INTEREST_SHOWN).count() == 1
    assert Suggestion.objects.count() == 1


def test_what_a_firm_has_asked_about_stays_suggested_whatever_is_matched_anew(need, farmer):
    offer = make_offer(**UNLIKE)
    ask(offer, need, farmer)
    work_off(now=NOON)

    propose_suggestions(offer, by=None, now=NOON)
    rematch(now=NOON)
    change_listing(need, by=farmer, now=NOON, facts={"amount": 11})
    work_off(now=NOON)

    assert Suggestion.objects.get().state == State.PROPOSED


@pytest.mark.parametrize("stranger", [make_user, make_member, make_coordinator])
def test_show_interest_is_for_members_of_the_firm(need, stranger):
    with pytest.raises(PermissionDenied):
        ask(make_offer(), need, stranger())


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"state": Listing.State.PAUSED}, "off_market"),
        ({"side": "need"}, "same_side"),
        ({"resource": "heat", "material": "low_temperature_heat"}, "not_possible"),
    ],
)
def test_show_interest_is_refused_where_what_is_shown_forbids_it(need, farmer, change, code):
    offer = make_offer()
    Listing.objects.filter(pk=offer.pk).update(**change)
    offer.refresh_from_db()

    with pytest.raises(RefusedError) as refusal:
        ask(offer, need, farmer)

    assert refusal.value.code == code
    assert not Interest.objects.exists()


def test_show_interest_says_which_gate_is_closed(need, farmer):
    offer = make_offer(visibility="open", available_until=date(2026, 12, 31))
    Listing.objects.filter(pk=need.pk).update(available_from=date(2027, 2, 1))

    with pytest.raises(RefusedError, match="no day on which both are available"):
        ask(offer, need, farmer)


@pytest.mark.parametrize("visibility", ["open", "blind"])
def test_show_interest_is_not_refused_for_a_way_that_the_area_alone_makes_long(need, farmer, visibility):
    """The middle of the blind offer's area is too far, the offer itself is not, which nobody is told."""
    next_door = make_site(municipality="SE-2313", latitude=need.site.latitude, longitude=need.site.longitude + 0.1)
    offer = make_offer(site=next_door, visibility=visibility)
    Listing.objects.filter(pk=need.pk).update(max_km=20)
    need.refresh_from_db()

    ask(offer, need, farmer)
    work_off(now=NOON)

    assert Suggestion.objects.exists()


def test_show_interest_is_refused_for_an_open_listing_too_far_away(need, farmer):
    far = make_site(municipality="SE-2361", latitude=62.03, longitude=14.36)
    Listing.objects.filter(pk=need.pk).update(max_km=20)
    need.refresh_from_db()

    with pytest.raises(RefusedError, match="further than one of the two says"):
        ask(make_offer(site=far, visibility="open"), need, farmer)


def test_show_interest_is_refused_to_a_firm_that_is_not_verified():
    need = make_need()

    with pytest.raises(RefusedError) as refusal:
        ask(make_offer(), need, make_member(need.firm))

    assert refusal.value.code == "firm_unverified"


def test_show_interest_is_refused_for_a_draft_of_ones_own(need, farmer):
    Listing.objects.filter(pk=need.pk).update(state=Listing.State.PAUSED)
    need.refresh_from_db()

    with pytest.raises(RefusedError) as refusal:
        ask(make_offer(), need, farmer)

    assert refusal.value.code == "unpublished"


def test_a_firm_asks_about_so_many_listings_a_day(need, farmer):
    for _each in range(MOST_A_DAY):
        make_interest(need, make_offer(), at=NOON - timedelta(hours=23))

    with pytest.raises(RefusedError) as refusal:
        ask(make_offer(), need, farmer)
    assert refusal.value.code == "too_many"

    Interest.objects.update(at=NOON - timedelta(hours=25))
    assert ask(make_offer(), need, farmer)


def test_show_interest_is_refused_once_both_firms_have_been_asked(need, farmer):
    offer = make_offer()
    make_symbiosis(offer, need)

    with pytest.raises(RefusedError) as refusal:
        ask(offer, need, farmer)

    assert refusal.value.code == "firms_told"


HIDDEN = ["blocked", "too far", "late"]


def hide_an_obstacle(offer, need, kind):
    """Let something stand between the two that the firm that asks is not shown."""
    if kind == "blocked":
        block_firm(offer.firm, name=need.firm.name, by=make_member(offer.firm), now=NOON)
    elif kind == "too far":
        far = make_site(offer.firm, municipality="SE-2361", latitude=62.03, longitude=14.36)
        Listing.objects.filter(pk=offer.pk).update(site=far, max_km=5)
    else:
        Listing.objects.filter(pk=offer.pk).update(available_until=date(2026, 12, 31))
        Listing.objects.filter(pk=need.pk).update(available_from=date(2027, 2, 1))


@pytest.mark.parametrize("kind", HIDDEN)
def test_what_only_hidden_facts_forbid_waits_for_a_coordinator_and_looks_like_any_other(need, farmer, kind):
    offer, coordinator = make_offer(), make_coordinator()
    hide_an_obstacle(offer, need, kind)
    need.refresh_from_db()

    ask(offer, need, farmer)
    work_off(now=NOON)

    assert not Suggestion.objects.exists()
    assert outcomes(farmer) == ["waits"]
    (row,) = interests_to_answer(coordinator)
    assert row.why_url == f"/listings/{need.pk}/why-not/?with={offer.pk}"


def test_what_was_forbidden_becomes_a_suggestion_when_that_has_changed(need, farmer):
    offer = make_offer(**UNLIKE, available_until=date(2026, 12, 31))
    Listing.objects.filter(pk=need.pk).update(available_from=date(2027, 2, 1))
    need.refresh_from_db()
    ask(offer, need, farmer)
    work_off(now=NOON)
    assert not Suggestion.objects.exists()

    change_listing(offer, by=make_member(offer.firm), now=NOON, facts={"available_until": None})
    work_off(now=NOON)

    assert Suggestion.objects.get().state == State.PROPOSED


def test_a_dismissal_ends_it_and_is_not_asked_about_again(need, farmer):
    offer = make_offer()
    ask(offer, need, farmer)
    work_off(now=NOON)
    dismiss_suggestion(Suggestion.objects.get(), by=make_coordinator(), now=NOON, reason="distance")

    assert outcomes(farmer) == ["declined"]
    work_off(now=NOON + timedelta(minutes=1))
    assert not Notice.objects.exists()
    work_off(now=NOON + timedelta(minutes=5))
    (notice,) = Notice.objects.all()
    assert (notice.user, notice.code, notice.values) == (farmer, "interest_answered", {"title": need.title})
    assert interests_to_answer(make_coordinator()) == []
    with pytest.raises(RefusedError) as refusal:
        ask(offer, need, farmer)
    assert refusal.value.code == "declined"


def test_asking_after_a_dismissal_that_still_holds_leaves_the_answer_to_a_coordinator(need, farmer):
    offer = make_offer()
    propose_suggestions(offer, by=None, now=NOON - timedelta(days=9))
    dismiss_suggestion(Suggestion.objects.get(), by=make_coordinator(), now=NOON - timedelta(days=8), reason="distance")

    ask(offer, need, farmer)
    work_off(now=NOON)

    assert [each.state for each in Suggestion.objects.all()] == [State.DISMISSED]
    (row,) = interests_to_answer(make_coordinator())
    assert row.dismissed == "too far"


def test_answer_interest_tells_the_firm_and_lets_it_ask_again(need, farmer):
    offer, coordinator = make_offer(), make_coordinator()
    interest = make_interest(need, offer, by=farmer)

    answer_interest(interest, by=coordinator, now=NOON, answer=" It goes to heat already. ")

    (card,) = own_interests(farmer)
    assert (card.outcome, card.answer) == ("answered", "It goes to heat already.")
    assert Event.objects.get(kind=Event.Kind.INTEREST_ANSWERED).by == coordinator
    assert interests_to_answer(coordinator) == []
    work_off(now=NOON)
    assert Notice.objects.get().user == farmer
    assert ask(offer, need, farmer) != interest


def test_answer_interest_refuses_the_wrong_person_an_empty_answer_and_the_second(need):
    offer = make_offer()
    interest, coordinator = make_interest(need, offer), make_coordinator()
    elsewhere, of_the_firm = make_coordinator(("NO-5038",)), make_coordinator()
    need.firm.membership_set.create(user=of_the_firm)

    for person in (make_member(need.firm), make_member(offer.firm), elsewhere, of_the_firm):
        with pytest.raises(PermissionDenied):
            answer_interest(interest, by=person, now=NOON, answer="No")
    with pytest.raises(ValidationError):
        answer_interest(interest, by=coordinator, now=NOON, answer=" ")
    answer_interest(interest, by=coordinator, now=NOON, answer="No")
    with pytest.raises(AlreadyAnsweredError):
        answer_interest(interest, by=coordinator, now=NOON, answer="Yes")


def test_own_interests_tell_of_the_symbiosis_and_of_what_has_left_the_market(need, farmer):
    offer, gone = make_offer(), make_offer()
    make_interest(need, offer)
    make_interest(need, gone)
    symbiosis = make_symbiosis(offer, need)
    Listing.objects.filter(pk=gone.pk).update(state=Listing.State.WITHDRAWN)

    left, told = own_interests(farmer)

    assert (left.outcome, left.other) == ("off_market", None)
    assert (told.outcome, told.symbiosis_url) == ("introduced", f"/symbioses/{symbiosis.pk}/")
    assert own_interests(make_member(offer.firm)) == []
