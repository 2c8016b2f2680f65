"""Weights learnt from decisions: what lead coordinators see of them, and what they decide."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from marketplace.actions.rankings import end_ranking, learn_ranking, put_in_force
from marketplace.errors import RefusedError
from marketplace.models import Ranking
from marketplace.permissions import is_lead
from marketplace.queries.decisions import ranking_standing
from marketplace.queries.rankings import ranking_cards, visible_rankings

_STEPS: dict[str, Callable[..., Ranking]] = {"use": put_in_force, "end": end_ranking}


@login_required
@require_safe
def ranking_list(request: HttpRequest) -> HttpResponse:
    if not is_lead(request.user):
        raise Http404
    context = {"rankings": ranking_cards(visible_rankings(request.user)), "standing": ranking_standing()}
    return render(request, "rankings/list.html", context)


@login_required
@require_POST
def ranking_learn(request: HttpRequest) -> HttpResponse:
    if not is_lead(request.user):
        raise Http404
    return _carried_out(request, lambda: learn_ranking(by=request.user, now=timezone.now()))


@login_required
@require_POST
def ranking_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    ranking = get_object_or_404(visible_rankings(request.user), pk=pk)
    if step not in _STEPS:
        raise Http404
    return _carried_out(request, lambda: _STEPS[step](ranking, by=request.user, now=timezone.now()))


def _carried_out(request: HttpRequest, act: Callable[[], Ranking]) -> HttpResponse:
    try:
        act()
    except RefusedError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Done."))
    return redirect("ranking-list")
