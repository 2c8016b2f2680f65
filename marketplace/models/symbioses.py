"""Approved suggestions on their way, and the firms' consent."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.errors import WrongStateError
from marketplace.models.listings import Listing
from marketplace.models.suggestions import Role, Suggestion


class BarrierCode(models.TextChoices):
    LAW = "law", _("law")
    PRICE = "price", _("price")
    QUALITY = "quality", _("quality")
    VOLUME = "volume", _("volume")
    TRUST = "trust", _("trust")
    TRANSPORT = "transport", _("transport")
    BORDER = "border", _("border")
    TIMING = "timing", _("timing")
    TECHNOLOGY = "technology", _("technology")
    OTHER = "other", _("other")


class Symbiosis(models.Model):
    """Firms on their way from an idea to deliveries."""

    class Stage(models.TextChoices):
        IDEA = "idea", _("idea")
        DISCUSSION = "discussion", _("discussion")
        NEGOTIATION = "negotiation", _("negotiation")
        IMPLEMENTATION = "implementation", _("implementation")
        COMPLETED = "completed", _("completed")
        ON_HOLD = "on_hold", _("on hold")
        FAILED = "failed", _("failed")

    # The stages that facilitators use; from “on hold” only back to where it was (`stage_before_hold`).
    NEXT_STAGES = {
        Stage.IDEA: {Stage.DISCUSSION, Stage.ON_HOLD, Stage.FAILED},
        Stage.DISCUSSION: {Stage.IDEA, Stage.NEGOTIATION, Stage.ON_HOLD, Stage.FAILED},
        Stage.NEGOTIATION: {Stage.IMPLEMENTATION, Stage.ON_HOLD, Stage.FAILED},
        Stage.IMPLEMENTATION: {Stage.COMPLETED, Stage.ON_HOLD, Stage.FAILED},
        Stage.COMPLETED: {Stage.ON_HOLD, Stage.FAILED},
        Stage.ON_HOLD: {Stage.IDEA, Stage.DISCUSSION, Stage.NEGOTIATION, Stage.IMPLEMENTATION, Stage.COMPLETED},
        Stage.FAILED: set(),
    }

    suggestion = models.OneToOneField(Suggestion, on_delete=models.PROTECT, related_name="symbiosis")
    stage = models.CharField(max_length=15, choices=Stage.choices, default=Stage.IDEA)
    stage_before_hold = models.CharField(max_length=15, choices=Stage.choices, blank=True)
    barrier = models.CharField(_("barrier"), max_length=12, choices=BarrierCode.choices, blank=True)
    barrier_note = models.CharField(max_length=500, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="owned_symbioses"
    )
    opened_at = models.DateTimeField()
    introduced_at = models.DateTimeField(null=True, blank=True)  # when names and contacts opened

    class Meta:
        verbose_name = _("symbiosis")
        verbose_name_plural = _("symbioses")
        constraints = [
            models.CheckConstraint(
                condition=~Q(stage__in=["failed", "on_hold"]) | ~Q(barrier=""),
                name="symbiosis_stopped_names_barrier",
                violation_error_message=_("Say what stands in the way."),
            ),
            models.CheckConstraint(
                condition=~Q(stage="on_hold") | ~Q(stage_before_hold=""), name="symbiosis_on_hold_knows_where_it_was"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.suggestion.listing_set} ({self.stage})"

    def move_to(self, stage: "Symbiosis.Stage") -> None:
        """Take one step in memory; the caller saves. Raise WrongStateError if it is not listed."""
        now = self.Stage(self.stage)
        goes_back = now != self.Stage.ON_HOLD or stage == self.stage_before_hold
        if stage not in self.NEXT_STAGES[now] or not goes_back:
            raise WrongStateError(
                _("This symbiosis is at “%(now)s” and cannot move to “%(next)s”. Reload to see why.")
                % {"now": now.label, "next": stage.label}
            )
        self.stage_before_hold = now if stage == self.Stage.ON_HOLD else ""
        self.stage = stage


class Party(models.Model):
    """One listing's firm in a symbiosis, and whether it consents to be introduced."""

    class Answer(models.TextChoices):
        UNANSWERED = "unanswered", _("not answered yet")
        YES = "yes", _("yes")
        NO = "no", _("no")

    symbiosis = models.ForeignKey(Symbiosis, on_delete=models.CASCADE, related_name="parties")
    listing = models.ForeignKey(Listing, on_delete=models.PROTECT, related_name="parties")
    role = models.CharField(max_length=10, choices=Role.choices)
    listing_version = models.PositiveIntegerField()  # the version that was consented to
    answer = models.CharField(max_length=10, choices=Answer.choices, default=Answer.UNANSWERED)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="party_answers"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    # Which round of asking this is: a signed link of an earlier round no longer counts.
    round = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        constraints = [
            models.UniqueConstraint(fields=["symbiosis", "listing"], name="party_once"),
            models.CheckConstraint(
                condition=Q(answer="unanswered", answered_at__isnull=True)
                | (~Q(answer="unanswered") & Q(answered_at__isnull=False)),
                name="party_answer_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role}: {self.listing} ({self.answer})"
