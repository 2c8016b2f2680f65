"""What happened, and what it calls for. Events are the history, the audit trail and the outbox."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Event(models.Model):
    """One thing that happened to one subject, saved in the same transaction as the change."""

    class Kind(models.TextChoices):
        FIRM_REGISTERED = "firm.registered", _("firm registered")
        FIRM_CHANGED = "firm.changed", _("firm changed")
        FIRM_VERIFIED = "firm.verified", _("firm verified")
        FIRM_HIDDEN = "firm.hidden", _("firm hidden")
        FIRM_SHOWN = "firm.shown", _("firm shown again")
        FIRM_LOOKED_AT = "firm.looked_at", _("looked at by a coordinator")
        FIRM_BLOCKED = "firm.blocked", _("firm blocked by another")
        FIRM_UNBLOCKED = "firm.unblocked", _("firm no longer blocked")
        FIRM_MATCH_SEEN = "firm.match_seen", _("first match looked at")
        FIRM_CHECKLIST_CLOSED = "firm.checklist_closed", _("list of first steps put away")
        SITE_ADDED = "site.added", _("site added")
        SITE_CHANGED = "site.changed", _("site changed")
        COLLEAGUE_INVITED = "colleague.invited", _("colleague invited")
        INVITATION_WITHDRAWN = "invitation.withdrawn", _("invitation withdrawn")
        COLLEAGUE_JOINED = "colleague.joined", _("colleague joined")
        MEMBER_CHANGED = "member.changed", _("member's role changed")
        MEMBER_REMOVED = "member.removed", _("member removed")
        CLAIM_ASKED = "claim.asked", _("firm claimed")
        CLAIM_ANSWERED = "claim.answered", _("claim answered")
        ACCOUNT_DELETED = "account.deleted", _("account deleted")
        COORDINATOR_CHANGED = "coordinator.changed", _("coordinator's areas changed")
        DESK_OPENED = "desk.opened", _("the desk opened for the first time on a day")
        LISTING_DRAFTED = "listing.drafted", _("draft saved")
        LISTING_PUBLISHED = "listing.published", _("published")
        LISTING_CHANGED = "listing.changed", _("changed")
        LISTING_CONFIRMED = "listing.confirmed", _("said to be still true")
        LISTING_PAUSED = "listing.paused", _("paused")
        LISTING_FULFILLED = "listing.fulfilled", _("fulfilled")
        LISTING_EXPIRED = "listing.expired", _("expired")
        LISTING_WITHDRAWN = "listing.withdrawn", _("withdrawn")
        LISTING_LAW_ANSWERED = "listing.law_answered", _("a fact for the law said")
        LISTING_PHOTOS_CHANGED = "listing.photos_changed", _("photos changed")
        LISTING_FILES_CHANGED = "listing.files_changed", _("files changed")
        LISTING_QUESTIONED = "listing.questioned", _("asked whether still true")
        LISTING_UNCONFIRMED = "listing.unconfirmed", _("published before the firm has confirmed it")
        LISTING_FIRM_CONFIRMED = "listing.firm_confirmed", _("confirmed by the firm")
        LISTING_CORRECTED = "listing.corrected", _("corrected by a coordinator")
        STATEMENT_WRITTEN = "statement.written", _("written down after a call")
        STATEMENT_ASKED = "statement.asked", _("firm asked to confirm")
        STATEMENT_REMINDED = "statement.reminded", _("firm reminded to confirm")
        STATEMENT_ANSWERED = "statement.answered", _("firm answered what was said")
        STATEMENT_LAPSED = "statement.lapsed", _("never confirmed")
        STATEMENT_FORGOTTEN = "statement.forgotten", _("speaker's name and address erased")
        INTEREST_SHOWN = "interest.shown", _("asked about by a firm")
        INTEREST_ANSWERED = "interest.answered", _("firm answered that had asked")
        SUGGESTION_PROPOSED = "suggestion.proposed", _("suggested")
        SUGGESTION_RESCORED = "suggestion.rescored", _("judged anew")
        SUGGESTION_ASKED = "suggestion.asked", _("a firm asked for a fact")
        SUGGESTION_ANSWERED = "suggestion.answered", _("the asked fact came in")
        SUGGESTION_PUT_OFF = "suggestion.put_off", _("put off")
        SUGGESTION_RETURNED = "suggestion.returned", _("back after being put off")
        SUGGESTION_APPROVED = "suggestion.approved", _("approved")
        SUGGESTION_DISMISSED = "suggestion.dismissed", _("dismissed")
        SUGGESTION_UNDONE = "suggestion.undone", _("review undone")
        SUGGESTION_LAPSED = "suggestion.lapsed", _("lapsed")
        SYMBIOSIS_OPENED = "symbiosis.opened", _("firms told")
        SYMBIOSIS_MOVED = "symbiosis.moved", _("moved to another stage")
        SYMBIOSIS_ASKED = "symbiosis.asked", _("a firm asked for a fact")
        SYMBIOSIS_PLANNED = "symbiosis.planned", _("goal or next step changed")
        SYMBIOSIS_HANDED_OVER = "symbiosis.handed_over", _("handed over")
        SYMBIOSIS_STEP_DUE = "symbiosis.step_due", _("reminded of the next step")
        SYMBIOSIS_LOGGED = "symbiosis.logged", _("something written down")
        SYMBIOSIS_LOG_CHANGED = "symbiosis.log_changed", _("something written down was removed")
        BARRIER_NOTED = "barrier.noted", _("barrier noted")
        BARRIER_REMOVED = "barrier.removed", _("barrier removed")
        BARRIER_RETURNED = "barrier.returned", _("barrier in the way again")
        CALENDAR_RENEWED = "calendar.renewed", _("address of the calendar renewed")
        PARTY_ANSWERED = "party.answered", _("firm answered")
        ANSWER_WRITTEN = "answer.written", _("a firm's answer by phone written down")
        ANSWER_TAKEN_BACK = "answer.taken_back", _("an answer by phone taken back")
        CONSENT_RENEWED = "consent.renewed", _("consent asked again")
        FIRMS_INTRODUCED = "firms.introduced", _("firms introduced")
        REPORT_MADE = "report.made", _("reported")
        REPORT_CLOSED = "report.closed", _("report closed")
        RANKING_LEARNT = "ranking.learnt", _("weights learnt from decisions")
        RANKING_IN_FORCE = "ranking.in_force", _("learnt weights put in force")
        RANKING_ENDED = "ranking.ended", _("learnt weights declined or ended")
        CORRECTION_PROPOSED = "correction.proposed", _("correction of the tables proposed")
        CORRECTION_REVIEWED = "correction.reviewed", _("correction of the tables reviewed")
        WASTE_CODES_IMPORTED = "waste_codes.imported", _("official list of waste codes imported")
        IMPORT_UPLOADED = "import.uploaded", _("file uploaded")
        IMPORT_MAPPED = "import.mapped", _("columns told")
        IMPORT_CHANGED = "import.changed", _("row corrected")
        IMPORT_STARTED = "import.started", _("import begun")
        IMPORT_ENDED = "import.ended", _("file imported")
        IMPORT_TAKEN_BACK = "import.taken_back", _("import to be undone")
        IMPORT_UNDONE = "import.undone", _("import undone")
        IMPORT_DISCARDED = "import.discarded", _("file put aside")
        SEARCH_SAVED = "search.saved", _("search saved")
        SEARCH_CHANGED = "search.changed", _("saved search changed")
        SEARCH_DELETED = "search.deleted", _("saved search deleted")
        SEARCH_FOUND = "search.found", _("saved search has found something")
        NOTICE_WRITTEN = "notice.written", _("notice written")
        FOLLOW_UP_RETRIED = "follow_up.retried", _("stuck follow-up tried again")
        FOLLOW_UP_ENDED = "follow_up.ended", _("stuck follow-up ended")

    kind = models.CharField(max_length=40, choices=Kind.choices)
    subject_type = models.ForeignKey(ContentType, on_delete=models.PROTECT)
    subject_id = models.BigIntegerField()
    subject = GenericForeignKey("subject_type", "subject_id")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True)
    at = models.DateTimeField()
    changes = models.JSONField(default=dict, encoder=DjangoJSONEncoder)  # field → [old, new]
    dispatched_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "id"], name="event_history"),
            models.Index(fields=["at", "id"], name="event_since"),
            models.Index(fields=["id"], condition=Q(dispatched_at__isnull=True), name="event_outbox"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id}"


class FollowUp(models.Model):
    """One action that one event calls for (follow_ups.py), carried out exactly by one worker at a time."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        REFUSED = "refused", _("no longer called for")
        STUCK = "stuck", _("stuck")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="follow_ups")
    action = models.CharField(max_length=60)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=500, blank=True)  # code of a refusal, or the last error

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "action"], name="follow_up_once_per_event_and_action"),
            models.CheckConstraint(
                condition=~Q(state="running") | Q(lease_until__isnull=False), name="follow_up_running_has_lease"
            ),
        ]
        indexes = [
            models.Index(fields=["next_try_at"], condition=Q(state__in=["waiting", "running"]), name="follow_up_due")
        ]

    def __str__(self) -> str:
        return f"{self.action} ({self.state})"
