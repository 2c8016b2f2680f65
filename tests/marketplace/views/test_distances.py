"""The distance page: a link that anybody can share, and what it tells."""

import re

import pytest
from django.utils import translation

from tests.factories import make_firm, make_member, make_site

ASK = "/distance/"


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


@pytest.mark.django_db
def test_distance_without_a_question_asks_for_two_places(client):
    answer = client.get(ASK)

    assert answer.status_code == 200
    assert b'name="from"' in answer.content
    assert b"map-drawing" not in answer.content


@pytest.mark.django_db
def test_distance_of_a_link_with_two_ends_alone_answers_everything(client):
    answer = client.get(ASK, {"from": "Östersund", "to": "Tråante"})

    told = text_of(answer)
    assert answer.status_code == 200
    for fact in ("Östersund – Trondheim", "E14", "Storlien/Teveldalen", "214 km", "SEK", "NOK", "CO₂e", "2025"):
        assert fact in told
    assert "By road (estimate)" in told
    assert b"map-arc" in answer.content


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"from": "Ås", "to": "Sveg"}, "There are several places called “Ås”"),
        ({"from": "Qwertyuiop", "to": "Sveg"}, "We do not know the place “Qwertyuiop”"),
        ({"from": "95, 14", "to": "Sveg"}, "latitude goes to 90"),
        ({"from": "", "to": "Sveg"}, "This field is required"),
        ({"from": "Åre", "to": "Sveg", "on": "yesterday"}, "Enter a valid date"),
        ({"from": "Åre", "to": "Sveg", "tonnes": "-3"}, "more than 0"),
        ({"from": "Åre", "to": "Sveg", "tonnes": "nan"}, "“nan”"),
        ({"from": "Åre", "to": "Sveg", "load": "liquid", "carrier": "van"}, "does not take"),
        ({"from": "Åre", "to": "Sveg", "vehicle": "sledge"}, "sledge is not one of"),
    ],
)
def test_distance_says_what_it_cannot_read_and_keeps_what_was_typed(client, typed, told):
    answer = client.get(ASK, typed)

    assert answer.status_code == 422
    assert told in text_of(answer)
    assert f'value="{typed["to"]}"' in answer.content.decode()
    assert b"map-arc" not in answer.content


@pytest.mark.django_db
def test_distance_depends_on_the_day_of_the_link(client):
    ends = {"from": "Gäddede", "to": "65.06, 14.80"}

    winter, summer, any_day = (
        text_of(client.get(ASK, {**ends, "on": day})) for day in ("2027-01-15", "2026-07-01", "")
    )

    assert "is closed on that day" in winter
    assert "is closed each winter" in summer
    assert "is closed each winter" in any_day


@pytest.mark.django_db
def test_distance_without_tonnes_leaves_the_load_out(client):
    told = text_of(client.get(ASK, {"from": "Åre", "to": "Sveg", "tonnes": ""}))

    assert "Say how many tonnes" in told
    assert "SEK" not in told


@pytest.mark.django_db
def test_distance_takes_own_sites_and_keeps_them_from_others(client):
    firm = make_firm()
    make_site(firm, name="Bortre gården", latitude=63.41, longitude=14.11, location_precision="pin")
    question = {"from": "Bortre gården (Krokom)", "to": "Åre"}

    stranger = client.get(ASK, question)
    client.force_login(make_member(firm))
    owner = client.get(ASK, question)

    assert (stranger.status_code, owner.status_code) == (422, 200)
    assert "Exact point" in text_of(owner)
    assert "Bortre gården (Krokom)" in client.get(ASK).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "word"), [("sv", "färja"), ("nb", "ferge")])
def test_distance_speaks_the_readers_language(client, language, word):
    with translation.override(language):
        answer = client.get(ASK, {"from": "Brekstad", "to": "Hitra"}, HTTP_ACCEPT_LANGUAGE=language)

    assert word in text_of(answer)


@pytest.mark.django_db
def test_distance_only_reads(client):
    assert client.post(ASK, {"from": "Åre", "to": "Sveg"}).status_code == 405
