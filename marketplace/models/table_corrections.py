"""What people correct in the knowledge tables: reviewed, dated rows that are laid over what ships."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from marketplace.errors import WrongStateError


class TableCorrection(models.Model):
    """One cell that should say something else, or, where `column` is empty, one row that is new."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("waiting for another coordinator")
        APPROVED = "approved", _("approved")
        REJECTED = "rejected", _("rejected")
        WITHDRAWN = "withdrawn", _("withdrawn")

    NEXT_STATES = {
        State.PROPOSED: {State.APPROVED, State.REJECTED, State.WITHDRAWN},
        State.APPROVED: {State.WITHDRAWN},
        State.REJECTED: set(),
        State.WITHDRAWN: set(),
    }

    table = models.CharField(max_length=60)
    row = models.CharField(max_length=200)  # the row's key, matching.knowledge.key_of
    column = models.CharField(max_length=40, blank=True)
    old = models.TextField(blank=True)
    new = models.TextField(blank=True)
    cells = models.JSONField(default=dict, blank=True, encoder=DjangoJSONEncoder)  # of a new row, by column
    reason = models.CharField(_("reason"), max_length=500)
    source = models.CharField(_("source"), max_length=300, blank=True)
    valid_from = models.DateField(_("valid from"))
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    # None: the marketplace itself, which imports official lists.
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="proposed_corrections"
    )
    proposed_at = models.DateTimeField()
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="reviewed_corrections"
    )
    reviewed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        constraints = [
            models.UniqueConstraint(
                fields=["table", "row", "column"],
                condition=Q(state="proposed"),
                name="correction_waits_once",
                violation_error_message=_("Somebody has proposed a change to this already. It waits for review."),
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | ~Q(reviewed_by=F("proposed_by")),
                name="correction_is_approved_by_another",
                violation_error_message=_("Nobody approves their own correction."),
            ),
            models.CheckConstraint(
                condition=Q(state="proposed") | Q(reviewed_at__isnull=False), name="correction_review_has_its_time"
            ),
        ]
        indexes = [models.Index(fields=["valid_from"], condition=Q(state="approved"), name="correction_in_force")]

    def __str__(self) -> str:
        return f"{self.table} {self.row} {self.column}".strip()

    def move_to(self, state: "TableCorrection.State") -> None:
        """Take one step in memory; the caller saves. Raise WrongStateError if it is not listed."""
        if state not in self.NEXT_STATES[self.State(self.state)]:
            raise WrongStateError(
                _("This correction is “%(now)s” and cannot become “%(next)s”. Reload to see why.")
                % {"now": self.get_state_display(), "next": state.label}
            )
        self.state = state
