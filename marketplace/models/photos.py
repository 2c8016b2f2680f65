"""Photos of offers and needs."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.models.listings import Listing

MOST_PHOTOS = 5  # of one listing
LARGE, SMALL = 1600, 400  # pixels, the longer side of the two sizes


def photo_name(photo: "Photo", filename: str) -> str:
    """Return where a photo lies: a random name, so that nobody learns or guesses anything from it."""
    return f"photos/{secrets.token_hex(16)}.webp"


def scaled_size(width: int, height: int, *, longest: int) -> tuple[int, int]:
    """Return the size in which a picture fits, never larger than it is."""
    share = min(1.0, longest / max(width, height))
    return max(1, round(width * share)), max(1, round(height * share))


class Photo(models.Model):
    """One photo of one listing, in two sizes, as we have written it (documents.pictures)."""

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="photos")
    position = models.PositiveSmallIntegerField()  # only the order counts: one that is removed leaves a gap
    alt = models.CharField(_("what it shows"), max_length=200)  # read out to who cannot see it
    # A hidden listing's photos open by consent; this one its firm shows before.
    is_open = models.BooleanField(_("shown to everyone"), default=False)
    large = models.FileField(upload_to=photo_name, max_length=100)
    small = models.FileField(upload_to=photo_name, max_length=100)
    width = models.PositiveIntegerField()  # pixels, of the large one
    height = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)  # of the file as it came
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="photos")
    added_at = models.DateTimeField()

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        constraints = [
            models.UniqueConstraint(fields=["listing", "digest"], name="photo_once_per_listing"),
            models.CheckConstraint(
                condition=~Q(alt=""),
                name="photo_says_what_it_shows",
                violation_error_message=_("Write what the photo shows."),
            ),
            models.CheckConstraint(condition=Q(width__gt=0, height__gt=0), name="photo_has_pixels"),
        ]

    def __str__(self) -> str:
        return self.alt

    @property
    def small_width(self) -> int:
        """Pixels, of the small one."""
        return scaled_size(self.width, self.height, longest=SMALL)[0]
