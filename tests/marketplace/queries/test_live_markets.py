"""The market in memory equals the one in the database, whatever has changed in between."""

from datetime import date, timedelta

import numpy as np
import pytest

from marketplace.models import CandidateList, FirmBlock, Listing
from marketplace.queries.live_markets import LISTED, LiveMarkets
from marketplace.queries.matching import most_telling_fact, shown_matches
from tests.factories import NOON, make_firm, make_need, make_offer, make_site, make_user
from tests.marketplace.matched import all_matches_to_suggest

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
VIEWS = CandidateList.View


def everything(markets):
    """Return all that a market tells: its lists, and what it would suggest."""
    lists = {(pk, view): markets.counterparts(pk, view=view) for pk in markets.listings() for view in VIEWS}
    good = markets.matches_to_suggest(markets.listings())
    return lists, [(match.offer_id, match.need_id, match.score) for match in good]


def one_of(chance, *things):
    return things[int(chance.integers(len(things)))]


def change_something(chance):
    """Let one thing happen to the market, as any firm or coordinator may."""
    listing = one_of(chance, *Listing.objects.order_by("pk"))
    match int(chance.integers(6)):
        case 0:
            make_offer(quantity_kg=one_of(chance, 500, 40_000, 900_000), max_km=one_of(chance, None, 30))
        case 1:
            make_need(quantity_kg=one_of(chance, 700, 70_000), visibility=one_of(chance, "blind", "open"))
        case 2:
            Listing.objects.filter(pk=listing.pk).update(quantity=one_of(chance, 1_000, 80_000, 2_000_000))
        case 3:
            Listing.objects.filter(pk=listing.pk).update(state=one_of(chance, "paused", "published"))
        case 4:
            site = make_site(listing.firm, municipality="NO-5038", latitude=63.79, longitude=11.48)
            Listing.objects.filter(pk=listing.pk).update(site=site, shown_area="NO-5038")
        case _:
            other = make_firm()
            FirmBlock.objects.create(firm=listing.firm, name=other.name, blocked=other, by=make_user(), at=NOON)
            make_need(firm=other, site=make_site(other))


@pytest.mark.parametrize("seed", range(6))
def test_update_leads_to_the_lists_of_a_market_made_anew(seed):
    chance = np.random.default_rng(seed)
    make_offer(), make_need(), make_need(visibility="open")
    markets = LiveMarkets(as_of=TODAY)

    for _round in range(6):
        change_something(chance)
        markets.update()

        assert everything(markets) == everything(LiveMarkets(as_of=TODAY))


def test_update_tells_whose_counterparts_have_changed():
    offer, unlike = make_offer(), make_offer(material="whey", resource="material")
    markets = LiveMarkets(as_of=TODAY)
    need = make_need()

    of_suggestions, listed = markets.update()

    assert {offer.pk, need.pk} <= of_suggestions
    assert {offer.pk, need.pk} <= listed
    assert markets.update() == (set(), set())
    assert unlike.pk in markets.listings()


def test_a_number_that_is_now_of_the_other_side_is_one_listing():
    offer, turned = make_offer(), make_offer()
    need = make_need()
    markets = LiveMarkets(as_of=TODAY)

    Listing.objects.filter(pk=turned.pk).update(side="need")  # as where a database was restored from a copy
    markets.update()

    assert everything(markets) == everything(LiveMarkets(as_of=TODAY))
    assert set(markets.counterparts(offer.pk, view=VIEWS.SHOWN)) == {need.pk, turned.pk}


def test_update_of_one_listing_looks_at_no_other():
    offer, need = make_offer(), make_need()
    markets = LiveMarkets(as_of=TODAY)
    Listing.objects.update(state=Listing.State.PAUSED)

    markets.update([offer.pk])

    assert markets.listings() == {need.pk}


def test_matches_to_suggest_are_those_of_a_full_match():
    for kilograms in (10_000, 20_000, 40_000, 80_000, 160_000):
        make_offer(quantity_kg=kilograms), make_need(quantity_kg=kilograms)
    markets = LiveMarkets(as_of=TODAY)

    found = markets.matches_to_suggest(markets.listings())

    assert found
    assert {(match.offer_id, match.need_id) for match in found} == {
        (match.offer_id, match.need_id) for match in all_matches_to_suggest(as_of=TODAY)
    }


@pytest.mark.parametrize("is_own", [True, False])
@pytest.mark.parametrize("make", [make_offer, make_need])
def test_counterparts_are_those_that_a_page_would_find_by_judging_all(make, is_own):
    listing = make(quantity_kg=33_000)
    for kilograms in (5_000, 12_000, 31_000, 90_000):
        make_offer(quantity_kg=kilograms), make_need(quantity_kg=kilograms, visibility="open")
    make_need(site=listing.site), make_offer(site=listing.site)
    markets = LiveMarkets(as_of=TODAY)

    listed = markets.counterparts(listing.pk, view=VIEWS.OWN if is_own else VIEWS.SHOWN)

    found = shown_matches(listing, is_own=is_own, as_of=TODAY)
    other = "need_id" if listing.side == "offer" else "offer_id"
    assert listed[:LISTED] == [int(getattr(match, other)) for match in found] != []


def test_judge_answers_for_a_pair_that_is_on_the_market_and_may_match():
    offer, need = make_offer(), make_need()
    heat = make_need(resource="heat", material="waste_heat_low")
    markets = LiveMarkets(as_of=TODAY)

    assert markets.judge(offer.pk, need.pk).score > 0
    assert markets.judge(offer.pk, heat.pk) is None
    assert markets.judge(offer.pk, 987_654) is None


def test_a_market_is_of_one_day():
    markets = LiveMarkets(as_of=TODAY)

    assert markets.is_current(TODAY)
    assert not markets.is_current(TODAY + timedelta(days=1))


def test_what_a_suggestion_lacks_begins_with_what_would_change_the_ranking_most():
    offer = make_offer(material="sawdust", title="Spån")
    for use in ("bedding", "fuel", "biochar"):
        make_need(material="sawdust", use=use, title="Spån", visibility="open")
    markets = LiveMarkets(as_of=TODAY)

    most = most_telling_fact(offer, as_of=TODAY)
    lacking = [match for match in markets.matches_to_suggest({offer.pk}) if most in match.missing]

    assert most.quality
    assert lacking
    for match in lacking:
        assert match.missing[0] == markets.judge(offer.pk, int(match.need_id)).missing[0] == most
