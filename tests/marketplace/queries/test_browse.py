"""Filters count coarse values, and only what the viewer may see."""

import pytest
from django.contrib.auth.models import AnonymousUser

from marketplace.forms.filters import ListingFilter
from marketplace.forms.searches import read_search
from marketplace.models import Listing
from marketplace.queries.browse import filter_rows, reach_row, side_links
from marketplace.queries.listings import market
from marketplace.queries.search_results import results
from tests.factories import NOON, make_firm, make_member, make_need, make_offer, make_site, make_user

pytestmark = pytest.mark.django_db
NOBODY = AnonymousUser()


def rows(viewer=NOBODY, path="/offers/", **chosen):
    read = read_search(chosen, viewer=viewer, today=NOON.date(), language="en")
    found = filter_rows(results(viewer, read.search), chosen=chosen, path=path)
    return {row.label: {link.label: link for link in row.links} for row in found}


def found(**chosen):
    return set(ListingFilter(chosen, queryset=market(NOBODY)).qs)


def test_filter_rows_count_each_group_by_name():
    make_offer(), make_offer(material="sawdust"), make_offer(material="acid_whey")

    assert [(label, link.count) for label, link in rows()["Material"].items()] == [
        ("All", None),
        ("Dairy residues", 1),
        ("Sawmill and joinery by-products", 2),
    ]


def test_filter_rows_show_the_kinds_of_the_only_or_the_chosen_group():
    make_offer(), make_offer(material="sawdust")
    assert list(rows()["Kind"]) == ["All", "Bark", "Sawdust"]

    make_offer(material="acid_whey")

    assert "Kind" not in rows()
    assert rows(material="bark")["Material"]["Sawmill and joinery by-products"].active
    assert [link.active for link in rows(material="bark")["Kind"].values()] == [False, True, False]


def test_filter_rows_count_only_what_the_viewer_may_see():
    hidden, blocker = make_offer(firm=make_firm(hidden_at=NOON)), make_offer(visibility="open")
    viewer = make_member()
    blocked = viewer.membership_set.get().firm
    blocker.firm.blocks.create(name=blocked.name, blocked=blocked, by=make_user(), at=NOON)
    make_offer(state=Listing.State.DRAFT), make_offer(material="acid_whey"), make_offer(material="straw")

    assert list(rows(viewer)["Material"]) == ["All", "Dairy residues", "Farm residues"]
    assert rows()["Material"]["Sawmill and joinery by-products"].count == 1
    assert hidden.pk


def test_filter_rows_count_the_prices_of_open_listings_alone():
    priced = {"currency": "SEK", "unit": "t"}
    make_offer(price=90, **priced), make_offer(visibility="open", price=90, **priced)
    make_offer(visibility="open", price=0, **priced)

    assert [(label, link.count) for label, link in rows()["Price"].items()] == [
        ("All", None),
        ("Free of charge", 1),
        ("The receiver pays", 1),
    ]


def test_filter_rows_keep_other_filters_and_start_on_the_first_page():
    make_offer()

    chosen = rows(municipality="SE-2309", material="bark", view="table", page="3")["Material"]

    assert (
        chosen["Sawmill and joinery by-products"].url
        == "/offers/?municipality=SE-2309&view=table&material=wood_residues"
    )
    assert chosen["Sawmill and joinery by-products"].active
    assert (chosen["All"].url, chosen["All"].active) == ("/offers/?municipality=SE-2309&view=table", False)


def test_filter_rows_stand_rubbish():
    make_offer(), make_offer(material="acid_whey")

    assert rows(material="<script>")["Material"]["All"].active


def test_filter_rows_show_the_areas_that_the_map_led_to_and_the_way_out():
    make_offer()

    found = rows(path="/map/", area="SE-2380,SE-2309", material="bark")["Place"]

    assert found["All"].url == "/map/?material=bark"
    assert found["Östersund municipality and 1 more area"].active
    assert found["Östersund municipality and 1 more area"].url == "/map/?material=bark&area=SE-2380,SE-2309"


def test_filter_rows_leave_out_what_would_change_nothing():
    make_offer(months=[1], quantity_kg=400)

    assert rows().keys() == {"Use", "Months"}


def test_reach_row_keeps_the_place_and_other_filters():
    row = reach_row({"place": "Krokom", "within": "60", "page": "2"}, minutes=(30, 60), path="/map/")

    assert [(link.label, link.url, link.active) for link in row.links] == [
        ("No limit", "/map/?place=Krokom", False),
        ("30 min", "/map/?place=Krokom&within=30", False),
        ("60 min", "/map/?place=Krokom&within=60", True),
    ]


def reach_counts(viewer=NOBODY, **chosen):
    read = read_search(chosen, viewer=viewer, today=NOON.date(), language="en")
    counts = results(viewer, read.search).counts["within"]
    row = reach_row(chosen, minutes=(30, 120), path="/", reach=read.reach.offered(), counts=counts)
    return [link.count for link in row.links]


def test_reach_row_counts_what_each_choice_would_leave_of_the_other_filters():
    make_offer(), make_need(), make_offer(shown_area="NO-5038"), make_offer(material="straw", shown_area="SE-2380")

    assert reach_counts(place="Krokom") == [None, 3, 3]
    assert reach_counts(place="Krokom", within="30") == [None, 3, 3]
    assert reach_counts(place="Verdal", within="30") == [None, 1, 1]
    assert reach_counts(place="Järpen", side="offer", vehicle="car", within="120") == [None, 0, 2]
    assert reach_counts(place="Krokom", area="SE-2380") == [None, 1, 1]
    assert reach_counts(make_member(make_site().firm)) == [None, 3, 3]


def test_reach_row_counts_nothing_from_a_place_that_is_not_known():
    make_offer()

    assert reach_counts(place="Krokmo", within="30") == [None, None, None]
    assert reach_counts(place="Krokom", day="2026-02-31") == [None, None, None]


def test_every_count_of_minutes_is_what_the_choice_finds():
    make_offer(), make_offer(shown_area="NO-5038"), make_need(shown_area="SE-2321"), make_offer(shown_area="NO-50-S")
    counts = reach_counts(place="Krokom")[1:]

    found = [
        results(NOBODY, read_search(asked, viewer=NOBODY, today=NOON.date(), language="en").search).number
        for asked in ({"place": "Krokom", "within": "30"}, {"place": "Krokom", "within": "120"})
    ]

    assert counts == found


def test_side_links_count_both_sides_under_the_other_filters():
    make_offer(), make_need(), make_need(material="straw"), make_need(material="straw", shown_area="SE-2380")

    def counts(**chosen):
        read = read_search(chosen, viewer=NOBODY, today=NOON.date(), language="en")
        links = side_links(results(NOBODY, read.search), addresses={"": "/all/", "offer": "/o/", "need": "/n/"})
        return [(link.url, link.count, link.active) for link in links]

    assert counts() == [("/all/", 4, True), ("/o/", 1, False), ("/n/", 3, False)]
    assert counts(area="SE-2309", side="need") == [("/all/", 3, False), ("/o/", 1, False), ("/n/", 2, True)]


def test_listing_filter_finds_a_group_by_any_of_its_materials():
    bark, sawdust, whey = make_offer(), make_offer(material="sawdust"), make_offer(material="acid_whey")

    assert found(material="wood_residues") == {bark, sawdust}
    assert found(material="bark") == {bark}
    assert found(material="acid_whey") == {whey}


def test_listing_filter_finds_places_by_what_is_shown_of_them():
    exact, half, other = make_offer(), make_offer(shown_area="SE-23-NW"), make_offer(shown_area="NO-5001")

    assert found(municipality="SE-2309") == {exact, half}
    assert found(municipality="SE-2321") == {half}
    assert found(area="SE-2309") == {exact}
    assert found(area="SE-2309,NO-5001") == {exact, other}
    assert found(country="NO") == {other}


def test_listing_filter_ignores_what_it_does_not_know():
    offer = make_offer()

    assert found(municipality="XX", material="gold", country="DK", resource="love", firm="1") == {offer}
