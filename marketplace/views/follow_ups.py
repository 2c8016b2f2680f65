"""What the marketplace could not do by itself, for lead coordinators to try again or to end."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from marketplace.actions.follow_ups import give_up_follow_up, retry_follow_up
from marketplace.errors import RefusedError
from marketplace.models import FollowUp
from marketplace.permissions import is_lead
from marketplace.queries.follow_ups import stuck_rows


@login_required
@require_safe
def follow_up_list(request: HttpRequest) -> HttpResponse:
    if not is_lead(request.user):
        raise Http404
    return render(request, "follow_ups/stuck.html", {"rows": stuck_rows(request.user)})


@login_required
@require_POST
def follow_up_retry(request: HttpRequest, pk: int) -> HttpResponse:
    return _decide(request, pk, retry_follow_up, done=_("It is tried again now."))


@login_required
@require_POST
def follow_up_end(request: HttpRequest, pk: int) -> HttpResponse:
    return _decide(request, pk, give_up_follow_up, done=_("Ended: nobody tries it again."))


def _decide(request: HttpRequest, pk: int, act: Callable[..., None], *, done: str) -> HttpResponse:
    if not is_lead(request.user):
        raise Http404
    follow_up = get_object_or_404(FollowUp, pk=pk)
    try:
        act(follow_up, by=request.user, now=timezone.now())
        messages.success(request, done)
    except RefusedError as refusal:
        messages.error(request, refusal.message)
    return redirect("follow-up-list")
