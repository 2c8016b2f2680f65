"""Exchanges in one picture: heights that can be compared, and numbers only where they are true and may be known."""

from datetime import date

import pytest

from marketplace.models import Party
from marketplace.queries.listing_cards import listing_card
from marketplace.queries.listings import own_listings, visible_listings
from marketplace.queries.matching import shown_matches
from marketplace.queries.strips import LITTLE, make_strip, own_with_best, shown_strips
from marketplace.wording.numbers import duration_text
from tests.factories import (
    make_coordinator,
    make_firm,
    make_member,
    make_need,
    make_offer,
    make_site,
    make_suggestion,
    make_user,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
WINTER = [1 / 6, 1 / 6, 1 / 6, *[0] * 6, 1 / 6, 1 / 6, 1 / 6]


def cards_for(viewer, *listings):
    return [listing_card(visible_listings(viewer).get(pk=listing.pk)) for listing in listings]


def strip_for(viewer, offer, need, **fields):
    giver, receiver = cards_for(viewer, offer, need)
    return make_strip(make_suggestion(offer, need, **fields), giver=giver, receiver=receiver)


def test_strip_draws_open_amounts_on_one_scale():
    offer = make_offer(quantity_kg=12_000, visibility="open")
    need = make_need(quantity_kg=3_000, visibility="open", month_shares=WINTER)

    strip = strip_for(make_user(), offer, need)

    assert strip.supply == (1.0,) * 12
    assert strip.demand == pytest.approx([0.5, 0.5, 0.5, *[0] * 6, 0.5, 0.5, 0.5])


def test_strip_draws_blind_amounts_as_the_middles_of_their_bands():
    tall, small = make_offer(quantity_kg=19_000), make_need(quantity_kg=1_100)

    strip = strip_for(make_user(), tall, small)

    assert strip.supply == (1.0,) * 12
    assert strip.demand == pytest.approx([0.1] * 12)


def test_strip_lets_months_of_little_be_seen_and_months_of_nothing_empty():
    offer = make_offer(quantity_kg=9_000_000)
    need = make_need(quantity_kg=2_000, month_shares=WINTER)

    strip = strip_for(make_user(), offer, need)

    assert set(strip.demand) == {LITTLE, 0.0}


@pytest.mark.parametrize(
    "unlike",
    [{"rhythm": "once"}, {"quantity": None}, {"resource": "heat", "material": "low_temperature_heat"}],
)
def test_strip_draws_each_side_on_its_own_scale_where_amounts_cannot_be_compared(unlike):
    offer, need = make_offer(quantity_kg=12_000), make_need(quantity_kg=100, **unlike)

    strip = strip_for(make_user(), offer, need)

    assert max(strip.supply) == max(strip.demand) == 1


def test_make_strip_tells_numbers_to_whom_both_sides_are_open():
    stjordal = make_need(site=make_site(make_firm(), latitude=63.47, longitude=10.92))

    strip = strip_for(make_coordinator((), is_lead=True), make_offer(), stjordal, score=0.83)

    assert (strip.percent, strip.km) == (83, 120)
    assert 150 < strip.minutes < 300
    assert strip.km_text == f"about 120 km by road, {duration_text(round(strip.minutes, -1))} by lorry (estimate)"
    assert strip.reasons_against == ["About 120 km by road (estimate)."]


def test_make_strip_knows_no_lorry_for_what_goes_through_a_pipe():
    heat = {"resource": "heat", "material": "data_centre_heat", "unit": "MWh"}

    strip = strip_for(make_coordinator((), is_lead=True), make_offer(**heat), make_need(**heat))

    assert (strip.km, strip.minutes) == (120, None)
    assert strip.km_text == "about 120 km in a straight line"


def test_make_strip_between_areas_measures_a_pipe_as_a_straight_line():
    heat = {"resource": "heat", "material": "data_centre_heat", "unit": "MWh"}
    offer, need = make_offer(**heat), make_need(**heat, site=make_site(municipality="NO-5038"))

    strip = strip_for(make_user(), offer, need)
    by_road = strip_for(make_user(), make_offer(), make_need(site=make_site(municipality="NO-5038")))

    assert strip.km < by_road.km
    assert strip.km_text.endswith("km in a straight line")


def test_make_strip_knows_no_distance_of_what_goes_nowhere():
    skill = {"resource": "competence", "material": "process_competence", "unit": "hours"}
    offer, need = make_offer(**skill), make_need(**skill, site=make_site(municipality="NO-5038"))

    strip = strip_for(make_user(), offer, need)

    assert (strip.km, strip.minutes, strip.km_text) == (None, None, "")


def test_make_strip_rounds_and_measures_between_areas_where_one_side_is_blind():
    offer = make_offer()
    need = make_need(site=make_site(municipality="NO-5038"))

    strip = strip_for(make_member(offer.firm), offer, need)

    assert (strip.score, strip.percent) == (0.5, 50)
    assert strip.km != 120
    assert strip.crosses_border
    assert strip.reasons_against == []


@pytest.mark.parametrize("hidden", [{"score": 0.31}, {"distance_km": 7.0}, {"fits": {"material": 1.0, "amount": 0.9}}])
def test_make_strip_between_blind_sides_shows_nothing_that_follows_from_the_exact_distance(hidden):
    offer, need = make_offer(), make_need(site=make_site(municipality="NO-5038"))
    giver, receiver = cards_for(make_member(offer.firm), offer, need)
    suggestion = make_suggestion(offer, need)
    before = make_strip(suggestion, giver=giver, receiver=receiver)

    for name, value in hidden.items():
        setattr(suggestion, name, value)

    assert make_strip(suggestion, giver=giver, receiver=receiver) == before


def test_make_strip_says_where_two_blind_listings_share_an_area_without_a_number():
    strip = strip_for(make_user(), make_offer(), make_need())

    assert strip.km_text == "in the same area"


def test_make_strip_knows_no_distance_without_a_place():
    strip = strip_for(make_user(), make_offer(shown_area=""), make_need())

    assert (strip.km, strip.km_text) == (None, "")


def test_shown_strips_leave_out_what_the_viewer_may_not_open():
    offer, need = make_offer(), make_need(visibility="open")
    matches = shown_matches(offer, is_own=True, as_of=TODAY)
    own = make_member(offer.firm)
    (card,) = cards_for(own, offer)
    need.firm.blocks.create(name=offer.firm.name, blocked=offer.firm, by=make_user(), at=need.created_at)

    assert len(matches) == 1
    assert [each.other.pk for each in shown_strips(matches, own=card, viewer=make_user())] == [need.pk]
    assert shown_strips(matches, own=card, viewer=own) == []


def test_shown_strips_tell_no_number_that_stands_for_a_hidden_one():
    offer, need = make_offer(quantity_kg=12_345), make_need(quantity_kg=23_456, visibility="blind")
    viewer = make_member(offer.firm)

    (shown,) = shown_strips(
        shown_matches(offer, is_own=True, as_of=TODAY), own=cards_for(viewer, offer)[0], viewer=viewer
    )

    told = " ".join(shown.strip.reasons_for + shown.strip.reasons_against)
    assert not any(character.isdigit() for character in told)
    assert need.firm.name not in str(shown)


def test_shown_strips_compare_numbers_with_a_firm_that_shows_them():
    offer = make_offer(quantity_kg=12_000, visibility="open")
    make_need(quantity_kg=400_000, visibility="open")

    (shown,) = shown_strips(
        shown_matches(offer, is_own=False, as_of=TODAY), own=cards_for(make_user(), offer)[0], viewer=make_user()
    )

    assert "12 t a year of 400 t a year" in " ".join(shown.strip.reasons_for + shown.strip.reasons_against)


def test_own_with_best_gives_each_published_listing_its_best_match():
    offer = make_offer()
    draft = make_offer(firm=offer.firm, state="draft")
    far, near = make_need(site=make_site(municipality="NO-5001", latitude=63.43, longitude=10.4)), make_need()
    viewer = make_member(offer.firm)

    rows = own_with_best(list(own_listings(viewer)), viewer=viewer, as_of=TODAY)

    assert [row.card.pk for row in rows] == [draft.pk, offer.pk]
    assert rows[0].best is None
    assert rows[1].best.other.pk == near.pk
    assert far.pk != near.pk


def test_own_with_best_stays_blind_until_both_said_yes():
    offer, need = make_offer(), make_need(title="Strö till 140 kor")
    viewer = make_member(offer.firm)

    (row,) = own_with_best(list(own_listings(viewer)), viewer=viewer, as_of=TODAY)

    assert row.best.other.title == "Bark"
    assert need.firm.name not in str(row)
    assert Party.objects.count() == 0
