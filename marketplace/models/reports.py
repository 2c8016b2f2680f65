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
    # Either an account, or the name and address of somebody who has none: both are told of the decision.
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True)
    name = models.CharField(_("your name"), max_length=120, blank=True)
    email = models.EmailField(_("your e-mail"), blank=True)
    language = models.CharField(max_length=5, choices=settings.LANGUAGES, blank=True)
    at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="closed_reports"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    decision_note = models.CharField(_("reasons"), max_length=1000, blank=True)  # told to both sides

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["listing", "by"], condition=Q(state="open"), name="report_open_once_per_person"
            ),
            models.UniqueConstraint(
                fields=["listing", "email"],
                condition=Q(state="open") & ~Q(email=""),
                name="report_open_once_per_address",
            ),
            models.CheckConstraint(
                condition=Q(state="open") | ~Q(decision_note=""),
                name="report_closed_with_reasons",
                violation_error_message=_("Say why: both sides are told the reasons."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.listing}: {self.get_reason_display()}"

    def move_to(self, state: "Report.State") -> None:
        """Take one step in memory; the caller saves. Raise WrongStateError if it is not listed."""
        if state not in self.NEXT_STATES[self.State(self.state)]:
            raise WrongStateError(_("This report has been dealt with already. Reload to see how."))
        self.state = state
