"""Files of a symbiosis or a listing: attached and removed."""

from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from pathlib import PurePath

from django.core.files.uploadedfile import UploadedFile
from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from marketplace.actions.activity import locked_symbiosis, record_activity
from marketplace.actions.events import record
from marketplace.actions.listings import locked_listing, require_not_over
from marketplace.documents.uploads import check_attachment, check_pdf, media_type
from marketplace.errors import RefusedError
from marketplace.models import Attachment, Event, Listing, Symbiosis, User

AT_MOST = 40  # files of one symbiosis: ten times what one needs, and no store for everything
MOST_OF_LISTING = 10


@transaction.atomic
def attach_file(symbiosis: Symbiosis, *, file: UploadedFile, by: User, now: datetime) -> Attachment:
    """Keep a file with a symbiosis, under a random name. Raises PermissionDenied, RefusedError, ValidationError."""
    symbiosis = locked_symbiosis(symbiosis, by=by)
    check_attachment(file)
    if symbiosis.attachments.count() >= AT_MOST:
        raise RefusedError(
            _("%(number)d files are the most that one symbiosis keeps. Remove one first.") % {"number": AT_MOST},
            code="too_many_files",
        )
    attachment = Attachment(symbiosis=symbiosis, media_type=media_type(file), added_by=by, added_at=now)
    changes = {"entry": [None, "attachment"]}
    return _kept(
        attachment,
        file,
        lambda: record_activity(symbiosis, Event.Kind.SYMBIOSIS_LOGGED, by=by, now=now, changes=changes),
    )


@transaction.atomic
def attach_to_listing(listing: Listing, *, file: UploadedFile, kind: str, by: User, now: datetime) -> Attachment:
    """Keep a PDF with a listing; one that it has already is returned as it is.

    Raises PermissionDenied, RefusedError, WrongStateError, ValidationError.
    """
    listing = locked_listing(listing, by=by)
    require_not_over(listing)
    check_pdf(file)
    digest = sha256(file.read()).hexdigest()
    if sent_before := listing.attachments.filter(digest=digest).first():
        return sent_before
    if listing.attachments.count() >= MOST_OF_LISTING:
        raise RefusedError(
            _("%(number)d files are the most that one listing keeps. Remove one first.") % {"number": MOST_OF_LISTING},
            code="too_many_files",
        )
    attachment = Attachment(listing=listing, kind=kind, digest=digest, media_type=media_type(file), added_by=by)
    attachment.added_at = now
    changes = {"file": [None, kind]}
    return _kept(
        attachment, file, lambda: record(Event.Kind.LISTING_FILES_CHANGED, listing, by=by, now=now, changes=changes)
    )


@transaction.atomic
def remove_attachment(attachment: Attachment, *, by: User, now: datetime) -> None:
    """Delete a file of a symbiosis, for good. Safe to repeat. Raises PermissionDenied."""
    symbiosis = locked_symbiosis(attachment.symbiosis, by=by)
    attachment = symbiosis.attachments.filter(pk=attachment.pk).first()
    if attachment is None:
        return
    changes = {"entry": ["attachment", None]}
    record_activity(symbiosis, Event.Kind.SYMBIOSIS_LOG_CHANGED, by=by, now=now, changes=changes)
    erase_attachment(attachment)


@transaction.atomic
def remove_from_listing(attachment: Attachment, *, by: User, now: datetime) -> None:
    """Delete a file of a listing, for good. Safe to repeat. Raises PermissionDenied."""
    listing = locked_listing(attachment.listing, by=by)
    attachment = listing.attachments.filter(pk=attachment.pk).first()
    if attachment is None:
        return
    changes = {"file": [attachment.kind, None]}
    record(Event.Kind.LISTING_FILES_CHANGED, listing, by=by, now=now, changes=changes)
    erase_attachment(attachment)


def erase_attachment(attachment: Attachment) -> None:
    """Take a file away in the caller's transaction; what lies in store goes once that is committed."""
    storage, path = attachment.file.storage, attachment.file.name
    attachment.delete()
    transaction.on_commit(lambda: storage.delete(path))


def _kept(attachment: Attachment, file: UploadedFile, note: Callable[[], object]) -> Attachment:
    """Store the file and save its row with what notes the event."""
    attachment.name, attachment.size = _plain_name(file.name or ""), file.size
    attachment.clean_fields(exclude=["file", "symbiosis", "listing", "added_by"])
    attachment.file.save(attachment.name, file, save=False)
    try:
        with transaction.atomic():
            attachment.save()
            note()
    except DatabaseError:
        attachment.file.delete(save=False)  # else it would lie there for ever, and nobody could find it
        raise
    return attachment


def _plain_name(name: str) -> str:
    """Return what a file is called, without folders and what cannot be printed, no longer than is kept."""
    printable = "".join(sign for sign in PurePath(name.replace("\\", "/")).name if sign.isprintable()).strip()
    stem, suffix = PurePath(printable).stem, PurePath(printable).suffix[:20]
    return f"{stem[: 200 - len(suffix)]}{suffix}" or _("file")
