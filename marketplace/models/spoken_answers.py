"""Answers that firms give a coordinator by phone, until they count."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.errors import WrongStateError
from marketplace.models.barriers import BarrierCode
from marketplace.models.statements import Statement
from marketplace.models.symbioses import Party


class SpokenAnswer(models.Model):
    """One yes or no that a firm gave by phone: a coordinator wrote it down, and it counts when the undo time is over.

    Who said it, when, and who wrote it is kept with the statement, where it can be erased.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("counts in a moment")
        COUNTED = "counted", _("counted")
        TAKEN_BACK = "taken_back", _("taken back")
        OVERTAKEN = "overtaken", _("overtaken")  # the firm answered itself, or there was nothing to answer any more

    NEXT_STATES = {
        State.WAITING: {State.COUNTED, State.TAKEN_BACK, State.OVERTAKEN},
        State.COUNTED: {State.TAKEN_BACK},  # as long as another firm has not answered
        State.TAKEN_BACK: set(),
        State.OVERTAKEN: set(),
    }

    class Said(models.TextChoices):
        YES = "yes", _("yes")
        NO = "no", _("no")

    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="spoken_answers")
    round = models.PositiveIntegerField()  # of asking: an answer to an earlier one does not count
    statement = models.OneToOneField(Statement, on_delete=models.PROTECT, related_name="spoken_answer")
    said = models.CharField(max_length=3, choices=Said.choices)
    barrier = models.CharField(max_length=12, choices=BarrierCode.choices, blank=True)
    note = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)

    class Meta:
        verbose_name = _("answer by phone")
        verbose_name_plural = _("answers by phone")
        constraints = [
            models.UniqueConstraint(
                fields=["party"],
                condition=Q(state="waiting"),
                name="spoken_answer_one_waiting",
                violation_error_message=_("An answer of this firm is written down already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party_id}: {self.said} ({self.state})"

    def move_to(self, state: "SpokenAnswer.State") -> None:
        """Take one step in memory; the caller saves. Raise WrongStateError if it is not listed."""
        if state not in self.NEXT_STATES[self.State(self.state)]:
            raise WrongStateError(
                _("This answer is “%(now)s” and cannot become “%(next)s”. Reload to see why.")
                % {"now": self.get_state_display(), "next": state.label}
            )
        self.state = state
