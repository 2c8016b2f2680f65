"""Photos and files of a listing on its pages: who sees which, how they are served, what a mistake says."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from marketplace.models import Attachment, Photo
from tests.factories import (
    make_coordinator,
    make_file,
    make_firm,
    make_member,
    make_need,
    make_offer,
    make_photo,
    make_symbiosis,
    make_user,
)
from tests.marketplace.actions.test_attachments import PDF, a_file
from tests.pictures import encoded, png_that_promises, sent_picture, two_halves

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer():
    return make_offer(firm=make_firm(is_verified=True))


@pytest.fixture
def path(client, offer):
    """Return the address of the page on which a member of the firm, logged in, keeps photos."""
    client.force_login(make_member(offer.firm))
    return f"/listings/{offer.pk}/photos/"


def send(client, path, content=None, *, field="picture", name="hög.jpg", **fields):
    return client.post(path, {field: sent_picture(content, name=name), "alt": "Hög av bark", **fields})


@pytest.mark.parametrize("field", ["camera", "picture"])
def test_photo_is_kept_from_camera_or_file_and_shown(client, offer, path, field):
    assert send(client, path, field=field).url == path

    photo = Photo.objects.get()
    shown = client.get(f"/listings/{offer.pk}/").content.decode()
    assert (photo.alt, photo.is_open) == ("Hög av bark", False)
    assert f'srcset="/photos/{photo.pk}/small.webp 80w, /photos/{photo.pk}/large.webp 80w"' in shown
    assert 'width="80" height="40" alt="Hög av bark" loading="lazy"' in shown
    assert 'capture="environment"' in client.get(path).content.decode()


def test_photo_sent_twice_is_there_once(client, path):
    for _time in range(2):
        assert send(client, path).status_code == 302

    assert Photo.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "This file is empty. Choose another."),
        (b"<html>", "“bild.jpg” is no JPEG, PNG or WebP picture."),
        (encoded(two_halves((300, 200)))[:900], "“bild.jpg” is cut off or damaged"),
        (png_that_promises(50_000, 40_000), "“bild.jpg” is 50000 × 40000 pixels"),
        (encoded(two_halves()) + bytes(21_000_000), "“bild.jpg” has 21 MB, and 20 MB is the most."),
    ],
    ids=["empty", "page", "cut off", "bomb", "too large"],
)
def test_what_is_no_photo_is_refused_and_the_words_stay(client, path, content, message):
    answer = send(client, path, content, name="bild.jpg", alt="Bark <hög>", is_open="on")

    text = answer.content.decode()
    assert answer.status_code == 422
    assert message in text
    assert 'value="Bark &lt;hög&gt;"' in text
    assert 'name="is_open" id="photo_is_open" checked' in text
    assert not Photo.objects.exists()


def test_photo_wants_words_and_a_file(client, path):
    without_words, without_file = send(client, path, alt=" "), client.post(path, {"alt": "Bark"})

    assert (without_words.status_code, without_file.status_code) == (422, 422)
    assert "Write in a few words what the photo shows." in without_words.content.decode()
    assert "Choose a photo, or take one." in without_file.content.decode()


def test_a_sixth_photo_is_refused_with_the_number(client, offer, path):
    for place in range(1, 6):
        make_photo(offer, shade=place, position=place)

    answer = send(client, path)

    assert answer.status_code == 422
    assert "5 photos are the most" in answer.content.decode()
    assert "Remove one to add another" in client.get(path).content.decode()


def test_an_open_listing_does_not_ask_whether_to_show_before(client):
    offer = make_offer(visibility="open")
    client.force_login(make_member(offer.firm))

    assert "is_open" not in client.get(f"/listings/{offer.pk}/photos/").content.decode()


def seen_by(client, paths, *people):
    statuses = []
    for person in people:
        client.logout()
        if person:
            client.force_login(person)
        answers = [client.get(path) for path in paths]
        for answer in answers:
            answer.getvalue()  # files are open until somebody has read them
        statuses.append([answer.status_code for answer in answers])
    return statuses


def test_photos_and_files_of_a_hidden_listing_are_seen_by_right(client, offer):
    hidden, shown = make_photo(offer), make_photo(offer, shade=9, position=2, is_open=True)
    paths = [f"/photos/{hidden.pk}/large.webp", f"/photos/{shown.pk}/small.webp", f"/files/{make_file(offer).pk}/"]
    partner = make_need()
    make_symbiosis(offer, partner, answer="yes", stage="discussion")
    people = (None, make_user(), make_coordinator(("NO-5001",)), make_member(offer.firm))

    assert seen_by(client, paths, *people) == [[404, 200, 404]] * 3 + [[200, 200, 200]]
    assert seen_by(client, paths, make_member(partner.firm), make_coordinator()) == [[200, 200, 200]] * 2
    client.logout()
    assert client.get(f"/photos/{shown.pk}/huge.webp").status_code == 404
    page = client.get(f"/listings/{offer.pk}/").content.decode()
    assert f"/photos/{shown.pk}/" in page
    assert f"/photos/{hidden.pk}/" not in page
    assert "/files/" not in page
    type(offer).objects.update(state="paused")
    assert seen_by(client, paths, None) == [[404, 404, 404]]


def test_photos_and_files_of_an_open_listing_are_for_everyone(client):
    offer = make_offer(visibility="open")

    paths = [f"/photos/{make_photo(offer).pk}/large.webp", f"/files/{make_file(offer).pk}/"]

    assert seen_by(client, paths, None) == [[200, 200]]


def test_photo_and_file_are_served_as_what_they_are(client, path, offer):
    photo, file = make_photo(offer), make_file(offer, name="prov å.pdf")

    picture, pdf = client.get(f"/photos/{photo.pk}/large.webp"), client.get(f"/files/{file.pk}/")

    assert b"".join(picture.streaming_content)[8:12] == b"WEBP"
    assert picture["Content-Type"] == "image/webp"
    assert picture["Cache-Control"] == "private, max-age=86400"
    assert b"".join(pdf.streaming_content).startswith(b"%PDF")
    assert pdf["Content-Type"] == "application/pdf"
    assert pdf["Content-Disposition"] == "attachment; filename*=utf-8''prov%20%C3%A5.pdf"
    assert pdf["Cache-Control"] == "private, no-store"
    for answer in (picture, pdf):
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_a_photo_whose_file_is_gone_is_not_found(client, path, offer):
    photo = make_photo(offer)
    photo.large.delete(save=False)

    assert client.get(f"/photos/{photo.pk}/large.webp").status_code == 404


def test_words_order_and_removal_by_forms(client, path, offer):
    one, two = (make_photo(offer, shade=place, position=place) for place in (1, 2))

    client.post(f"/photos/{two.pk}/text/", {"alt": "Spån", "is_open": "on"})
    client.post(f"/photos/{two.pk}/move/", {"place": "1"})
    assert [*offer.photos.order_by("position").values_list("pk", "alt", "is_open")] == [
        (two.pk, "Spån", True),
        (one.pk, "Hög av bark", False),
    ]
    client.post(f"/listings/{offer.pk}/photos/order/", {"photo": [one.pk, "x", two.pk]})
    assert [*offer.photos.order_by("position").values_list("pk", flat=True)] == [one.pk, two.pk]
    wrong = client.post(f"/photos/{two.pk}/text/", {"alt": ""})
    assert wrong.status_code == 422
    assert "Write in a few words" in wrong.content.decode()
    assert client.post(f"/photos/{two.pk}/move/", {"place": "first"}).url == path
    client.post(f"/photos/{two.pk}/remove/")
    assert [*offer.photos.values_list("pk", flat=True)] == [one.pk]


def test_file_is_kept_refused_and_removed(client, path, offer):
    new = f"/listings/{offer.pk}/files/"
    wrong = client.post(new, {"kind": "safety_sheet", "file": a_file(b"<html>", "sida.pdf")})
    assert wrong.status_code == 422
    assert "“sida.pdf” is no PDF." in wrong.content.decode()
    assert '<option value="safety_sheet" selected>' in wrong.content.decode()
    assert "Choose a file." in client.post(new, {"kind": "analysis"}).content.decode()

    assert client.post(new, {"kind": "analysis", "file": a_file(PDF, "prov.pdf")}).url == path
    file = Attachment.objects.get()
    assert "prov.pdf" in client.get(f"/listings/{offer.pk}/").content.decode()
    assert client.post(f"/files/{file.pk}/remove/").url == path
    assert not Attachment.objects.exists()


def test_only_who_may_change_the_listing_keeps_photos(client, offer):
    photo, file = make_photo(offer, is_open=True), make_file(offer)
    paths = [
        f"/listings/{offer.pk}/photos/",
        f"/listings/{offer.pk}/photos/order/",
        f"/listings/{offer.pk}/files/",
        *(f"/photos/{photo.pk}/{step}/" for step in ("text", "move", "remove")),
        f"/files/{file.pk}/remove/",
    ]

    for person, status in (
        (None, 302),
        (make_user(), 404),
        (make_member(), 404),
        (make_coordinator(("NO-5001",)), 404),
    ):
        client.logout()
        if person:
            client.force_login(person)
        assert [client.post(path).status_code for path in paths] == [status] * len(paths)
    assert (Photo.objects.count(), Attachment.objects.count()) == (1, 1)


def test_pages_ask_as_often_for_five_photos_as_for_one(client, path, offer):
    def asked():
        with CaptureQueriesContext(connection) as counted:
            client.get(path)
            client.get(f"/listings/{offer.pk}/")
        return len(counted)

    make_photo(offer)
    make_file(offer)
    client.get(path)
    few = asked()
    for place in range(2, 6):
        make_photo(offer, shade=place, position=place)
        make_file(offer)

    assert asked() == few
