"""Suggested symbioses: listings that could serve each other, waiting for a coordinator."""

from datetime import datetime

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from marketplace.errors import WrongStateError
from marketplace.models.listings import Listing
from marketplace.models.users import User


class DismissReason(models.TextChoices):
    """Why a coordinator said no. Most are tied to an aspect, so that learning can read them."""

    MATERIAL = "material", _("wrong material")
    QUALITY = "quality", _("quality does not suffice")
    AMOUNT = "amount", _("amounts do not fit")
    TIMING = "timing", _("times do not fit")
    DISTANCE = "distance", _("too far")
    PRICE = "price", _("does not pay")
    LAW = "law", _("law stands in the way")
    KNOWN = "known", _("they know each other already")
    FIRM_SAID_NO = "firm_said_no", _("a firm said no")
    DUPLICATE = "duplicate", _("the same as another")
    OTHER = "other", _("other")


class Suggestion(models.Model):
    """A possible symbiosis: these listings could serve each other."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("waiting for review")
        ASKED = "asked", _("waiting for a firm's answer")
        LATER = "later", _("put off")
        APPROVED = "approved", _("sent to the firms")
        DISMISSED = "dismissed", _("dismissed")
        MERGED = "merged", _("part of another suggestion")
        LAPSED = "lapsed", _("no longer possible")

    # The whole life of a suggestion: a step that is not listed is refused.
    NEXT_STATES = {
        State.PROPOSED: {State.ASKED, State.LATER, State.APPROVED, State.DISMISSED, State.MERGED, State.LAPSED},
        State.ASKED: {State.PROPOSED, State.APPROVED, State.DISMISSED, State.MERGED, State.LAPSED},
        State.LATER: {State.PROPOSED, State.ASKED, State.APPROVED, State.DISMISSED, State.MERGED, State.LAPSED},
        State.APPROVED: {State.PROPOSED},  # undo, until the firms have been told
        State.DISMISSED: {State.PROPOSED},
        State.MERGED: set(),
        State.LAPSED: set(),
    }
    OPEN_STATES = (State.PROPOSED, State.ASKED, State.LATER, State.APPROVED)
    WAITING_STATES = (State.PROPOSED, State.ASKED, State.LATER)

    # The listings' ids in ascending order, joined by “-”: one open suggestion per set.
    listing_set = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    score = models.FloatField()
    fits = models.JSONField(default=dict, blank=True, encoder=DjangoJSONEncoder)  # aspect → fit
    reasons_for = models.JSONField(default=list, blank=True)  # [{code, aspect, values}], strongest first
    reasons_against = models.JSONField(default=list, blank=True)
    missing = models.JSONField(default=list, blank=True)  # [{fact, side}], the most telling first
    distance_km = models.FloatField(null=True, blank=True)
    knowledge_version = models.CharField(max_length=64, blank=True)
    # The learnt weights it was judged by; null: the shipped ones.
    ranking = models.ForeignKey("Ranking", on_delete=models.PROTECT, null=True, blank=True, related_name="suggestions")
    proposed_at = models.DateTimeField()
    asked_listing = models.ForeignKey(
        Listing, on_delete=models.PROTECT, null=True, blank=True, related_name="questions"
    )
    asked_fact = models.CharField(max_length=40, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="asked_suggestions"
    )
    asked_at = models.DateTimeField(null=True, blank=True)
    later_until = models.DateField(null=True, blank=True)  # the day it comes back by itself
    later_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="later_suggestions"
    )
    later_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="reviewed_suggestions"
    )
    reviewed_at = models.DateTimeField(null=True, blank=True)
    dismiss_reason = models.CharField(max_length=20, choices=DismissReason.choices, blank=True)
    dismiss_note = models.CharField(max_length=500, blank=True)
    # What the facts named by the reason were: the set comes back only when they have changed.
    dismissed_facts = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("suggested symbiosis")
        verbose_name_plural = _("suggested symbioses")
        indexes = [
            models.Index(fields=["state", "-score", "id"], name="suggestion_queue"),
            models.Index(fields=["state", "proposed_at", "id"], name="suggestion_queue_by_age"),
            models.Index(fields=["later_until"], condition=Q(state="later"), name="suggestion_comes_back"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["listing_set"],
                condition=Q(state__in=["proposed", "asked", "later", "approved"]),
                name="suggestion_open_once_per_set",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "dismissed"])
                | Q(reviewed_by__isnull=False, reviewed_at__isnull=False),
                name="suggestion_review_names_reviewer_and_time",
                violation_error_message=_("A reviewed suggestion names its reviewer and time."),
            ),
            models.CheckConstraint(
                condition=~Q(state="dismissed") | ~Q(dismiss_reason=""),
                name="suggestion_dismissed_with_reason",
                violation_error_message=_("Say why the suggestion is dismissed."),
            ),
            models.CheckConstraint(
                condition=~Q(state="asked") | (Q(asked_listing__isnull=False) & ~Q(asked_fact="")),
                name="suggestion_asked_names_listing_and_fact",
            ),
            models.CheckConstraint(
                condition=~Q(state="later")
                | Q(later_until__isnull=False, later_by__isnull=False, later_at__isnull=False),
                name="suggestion_later_names_day_and_person",
                violation_error_message=_("What is put off names the day it comes back, and who put it off."),
            ),
            models.CheckConstraint(condition=Q(score__gte=0, score__lte=1), name="suggestion_score_within_0_and_1"),
        ]

    def __str__(self) -> str:
        return f"{self.listing_set} ({self.score:.2f})"

    @property
    def decided_by(self) -> User | None:
        """Who approved, dismissed, asked or put it off."""
        return {self.State.ASKED: self.asked_by, self.State.LATER: self.later_by}.get(self.state, self.reviewed_by)

    @property
    def decided_at(self) -> datetime | None:
        return {self.State.ASKED: self.asked_at, self.State.LATER: self.later_at}.get(self.state, self.reviewed_at)

    def move_to(self, state: "Suggestion.State") -> None:
        """Take one step in memory; the caller saves. Raise WrongStateError if it is not listed."""
        if state not in self.NEXT_STATES[self.State(self.state)]:
            if self.decided_by and self.decided_at:
                raise self.decided_already()
            raise WrongStateError(
                _("This suggestion is “%(now)s” and cannot become “%(next)s”. Reload to see why.")
                % {"now": self.get_state_display(), "next": state.label}
            )
        self.state = state

    def decided_already(self) -> WrongStateError:
        """Return what the second of two coordinators who review at once is told: who was faster, and when."""
        if not (self.decided_by and self.decided_at):
            return WrongStateError(
                _("This suggestion is “%(now)s” by now. Look at it again.") % {"now": self.get_state_display()}
            )
        return WrongStateError(
            _("%(name)s was here first (%(time)s): this suggestion is “%(now)s”.")
            % {
                "name": self.decided_by,
                "time": date_format(localtime(self.decided_at), "SHORT_DATETIME_FORMAT"),
                "now": self.get_state_display(),
            }
        )


class Role(models.TextChoices):
    GIVER = "giver", _("giver")
    PROCESSOR = "processor", _("processor")
    RECEIVER = "receiver", _("receiver")


class SuggestionPart(models.Model):
    """One listing of a suggestion, in its role, as it was when the suggestion was made or judged anew."""

    suggestion = models.ForeignKey(Suggestion, on_delete=models.CASCADE, related_name="parts")
    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="suggestion_parts")
    role = models.CharField(max_length=10, choices=Role.choices)
    share = models.FloatField(default=1.0)  # of the listing's quantity
    listing_version = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["suggestion", "listing"], name="suggestion_part_once"),
            models.CheckConstraint(condition=Q(share__gt=0, share__lte=1), name="suggestion_part_share_within_0_and_1"),
        ]

    def __str__(self) -> str:
        return f"{self.role}: {self.listing}"
