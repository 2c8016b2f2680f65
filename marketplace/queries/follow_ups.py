"""Follow-ups that are stuck, for the lead coordinators who decide about them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from marketplace.models import FollowUp
from marketplace.permissions import Viewer, is_lead
from marketplace.queries.events import stuck_follow_ups

LISTED = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class StuckRow:
    """One stuck follow-up. fault: the kind of error alone, for its text may name whom not everybody may know."""

    pk: int
    action: str
    event: str
    subject: str
    at: datetime
    attempts: int
    fault: str


def visible_stuck_follow_ups(viewer: Viewer) -> QuerySet[FollowUp]:
    """Return what is stuck for lead coordinators, nothing for anybody else."""
    stuck = stuck_follow_ups().select_related("event__subject_type")
    return stuck if is_lead(viewer) else stuck.none()


def stuck_rows(viewer: Viewer) -> list[StuckRow]:
    """Return what the page of stuck follow-ups lists, the newest first."""
    return [
        StuckRow(
            pk=each.pk,
            action=each.action,
            event=str(each.event.get_kind_display()),
            subject=f"{each.event.subject_type.name} {each.event.subject_id}",
            at=each.event.at,
            attempts=each.attempts,
            fault=each.outcome.split(":")[0][:80],
        )
        for each in visible_stuck_follow_ups(viewer)[:LISTED]
    ]
