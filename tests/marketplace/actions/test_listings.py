"""The life of a listing: who may, from which state, and what is written down."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from marketplace.actions import listings as actions
from marketplace.actions.sites import change_site
from marketplace.errors import RefusedError, WrongStateError
from marketplace.models import Event, Listing
from tests.factories import NOON, make_coordinator, make_firm, make_member, make_need, make_offer, make_site, make_user

pytestmark = pytest.mark.django_db
State = Listing.State


def draft(**fields):
    site = fields.pop("site", None) or make_site()
    facts = {"title": "Bark", "material": "bark", "amount": 12, "unit": "t", "rhythm": "month"}
    return Listing(firm=site.firm, site=site, side="offer", **{**facts, **fields})


def test_save_draft_normalises_a_monthly_amount_to_a_year():
    listing = draft(months=[10, 11, 12, 1])

    actions.save_draft(listing, by=make_member(listing.firm), now=NOON)

    assert (listing.quantity, listing.quantity_kg) == (48_000, 48_000)
    assert listing.month_shares == [0.25, 0, 0, 0, 0, 0, 0, 0, 0, 0.25, 0.25, 0.25]


def test_save_draft_keeps_the_total_of_what_comes_once():
    listing = draft(rhythm="once")

    actions.save_draft(listing, by=make_member(listing.firm), now=NOON)

    assert listing.quantity == 12_000


def test_save_draft_records_who_and_when():
    listing = draft()
    person = make_member(listing.firm)

    actions.save_draft(listing, by=person, now=NOON)

    event = Event.objects.get(kind=Event.Kind.LISTING_DRAFTED)
    assert (event.subject, event.by, event.at) == (listing, person, NOON)


def test_save_draft_refuses_a_stranger():
    with pytest.raises(PermissionDenied):
        actions.save_draft(draft(), by=make_user(), now=NOON)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"amount": -1}, "amount"),
        ({"amount": 10**9}, "amount"),
        ({"months": [13]}, "amount"),
        ({"title": "x" * 1_000_000}, "title"),
        ({"available_from": date(2027, 5, 1), "available_until": date(2027, 4, 1)}, "__all__"),
        ({"price": 5}, "__all__"),
    ],
)
def test_save_draft_says_what_is_nonsense(facts, field):
    listing = draft(**facts)

    with pytest.raises(ValidationError) as caught:
        actions.save_draft(listing, by=make_member(listing.firm), now=NOON)

    assert list(caught.value.message_dict) == [field]


def test_save_draft_leaves_pieces_of_unknown_weight_uncompared():
    listing = draft(unit="pcs", rhythm="once", material="bark")

    actions.save_draft(listing, by=make_member(listing.firm), now=NOON)

    assert listing.quantity is None


def test_publish_listing_opens_the_market_to_a_draft():
    offer = make_offer(state=State.DRAFT, published_at=None)

    published = actions.publish_listing(offer, by=make_member(offer.firm), now=NOON)

    assert (published.state, published.published_at, published.confirmed_at) == (State.PUBLISHED, NOON, NOON)
    assert Event.objects.filter(kind=Event.Kind.LISTING_PUBLISHED).count() == 1


def test_publish_listing_asks_what_a_load_weighs_of_what_is_weighed():
    offer = make_offer(state=State.DRAFT, unit="trips", amount=3)

    with pytest.raises(ValidationError) as caught:
        actions.publish_listing(offer, by=None, now=NOON)

    assert list(caught.value.message_dict) == ["kg_each"]
    Listing.objects.filter(pk=offer.pk).update(kg_each=8000)
    assert actions.publish_listing(offer, by=None, now=NOON).state == Listing.State.PUBLISHED


def test_publish_listing_takes_trips_of_transport_as_they_are():
    offer = make_offer(state=State.DRAFT, unit="trips", amount=3, material="tank_transport", resource="transport")

    assert actions.publish_listing(offer, by=None, now=NOON).state == Listing.State.PUBLISHED


def test_save_draft_takes_no_load_for_a_piece():
    stumps = {"material": "stumps", "amount": 3, "side": "offer", "title": "Stubbar", "rhythm": "once"}
    firm = make_firm()

    drafts = [
        actions.save_draft(Listing(firm=firm, unit=unit, **stumps), by=None, now=NOON) for unit in ("pcs", "trips")
    ]

    assert [draft.quantity for draft in drafts] == [450, None]


@pytest.mark.parametrize("missing", ["material", "amount", "unit", "site"])
def test_publish_listing_names_what_is_missing(missing):
    blank = {"amount": None, "site": None}.get(missing, "")
    offer = make_offer(state=State.DRAFT)
    Listing.objects.filter(pk=offer.pk).update(**{missing: blank})

    with pytest.raises(ValidationError) as caught:
        actions.publish_listing(offer, by=make_member(offer.firm), now=NOON)

    assert missing in caught.value.message_dict


def test_publish_listing_refuses_a_window_that_is_over():
    offer = make_offer(state=State.DRAFT, available_until=date(2026, 1, 31))

    with pytest.raises(ValidationError) as caught:
        actions.publish_listing(offer, by=make_member(offer.firm), now=NOON)

    assert list(caught.value.message_dict) == ["available_until"]


def test_publish_listing_refuses_a_hidden_firm():
    offer = make_offer(state=State.DRAFT, firm=make_firm(hidden_at=NOON))

    with pytest.raises(RefusedError, match="hidden"):
        actions.publish_listing(offer, by=make_member(offer.firm), now=NOON)


STEPS = {
    actions.publish_listing: State.PUBLISHED,
    actions.pause_listing: State.PAUSED,
    actions.fulfil_listing: State.FULFILLED,
    actions.expire_listing: State.EXPIRED,
    actions.withdraw_listing: State.WITHDRAWN,
}


@pytest.mark.parametrize("start", State)
@pytest.mark.parametrize("step", STEPS)
def test_steps_go_only_where_the_table_allows(start, step):
    offer = make_offer(state=start)
    person = make_member(offer.firm)

    if STEPS[step] in Listing.NEXT_STATES[start]:
        step(offer, by=person, now=NOON)
        expected = STEPS[step]
    else:
        with pytest.raises(WrongStateError):
            step(offer, by=person, now=NOON)
        expected = start

    offer.refresh_from_db()
    assert offer.state == expected


@pytest.mark.parametrize("step", STEPS)
def test_steps_refuse_strangers_and_other_coordinators(step):
    offer = make_offer(state=State.DRAFT if step is actions.publish_listing else State.PUBLISHED)

    for person in (make_user(), make_member(), make_coordinator(("NO-5001",))):
        with pytest.raises(PermissionDenied):
            step(offer, by=person, now=NOON)


def test_steps_are_open_to_the_coordinator_of_the_place():
    offer = make_offer()

    actions.pause_listing(offer, by=make_coordinator(("SE-2309",)), now=NOON)

    offer.refresh_from_db()
    assert offer.state == State.PAUSED


def test_change_listing_records_old_and_new_and_a_new_version():
    offer = make_offer(quantity_kg=12_000)

    changed = actions.change_listing(offer, by=make_member(offer.firm), now=NOON, facts={"amount": 20})

    event = Event.objects.get(kind=Event.Kind.LISTING_CHANGED)
    assert event.changes == {"amount": ["12.000", 20]}
    assert (changed.version, changed.quantity) == (2, 20_000)


def test_change_listing_of_words_alone_asks_nobody_for_consent_again():
    offer = make_offer()

    changed = actions.change_listing(offer, by=make_member(offer.firm), now=NOON, facts={"description": "Torrt."})

    assert changed.version == 1


def test_change_listing_without_a_change_writes_nothing():
    offer = make_offer()

    actions.change_listing(offer, by=make_member(offer.firm), now=NOON, facts={"title": offer.title})

    assert not Event.objects.exists()


@pytest.mark.parametrize("state", [State.FULFILLED, State.WITHDRAWN])
def test_change_listing_refuses_what_is_over(state):
    offer = make_offer(state=state)

    with pytest.raises(WrongStateError):
        actions.change_listing(offer, by=make_member(offer.firm), now=NOON, facts={"amount": 20})


def test_change_listing_shows_an_open_listing_in_its_municipality():
    offer = make_offer(shown_area="SE-23-NW")

    changed = actions.change_listing(offer, by=make_member(offer.firm), now=NOON, facts={"visibility": "open"})

    assert changed.shown_area == "SE-2309"


def test_confirm_listing_ends_the_question():
    offer = make_offer(questioned_at=NOON)

    actions.confirm_listing(offer, by=make_member(offer.firm), now=NOON + timedelta(days=1))

    offer.refresh_from_db()
    assert (offer.questioned_at, offer.confirmed_at) == (None, NOON + timedelta(days=1))


def test_question_listing_asks_once():
    need = make_need()
    actions.question_listing(need, by=None, now=NOON)

    with pytest.raises(RefusedError):
        actions.question_listing(need, by=None, now=NOON)


def test_move_listings_follows_a_site_that_has_moved_once():
    offer = make_offer()
    change_site(offer.site, facts={"latitude": 63.5}, by=make_member(offer.firm), now=NOON)

    for _time in range(2):
        actions.move_listings(offer.site, by=None, now=NOON)

    offer.refresh_from_db()
    assert offer.version == 2
    assert Event.objects.filter(kind=Event.Kind.LISTING_CHANGED).count() == 1


def test_move_listings_ignores_a_site_that_only_got_a_name():
    offer = make_offer()
    change_site(offer.site, facts={"name": "Yttre gården"}, by=make_member(offer.firm), now=NOON)

    actions.move_listings(offer.site, by=None, now=NOON)

    offer.refresh_from_db()
    assert offer.version == 1
