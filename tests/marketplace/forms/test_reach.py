"""From where, how far, when and by what: what is typed becomes a reach, or a sentence that helps."""

from datetime import date

import pytest

from geo.road_tables import Vehicle
from marketplace.forms.reach import MINUTES, ReachForm
from tests.factories import make_firm, make_site

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


def form(sites=(), **data):
    return ReachForm(data, sites=list(sites), today=TODAY)


def test_reach_from_a_typed_place():
    asked = form(within="90", place="Krokom", day="2027-02-01", vehicle="car")

    assert asked.is_valid()
    assert asked.reach.start == pytest.approx((63.326, 14.449), abs=0.01)
    assert (asked.reach.start_name, asked.reach.minutes) == ("Krokom", 90)
    assert (asked.reach.day, asked.reach.vehicle) == (date(2027, 2, 1), Vehicle.CAR)


def test_reach_is_from_the_first_own_site_by_lorry_and_today_unless_said_otherwise():
    site = make_site(make_firm(name="Sågen"), name="Timmerplanen", latitude=63.1, longitude=14.6)

    asked = form([site], within="30")

    assert asked.is_valid()
    assert (asked.reach.start, asked.reach.start_name) == ((63.1, 14.6), "Timmerplanen")
    assert (asked.reach.day, asked.reach.vehicle) == (TODAY, Vehicle.LORRY)
    assert asked.fields["site"].choices == [(str(site.pk), "Sågen, Timmerplanen")]


def test_a_typed_place_comes_before_the_own_site():
    assert form([make_site()], within="30", place="Verdal", site="").is_valid()
    assert form([make_site()], within="30", place="Verdal").fields["place"].label == "From a place"


def test_nothing_is_asked_without_minutes():
    asked = form(place="Krokom")

    assert asked.is_valid()
    assert asked.reach is None


@pytest.mark.parametrize(
    ("data", "field", "sentence"),
    [
        ({"within": "90"}, "place", "Type a place"),
        ({"within": "90", "place": "Krokmo"}, "place", "Did you mean"),
        ({"within": "90", "place": "Qqqqqq"}, "place", "Type a town or municipality"),
        ({"within": "91", "place": "Krokom"}, "within", "91"),
        ({"within": "90", "place": "Krokom", "vehicle": "ship"}, "vehicle", "ship"),
        ({"within": "90", "place": "Krokom", "day": "2027-02-31"}, "day", "valid date"),
    ],
)
def test_what_cannot_be_read_is_said_beside_its_field(data, field, sentence):
    asked = form(**data)

    assert sentence in " ".join(asked.errors[field])
    assert asked.reach is None


def test_another_firms_site_is_no_place_to_ask_from():
    own, other = make_site(), make_site()

    asked = form([own], within="30", site=str(other.pk))

    assert "site" in asked.errors
    assert asked.reach is None


def test_minutes_are_those_of_the_links():
    assert [value for value, _label in form().fields["within"].choices] == ["", *map(str, MINUTES)]
