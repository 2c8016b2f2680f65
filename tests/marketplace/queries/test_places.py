"""Which area others see of a listing, and places as people pick them."""

import pytest

from marketplace.models import Listing
from marketplace.queries.places import (
    FIRMS_TO_HIDE_AMONG,
    area_choices,
    area_codes_around,
    area_codes_of_country,
    area_point,
    area_to_show,
    municipality_choices,
    place_names,
)
from tests.factories import NOON, make_firm, make_need, make_offer, make_site

KROKOM, HALF = "SE-2309", "SE-23-NW"
SAWMILL, DAIRY = "16.10", "10.51"


def other_firms(number, *, nace=SAWMILL, municipality=KROKOM, **fields):
    for _number in range(number):
        make_site(make_firm(nace=nace, **fields), municipality=municipality)


def blind_offer(**fields):
    return make_offer(site=make_site(make_firm(nace=SAWMILL)), **fields)


@pytest.mark.django_db
def test_area_to_show_is_half_the_county_where_few_could_be_the_source():
    other_firms(FIRMS_TO_HIDE_AMONG - 2)

    assert area_to_show(blind_offer()) == HALF


@pytest.mark.django_db
def test_area_to_show_is_the_municipality_where_five_firms_of_the_industry_are():
    other_firms(FIRMS_TO_HIDE_AMONG - 1)

    assert area_to_show(blind_offer()) == KROKOM


@pytest.mark.django_db
@pytest.mark.parametrize(
    "unlike",
    [{"nace": DAIRY}, {"nace": ""}, {"municipality": "SE-2380"}, {"hidden_at": NOON}],
)
def test_area_to_show_counts_only_firms_that_could_be_the_source(unlike):
    other_firms(FIRMS_TO_HIDE_AMONG - 2)
    other_firms(3, **unlike)

    assert area_to_show(blind_offer()) == HALF


@pytest.mark.django_db
def test_area_to_show_counts_firms_with_a_like_listing_once():
    other_firms(FIRMS_TO_HIDE_AMONG - 2)
    dairy = make_site(make_firm(nace=DAIRY))
    for _listing in range(3):
        make_offer(site=dairy, material="sawdust")

    assert area_to_show(blind_offer()) == KROKOM


@pytest.mark.django_db
@pytest.mark.parametrize("unlike", [{"material": "acid_whey"}, {"state": Listing.State.DRAFT}])
def test_area_to_show_counts_no_unlike_listing(unlike):
    other_firms(FIRMS_TO_HIDE_AMONG - 2)
    make_offer(site=make_site(make_firm(nace=DAIRY)), **unlike)

    assert area_to_show(blind_offer()) == HALF


@pytest.mark.django_db
def test_area_to_show_counts_no_listing_of_the_other_side():
    other_firms(FIRMS_TO_HIDE_AMONG - 2)
    make_need(site=make_site(make_firm(nace=DAIRY)))

    assert area_to_show(blind_offer()) == HALF


@pytest.mark.django_db
def test_area_to_show_counts_no_firm_for_each_of_its_sites():
    firm = make_firm(nace=SAWMILL)
    for _site in range(FIRMS_TO_HIDE_AMONG):
        make_site(firm)

    assert area_to_show(blind_offer()) == HALF


@pytest.mark.django_db
def test_area_to_show_of_an_open_listing_is_its_municipality():
    assert area_to_show(blind_offer(visibility="open")) == KROKOM


@pytest.mark.django_db
def test_area_to_show_of_a_draft_without_site_is_nothing():
    assert area_to_show(make_offer(site=None, firm=make_firm(), state=Listing.State.DRAFT)) == ""


def test_area_point_of_a_half_lies_between_its_municipalities():
    half = area_point(HALF)

    assert half.country == "SE"
    assert 62 < half.latitude < 65
    assert 12 < half.longitude < 17


def test_area_point_of_no_area_is_an_error():
    with pytest.raises(KeyError):
        area_point("SE-9999")


def test_area_codes_around_leads_from_the_municipality_to_its_half():
    assert area_codes_around(KROKOM) == (KROKOM, HALF)


def test_area_codes_of_country_keeps_the_countries_apart():
    swedish, norwegian = set(area_codes_of_country("SE")), set(area_codes_of_country("NO"))

    assert {KROKOM, HALF} <= swedish
    assert not swedish & norwegian
    assert {code for code, _name in municipality_choices()} <= swedish | norwegian


def test_municipality_choices_are_46_with_swedish_ones_first():
    codes = [code for code, _name in municipality_choices()]

    assert len(codes) == 46
    assert [code[:2] for code in codes] == ["SE"] * 8 + ["NO"] * 38


def test_area_choices_offer_every_area_that_a_listing_can_show():
    shown = set(area_codes_of_country("SE") + area_codes_of_country("NO"))

    assert {code for code, _name in area_choices()} <= shown


def test_place_names_come_in_order_and_once():
    names = place_names()

    assert list(names) == sorted(set(names), key=str.casefold)
    assert "Trondheim" in names
