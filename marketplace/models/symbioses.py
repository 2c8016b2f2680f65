"""Approved suggestions on their way, and the firms' consent."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from marketplace.errors import WrongStateError
from marketplace.models.barriers import BarrierCode
from marketplace.models.listings import Listing
from marketplace.models.suggestions import Role, Suggestion


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

    # The stages that facilitators use, forward only: who clicked too far corrects it (`CORRECTED`). Back to the
    # question leads a changed fact. From “on hold” only back to where it was (`stage_before_hold`). What has failed
    # stays so: whoever tries again begins with a new suggestion, which asks the firms anew.
    NEXT_STAGES = {
        Stage.IDEA: {Stage.DISCUSSION, Stage.ON_HOLD, Stage.FAILED},
        Stage.DISCUSSION: {Stage.IDEA, Stage.NEGOTIATION, Stage.ON_HOLD, Stage.FAILED},
        Stage.NEGOTIATION: {Stage.IMPLEMENTATION, Stage.ON_HOLD, Stage.FAILED},
        Stage.IMPLEMENTATION: {Stage.COMPLETED, Stage.ON_HOLD, Stage.FAILED},
        Stage.COMPLETED: {Stage.ON_HOLD, Stage.FAILED},
        Stage.ON_HOLD: {
            Stage.IDEA,
            Stage.DISCUSSION,
            Stage.NEGOTIATION,
            Stage.IMPLEMENTATION,
            Stage.COMPLETED,
            Stage.FAILED,
        },
        Stage.FAILED: set(),
    }
    # Steps that only the firms' answers take: a yes of all leads to talks, a changed fact back to the question.
    BY_CONSENT = {(Stage.IDEA, Stage.DISCUSSION), (Stage.DISCUSSION, Stage.IDEA)}
    OVER = (Stage.COMPLETED, Stage.FAILED)
    # Where a step that was never true is taken back to, for a while and with a reason (actions.stages.correct_stage;
    # why: docs/decisions/stages-corrected.md).
    CORRECTED = {
        Stage.NEGOTIATION: Stage.DISCUSSION,
        Stage.IMPLEMENTATION: Stage.NEGOTIATION,
        Stage.COMPLETED: Stage.IMPLEMENTATION,
    }

    suggestion = models.OneToOneField(Suggestion, on_delete=models.PROTECT, related_name="symbiosis")
    stage = models.CharField(max_length=15, choices=Stage.choices, default=Stage.IDEA)
    stage_before_hold = models.CharField(max_length=15, choices=Stage.choices, blank=True)
    stage_since = models.DateTimeField()
    moved_by = models.ForeignKey(  # who moved it last; None: the marketplace, or somebody who has left
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # Why it stopped, as long as it stands still; what stood in the way before is kept as Barrier.
    barrier = models.CharField(_("barrier"), max_length=12, choices=BarrierCode.choices, blank=True)
    barrier_note = models.CharField(max_length=500, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="owned_symbioses"
    )
    goal = models.CharField(_("goal"), max_length=300, blank=True)
    progress = models.CharField(_("progress"), max_length=1000, blank=True)
    next_step = models.CharField(_("next step"), max_length=300, blank=True)
    next_step_date = models.DateField(_("on which day"), null=True, blank=True)
    # Whether introduced firms read the next step; goal and progress are the coordinators' own.
    is_step_shared = models.BooleanField(_("the firms may read the next step"), default=False)
    reminded_date = models.DateField(null=True, blank=True)  # the next step's date of which its owner has been told
    opened_at = models.DateTimeField()
    introduced_at = models.DateTimeField(null=True, blank=True)  # when names and contacts opened
    active_at = models.DateTimeField()  # when somebody last did something about it

    class Meta:
        verbose_name = _("symbiosis")
        verbose_name_plural = _("symbioses")
        indexes = [
            models.Index(fields=["stage", "active_at"], name="symbiosis_pipeline"),
            models.Index(
                fields=["next_step_date"],
                condition=Q(next_step_date__isnull=False) & ~Q(stage__in=["completed", "failed"]),
                name="symbiosis_steps_due",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(stage__in=["failed", "on_hold"]) | ~Q(barrier=""),
                name="symbiosis_stopped_names_barrier",
                violation_error_message=_("Say what stands in the way."),
            ),
            models.CheckConstraint(
                condition=Q(
                    stage="on_hold",
                    stage_before_hold__in=["idea", "discussion", "negotiation", "implementation", "completed"],
                )
                | (~Q(stage="on_hold") & Q(stage_before_hold="")),
                name="symbiosis_on_hold_knows_where_it_was",
            ),
            models.CheckConstraint(
                condition=~Q(stage__in=["negotiation", "implementation", "completed"]) | Q(introduced_at__isnull=False),
                name="symbiosis_negotiates_after_consent",
                violation_error_message=_("Firms negotiate when all of them have said yes."),
            ),
            models.CheckConstraint(
                condition=Q(next_step_date__isnull=True) | ~Q(next_step=""),
                name="symbiosis_date_has_next_step",
                violation_error_message=_("Say what is to be done on that day."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.suggestion.listing_set} ({self.stage})"

    @property
    def course_stage(self) -> "Symbiosis.Stage":
        """How far it has come, also while it is on hold."""
        return self.Stage(self.stage_before_hold or self.stage)

    def move_to(self, stage: "Symbiosis.Stage") -> None:
        """Take one step in memory; the caller saves. Raise WrongStateError if it is not listed."""
        now = self.Stage(self.stage)
        goes_back = now != self.Stage.ON_HOLD or stage in (self.stage_before_hold, self.Stage.FAILED)
        if stage not in self.NEXT_STAGES[now] or not goes_back:
            raise self._cannot_move(stage)
        self.stage_before_hold = now if stage == self.Stage.ON_HOLD else ""
        self.stage = stage

    def correct_to(self, stage: "Symbiosis.Stage") -> None:
        """Take back one step in memory; the caller saves. Raise WrongStateError if it is not listed."""
        if self.CORRECTED.get(self.Stage(self.stage)) != stage:
            raise self._cannot_move(stage)
        self.stage = stage

    def _cannot_move(self, stage: "Symbiosis.Stage") -> WrongStateError:
        return WrongStateError(
            _("This symbiosis is at “%(now)s” and cannot move to “%(next)s”. Reload to see why.")
            % {"now": self.get_stage_display(), "next": stage.label}
        )

    def overtaken(self) -> WrongStateError:
        """Return what to tell somebody who wanted to move it from a stage that it has left meanwhile."""
        return WrongStateError(
            _("%(name)s was here first (%(time)s): this symbiosis is at “%(now)s”. Look, and decide anew.")
            % {
                "name": self.moved_by or _("Materialtorget"),
                "time": date_format(localtime(self.stage_since), "SHORT_DATETIME_FORMAT"),
                "now": self.get_stage_display(),
            }
        )


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
