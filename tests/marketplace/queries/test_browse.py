"""Filters count coarse values, and only what the viewer may see."""

import pytest
from django.contrib.auth.models import AnonymousUser

from marketplace.forms.filters import ListingFilter
from marketplace.models import Listing
from marketplace.queries.browse import group_links, reach_links
from marketplace.queries.listings import market
from tests.factories import NOON, make_firm, make_member, make_offer, make_user

pytestmark = pytest.mark.django_db
NOBODY = AnonymousUser()


def links(viewer=NOBODY, **chosen):
    (row, *_others) = group_links(market(viewer), chosen=chosen, path="/offers/")
    return {link.label: link for link in row["links"]}


def found(**chosen):
    return set(ListingFilter(chosen, queryset=market(NOBODY)).qs)


def test_group_links_count_each_group_by_name():
    make_offer(), make_offer(material="sawdust"), make_offer(material="acid_whey")

    assert [(label, link.count) for label, link in links().items()] == [
        ("All", None),
        ("Dairy residues", 1),
        ("Sawmill and joinery by-products", 2),
    ]


def test_group_links_count_only_what_the_viewer_may_see():
    hidden, blocker = make_offer(firm=make_firm(hidden_at=NOON)), make_offer(visibility="open")
    viewer = make_member()
    blocked = viewer.membership_set.get().firm
    blocker.firm.blocks.create(name=blocked.name, blocked=blocked, by=make_user(), at=NOON)
    make_offer(state=Listing.State.DRAFT)

    assert list(links(viewer)) == ["All"]
    assert links()["Sawmill and joinery by-products"].count == 1
    assert hidden.pk


def test_group_links_keep_other_filters_and_start_on_the_first_page():
    make_offer()

    chosen = links(municipality="SE-2309", material="bark", view="table", page="3")

    assert (
        chosen["Sawmill and joinery by-products"].url
        == "/offers/?municipality=SE-2309&view=table&material=wood_residues"
    )
    assert chosen["Sawmill and joinery by-products"].active
    assert (chosen["All"].url, chosen["All"].active) == ("/offers/?municipality=SE-2309&view=table", False)


def test_group_links_stand_rubbish():
    make_offer()

    assert not links(material="<script>")["Sawmill and joinery by-products"].active


def test_group_links_show_the_area_that_the_map_led_to_and_the_way_out():
    rows = group_links(market(NOBODY), chosen={"area": "SE-23-NW", "material": "bark"}, path="/offers/")

    assert [(link.url, link.active) for link in rows[1]["links"]] == [
        ("/offers/?material=bark", False),
        ("/offers/?material=bark&area=SE-23-NW", True),
    ]


def test_group_links_name_the_first_of_several_areas():
    (area,) = group_links(market(NOBODY), chosen={"area": "SE-2380,SE-2309,XX"}, path="/map/")[1:]

    assert [link.label for link in area["links"]] == ["Everywhere", "Östersund municipality and 1 more area"]


def test_reach_links_keep_the_place_and_other_filters():
    (row,) = reach_links({"place": "Krokom", "within": "60", "page": "2"}, minutes=(30, 60), path="/map/")

    assert [(link.label, link.url, link.active) for link in row["links"]] == [
        ("No limit", "/map/?place=Krokom", False),
        ("30 min", "/map/?place=Krokom&within=30", False),
        ("60 min", "/map/?place=Krokom&within=60", True),
    ]


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
