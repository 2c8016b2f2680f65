"""Files of a symbiosis: attached and removed."""

from datetime import datetime
from pathlib import PurePath

from django.core.files.uploadedfile import UploadedFile
from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from marketplace.actions.activity import locked_symbiosis, record_activity
from marketplace.errors import RefusedError
from marketplace.models import Attachment, Event, Symbiosis, User
from marketplace.models.attachments import check_attachment, media_type

AT_MOST = 40  # files of one symbiosis: ten times what one needs, and no store for everything


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
    attachment = Attachment(
        symbiosis=symbiosis,
        name=_plain_name(file.name or ""),
        media_type=media_type(file),
        size=file.size,
        added_by=by,
        added_at=now,
    )
    attachment.clean_fields(exclude=["file", "symbiosis", "added_by"])
    attachment.file.save(attachment.name, file, save=False)
    try:
        with transaction.atomic():
            attachment.save()
            changes = {"entry": [None, "attachment"]}
            record_activity(symbiosis, Event.Kind.SYMBIOSIS_LOGGED, by=by, now=now, changes=changes)
    except DatabaseError:
        attachment.file.delete(save=False)  # else it would lie there for ever, and nobody could find it
        raise
    return attachment


@transaction.atomic
def remove_attachment(attachment: Attachment, *, by: User, now: datetime) -> None:
    """Delete a file, for good. Safe to repeat. Raises PermissionDenied."""
    symbiosis = locked_symbiosis(attachment.symbiosis, by=by)
    attachment = symbiosis.attachments.filter(pk=attachment.pk).first()
    if attachment is None:
        return
    storage, path = attachment.file.storage, attachment.file.name
    attachment.delete()
    changes = {"entry": ["attachment", None]}
    record_activity(symbiosis, Event.Kind.SYMBIOSIS_LOG_CHANGED, by=by, now=now, changes=changes)
    transaction.on_commit(lambda: storage.delete(path))


def _plain_name(name: str) -> str:
    """Return what a file is called, without folders and what cannot be printed, no longer than is kept."""
    printable = "".join(sign for sign in PurePath(name.replace("\\", "/")).name if sign.isprintable()).strip()
    stem, suffix = PurePath(printable).stem, PurePath(printable).suffix[:20]
    return f"{stem[: 200 - len(suffix)]}{suffix}" or _("file")
