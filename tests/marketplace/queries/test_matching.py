"""The market as the engine sees it: exact for the firm itself, coarse where others look."""

from datetime import date

import pytest

from marketplace.models import FirmBlock, Listing
from marketplace.queries.matching import (
    best_shown_matches,
    blocked_firms,
    matching_record,
    published_listings,
    shown_matches,
)
from tests.factories import NOON, make_firm, make_need, make_offer, make_site, make_user
from tests.marketplace.matched import all_matches_to_suggest

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


def secretive_offer(**fields):
    facts = {"title": "Prima granbark", "description": "ring Göran", "waste_code": "030101", "price": 10}
    facts |= {"currency": "SEK", "available_until": date(2027, 5, 1), "max_km": 40, "shown_area": "SE-23-NW"}
    return make_offer(quantity_kg=12_345, **{**facts, **fields})


def test_published_listings_leave_out_drafts_and_hidden_firms():
    offer = make_offer()
    make_offer(state=Listing.State.PAUSED), make_offer(firm=make_firm(hidden_at=NOON))

    assert list(published_listings()) == [offer]


def test_matching_record_tells_the_engine_everything_for_suggestions():
    record = matching_record(secretive_offer(), blocks={})

    assert (record.title, record.waste_code, record.quantity, record.max_km) == (
        "Prima granbark",
        "030101",
        12_345,
        40,
    )
    assert record.price == pytest.approx(0.01)
    assert (record.latitude, record.hazardous) == (63.326, False)


def test_matching_record_is_coarse_where_a_blind_listing_is_shown():
    record = matching_record(secretive_offer(), blocks={}, coarse=True)

    assert (record.title, record.description, record.waste_code, record.currency) == ("", "", "", "")
    assert (record.price, record.max_km, record.available_until) == (None, None, None)
    assert record.quantity == pytest.approx((10_000 * 20_000) ** 0.5)
    assert record.latitude != 63.326


def test_matching_record_of_an_open_listing_is_exact_for_everybody():
    offer = secretive_offer(visibility="open")

    assert matching_record(offer, blocks={}, coarse=True) == matching_record(offer, blocks={})


def test_matching_record_stands_a_bare_draft():
    draft = make_offer(state="draft", site=None, firm=make_firm(), amount=None, quantity=None, unit="", material="")

    record = matching_record(draft, blocks={})

    assert (record.quantity, record.latitude, record.price) == (None, None, None)


def test_matching_record_tells_that_nobody_knows_what_a_piece_weighs():
    pieces = make_offer(amount=40, unit="pcs", quantity=None, material="surplus_forage")

    assert matching_record(pieces, blocks={}).unweighed_unit == "pcs"
    assert matching_record(pieces, blocks={}, coarse=True).unweighed_unit == ""
    assert matching_record(make_offer(), blocks={}).unweighed_unit == ""


def test_blocked_firms_are_named_as_the_engine_names_firms():
    firm, blocked = make_firm(), make_firm()
    FirmBlock.objects.create(firm=firm, name=blocked.name, blocked=blocked, by=make_user(), at=NOON)

    assert blocked_firms()[firm.pk] == {str(blocked.pk)}


def test_blocked_firms_that_are_not_here_yet_block_nobody():
    firm = make_firm()
    FirmBlock.objects.create(firm=firm, name="Inte här AB", by=make_user(), at=NOON)

    assert blocked_firms().get(firm.pk, frozenset()) == frozenset()


@pytest.mark.parametrize("blocker", ["offer", "need"])
def test_matches_to_suggest_leave_out_blocked_firms_both_ways_and_shown_ones_do_not_tell(blocker):
    offer, need = make_offer(), make_need()
    firm, blocked = (offer.firm, need.firm) if blocker == "offer" else (need.firm, offer.firm)
    before = shown_matches(offer, is_own=True, as_of=TODAY)
    FirmBlock.objects.create(firm=firm, name=blocked.name, blocked=blocked, by=make_user(), at=NOON)

    assert all_matches_to_suggest(as_of=TODAY) == ()
    assert shown_matches(offer, is_own=True, as_of=TODAY) == before != ()


def test_shown_matches_keep_a_firm_from_itself_only_for_its_own_reader():
    """A match that others miss would tell them that two listings are of one firm."""
    offer = make_offer()
    make_need(site=offer.site)

    assert shown_matches(offer, is_own=True, as_of=TODAY) == ()
    assert len(shown_matches(offer, is_own=False, as_of=TODAY)) == 1


def test_shown_matches_judge_others_by_what_is_shown_of_them():
    offer = make_offer()
    make_need(quantity_kg=10_100), make_need(quantity_kg=19_900)

    matches = shown_matches(offer, is_own=True, as_of=TODAY)

    assert len({match.score for match in matches}) == 1


def test_shown_matches_come_best_first():
    offer = make_offer()
    far = make_need(shown_area="NO-5001", site=make_site(municipality="NO-5001"))
    near = make_need()

    matches = shown_matches(offer, is_own=False, as_of=TODAY)

    assert [int(match.need_id) for match in matches] == [near.pk, far.pk]


def test_best_shown_matches_serve_both_sides_of_a_firm():
    offer, need = make_offer(), make_need()
    draft = make_offer(state=Listing.State.DRAFT)

    best = best_shown_matches([offer, need, draft], as_of=TODAY)

    assert set(best) == {offer.pk, need.pk}
    assert best[offer.pk].need_id == str(need.pk)


def test_best_shown_matches_of_nothing_published_are_none():
    assert best_shown_matches([make_offer(state=Listing.State.DRAFT)], as_of=TODAY) == {}


def test_shown_matches_of_a_short_list_are_not_all_of_one_firm():
    offer, many = make_offer(), make_firm()
    site = make_site(many)
    twins = [make_need(firm=many, site=site, visibility="open", quantity_kg=12_000) for _twin in range(3)]
    other = make_need(visibility="open", quantity_kg=11_900)
    whole = shown_matches(offer, is_own=True, as_of=TODAY)

    short = shown_matches(offer, is_own=True, as_of=TODAY, most=2)

    assert [int(match.need_id) for match in whole] == [each.pk for each in (*twins, other)]
    assert [int(match.need_id) for match in short] == [twins[0].pk, other.pk]
