"""What people are told, on the page and by mail."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.models.events import Event


class Notice(models.Model):
    """One thing told to one person; worded when it is read, in the reader's language (wording.py)."""

    class Code(models.TextChoices):
        SYMBIOSIS_SUGGESTED = "symbiosis_suggested", _("a symbiosis is suggested")
        FIRMS_INTRODUCED = "firms_introduced", _("the firms are introduced")
        SYMBIOSIS_ENDED = "symbiosis_ended", _("a firm said no")
        STAGE_MOVED = "stage_moved", _("a symbiosis has moved")
        CONSENT_RENEWED = "consent_renewed", _("a fact changed: consent is asked again")
        ANSWER_WRITTEN = "answer_written", _("a coordinator wrote down the firm's answer")
        STEP_DUE = "step_due", _("a next step is due")
        HANDED_OVER = "handed_over", _("a symbiosis is handed over")
        FACT_ASKED = "fact_asked", _("a coordinator asks for a fact")
        LAW_FACT_ASKED = "law_fact_asked", _("a coordinator asks for a fact that the law needs")
        INTEREST_ANSWERED = "interest_answered", _("a question about a listing is answered")
        CLAIM_ASKED = "claim_asked", _("somebody wants to join the firm")
        CLAIM_ANSWERED = "claim_answered", _("the request to join is answered")
        COLLEAGUE_INVITED = "colleague_invited", _("invitation")
        FIRM_VERIFIED = "firm_verified", _("the firm is verified")
        FIRM_WAITS = "firm_waits", _("a firm waits for verification")
        STILL_TRUE = "still_true", _("is this still true?")
        LISTING_EXPIRED = "listing_expired", _("a listing has expired")
        LISTING_REPORTED = "listing_reported", _("a listing was reported")
        REPORT_RECEIVED = "report_received", _("a report has come in")
        REPORT_DECIDED = "report_decided", _("a report is decided")
        STATEMENT_ASKED = "statement_asked", _("a firm is asked to confirm what it said by phone")
        STATEMENT_REMINDED = "statement_reminded", _("a firm is reminded to confirm")
        STATEMENT_ANSWERED = "statement_answered", _("a firm answered what it said by phone")
        STATEMENT_LAPSED = "statement_lapsed", _("what was said by phone was never confirmed")
        LISTING_CORRECTED = "listing_corrected", _("a coordinator corrected a listing")
        LISTING_TAKEN_DOWN = "listing_taken_down", _("a listing was withdrawn after a report")
        SEARCH_FOUND = "search_found", _("a saved search has found something")
        SEARCHES_FOUND = "searches_found", _("several saved searches have found something")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="notices")
    # Either an account, or only an address (an invited colleague who has none yet).
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="notices")
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=5, choices=settings.LANGUAGES)
    code = models.CharField(max_length=30, choices=Code.choices)
    values = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    path = models.CharField(max_length=300)  # where to go and do something about it
    written_at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "user", "code", "path"], name="notice_once_per_person"),
            models.UniqueConstraint(
                fields=["event", "email"], condition=~models.Q(email=""), name="notice_once_per_address"
            ),
        ]
        indexes = [models.Index(fields=["user", "-written_at"], name="notice_of_person")]

    def __str__(self) -> str:
        return f"{self.code} → {self.user or self.email}"
