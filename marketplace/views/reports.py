"""Reported listings, for coordinators."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from marketplace.actions.reports import close_report
from marketplace.errors import RefusedError
from marketplace.permissions import is_coordinator
from marketplace.queries.reports import visible_reports


@login_required
@require_safe
def report_list(request: HttpRequest) -> HttpResponse:
    if not is_coordinator(request.user):
        raise PermissionDenied(_("Reports are for coordinators."))
    return render(request, "reports/list.html", {"reports": visible_reports(request.user)})


@login_required
@require_POST
def report_close(request: HttpRequest, pk: int) -> HttpResponse:
    report = get_object_or_404(visible_reports(request.user), pk=pk)
    try:
        close_report(report, by=request.user, now=timezone.now(), hide=request.POST.get("decision") == "hide")
        messages.success(request, _("Done."))
    except RefusedError as refusal:
        messages.error(request, refusal.message)
    return redirect("report-list")
