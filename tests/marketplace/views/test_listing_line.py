"""Posting begins with a line: it is read, nothing of it is kept or decided before the person publishes."""

import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from marketplace.models import Event, Listing, Site
from marketplace.queries.understanding import LONGEST_LINE
from tests.factories import make_member, make_site, make_user

pytestmark = pytest.mark.django_db
NEW, UNDERSTAND = "/listings/new/", "/listings/understand/"
TOO_LONG = "x" * (LONGEST_LINE + 1)


@pytest.fixture
def site():
    return make_site()


@pytest.fixture
def member(client, site):
    person = make_member(site.firm)
    client.force_login(person)
    return person


def read(client, text, *, side="offer", language="sv"):
    answer = client.post(
        f"{NEW}?side={side}", {"text": text, "then": "understand"}, headers={"accept-language": language}
    )
    assert answer.status_code == 200
    return answer.content.decode()


def peek(client, text, *, side="offer", language="sv"):
    answer = client.post(f"{UNDERSTAND}?side={side}", {"text": text}, headers={"accept-language": language})
    assert answer.status_code == 200
    return answer.content.decode()


# --- the page with the box


def test_posting_begins_with_one_box(client, member):
    page = client.get(NEW).content.decode()

    assert page.count("<textarea") == 1
    assert 'name="material"' not in page
    assert "by_hand=1" in page


def test_the_form_can_be_filled_in_without_a_line(client, member, site):
    page = client.get(f"{NEW}?by_hand=1").content.decode()

    assert 'name="material"' in page
    assert "line_text" not in page


@pytest.mark.parametrize("query", ["", "?by_hand=1"])
def test_a_line_that_is_too_long_is_refused_and_kept(client, member, query):
    answer = client.post(NEW + query, {"text": TOO_LONG, "then": "understand"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "at most 300 characters" in page
    assert TOO_LONG in page


# --- what was understood


def test_what_was_understood_stands_in_the_form_with_its_words(client, member):
    page = read(client, "30 m³ sågspån i veckan, Krokom")

    assert 'name="material_pick" value="sawdust"' in page
    for words in ("<q>sågspån</q>", "<q>30 m³</q>", "<q>i veckan</q>", "<q>Krokom</q>"):
        assert words in page
    assert 'name="amount" value="30"' in page
    assert not Listing.objects.exists()
    assert not Event.objects.exists()


def test_a_hazardous_code_is_marked_and_asks_its_question(client, member):
    page = read(client, "spillolja", language="en")

    assert "13\xa002\xa005*" in page
    assert "tag-stop" in page
    assert re.search(r'<details class="fold"\s+open>\s*<summary>\s*Waste code, if it is waste', page)
    assert "Always hazardous waste. Is it really this?" in page
    assert 'name="waste_code_pick" value="other"' in page


def test_words_that_mean_nothing_are_kept_as_the_title(client, member):
    page = read(client, "xyzzy", language="en")

    assert "We did not recognise your words." in page
    assert 'name="title" value="Xyzzy"' in page


def test_a_place_without_a_site_says_what_to_do(client, member):
    assert "choose one of your sites, or add the place" in read(client, "bark, Åre", language="en")


def test_who_may_add_no_site_is_told_who_may(client, site):
    client.force_login(make_member(site.firm, role="member"))

    page = read(client, "bark, Åre", language="en")

    assert "An owner of the firm can add more." in page
    assert "new:SE-are" not in page


@pytest.mark.parametrize("language", ["sv", "nb", "en"])
@pytest.mark.parametrize("side", ["offer", "need"])
def test_every_branch_has_its_page_in_every_language(client, member, side, language):
    for text in (
        "20-30 ton spillolja i månaden, Åre",
        "strö till hästar 5 m³",
        "slam från Ås",
        "200 st lastpallar",
        "?",
    ):
        assert "<form" in read(client, text, side=side, language=language)
        assert "<html" not in peek(client, text, side=side, language=language)


def test_markup_in_a_line_stays_words(client, member):
    text = '<script>alert(1)</script> "bark" & {{ bark }}'

    assert "<script>alert" not in read(client, text)
    assert "<script>alert" not in peek(client, text)


# --- publishing


def test_a_line_becomes_a_listing_with_what_was_picked(client, member, site):
    typed = {"text": "20-30 ton sågspån i månaden", "material_pick": "sawdust", "amount_pick": "25 t month"}
    typed |= {"title": "Sågspån", "rhythm": "year", "unit": "t", "site": site.pk, "visibility": "blind"}

    client.post(NEW, {**typed, "then": "publish"}, headers={"accept-language": "sv"})

    offer = Listing.objects.get()
    assert (offer.material, offer.amount, offer.rhythm, offer.waste_code) == ("sawdust", 25, "month", "")
    assert (offer.state, offer.language) == ("published", "sv")


def test_a_line_tells_the_quality_of_its_listing(client, member, site):
    typed = {"text": "sågspån, fukt 50–55 %", "material_pick": "sawdust", "qualities": ["moisture"], "unit": "t"}
    typed |= {"title": "Sågspån", "rhythm": "year", "site": site.pk, "visibility": "blind", "then": "save"}

    client.post(NEW, typed, headers={"accept-language": "sv"})

    (told,) = Listing.objects.get().property_values.all()
    assert (told.code, told.low, told.high, told.unit, told.basis) == ("moisture", 50, 55, "%", "stated")


def test_a_line_alone_publishes_nothing(client, member):
    answer = client.post(NEW, {"text": "30 m³ sågspån i veckan, Krokom", "then": "publish"})

    assert answer.status_code == 422
    assert not Listing.objects.exists()


def test_a_place_that_is_picked_becomes_a_site(client, member, site):
    typed = {"text": "5 ton bark i veckan, Åre", "title": "Bark", "material_pick": "bark", "amount": "5", "unit": "t"}
    typed |= {"rhythm": "week", "site": "new:SE-are", "visibility": "blind", "then": "publish"}

    client.post(NEW, typed, headers={"accept-language": "sv"})

    new = Site.objects.exclude(pk=site.pk).get()
    assert (new.firm, new.locality, new.municipality) == (site.firm, "Åre", "SE-2321")
    assert Listing.objects.get().site == new
    assert Event.objects.filter(kind=Event.Kind.SITE_ADDED).count() == 1


def test_a_refused_listing_leaves_no_site_behind(client, member, site):
    typed = {"text": "5 ton bark i veckan, Åre", "title": "Bark", "material_pick": "other", "amount": "5", "unit": "t"}
    typed |= {"rhythm": "week", "site": "new:SE-are", "visibility": "blind", "then": "publish"}

    answer = client.post(NEW, typed, headers={"accept-language": "sv"})

    assert answer.status_code == 422
    assert Site.objects.get() == site


# --- while it is typed


def test_what_is_understood_so_far_is_told_while_typing(client, member):
    told = peek(client, "30 m³ sågspån i veckan", language="en")

    assert "<b>sawdust</b>" in told
    assert "<b>30 m³ a week</b>" in told
    assert not Listing.objects.exists()


@pytest.mark.parametrize("text", ["", "   "])
def test_of_an_empty_box_nothing_is_told(client, member, text):
    assert peek(client, text).strip() == ""


def test_words_that_mean_nothing_yet_are_told_so(client, member):
    assert "We do not recognise these words yet." in peek(client, "xyzzy", language="en")


def test_a_line_that_is_too_long_is_told_while_typing(client, member):
    assert "at most 300 characters" in peek(client, TOO_LONG, language="en")


def test_reading_is_for_people_with_a_firm_who_ask_by_post(client):
    asked = [client.post(UNDERSTAND, {"text": "bark"}).url.split("?")[0]]
    client.force_login(make_user())
    asked += [client.post(UNDERSTAND, {"text": "bark"}).status_code, client.get(UNDERSTAND).status_code]

    assert asked == ["/accounts/login/", 404, 405]


def test_reading_asks_for_its_token(site):
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_member(site.firm))

    assert client.post(UNDERSTAND, {"text": "bark"}).status_code == 403


def test_reading_is_limited(client, member, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "understand": "2/1m/user"}
    cache.clear()

    answers = [client.post(UNDERSTAND, {"text": "bark"}).status_code for _time in range(3)]

    assert answers == [200, 200, 429]


def test_reading_tells_of_ones_own_sites_alone(client, member, site):
    other = make_site(municipality="SE-2321", locality="Åre", name="Hemliga Gården")

    told = [ask(client, "bark, Åre") for ask in (read, peek)]
    client.post(f"{UNDERSTAND}?firm={other.firm_id}", {"text": "bark, Åre"})

    assert not any("Hemliga" in page for page in told)


def test_reading_asks_the_database_as_often_for_many_sites_as_for_one(client, member, site):
    peek(client, "bark, Krokom")
    with CaptureQueriesContext(connection) as one:
        peek(client, "bark, Krokom")
    for number in range(5):
        make_site(site.firm, locality=f"Plats {number}")

    with CaptureQueriesContext(connection) as many:
        peek(client, "bark, Krokom")

    assert len(many) == len(one)
