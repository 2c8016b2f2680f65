"""Firms ask a coordinator about the listing of another, beside one of their own."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from marketplace.models.listings import Listing

LONGEST_MESSAGE = 500


class Interest(models.Model):
    """A firm would like a coordinator to look at one of its listings beside one of another firm's.

    What becomes of it is not kept here: it follows from the suggestion of the two listings (queries.interests). It is
    closed only where a coordinator answers without one.
    """

    own = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="interests")  # of the firm that asks
    other = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="interests_of_others")
    listing_set = models.CharField(max_length=200, editable=False)  # as in a suggestion
    message = models.CharField(_("a few words to the coordinator"), max_length=LONGEST_MESSAGE, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="interests"
    )
    at = models.DateTimeField()
    answer = models.CharField(_("answer to the firm"), max_length=LONGEST_MESSAGE, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="closed_interests"
    )
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("interest")
        verbose_name_plural = _("interests")
        indexes = [models.Index(fields=["listing_set"], name="interest_of_set")]
        constraints = [
            models.UniqueConstraint(
                fields=["own", "other"], condition=Q(closed_at__isnull=True), name="interest_open_once_per_pair"
            ),
            models.CheckConstraint(condition=~Q(own=F("other")), name="interest_is_in_another_listing"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | ~Q(answer=""),
                name="interest_closed_with_answer",
                violation_error_message=_("Say something to the firm: it waits for an answer."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.own} – {self.other}"
