"""The rows of symbioses, and of each stay at a stage: what moves, what stands still, and for how long."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _

from marketplace.models import Event, Symbiosis
from marketplace.queries.overview.scope import Scope, symbioses_of
from marketplace.queries.overview.sheets import Row, Sheet
from marketplace.queries.overview.suggestions import STEPS
from marketplace.queries.pipeline import IDLE_AFTER

Stage = Symbiosis.Stage
REVIEW = "review"
# In the order of the funnel, then what stands still.
STAYED_AT = (REVIEW, Stage.IDEA, Stage.DISCUSSION, Stage.NEGOTIATION, Stage.IMPLEMENTATION, Stage.ON_HOLD)
_DAY = 24 * 3600
_MOVES = (Event.Kind.SYMBIOSIS_MOVED, Event.Kind.CONSENT_RENEWED)
_FIELDS = ("pk", "suggestion", "stage", "stage_before_hold", "stage_since", "opened_at", "active_at", "barrier")

# Of what, which stage, since when, until when: no end where it is still there.
Stay = tuple[int, str, datetime, datetime | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """One symbiosis with where it stands, and all its stays, the last one perhaps without an end."""

    pk: int
    suggestion: int
    stage: str
    stage_before_hold: str
    stage_since: datetime
    opened_at: datetime
    active_at: datetime
    barrier: str
    stays: tuple[Stay, ...]

    @property
    def furthest(self) -> str:
        """Return the furthest step of the funnel that it has ever come to; empty for none beyond the question."""
        stages = {self.stage, self.stage_before_hold, *(stage for _pk, stage, _since, _until in self.stays)}
        return next((step for step in reversed(STEPS) if step in stages), "")


def courses_of(scope: Scope) -> list[Course]:
    """Return the symbioses that the viewer follows up, with their stays as the events tell them."""
    found = symbioses_of(scope)
    kind = ContentType.objects.get_for_model(Symbiosis)
    events = Event.objects.filter(subject_type=kind, subject_id__in=found.values("pk"), kind__in=_MOVES)
    moves: dict[int, list[tuple[datetime, dict[str, list[object]]]]] = {}
    for pk, at, changes in events.order_by("subject_id", "pk").values_list("subject_id", "at", "changes"):
        moves.setdefault(pk, []).append((at, changes))
    courses = []
    for values in found.order_by("pk").values_list(*_FIELDS):
        facts = dict(zip(_FIELDS, values, strict=True))
        courses.append(Course(**facts, stays=tuple(_stays(facts, moves.get(facts["pk"], [])))))
    return courses


def _stays(facts: dict[str, object], moves: Sequence[tuple[datetime, dict[str, list[object]]]]) -> list[Stay]:
    """Return one symbiosis' stays. Each counts by itself, also at a stage that it comes back to.

    A step that was never true and its correction count for nothing: what was left too early goes on.
    """
    pk, stage = facts["pk"], moves[0][1]["stage"][0] if moves else facts["stage"]
    since = facts["opened_at"] if stage == Stage.IDEA else None  # None: no event tells
    stays: list[tuple[int, str, datetime | None, datetime | None]] = []
    for at, changes in moves:
        old, new = changes["stage"]
        if "corrected" in changes and stays:
            _pk, stage, since, _until = stays.pop()
        elif old == stage != new:  # else asked anew, at the question or on hold: it stays where it is
            stays.append((pk, stage, since, at))
            stage, since = new, at
    if facts["stage"] not in Symbiosis.OVER:
        stays.append((pk, facts["stage"], since or facts["stage_since"], None))
    return [stay for stay in stays if stay[2]]


def symbiosis_sheet(scope: Scope, courses: Sequence[Course]) -> Sheet:
    """Return every symbiosis that the viewer follows up."""
    columns = {
        "symbiosis": _("Symbiosis"),
        "suggestion": _("Suggestion"),
        "stage": _("Stage"),
        "since": _("Since"),
        "opened": _("Begun on"),
        "active": _("Last active"),
        "barrier": _("Barrier"),
        "opened_in": _("Begun within these days"),
        "completed_in": _("Completed within these days"),
        "failed_in": _("Failed within these days"),
        "alive": _("On its way"),
        "moving": _("Moves"),
        "still": _("Stands still"),
        "on_hold": _("On hold"),
        "idle": _("Idle for 30 days"),
    }
    rows = [_row(scope, course) for course in courses]
    return Sheet(code="symbioses", title=_("Symbioses"), columns=columns, rows=rows)


def _row(scope: Scope, course: Course) -> Row:
    is_alive, is_held = course.stage not in Symbiosis.OVER, course.stage == Stage.ON_HOLD
    is_idle = is_alive and not is_held and course.active_at <= scope.now - IDLE_AFTER
    ended_in = scope.holds(course.stage_since)
    return {
        "symbiosis": course.pk,
        "suggestion": course.suggestion,
        "stage": course.stage,
        "since": str(scope.day(course.stage_since)),
        "opened": str(scope.day(course.opened_at)),
        "active": str(scope.day(course.active_at)),
        "barrier": course.barrier,
        "opened_in": int(scope.holds(course.opened_at)),
        "completed_in": int(ended_in and course.stage == Stage.COMPLETED),
        "failed_in": int(ended_in and course.stage == Stage.FAILED),
        "alive": int(is_alive),
        "moving": int(is_alive and not is_held and not is_idle),
        "still": int(is_held or is_idle),
        "on_hold": int(is_held),
        "idle": int(is_idle),
    }


def stay_sheet(scope: Scope, stays: Iterable[Stay]) -> Sheet:
    """Return each stay that ended within the days looked at, and each that goes on.

    Rows of one stage stand together, ended ones first, so that a workbook can take the median of a range.
    """
    kept = [stay for stay in stays if stay[1] in STAYED_AT and (stay[3] is None or scope.holds(stay[3]))]
    rows = [_stay_row(scope, stay) for stay in kept]
    rows.sort(key=lambda row: (STAYED_AT.index(row["stage"]), -row["left"], row["days"], row["subject"]))
    columns = {
        "stage": _("Stage"),
        "subject": _("Suggestion or symbiosis"),
        "since": _("Since"),
        "until": _("Until"),
        "days": _("Days"),
        "left": _("Has left"),
        "there": _("Still there"),
    }
    return Sheet(code="stays", title=_("Stays"), columns=columns, rows=rows)


def _stay_row(scope: Scope, stay: Stay) -> Row:
    pk, stage, since, until = stay
    return {
        "stage": stage,
        "subject": pk,
        "since": str(scope.day(since)),
        "until": str(scope.day(until)) if until else "",
        "days": round(((until or scope.now) - since).total_seconds() / _DAY, 2),
        "left": int(until is not None),
        "there": int(until is None),
    }
