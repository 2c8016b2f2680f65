"""The ends of a way: what people type, and what of it only they may ask."""

import pytest
from django.contrib.auth.models import AnonymousUser

from geo.place_records import PlaceError
from marketplace.queries.ends import SLACK_KM, end_of_area, find_end, own_sites
from tests.factories import make_firm, make_member, make_site, make_user

NOBODY = AnonymousUser()


@pytest.mark.parametrize(
    ("typed", "name", "precision"),
    [
        ("Östersund", "Östersund", "place"),
        ("Tråante", "Trondheim", "place"),
        ("7650 Verdal", "Verdalsøra, Verdal", "place"),
        ("Hitra", "Hitra", "municipality"),
        ("  nordvestre   Jämtland ", "north-western Jämtland", "area"),
        ("södra Trøndelag", "southern Trøndelag", "area"),
        ("63,18 14,64", "63.18° N, 14.64° E", "pin"),
    ],
)
def test_find_end_understands_places_postcodes_areas_and_points(typed, name, precision):
    end = find_end(typed, viewer=NOBODY)

    assert (end.name, end.precision) == (name, precision)
    assert end.slack_km == SLACK_KM[precision]


@pytest.mark.parametrize("typed", ["Östersund", "Ås, Tydal", "63.18, 14.64", "norra Trøndelag", "Hitra"])
def test_find_end_gives_a_name_that_leads_to_the_same_end(typed):
    end = find_end(typed, viewer=NOBODY)

    assert find_end(end.query, viewer=NOBODY) == end


@pytest.mark.parametrize(
    ("typed", "code"), [("Ås", "ambiguous_place"), ("Qwertyuiop", "unknown_place"), ("91, 200", "not_a_point")]
)
def test_find_end_says_what_it_does_not_know(typed, code):
    with pytest.raises(PlaceError) as refusal:
        find_end(typed, viewer=NOBODY)

    assert refusal.value.code == code


@pytest.mark.parametrize(("code", "precision"), [("SE-2309", "municipality"), ("SE-23-NW", "area")])
def test_end_of_area_is_known_by_its_name(code, precision):
    end = end_of_area(code)

    assert end.precision == precision
    assert find_end(end.query, viewer=NOBODY).point == pytest.approx(end.point, abs=0.01)


@pytest.mark.django_db
def test_find_end_knows_own_sites_and_nobody_elses():
    firm = make_firm(name="Sågen i byn")
    make_site(firm, name="Bortre gården", latitude=63.41, longitude=14.11, location_precision="pin")
    owner = make_member(firm)

    end = find_end("Bortre gården (Krokom)", viewer=owner)

    assert (end.point, end.precision) == ((63.41, 14.11), "pin")
    for other in (NOBODY, make_user(), make_member()):
        with pytest.raises(PlaceError, match="unknown_place"):
            find_end("Bortre gården (Krokom)", viewer=other)


@pytest.mark.django_db
def test_own_sites_are_told_apart():
    firm = make_firm(name="Sågen")
    first, second, third = make_site(firm), make_site(firm), make_site(firm, address="Kapellvägen 7", locality="")

    assert own_sites(make_member(firm)) == {
        "Sågen (Krokom)": first,
        "Sågen (Krokom) 2": second,
        "Kapellvägen 7 (Krokom municipality)": third,
    }


@pytest.mark.django_db
def test_find_end_asks_no_geocoder_for_a_stranger(settings):
    settings.GEOCODER_URL = "http://127.0.0.1:9"

    with pytest.raises(PlaceError, match="unknown_place"):
        find_end("Rådhusgatan 44, Östersund-Frösön", viewer=NOBODY)
    with pytest.raises(PlaceError, match="geocoder_unavailable"):
        find_end("Rådhusgatan 44, Östersund-Frösön", viewer=make_user())
