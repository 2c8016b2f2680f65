"""Files that belong to a symbiosis: an analysis, a draft of an agreement, a photo."""

import secrets

import puremagic
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

MOST_BYTES = 10_000_000
# What may be attached: type by content → how the stored file ends. Nothing of these runs in a browser.
SUFFIXES = {"application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png"}
_HEAD_BYTES = 4096


def media_type(file: File) -> str:
    """Return the type of a file by its content, whatever it is called. Empty if it is none that may be attached."""
    file.seek(0)
    head = file.read(_HEAD_BYTES)
    file.seek(0)
    try:
        found = {match.mime_type for match in puremagic.magic_string(head)}
    except puremagic.PureError:
        return ""
    return next((kind for kind in SUFFIXES if kind in found), "")


def check_attachment(file: File) -> None:
    """Raise ValidationError for a file that is empty, too large, or no PDF, JPEG or PNG."""
    if not file.size:
        raise ValidationError(_("This file is empty. Choose another."), code="empty_file")
    if file.size > MOST_BYTES:
        raise ValidationError(
            _("This file has %(size).1f MB, and 10 MB is the most. Make it smaller, or split it.")
            % {"size": file.size / 1_000_000},
            code="too_large",
        )
    if not media_type(file):
        raise ValidationError(
            _("“%(name)s” is neither a PDF nor a JPEG or PNG picture. Save it as one of these, then try again.")
            % {"name": file.name},
            code="wrong_type",
        )


def stored_name(attachment: "Attachment", filename: str) -> str:
    """Return where a file lies: a random name, so that nobody learns or guesses anything from it."""
    return f"attachments/{secrets.token_hex(16)}{SUFFIXES[attachment.media_type]}"


class Attachment(models.Model):
    """One file of one symbiosis. Coordinators download it; no firm and no browser opens it in place."""

    symbiosis = models.ForeignKey("Symbiosis", on_delete=models.CASCADE, related_name="attachments")
    file = models.FileField(upload_to=stored_name, max_length=100)
    name = models.CharField(_("name"), max_length=200)  # as it was called where it came from
    media_type = models.CharField(max_length=20, choices=[(kind, kind) for kind in SUFFIXES])
    size = models.PositiveIntegerField()  # bytes
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="attachments"
    )
    added_at = models.DateTimeField()

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        constraints = [
            models.CheckConstraint(condition=Q(size__gt=0, size__lte=MOST_BYTES), name="attachment_size_within_limits")
        ]

    def __str__(self) -> str:
        return self.name
