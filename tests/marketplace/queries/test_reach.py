"""Reach judges on the points of areas: whoever asks from everywhere learns no more than the areas."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from geo.road_tables import Vehicle
from marketplace.queries.places import area_choices
from marketplace.queries.reach import Reach, sites_of
from tests.factories import make_firm, make_member, make_site

KROKOM, GADDEDE = (63.326, 14.449), (64.5, 14.15)
SUMMER, WINTER = date(2026, 7, 1), date(2026, 2, 1)


def reach(start=KROKOM, **facts):
    defaults = {"start": start, "start_name": "here", "minutes": 60, "day": SUMMER, "vehicle": Vehicle.LORRY}
    return Reach(**{**defaults, **facts})


def test_areas_grow_with_the_minutes():
    nearer, farther, all_of_it = (set(reach(minutes=minutes).areas()) for minutes in (30, 90, 2000))

    assert {"SE-2309", "SE-2380"} <= nearer < farther < all_of_it
    assert all_of_it == {code for code, _name in area_choices()}


def test_areas_are_fewer_by_lorry_than_by_car():
    assert set(reach(minutes=100).areas()) < set(reach(minutes=100, vehicle=Vehicle.CAR).areas())


def test_roads_are_fewer_in_winter():
    vilhelmina_way = reach(GADDEDE, minutes=120)

    assert len(reach(GADDEDE, minutes=120, day=WINTER).roads()) < len(vilhelmina_way.roads())


@pytest.mark.django_db
def test_sites_of_are_the_viewers_own():
    firm = make_firm()
    own = make_site(firm)
    make_site()

    assert sites_of(make_member(firm)) == [own]
    assert sites_of(AnonymousUser()) == []
