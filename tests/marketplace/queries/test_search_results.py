"""What a search finds, for whom, in which order."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache

from marketplace.actions.search_index import index_listing, index_outdated
from marketplace.forms.searches import read_search
from marketplace.models import CandidateList, Listing
from marketplace.queries.facets import FACETS
from marketplace.queries.search_results import results
from tests.factories import (
    NOON,
    make_coordinator,
    make_firm,
    make_member,
    make_need,
    make_offer,
    make_site,
    make_symbiosis,
)

pytestmark = pytest.mark.django_db
NOBODY = AnonymousUser()


def found(viewer=NOBODY, **asked):
    read = read_search(asked, viewer=viewer, today=NOON.date(), language="sv")
    return list(results(viewer, read.search).in_order())


def indexed(listing):
    index_listing(listing)
    return listing


def blind(**fields):
    firm = make_firm(name="Gömda Sågen")
    words = {"title": "Prima bark från klyvverket", "description": "Ring Göran", "waste_code": "030199"}
    return indexed(make_offer(site=make_site(firm), shown_area="SE-23-NW", **{**words, **fields}))


def test_a_use_finds_the_needs_first_and_then_what_can_serve_it():
    sawdust, need = indexed(make_offer(material="sawdust")), indexed(make_need(material="straw", use="bedding"))
    indexed(make_offer(material="acid_whey"))

    assert found(q="strö") == [need, sawdust]


def test_words_meet_across_the_border():
    listing = indexed(make_offer(material="straw", visibility="open", title="Halm i store baller"))

    assert found(q="halmen") == found(q="balle") == found(q="halm", language="nb") == [listing]


def test_a_compound_is_found_by_its_parts():
    listing = indexed(make_offer(visibility="open", title="Kornhalmrester", material="bark"))

    assert found(q="halmrester") == [listing]


@pytest.mark.parametrize("words", ["klyvverk", "Göran", "Gömda Sågen", "Krokom klyvverk", "prima"])
def test_words_of_a_blind_listing_lead_only_those_there_to_whom_it_is_open(words):
    listing = blind()
    theirs, other = make_member(listing.firm), make_member()

    assert found(q=words) == found(other, q=words) == []
    assert found(theirs, q=words) == [listing]
    assert found(make_coordinator(("SE-2309",)), q=words) == [listing]
    assert found(make_coordinator(("SE-2326",)), q=words) == []


def test_words_lead_to_a_partner_that_said_yes_as_well():
    listing, need = blind(), make_need()
    partner = make_member(need.firm)
    assert found(partner, q="klyvverk") == []

    make_symbiosis(listing, need, answer="yes", stage="discussion", introduced_at=NOON)

    assert found(partner, q="klyvverk") == [listing]


def test_a_listing_that_turns_blind_is_found_by_its_words_no_more():
    listing = blind(visibility="open")
    assert found(q="klyvverk") == [listing]

    listing.visibility = "blind"
    listing.save()
    index_listing(listing)

    assert found(q="klyvverk") == []
    assert found(q="bark") == [listing]


def test_the_words_of_a_blind_listing_change_no_order():
    """However often a hidden word stands in it, and however many hide the word."""
    open_ones = [indexed(make_offer(visibility="open", title=title)) for title in ("Klyvverk i bark", "Bark")]
    before = [(each.pk, each.points) for each in found(q="bark klyvverk")]

    for _number in range(3):
        blind(material="acid_whey")

    assert [(each.pk, each.points) for each in found(q="bark klyvverk")] == before
    assert len(open_ones) == len(before)


@pytest.mark.parametrize("code", ["030101", "03 01 01", "0301"])
def test_a_code_finds_who_told_it_and_what_usually_has_it(code):
    told = indexed(make_offer(visibility="open", material="sawdust", waste_code="030101"))
    usual = indexed(make_offer(material="bark"))

    assert set(found(q=code)) == {told, usual}


def test_a_hidden_code_finds_nothing():
    blind(material="acid_whey")

    assert found(q="030199") == []


def test_a_place_keeps_what_is_shown_there_or_around():
    here, half, far = (indexed(make_offer(shown_area=area)) for area in ("SE-2309", "SE-23-NW", "NO-5038"))

    assert found(q="bark Krokom") == [here, half]
    assert found(q="Verdal") == [far]


def test_a_month_keeps_what_there_is_in_it():
    winter = indexed(make_offer(months=[12, 1]))
    indexed(make_offer(months=[6]))

    assert found(q="bark vinter") == found(month="1,2") == [winter]


def test_facets_count_what_their_choice_finds():
    make_offer(visibility="open", price=-5, currency="SEK", waste_code="170204"), make_need(use="bedding")
    make_offer(material="acid_whey", quantity_kg=400, months=[3], shown_area="SE-23-NW")
    read = read_search({}, viewer=NOBODY, today=NOON.date(), language="sv")
    everything = results(NOBODY, read.search).found()

    for name, facet in FACETS.items():
        counts = facet.counts(everything)
        assert counts, name
        for value, number in counts.items():
            assert len(found(**{name: value})) == number, (name, value)


def test_a_facet_is_counted_without_its_own_choice():
    make_offer(), make_need()
    read = read_search({"side": "need"}, viewer=NOBODY, today=NOON.date(), language="sv")
    searched = results(NOBODY, read.search)

    assert FACETS["side"].counts(searched.found(without="side")) == {"offer": 1, "need": 1}


def test_price_last_day_and_code_of_a_blind_listing_are_in_no_facet():
    listing = blind(
        price=-5, currency="SEK", waste_code="170204", available_until=date(2027, 1, 1), material="heat_water"
    )

    assert (listing.shown_price, listing.shown_hazard, listing.shown_until) == ("", "", None)


def test_orders():
    old = make_offer(published_at=NOON - timedelta(days=3), shown_area="NO-5001", visibility="open")
    Listing.objects.filter(pk=old.pk).update(shown_until=date(2027, 1, 1))
    new = make_offer()
    need = make_need()
    member = make_member(need.firm)
    CandidateList.objects.create(listing=need, view="own", counterparts=[old.pk, new.pk], as_of=NOON.date())

    assert found(side="offer") == [new, old]
    assert found(side="offer", order="ending") == [old, new]
    assert found(side="offer", order="nearest", place="Trondheim") == [old, new]
    assert found(side="offer", order="nearest", place="Krokom") == [new, old]
    assert found(member, side="offer", fit=need.pk) == [old, new]
    assert found(make_member(), side="offer", fit=need.pk) == [new, old], "nobody orders by another's listing"


def test_a_search_has_one_address_whatever_the_order_of_its_parameters():
    asked = {"q": "bark", "month": "1,2", "side": "offer", "material": "gold", "page": "3", "x": "y", "fit": "9"}
    read = read_search(asked, viewer=NOBODY, today=NOON.date(), language="nb").search

    assert read.to_query() == "language=nb&month=1,2&q=bark&side=offer"


@pytest.mark.parametrize(
    "rubbish", [{"fit": "-1"}, {"fit": "9" * 30}, {"month": "13"}, {"q": "\x00"}, {"order": "love"}]
)
def test_rubbish_is_as_if_it_had_not_been_said(rubbish):
    listing = make_offer()

    assert found(**rubbish) == [listing]


def test_a_search_takes_as_many_queries_for_many_as_for_one(django_assert_max_num_queries):
    indexed(make_offer())
    with django_assert_max_num_queries(3):
        found(q="bark strö")
    for _number in range(3):
        indexed(make_offer())
    with django_assert_max_num_queries(3):
        found(q="bark strö")


def test_index_outdated_takes_up_what_was_never_indexed():
    listing = make_offer()
    assert found(q="bark") == []

    assert index_outdated() == 1
    assert index_outdated() == 0
    assert found(q="bark") == [listing]


def test_counts_of_a_large_market_are_made_once_a_minute(monkeypatch):
    make_offer()
    search = read_search({}, viewer=NOBODY, today=NOON.date(), language="sv").search
    monkeypatch.setattr("marketplace.queries.search_results._COUNTED_ANEW", 0)
    cache.clear()
    before = results(NOBODY, search).counts

    make_need()

    assert results(NOBODY, search).counts == before
    assert results(make_member(), search).counts["side"] == {"offer": 1, "need": 1}, "whoever may see more"
    monkeypatch.setattr("marketplace.queries.search_results._COUNTED_ANEW", 5_000)
    assert results(NOBODY, search).counts["side"] == {"offer": 1, "need": 1}
