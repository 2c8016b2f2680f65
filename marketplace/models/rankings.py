"""Weights that coordinators' decisions have taught: dated, and in force only when a lead coordinator says so."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.errors import WrongStateError


class Ranking(models.Model):
    """What decisions have taught about ranking at one time. Where none is in force, the shipped weights are."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("waiting for a lead coordinator")
        IN_FORCE = "in_force", _("in force")
        ENDED = "ended", _("no longer in force")
        DECLINED = "declined", _("declined")

    NEXT_STATES = {
        State.PROPOSED: {State.IN_FORCE, State.DECLINED},
        State.IN_FORCE: {State.ENDED},
        State.ENDED: {State.IN_FORCE},
        State.DECLINED: set(),
    }

    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    weights = models.JSONField(encoder=DjangoJSONEncoder)  # aspect → share of all weight
    # The chance of approval: a logistic curve over the log of the score.
    slope = models.FloatField()
    at_one = models.FloatField()
    by_coordinators = models.BooleanField()  # else the chances are still those of the authors' labels
    decisions = models.PositiveIntegerField()
    approved = models.PositiveIntegerField()
    # How often an approved suggestion scores above a dismissed one: by the shipped weights, and by weights learnt from
    # other decisions than these.
    hand_order = models.FloatField()
    learnt_order = models.FloatField()
    # The ends of the 95 % interval of their difference; null: learnt before it was reckoned.
    lead_low = models.FloatField(null=True, blank=True)
    lead_high = models.FloatField(null=True, blank=True)
    knowledge_version = models.CharField(max_length=64)
    learnt_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="decided_rankings"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("learnt weights")
        verbose_name_plural = _("learnt weights")
        constraints = [
            models.UniqueConstraint(
                fields=["state"], condition=Q(state__in=["proposed", "in_force"]), name="ranking_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(state="proposed") | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="ranking_decision_names_person_and_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.learnt_at:%Y-%m-%d} ({self.decisions})"

    def move_to(self, state: "Ranking.State") -> None:
        """Take one step in memory; the caller saves. Raise WrongStateError if it is not listed."""
        if state not in self.NEXT_STATES[self.State(self.state)]:
            raise WrongStateError(
                _("These weights are “%(now)s” and cannot become “%(next)s”. Reload to see why.")
                % {"now": self.get_state_display(), "next": state.label}
            )
        self.state = state
