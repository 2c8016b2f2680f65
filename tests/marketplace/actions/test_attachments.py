"""Files: what they really are, how large, where they lie, and that nothing stays behind."""

from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from marketplace.actions import attachments
from marketplace.actions.attachments import attach_file, remove_attachment
from marketplace.errors import RefusedError
from marketplace.models import Attachment, Event
from tests.factories import NOON, make_coordinator, make_member, make_symbiosis, make_user

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\nendobj\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(20)
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(20)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def a_file(content=PDF, name="analys.pdf"):
    return SimpleUploadedFile(name, content, content_type="text/html")


def stored(folder):
    return [path for path in Path(folder).rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("content", "media_type", "suffix"),
    [(PDF, "application/pdf", ".pdf"), (PNG, "image/png", ".png"), (JPEG, "image/jpeg", ".jpg")],
)
def test_attach_file_keeps_it_under_a_random_name_by_its_content(folder, content, media_type, suffix):
    coordinator = make_coordinator()

    kept = attach_file(make_symbiosis(), file=a_file(content, "../../Hemlig rapport.exe"), by=coordinator, now=NOON)

    (path,) = stored(folder)
    assert (kept.name, kept.media_type, kept.size) == ("Hemlig rapport.exe", media_type, len(content))
    assert (path.suffix, path.read_bytes()) == (suffix, content)
    assert "Hemlig" not in path.name
    assert (kept.added_by, kept.added_at) == (coordinator, NOON)
    assert Event.objects.get().changes == {"entry": [None, "attachment"]}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"<html><script>alert(1)</script>", "wrong_type"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "wrong_type"),
        (b"<html>%PDF-1.7", "wrong_type"),
        (b"GIF89a" + bytes(40), "wrong_type"),
        (b"MZ" + bytes(100), "wrong_type"),
        (b"bara text", "wrong_type"),
        (PDF + bytes(10_000_000), "too_large"),
    ],
    ids=["empty", "page", "drawing", "page before", "gif", "program", "text", "too large"],
)
def test_attach_file_refuses_what_is_none_of_the_three_or_too_large(folder, content, code):
    with pytest.raises(ValidationError) as refused:
        attach_file(make_symbiosis(), file=a_file(content), by=make_coordinator(), now=NOON)

    assert refused.value.code == code
    assert stored(folder) == []
    assert not Event.objects.exists()


def test_attach_file_takes_just_ten_megabytes():
    content = PDF + bytes(10_000_000 - len(PDF))

    kept = attach_file(make_symbiosis(), file=a_file(content), by=make_coordinator(), now=NOON)

    assert kept.size == 10_000_000


def test_attach_file_refuses_one_too_many(monkeypatch):
    monkeypatch.setattr(attachments, "AT_MOST", 1)
    symbiosis, coordinator = make_symbiosis(), make_coordinator()
    attach_file(symbiosis, file=a_file(), by=coordinator, now=NOON)

    with pytest.raises(RefusedError, match="1 files are the most"):
        attach_file(symbiosis, file=a_file(), by=coordinator, now=NOON)


def test_attach_file_shortens_names_and_keeps_their_end():
    kept = attach_file(make_symbiosis(), file=a_file(name=f"{'å' * 300}\x07.pdf"), by=make_coordinator(), now=NOON)

    assert len(kept.name) == 200
    assert kept.name.endswith("å.pdf")


def test_remove_attachment_leaves_no_file_behind(folder, django_capture_on_commit_callbacks):
    symbiosis, coordinator = make_symbiosis(), make_coordinator()
    kept = attach_file(symbiosis, file=a_file(), by=coordinator, now=NOON)

    with django_capture_on_commit_callbacks(execute=True):
        for _time in range(2):
            remove_attachment(kept, by=coordinator, now=NOON)

    assert not Attachment.objects.exists()
    assert stored(folder) == []
    assert Event.objects.filter(kind=Event.Kind.SYMBIOSIS_LOG_CHANGED).count() == 1


def test_files_are_for_whoever_follows_up(folder):
    symbiosis = make_symbiosis()
    kept = attach_file(symbiosis, file=a_file(), by=make_coordinator(), now=NOON)

    for person in (make_user(), make_member(symbiosis.parties.first().listing.firm), make_coordinator(("NO-5001",))):
        with pytest.raises(PermissionDenied):
            attach_file(symbiosis, file=a_file(), by=person, now=NOON)
        with pytest.raises(PermissionDenied):
            remove_attachment(kept, by=person, now=NOON)
    assert len(stored(folder)) == 1
