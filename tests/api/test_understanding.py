"""One line of words read over the API: the same proposals as in the form, for one's own firm alone."""

from urllib.parse import urlencode

import pytest

from marketplace.models import Event, Listing
from marketplace.queries.understanding import LONGEST_LINE
from tests.api.asking import NOBODY, ask, read
from tests.factories import make_member, make_site, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    return make_site()


@pytest.fixture
def member(site):
    return make_member(site.firm)


def path(text, **parameters):
    return f"understanding/?{urlencode({'text': text, **parameters})}"


def test_a_line_is_read_with_the_words_that_led_there(site, member):
    found = read(path("30 m³ sågspån i veckan, Krokom", language="sv"), member, accept_language="sv")

    assert (found["language"], found["thing"], found["sure_material"]) == ("sv", "sågspån", "sawdust")
    assert found["materials"][0] == {"code": "sawdust", "name": "sågspån", "words": ["sågspån"]}
    assert found["amounts"] == [{"amount": 30, "unit": "m3", "rhythm": "week", "words": ["30 m³", "i veckan"]}]
    assert [(each["word"], each["sites"]) for each in found["places"]] == [("Krokom", [site.pk])]
    assert (found["uses"], found["sure_use"]) == ([], None)


def test_months_and_price_are_read_with_their_words(member):
    found = read(path("bark 430 t/mån okt-apr 90 kr/ton", language="sv"), member)

    assert found["months"] == {"months": [1, 2, 3, 4, 10, 11, 12], "words": ["okt-apr"]}
    assert found["price"] == {"price": 90, "currency": "SEK", "unit": "t", "words": ["90 kr/ton"]}
    assert read(path("bark", language="sv"), member)["price"] is None


def test_a_figure_of_quality_is_read_in_the_unit_of_its_property(member):
    found = read(path("bark, fukt under 55 %", language="sv"), member)

    assert found["qualities"] == [
        {"code": "moisture", "low": None, "high": 55, "unit": "%", "words": ["fukt under 55 %"]}
    ]


def test_a_waste_code_comes_with_its_hazard_and_its_question(member):
    codes = {each["code"]: each for each in read(path("spillolja", language="sv"), member)["waste_codes"]}

    assert codes["130205"]["hazardous"] is True
    assert codes["130205"]["question"] == "Always hazardous waste. Is it really this?"


def test_a_need_is_read_for_its_use(member):
    found = read(path("strö till hästar", language="sv", side="need"), member)

    assert (found["sure_use"], found["uses"][0]["name"]) == ("bedding", "animal bedding")
    assert found["waste_codes"] == []


def test_words_that_mean_nothing_are_answered_with_nothing(member):
    found = read(path("xyzzy"), member)

    assert (found["materials"], found["amounts"], found["places"], found["waste_codes"]) == ([], [], [], [])


def test_reading_keeps_nothing(member):
    read(path("30 m³ sågspån i veckan"), member)

    assert not Listing.objects.exists()
    assert not Event.objects.exists()


def test_reading_is_for_people_with_a_firm(member):
    answers = [ask(path("bark"), person).status_code for person in (NOBODY, make_user(), member)]

    assert answers == [401, 404, 200]


def test_a_line_is_read_for_a_firm_of_ones_own(member):
    other, own = make_site(), make_site(municipality="SE-2321", locality="Åre")
    member.membership_set.create(firm=own.firm)

    assert ask(path("bark", firm=other.firm_id), member).status_code == 404
    assert read(path("bark, Åre", firm=own.firm_id, language="sv"), member)["places"][0]["sites"] == [own.pk]


@pytest.mark.parametrize(
    ("parameters", "field"),
    [
        ({"text": ""}, "text"),
        ({"text": "x" * (LONGEST_LINE + 1)}, "text"),
        ({"text": "bark", "side": "both"}, "side"),
        ({"text": "bark", "language": "fi"}, "language"),
        ({"text": "bark", "firm": "x"}, "firm"),
    ],
)
def test_a_value_that_cannot_be_used_is_named(member, parameters, field):
    answer = ask(f"understanding/?{urlencode(parameters)}", member)

    assert answer.status_code == 400
    assert list(answer.json()["fields"]) == [field]


def test_an_unchanged_reading_is_an_empty_304(member):
    first = ask(path("bark"), member)

    again = ask(path("bark"), member, if_none_match=first.headers["ETag"])

    assert (again.status_code, again.content) == (304, b"")
