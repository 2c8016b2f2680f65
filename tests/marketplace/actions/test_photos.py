"""Photos of a listing: how many, in which order, by whom, and that nothing stays behind."""

from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError

from marketplace.actions.accounts import delete_account
from marketplace.actions.attachments import attach_to_listing, remove_from_listing
from marketplace.actions.photos import add_photo, change_photo, move_photo, order_photos, remove_photo
from marketplace.errors import RefusedError, WrongStateError
from marketplace.models import Attachment, Event, Photo
from tests.factories import NOON, make_coordinator, make_firm, make_member, make_offer, make_photo, make_user
from tests.marketplace.actions.test_attachments import PDF, a_file
from tests.pictures import make_picture

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def offer():
    return make_offer()


@pytest.fixture
def member(offer):
    return make_member(offer.firm)


def stored(folder):
    return [path for path in Path(folder).rglob("*") if path.is_file()]


def shown_order(listing):
    return list(listing.photos.order_by("position", "pk").values_list("pk", flat=True))


def changes():
    return [event.changes for event in Event.objects.order_by("pk")]


def test_add_photo_keeps_two_sizes_under_random_names(folder, offer, member):
    photo = add_photo(offer, picture=make_picture(), alt="  Hög av bark ", by=member, now=NOON)

    assert (photo.alt, photo.is_open, photo.position, photo.added_by) == ("Hög av bark", False, 1, member)
    assert {path.suffix for path in stored(folder)} == {".webp"}
    assert len(stored(folder)) == 2
    assert changes() == [{"photo": [None, photo.pk]}]


def test_add_photo_sent_twice_is_there_once(folder, offer, member):
    first, second = (add_photo(offer, picture=make_picture(), alt="Bark", by=member, now=NOON) for _time in range(2))

    assert first == second
    assert len(stored(folder)) == 2
    assert Event.objects.count() == 1


def test_add_photo_refuses_a_sixth(folder, offer, member):
    for shade in range(5):
        add_photo(offer, picture=make_picture(shade * 20), alt="Bark", by=member, now=NOON)

    with pytest.raises(RefusedError, match="5 photos are the most"):
        add_photo(offer, picture=make_picture(200), alt="Bark", by=member, now=NOON)
    assert len(stored(folder)) == 10
    remove_photo(offer.photos.first(), by=member, now=NOON)
    assert add_photo(offer, picture=make_picture(200), alt="Bark", by=member, now=NOON).position == 6


@pytest.mark.parametrize("alt", ["", "   ", "å" * 201])
def test_add_photo_wants_words(folder, offer, member, alt):
    with pytest.raises(ValidationError):
        add_photo(offer, picture=make_picture(), alt=alt, by=member, now=NOON)

    assert stored(folder) == []


def test_add_photo_leaves_no_file_where_the_row_cannot_be_saved(folder, offer, member, monkeypatch):
    monkeypatch.setattr(Photo, "save", lambda *arguments, **keywords: (_ for _ in ()).throw(IntegrityError()))

    with pytest.raises(IntegrityError):
        add_photo(offer, picture=make_picture(), alt="Bark", by=member, now=NOON)
    assert stored(folder) == []


def test_add_photo_refuses_a_listing_that_is_over(member, offer):
    offer.state = "fulfilled"
    offer.save()

    with pytest.raises(WrongStateError):
        add_photo(offer, picture=make_picture(), alt="Bark", by=member, now=NOON)
    with pytest.raises(WrongStateError):
        attach_to_listing(offer, file=a_file(), kind="analysis", by=member, now=NOON)


def test_photos_are_for_members_and_coordinators_of_the_area(offer):
    photo = make_photo(offer)
    strangers = make_user(), make_member(), make_coordinator(("NO-5001",))

    for person in strangers:
        for act in (
            lambda by: add_photo(offer, picture=make_picture(9), alt="Bark", by=by, now=NOON),
            lambda by: change_photo(photo, alt="Flis", is_open=True, by=by, now=NOON),
            lambda by: order_photos(offer, order=[photo.pk], by=by, now=NOON),
            lambda by: move_photo(photo, place=1, by=by, now=NOON),
            lambda by: remove_photo(photo, by=by, now=NOON),
            lambda by: attach_to_listing(offer, file=a_file(), kind="analysis", by=by, now=NOON),
        ):
            with pytest.raises(PermissionDenied):
                act(person)
    assert add_photo(offer, picture=make_picture(9), alt="Bark", by=make_coordinator(), now=NOON)


def test_change_photo_records_what_was_said_before_and_only_changes(offer, member):
    photo = make_photo(offer)

    for _time in range(2):
        change_photo(photo, alt="Flis", is_open=True, by=member, now=NOON)

    assert changes() == [{"alt": ["Hög av bark", "Flis"], "is_open": [False, True]}]
    remove_photo(photo, by=member, now=NOON)
    with pytest.raises(RefusedError, match="removed meanwhile"):
        change_photo(photo, alt="Spån", is_open=True, by=member, now=NOON)


def test_move_photo_gives_a_place_and_again_the_same(offer, member):
    photos = [make_photo(offer, shade=place, position=place).pk for place in (1, 2, 4)]
    last = Photo.objects.get(pk=photos[2])

    for _time in range(2):
        move_photo(last, place=2, by=member, now=NOON)

    new = [photos[0], photos[2], photos[1]]
    assert shown_order(offer) == new
    assert changes() == [{"order": [photos, new]}]
    move_photo(last, place=99, by=member, now=NOON)
    assert shown_order(offer) == photos


def test_order_photos_ignores_strange_ones_and_keeps_the_rest_last(offer, member):
    one, two, three = (make_photo(offer, shade=place, position=place).pk for place in (1, 2, 3))
    strange = make_photo(make_offer(), shade=9)

    order_photos(offer, order=[three, strange.pk, three, 999], by=member, now=NOON)

    assert shown_order(offer) == [three, one, two]
    strange.refresh_from_db()
    assert strange.position == 1


def test_remove_photo_leaves_nothing_behind(folder, offer, member, django_capture_on_commit_callbacks):
    photo = make_photo(offer)

    with django_capture_on_commit_callbacks(execute=True):
        for _time in range(2):
            remove_photo(photo, by=member, now=NOON)

    assert stored(folder) == []
    assert changes() == [{"photo": [photo.pk, None]}]


def test_attach_to_listing_takes_a_pdf_once(folder, offer, member, django_capture_on_commit_callbacks):
    first, second = (
        attach_to_listing(offer, file=a_file(name="prov.pdf"), kind="analysis", by=member, now=NOON) for _time in "12"
    )

    assert first == second
    assert (first.name, first.kind, first.media_type, first.symbiosis) == ("prov.pdf", "analysis", PDF_TYPE, None)
    with django_capture_on_commit_callbacks(execute=True):
        for _time in range(2):
            remove_from_listing(first, by=member, now=NOON)
    assert changes() == [{"file": [None, "analysis"]}, {"file": ["analysis", None]}]
    assert stored(folder) == []


PDF_TYPE = "application/pdf"
ARCHIVE = b"PK\x05\x06" + bytes(18)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(20), "wrong_type"),
        (b"PK\x03\x04" + bytes(40) + PDF, "wrong_type"),
        (PDF + bytes(40_000_000), "too_large"),
        (PDF + b"PK\x03\x04" + bytes(40) + ARCHIVE, "two_in_one"),
        (b"%PDF-1.7\n<html><script>alert(1)</script>" + PDF, "two_in_one"),
    ],
    ids=["empty", "picture", "archive first", "too large", "archive behind", "page inside"],
)
def test_attach_to_listing_refuses_what_is_no_pdf_or_not_only_one(folder, offer, member, content, code):
    with pytest.raises(ValidationError) as refused:
        attach_to_listing(offer, file=a_file(content), kind="analysis", by=member, now=NOON)

    assert refused.value.code == code
    assert stored(folder) == []


def test_attach_to_listing_refuses_an_unknown_kind_and_an_eleventh(folder, offer, member):
    with pytest.raises(ValidationError):
        attach_to_listing(offer, file=a_file(), kind="gossip", by=member, now=NOON)
    for number in range(10):
        attach_to_listing(offer, file=a_file(PDF + b"%d" % number), kind="other", by=member, now=NOON)

    with pytest.raises(RefusedError, match="10 files are the most"):
        attach_to_listing(offer, file=a_file(PDF + b"more"), kind="other", by=member, now=NOON)


def test_a_sole_traders_photos_and_files_go_with_the_account(folder, django_capture_on_commit_callbacks):
    offer = make_offer(firm=make_firm(org_number="", org_number_hash="x" * 64))
    person = make_member(offer.firm)
    add_photo(offer, picture=make_picture(), alt="Karins hög", by=person, now=NOON)
    attach_to_listing(offer, file=a_file(), kind="analysis", by=person, now=NOON)

    with django_capture_on_commit_callbacks(execute=True):
        delete_account(person, successors={}, by=person, now=NOON)

    assert not Photo.objects.exists()
    assert not Attachment.objects.exists()
    assert stored(folder) == []
    assert "Karin" not in str(changes())
