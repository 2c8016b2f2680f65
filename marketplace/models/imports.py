"""Files of listings on their way in: looked through by a person before anything is posted."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.errors import WrongStateError
from marketplace.models.firms import Firm, Site
from marketplace.models.listings import Listing


class Import(models.Model):
    """One uploaded file, for one firm. Its text is kept for some weeks (`actions.staged_imports`)."""

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("columns to be told")
        CHECKING = "checking", _("being read")
        READY = "ready", _("ready to look through")
        RUNNING = "running", _("being imported")
        DONE = "done", _("imported")
        UNDOING = "undoing", _("being undone")
        UNDONE = "undone", _("undone")

    # The whole life of an import: a step that is not listed is refused.
    NEXT_STATES = {
        State.UPLOADED: {State.CHECKING},
        State.CHECKING: {State.READY},
        State.READY: {State.CHECKING, State.RUNNING},
        State.RUNNING: {State.DONE, State.READY},  # back, if whoever started it may not any more
        State.DONE: {State.UNDOING},
        State.UNDOING: {State.UNDONE},
        State.UNDONE: set(),
    }
    UNFINISHED = (State.UPLOADED, State.CHECKING, State.READY)
    AT_WORK = (State.CHECKING, State.RUNNING, State.UNDOING)

    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="imports")
    state = models.CharField(max_length=10, choices=State.choices, default=State.UPLOADED)
    file_name = models.CharField(max_length=120)
    digest = models.CharField(max_length=64)  # of the file and of what was chosen with it: the same again is this one
    language = models.CharField(max_length=2)  # in which it tells what is missing: of whoever uploaded it
    # What the rows are where they do not say it themselves.
    side = models.CharField(max_length=5, choices=Listing.Side.choices)
    site = models.ForeignKey(Site, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    unit = models.CharField(max_length=8, blank=True)
    rhythm = models.CharField(max_length=6, blank=True)

    heading_line = models.PositiveIntegerField()
    heading = models.JSONField()  # the name of each column, as typed
    columns = models.JSONField()  # what each of them is (queries.import_columns); "": left out
    total = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)  # rows that the work under way has behind it

    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    uploaded_at = models.DateTimeField()
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["firm", "digest"],
                condition=Q(state__in=["uploaded", "checking", "ready", "running"]),
                name="import_under_way_once",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["done", "undoing", "undone"]) | Q(ended_at__isnull=False),
                name="import_done_has_time",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    def move_to(self, state: "Import.State") -> None:
        """Take one step in memory; the caller saves. Raise WrongStateError if it is not listed."""
        if state not in self.NEXT_STATES[self.State(self.state)]:
            raise WrongStateError(
                _("This import is “%(now)s” and cannot become “%(next)s”. Reload to see why.")
                % {"now": self.get_state_display(), "next": state.label}
            )
        self.state = state


class ImportRow(models.Model):
    """One row of the file: what it says, how that was understood, what became of it."""

    class Verdict(models.TextChoices):
        READY = "ready", _("complete")
        DRAFT = "draft", _("something is missing")
        REJECTED = "rejected", _("cannot be read")

    class Undone(models.TextChoices):
        UNDONE = "undone", _("undone")
        KEPT = "kept", _("stays")

    staged = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()  # as the spreadsheet shows it
    cells = models.JSONField()  # as they came
    guesses = models.JSONField(default=dict)  # column → what its words seem to mean
    fixes = models.JSONField(default=dict)  # column → what a person has put in its place
    is_left_out = models.BooleanField(default=False)
    external_id = models.CharField(max_length=60, blank=True)
    verdict = models.CharField(max_length=8, choices=Verdict.choices, blank=True)
    understood = models.JSONField(default=dict)  # field → its value
    problems = models.JSONField(default=dict)  # field → sentences
    result = models.CharField(max_length=10, blank=True)  # actions.imports.Result; before that, what it will be
    is_imported = models.BooleanField(default=False)
    listing = models.ForeignKey(Listing, on_delete=models.SET_NULL, null=True, related_name="+")
    before = models.JSONField(null=True, encoder=DjangoJSONEncoder)  # the facts of a listing that the row has changed
    undone = models.CharField(max_length=6, choices=Undone.choices, blank=True)
    why_kept = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["staged", "number"], name="import_row_once")]

    def __str__(self) -> str:
        return f"{self.staged_id}: {self.number}"
