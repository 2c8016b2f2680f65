"""The calendar of next steps: its page, and the feed that calendar programs read."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from marketplace.actions.calendars import renew_calendar
from marketplace.documents.calendars import next_steps_calendar
from marketplace.errors import require
from marketplace.permissions import is_coordinator
from marketplace.queries.calendars import calendar_path, calendar_steps, read_calendar_token


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request: HttpRequest) -> HttpResponse:
    """Show a coordinator the address of their calendar; the button makes a new one."""
    require(is_coordinator(request.user), _("The calendar is for coordinators."))
    coordinator = request.user.coordinator
    if request.method == "POST":
        renew_calendar(coordinator, by=request.user, now=timezone.now())
        messages.success(request, _("Here is your new address. Earlier ones no longer work."))
        return redirect("calendar")
    path = calendar_path(coordinator)
    steps = calendar_steps(request.user)
    return render(request, "symbioses/calendar.html", {"address": path and settings.BASE_URL + path, "steps": steps})


@never_cache
@require_safe
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """Answer a calendar program, which knows the secret address and cannot log in."""
    try:
        person = read_calendar_token(token)
    except BadSignature:
        raise Http404(_("There is no calendar at this address.")) from None
    with translation.override(person.language):
        content = next_steps_calendar(calendar_steps(person), base_url=settings.BASE_URL)
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="materialtorget.ics"'
    answer["X-Robots-Tag"] = "noindex"
    return answer
