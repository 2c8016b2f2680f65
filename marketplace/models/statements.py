"""What firms said by phone and a coordinator wrote down, until the firm itself has confirmed it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.errors import WrongStateError
from marketplace.models.firms import Firm
from marketplace.models.listings import Listing


class Statement(models.Model):
    """One phone call: who at the firm said it and when, who wrote it down, and where the firm is asked to confirm."""

    class State(models.TextChoices):
        WAITING = "waiting", _("not confirmed yet")
        ANSWERED = "answered", _("answered")
        LAPSED = "lapsed", _("never confirmed")

    # A coordinator may ask again whom nobody answered.
    NEXT_STATES = {
        State.WAITING: {State.ANSWERED, State.LAPSED},
        State.ANSWERED: set(),
        State.LAPSED: {State.WAITING},
    }

    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="statements")
    # Name, address and number are empty once the person has asked to be forgotten.
    spoken_by = models.CharField(_("who at the firm said it"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)  # where the link goes; empty where members are asked
    phone = models.CharField(_("phone"), max_length=40, blank=True)  # where to call again
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    said_on = models.DateField(_("when"))
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="statements")
    written_at = models.DateTimeField()
    key = models.CharField(max_length=36, unique=True)  # of the form: sent twice, it is written once
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    # Which round of asking this is: a signed link of an earlier round no longer counts.
    round = models.PositiveIntegerField(default=1)
    asked_at = models.DateTimeField(null=True, blank=True)  # empty: nothing of it is published yet
    reminded_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    forgotten_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        constraints = [
            models.CheckConstraint(
                condition=Q(state="waiting", closed_at__isnull=True)
                | (~Q(state="waiting") & Q(closed_at__isnull=False)),
                name="statement_closed_has_time",
            ),
            models.CheckConstraint(
                condition=Q(reminded_at__isnull=True) | Q(asked_at__isnull=False), name="statement_reminded_was_asked"
            ),
            models.CheckConstraint(
                condition=(Q(forgotten_at__isnull=True) & ~Q(spoken_by=""))
                | Q(forgotten_at__isnull=False, spoken_by="", email="", phone=""),
                name="statement_names_speaker_until_forgotten",
                violation_error_message=_("Say who at the firm said it."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.firm} {self.said_on} ({self.state})"

    def move_to(self, state: "Statement.State") -> None:
        """Take one step in memory; the caller saves. Raise WrongStateError if it is not listed."""
        if state not in self.NEXT_STATES[self.State(self.state)]:
            raise WrongStateError(
                _("This statement is “%(now)s” and cannot become “%(next)s”. Reload to see why.")
                % {"now": self.get_state_display(), "next": state.label}
            )
        self.state = state


class StatedListing(models.Model):
    """One offer or need of a statement, and what the firm answered about it."""

    class Answer(models.TextChoices):
        UNANSWERED = "unanswered", _("not answered yet")
        CONFIRMED = "confirmed", _("confirmed")
        CORRECTED = "corrected", _("corrected and confirmed")
        REFUSED = "refused", _("refused")
        REPLACED = "replaced", _("said anew")
        TOLD = "told", _("corrected, and its members told")

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="stated")
    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="stated")
    answer = models.CharField(max_length=10, choices=Answer.choices, default=Answer.UNANSWERED)
    # Empty where somebody answered by the link that was sent to the statement's address.
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="stated_answers"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["statement", "listing"], name="stated_listing_once"),
            models.UniqueConstraint(
                fields=["listing"], condition=Q(answer="unanswered"), name="stated_listing_one_open_question"
            ),
            models.CheckConstraint(
                condition=Q(answer="unanswered", answered_at__isnull=True)
                | (~Q(answer="unanswered") & Q(answered_at__isnull=False)),
                name="stated_listing_answer_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.listing}: {self.answer}"
