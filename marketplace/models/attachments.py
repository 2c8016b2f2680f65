"""Files that belong to a symbiosis or a listing: an analysis, a safety data sheet, a draft of an agreement."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.models.listings import Listing

MOST_BYTES = 10_000_000
# What may be attached: type by content → how the stored file ends. Nothing of these runs in a browser.
SUFFIXES = {"application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png"}


def stored_name(attachment: "Attachment", filename: str) -> str:
    """Return where a file lies: a random name, so that nobody learns or guesses anything from it."""
    return f"attachments/{secrets.token_hex(16)}{SUFFIXES[attachment.media_type]}"


class Attachment(models.Model):
    """One file of one symbiosis, for its coordinators, or of one listing, for who may read its text.

    It is downloaded, and no browser opens it in place.
    """

    class Kind(models.TextChoices):
        ANALYSIS = "analysis", _("analysis")
        SAFETY_SHEET = "safety_sheet", _("safety data sheet")
        CERTIFICATE = "certificate", _("certificate or permit")
        OTHER = "other", _("something else")

    symbiosis = models.ForeignKey(
        "Symbiosis", on_delete=models.CASCADE, null=True, blank=True, related_name="attachments"
    )
    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, null=True, blank=True, related_name="attachments")
    kind = models.CharField(_("what it is"), max_length=12, choices=Kind.choices, blank=True)  # of a listing's files
    digest = models.CharField(max_length=64, blank=True)  # of a listing's: to know one that is sent twice
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
            models.CheckConstraint(condition=Q(size__gt=0, size__lte=MOST_BYTES), name="attachment_size_within_limits"),
            models.CheckConstraint(
                condition=Q(symbiosis__isnull=False, listing__isnull=True, kind="")
                | (Q(symbiosis__isnull=True, listing__isnull=False) & ~Q(kind="")),
                name="attachment_of_a_symbiosis_or_a_listing",
            ),
            models.UniqueConstraint(
                fields=["listing", "digest"], condition=Q(listing__isnull=False), name="attachment_once_per_listing"
            ),
        ]

    def __str__(self) -> str:
        return self.name
