"""Reporting a listing, for everybody; reported listings, for coordinators."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marketplace.actions.reports import close_report, report_listing
from marketplace.errors import RefusedError
from marketplace.forms.reports import DecisionForm, ReportForm, StrangerReportForm
from marketplace.models import Listing
from marketplace.permissions import can_report, is_coordinator
from marketplace.queries.listing_cards import listing_card
from marketplace.queries.listings import visible_listings
from marketplace.queries.opened import note_opened
from marketplace.queries.reports import visible_reports
from marketplace.views.form_answers import answer_status, is_carried_out, sent


@login_required
@require_safe
def report_list(request: HttpRequest) -> HttpResponse:
    if not is_coordinator(request.user):
        raise PermissionDenied(_("Reports are for coordinators."))
    return render(request, "reports/list.html", _list(request))


@login_required
@require_POST
def report_close(request: HttpRequest, pk: int) -> HttpResponse:
    report = get_object_or_404(visible_reports(request.user), pk=pk)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return render(request, "reports/list.html", _list(request, wrong=(report.pk, form)), status=422)
    hide, reasons = form.cleaned_data["decision"] == "hide", form.cleaned_data["reasons"]
    try:
        close_report(report, by=request.user, now=timezone.now(), hide=hide, reasons=reasons)
        messages.success(request, _("Done. Whoever reported is told your decision and its reasons."))
    except RefusedError as refusal:
        messages.error(request, refusal.message)
    return redirect("report-list")


def _list(request: HttpRequest, *, wrong: tuple[int, DecisionForm] | None = None) -> dict[str, object]:
    """Return the open reports, each with its own form; wrong: the report whose form is shown with its errors."""
    reports = visible_reports(request.user)
    for report in reports:
        if report.listing.visibility == Listing.Visibility.BLIND:
            note_opened(report.listing.firm_id)
    forms = {report.pk: DecisionForm(auto_id=f"report-{report.pk}-%s") for report in reports}
    if wrong:
        forms[wrong[0]] = wrong[1]
    return {"rows": [(report, forms[report.pk]) for report in reports]}


@require_http_methods(["GET", "HEAD", "POST"])
def listing_report(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a report of a listing, from anybody: those without an account give a name and an address."""
    listing = get_object_or_404(visible_listings(request.user), pk=pk)
    person = request.user if request.user.is_authenticated else None
    if person and not can_report(person, listing):
        raise PermissionDenied(_("You cannot report a listing of your own firm."))
    form = (ReportForm if person else StrangerReportForm)(sent(request))
    if form.is_valid():
        facts = {**form.facts(), "language": get_language() or ""}
        if is_carried_out(form, lambda: report_listing(listing, by=person, now=timezone.now(), **facts)):
            messages.success(request, _("Thank you. A coordinator looks at it and tells you the decision."))
            return redirect("listing-detail", pk=pk)
    context = {"card": listing_card(listing), "form": form}
    return render(request, "reports/new.html", context, status=answer_status(form))
