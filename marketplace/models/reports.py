"""What people report, for coordinators to look at."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.errors import WrongStateError
from marketplace.models.listings import Listing


class Report(models.Model):
    """A person says that a listing or its firm should not be here."""

    class Reason(models.TextChoices):
        WRONG = "wrong", _("The facts are wrong")
        ILLEGAL = "illegal", _("It is not allowed")
        SPAM = "spam", _("It is advertising or a joke")
        PRIVATE = "private", _("It shows what should be private")
        OTHER = "other", _("Something else")

    class State(models.TextChoices):
        OPEN = "open", _("waiting")
        HIDDEN = "hidden", _("hidden")
        REJECTED = "rejected", _("left as it is")

    NEXT_STATES = {State.OPEN: {State.HIDDEN, State.REJECTED}, State.HIDDEN: set(), State.REJECTED: set()}

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="reports")
    reason = models.CharField(_("reason"), max_length=10, choices=Reason.choices)
    note = models.TextField(_("what is wrong"), max_length=1000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True)
    at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="closed_reports"
    )
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["listing", "by"], condition=Q(state="open"), name="report_open_once_per_person"
            )
        ]

    def __str__(self) -> str:
        return f"{self.listing}: {self.get_reason_display()}"

    def move_to(self, state: "Report.State") -> None:
        """Take one step in memory; the caller saves. Raise WrongStateError if it is not listed."""
        if state not in self.NEXT_STATES[self.State(self.state)]:
            raise WrongStateError(_("This report has been dealt with already. Reload to see how."))
        self.state = state
