"""Reporting listings, and what coordinators do about it."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from marketplace.actions.events import record
from marketplace.actions.listings import withdraw_listing
from marketplace.actions.notices import tell, tell_address
from marketplace.errors import RefusedError, require
from marketplace.models import Event, Listing, Notice, Report, User
from marketplace.permissions import can_close_report, can_report
from marketplace.queries.events import last_event
from marketplace.queries.members import coordinators_of_listing, members_of

KEPT_AFTER_CLOSING = timedelta(days=365)  # name and address of who reported without an account; told on the page
_STRANGERS_AN_HOUR = 30  # reports without an account: each leads to mail, also to an address that is only claimed


@transaction.atomic
def report_listing(
    listing: Listing,
    *,
    by: User | None,
    now: datetime,
    reason: str,
    note: str = "",
    name: str = "",
    email: str = "",
    language: str = "",
) -> Report:
    """Report a listing to its coordinators; without an account with a name and an address that is told the decision.

    Raises PermissionDenied, ValidationError, RefusedError if they have done so already or strangers report too much.
    """
    # Locked, so that the same report sent twice at once is found here and not by the constraint.
    listing = Listing.objects.select_for_update(of=("self",)).select_related("firm").get(pk=listing.pk)
    if by:
        require(can_report(by, listing), _("You cannot report a listing of your own firm."))
        name = email = ""
    elif not email:
        raise ValidationError({"email": _("Give an e-mail address, so that we can tell you the decision.")})
    whose = {"by": by} if by else {"email": email}
    if Report.objects.filter(listing=listing, state=Report.State.OPEN, **whose).exists():
        raise RefusedError(_("You have reported this already. A coordinator will look at it."), code="reported")
    if by is None and Report.objects.filter(by=None, at__gt=now - timedelta(hours=1)).count() >= _STRANGERS_AN_HOUR:
        raise RefusedError(_("Too many reports just now. Try again in an hour, or write to us."), code="too_many")
    report = Report(listing=listing, by=by, at=now, reason=reason, note=note, name=name, email=email, language=language)
    report.full_clean()
    report.save()
    record(Event.Kind.REPORT_MADE, report, by=by, now=now)
    return report


@transaction.atomic
def close_report(report: Report, *, by: User, now: datetime, hide: bool, reasons: str) -> Report:
    """Withdraw a reported listing, or leave it as it is, and say why.

    Raises PermissionDenied, WrongStateError, ValidationError without reasons.
    """
    report = Report.objects.select_for_update(of=("self",)).select_related("listing__firm").get(pk=report.pk)
    require(can_close_report(by, report), _("Only a coordinator of the area, outside the firm, can decide this."))
    report.move_to(Report.State.HIDDEN if hide else Report.State.REJECTED)
    report.closed_by, report.closed_at, report.decision_note = by, now, reasons.strip()
    report.full_clean()
    report.save(update_fields=["state", "closed_by", "closed_at", "decision_note"])
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


def acknowledge_report(report: Report, *, by: User | None, now: datetime) -> None:
    """Tell whoever reported that the report has come in. Safe to repeat."""
    _tell_reporter(report, Notice.Code.REPORT_RECEIVED, kind=Event.Kind.REPORT_MADE, values={}, now=now)


def tell_of_decision(report: Report, *, by: User | None, now: datetime) -> None:
    """Tell the decision and its reasons to whoever reported and, where the listing is gone, to its firm."""
    values = {"decision": report.state, "reasons": report.decision_note}
    _tell_reporter(report, Notice.Code.REPORT_DECIDED, kind=Event.Kind.REPORT_CLOSED, values=values, now=now)
    if report.state == Report.State.HIDDEN:
        tell(
            members_of(report.listing.firm),
            Notice.Code.LISTING_TAKEN_DOWN,
            event=last_event(report, Event.Kind.REPORT_CLOSED),
            path=reverse("contact"),
            values={"title": report.listing.title, "reasons": report.decision_note},
            now=now,
        )


def _tell_reporter(
    report: Report, code: Notice.Code, *, kind: Event.Kind, values: dict[str, object], now: datetime
) -> None:
    event, path = last_event(report, kind), reverse("contact")
    if report.by:
        tell([report.by], code, event=event, path=path, values=values, now=now)
    elif report.email:
        language = report.language or settings.LANGUAGE_CODE
        tell_address(report.email, code, event=event, path=path, language=language, values=values, now=now)


@transaction.atomic
def forget_reporters(*, now: datetime) -> int:
    """Erase name and address of those who reported without an account a year after the decision; return how many.

    The report, its decision and its reasons stay; the mails about it go.
    """
    named = Report.objects.exclude(name="", email="").filter(by=None)
    old = list(named.filter(closed_at__lt=now - KEPT_AFTER_CLOSING).select_for_update())
    events = Event.objects.filter(subject_type=ContentType.objects.get_for_model(Report))
    for report in old:
        Notice.objects.filter(user=None, event__in=events.filter(subject_id=report.pk)).delete()
    return Report.objects.filter(pk__in=[report.pk for report in old]).update(name="", email="")
