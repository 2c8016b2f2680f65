"""Reporting listings, and what coordinators do about it."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from marketplace.actions.events import record
from marketplace.actions.listings import withdraw_listing
from marketplace.actions.notices import tell
from marketplace.errors import RefusedError, require
from marketplace.models import Event, Listing, Notice, Report, User
from marketplace.permissions import can_close_report, can_report
from marketplace.queries.events import last_event
from marketplace.queries.members import coordinators_of_listing


@transaction.atomic
def report_listing(listing: Listing, *, by: User, now: datetime, reason: str, note: str = "") -> Report:
    """Report a listing to its coordinators. Raise PermissionDenied, RefusedError if `by` has done so already."""
    # Locked, so that the same report sent twice at once is found here and not by the constraint.
    listing = Listing.objects.select_for_update(of=("self",)).select_related("firm").get(pk=listing.pk)
    require(can_report(by, listing), _("You cannot report a listing of your own firm."))
    if Report.objects.filter(listing=listing, by=by, state=Report.State.OPEN).exists():
        raise RefusedError(_("You have reported this already. A coordinator will look at it."), code="reported")
    report = Report(listing=listing, by=by, at=now, reason=reason, note=note)
    report.full_clean()
    report.save()
    record(Event.Kind.REPORT_MADE, report, by=by, now=now)
    return report


@transaction.atomic
def close_report(report: Report, *, by: User, now: datetime, hide: bool) -> Report:
    """Withdraw a reported listing, or leave it as it is. Raise PermissionDenied, WrongStateError."""
    report = Report.objects.select_for_update(of=("self",)).select_related("listing__firm").get(pk=report.pk)
    require(can_close_report(by, report), _("Only a coordinator of the area, outside the firm, can decide this."))
    report.move_to(Report.State.HIDDEN if hide else Report.State.REJECTED)
    report.closed_by, report.closed_at = by, now
    report.save(update_fields=["state", "closed_by", "closed_at"])
    if hide and Listing.State.WITHDRAWN in Listing.NEXT_STATES[Listing.State(report.listing.state)]:
        withdraw_listing(report.listing, by=by, now=now)
    record(Event.Kind.REPORT_CLOSED, report, by=by, now=now, changes={"state": [Report.State.OPEN, report.state]})
    return report


def tell_of_report(report: Report, *, by: User | None, now: datetime) -> None:
    """Tell the coordinators that a listing was reported. Safe to repeat."""
    tell(
        coordinators_of_listing(report.listing),
        Notice.Code.LISTING_REPORTED,
        event=last_event(report, Event.Kind.REPORT_MADE),
        path=reverse("report-list"),
        values={"title": report.listing.title},
        now=now,
    )
