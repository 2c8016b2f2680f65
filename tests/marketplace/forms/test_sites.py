"""Where a site is, by place, by point, or by both; and what is asked where they do not agree."""

import pytest

from marketplace.forms.sites import SiteForm
from tests.factories import make_site

KROKOM, ARE, STORLIEN, MERAKER = (63.33, 14.46), (63.40, 13.08), (63.3169, 12.1008), (63.414, 11.743)


def filled(point=None, **fields):
    shown = {"place": "", "municipality": "", "name": "", "address": "", "loading_notes": ""} | fields
    return SiteForm(shown | ({"latitude": str(point[0]), "longitude": str(point[1])} if point else {}))


def where(form):
    assert form.is_valid(), form.errors
    facts = form.facts()
    return facts["municipality"], facts["locality"], facts["location_precision"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "place", "municipality"),
    [
        ({"locality": "Ås"}, "Ås, Krokom", ""),
        ({"municipality": "SE-2361", "locality": "", "location_precision": "municipality"}, "Härjedalen", "SE-2361"),
        ({"locality": "Lillgården", "location_precision": "municipality"}, "Lillgården, Krokom", "SE-2309"),
    ],
)
def test_site_form_reads_back_what_it_shows(fields, place, municipality):
    site = make_site(**fields)
    shown = SiteForm.facts_of(site)
    assert (shown["place"], shown["municipality"]) == (place, municipality)

    form = SiteForm({**shown, "name": "Gården"}, initial={})

    assert form.is_valid(), form.errors
    facts = form.facts()
    assert (facts["municipality"], facts["locality"]) == (site.municipality, site.locality)


@pytest.mark.django_db
def test_site_form_leaves_the_point_alone_while_the_place_stays():
    shown = SiteForm.facts_of(make_site(location_precision="pin"))

    form = SiteForm({**shown, "name": "Gården"}, initial=shown)

    assert form.is_valid(), form.errors
    assert form.facts() == {"name": "Gården", "address": "", "loading_notes": ""}


@pytest.mark.parametrize(
    ("place", "found"),
    [
        ("", ("SE-2309", "Krokom", "pin")),
        ("Krokom", ("SE-2309", "Krokom", "pin")),
        ("Krokoms kommun", ("SE-2309", "Krokom", "pin")),
        ("Lillgården i byn", ("SE-2309", "Lillgården i byn", "pin")),
        ("Ås", ("SE-2309", "Ås", "pin")),  # of the two, the one in the municipality of the point
    ],
)
def test_site_form_takes_a_point_alone_or_with_a_place(place, found):
    form = filled(KROKOM, place=place)

    assert where(form) == found
    assert (form.facts()["latitude"], form.facts()["longitude"]) == KROKOM


def test_site_form_reads_degrees_with_a_decimal_comma():
    form = filled(("63,33", "14,46"))

    assert where(form)[0] == "SE-2309"
    assert form.facts()["latitude"] == 63.33


@pytest.mark.parametrize(("point", "municipality"), [(STORLIEN, "SE-2321"), (MERAKER, "NO-5034")])
def test_site_form_keeps_points_on_their_side_of_the_border(point, municipality):
    assert where(filled(point))[0] == municipality


def test_site_form_names_no_locality_far_from_the_point():
    assert where(filled((63.63, 14.93))) == ("SE-2309", "", "pin")


@pytest.mark.parametrize("fields", [{"place": "Krokom"}, {"place": "Hotagens vidd", "municipality": "SE-2309"}])
def test_site_form_asks_which_is_right_where_point_and_place_do_not_agree(fields):
    form = filled(ARE, **fields)

    assert not form.is_valid()
    assert form.errors["which"] == ["The point lies in Åre, the place in Krokom. Which is right?"]


@pytest.mark.parametrize(
    ("which", "found"),
    [
        ("point", ("SE-2321", "Åre", "pin")),
        ("both", ("SE-2309", "Krokom", "pin")),  # in Sweden the nearest place has guessed the municipality
        ("place", ("SE-2309", "Krokom", "place")),
    ],
)
def test_site_form_believes_the_answer(which, found):
    assert where(filled(ARE, place="Krokom", which=which)) == found


def test_site_form_believes_no_other_municipality_where_the_outlines_are_known():
    form = filled(MERAKER, place="Verdalsøra", which="both")

    assert not form.is_valid()
    assert "which" in form.errors


@pytest.mark.parametrize(
    ("point", "sentence"),
    [
        ((59.33, 18.07), "outside of Jämtland Härjedalen and Trøndelag"),
        ((14.46, 63.33), "swapped"),
        ((-80.0, 0.0), "outside"),
    ],
)
def test_site_form_asks_about_a_point_outside_both_regions(point, sentence):
    form = filled(point, place="Krokom")

    assert not form.is_valid()
    assert sentence in form.errors["latitude"][0]


def test_site_form_forgets_a_point_outside_if_the_place_is_right():
    assert where(filled((59.33, 18.07), place="Krokom", which="place")) == ("SE-2309", "Krokom", "place")


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({}, "place"),
        ({"latitude": "63.3"}, "latitude"),
        ({"place": "Krokom", "longitude": "14.4"}, "latitude"),
        ({"latitude": "north", "longitude": "14.4"}, "latitude"),
        ({"latitude": "nan", "longitude": "14.4"}, "latitude"),
        ({"latitude": "91", "longitude": "14.4"}, "latitude"),
    ],
)
def test_site_form_says_what_is_missing_or_wrong(fields, name):
    form = filled(**fields)

    assert not form.is_valid()
    assert list(form.errors) == [name]


@pytest.mark.django_db
def test_site_form_shows_the_point_of_a_pin_only():
    pin, village = make_site(location_precision="pin", latitude=63.326789123), make_site()

    assert SiteForm.facts_of(pin)["latitude"] == "63.32679"
    assert SiteForm.facts_of(village)["latitude"] == ""


@pytest.mark.django_db
def test_site_form_takes_the_pin_away():
    shown = SiteForm.facts_of(make_site(location_precision="pin"))

    form = SiteForm({**shown, "latitude": "", "longitude": ""}, initial=shown)

    assert where(form) == ("SE-2309", "Krokom", "place")
