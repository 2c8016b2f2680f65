"""Clusters count coarse values, and only what the viewer may see."""

import pytest
from django.contrib.auth.models import AnonymousUser

from geo.map_groups import TILE_PIXELS
from geo.projection import mercator
from marketplace.models import Listing
from marketplace.queries.listings import market
from marketplace.queries.map_clusters import (
    APART,
    BOARDS_APART,
    BOARDS_FROM,
    LEVELS,
    area_counts,
    counted,
    group_name,
    map_clusters,
)
from marketplace.queries.places import area_choices
from tests.factories import NOON, make_firm, make_member, make_need, make_offer, make_user

pytestmark = pytest.mark.django_db
NOBODY = AnonymousUser()


def counts_of(viewer=NOBODY):
    return area_counts(market(viewer))


def clusters(level=LEVELS[-1], viewer=NOBODY, **chosen):
    return map_clusters(counts_of(viewer), level=level, chosen=chosen, path="/map/")


def everywhere(level):
    counts = {(code, "wood_residues", "offer"): 1 for code, _name in area_choices()}
    return map_clusters(counts, level=level, chosen={}, path="/map/")


def test_area_counts_count_each_group_and_side_of_each_shown_area():
    (
        make_offer(),
        make_offer(material="sawdust"),
        make_need(),
        make_offer(shown_area="SE-23-NW"),
        make_offer(shown_area=""),
    )
    make_offer(material="a code of the past", resource="storage")

    assert counts_of() == {
        ("SE-2309", "wood_residues", "offer"): 2,
        ("SE-2309", "wood_residues", "need"): 1,
        ("SE-23-NW", "wood_residues", "offer"): 1,
        ("SE-2309", "storage", "offer"): 1,
    }


def test_area_counts_leave_out_what_the_viewer_may_not_see():
    blocker = make_offer(visibility="open")
    make_offer(firm=make_firm(hidden_at=NOON)), make_offer(state=Listing.State.DRAFT)
    viewer = make_member()
    blocked = viewer.membership_set.get().firm
    blocker.firm.blocks.create(name=blocked.name, blocked=blocked, by=make_user(), at=NOON)

    assert counts_of(viewer) == {}
    assert counts_of() == {("SE-2309", "wood_residues", "offer"): 1}


def test_map_clusters_lead_to_their_areas_and_groups_and_keep_other_filters():
    make_offer(), make_need(material="acid_whey"), make_offer()

    (cluster,) = clusters(material="", side="offer", page="3", area="NO-5001")

    assert cluster.url == "/map/?side=offer&area=SE-2309"
    assert [(group.icon, group.offers, group.needs, group.url) for group in cluster.groups] == [
        ("wood_residues", 2, 0, "/map/?side=offer&area=SE-2309&material=wood_residues"),
        ("dairy_residues", 0, 1, "/map/?side=offer&area=SE-2309&material=dairy_residues"),
    ]
    assert (cluster.offers, cluster.needs, cluster.is_chosen) == (2, 1, False)
    assert cluster.label.startswith("Krokom municipality: 2 offers, 1 need. ")


def test_map_clusters_of_chosen_areas_are_marked():
    make_offer(), make_offer(shown_area="SE-2380")

    assert [(cluster.codes, cluster.is_chosen) for cluster in clusters(area="SE-2309,XX")] == [
        (("SE-2309",), True),
        (("SE-2380",), False),
    ]


def test_map_clusters_stand_together_far_out_under_the_largest_town():
    make_offer(), make_offer(shown_area="SE-2380"), make_need(shown_area="NO-5001")

    far, near = clusters(level=5.0), clusters(level=LEVELS[-1])

    assert [(cluster.codes, cluster.name, cluster.offers) for cluster in far] == [
        (("NO-5001",), "Trondheim municipality", 0),
        (("SE-2380", "SE-2309"), "Östersund municipality and 1 more area", 2),
    ]
    assert far[1].url == "/map/?area=SE-2380,SE-2309"
    assert sorted(cluster.codes for cluster in near) == [("NO-5001",), ("SE-2309",), ("SE-2380",)]


@pytest.mark.parametrize("level", LEVELS[:-1])
def test_map_clusters_of_a_country_do_not_lie_over_each_other(level):
    marks = everywhere(level)

    apart = BOARDS_APART if level >= BOARDS_FROM else APART
    for country in ("SE", "NO"):
        points = [(each.latitude, each.longitude) for each in marks if each.codes[0].startswith(country)]
        plane = mercator(points) * TILE_PIXELS * 2**level / 360
        gaps = ((plane[:, None] - plane[None]) ** 2).sum(axis=2) ** 0.5
        assert all(gap >= apart for row, line in enumerate(gaps) for gap in line[:row])


@pytest.mark.parametrize("level", LEVELS)
def test_map_clusters_show_every_area_once_and_none_across_the_border(level):
    marks = everywhere(level)

    codes = [code for cluster in marks for code in cluster.codes]
    assert sorted(codes) == sorted(code for code, _name in area_choices())
    assert all(len({code[:2] for code in cluster.codes}) == 1 for cluster in marks)


def test_group_name_knows_groups_and_resources():
    assert (group_name("wood_residues"), group_name("storage")) == ("sawmill and joinery by-products", "storage")


def test_counted_leaves_out_what_there_is_none_of():
    assert (counted(1, 0), counted(0, 2), counted(3, 1)) == ("1 offer", "2 needs", "3 offers, 1 need")
