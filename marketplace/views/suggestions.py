"""The coordinator's queue and one suggestion."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from marketplace.actions.suggestions import approve_suggestion, ask_for_fact, dismiss_suggestion, undo_review
from marketplace.errors import RefusedError
from marketplace.forms.suggestions import AskForm, DismissForm
from marketplace.models import Role, Suggestion
from marketplace.permissions import can_edit_listing, can_review, is_coordinator
from marketplace.queries.border_cards import BorderView, LawStatus, border_view, law_status
from marketplace.queries.events import history
from marketplace.queries.exchanges import Side, exchange_way
from marketplace.queries.legal_facts import LawSide
from marketplace.queries.suggestions import (
    next_in_queue,
    queue_counts,
    review_queue,
    suggestion_card,
    suggestion_cards,
    visible_suggestions,
)
from marketplace.wording.events import event_lines

ON_A_PAGE = 30


@login_required
@require_safe
def suggestion_queue(request: HttpRequest) -> HttpResponse:
    if not is_coordinator(request.user):
        raise PermissionDenied(_("The queue is for coordinators."))
    state = request.GET.get("state", Suggestion.State.PROPOSED)
    waiting = state not in Suggestion.State.values or state == Suggestion.State.PROPOSED
    rows = review_queue(request.user) if waiting else visible_suggestions(request.user).filter(state=state)
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    counts = queue_counts(request.user)
    tabs = [
        {
            "label": each.label[:1].upper() + each.label[1:],
            "url": f"?state={each.value}",
            "active": each == (Suggestion.State.PROPOSED if waiting else state),
            "count": counts[each],
        }
        for each in Suggestion.State
        if counts[each] or each == Suggestion.State.PROPOSED
    ]
    context = {
        "page": page,
        "rows": [(card, _law_status(each)) for each, card in zip(page, suggestion_cards(page), strict=True)],
        "tabs": tabs,
        "query": "" if waiting else f"state={state}",
    }
    return render(request, "suggestions/queue.html", context)


@login_required
@require_safe
def suggestion_detail(request: HttpRequest, pk: int) -> HttpResponse:
    suggestion = get_object_or_404(visible_suggestions(request.user), pk=pk)
    return render(request, "suggestions/detail.html", _context(request, suggestion, DismissForm()))


def _context(request: HttpRequest, suggestion: Suggestion, dismiss_form: DismissForm) -> dict[str, object]:
    card = suggestion_card(suggestion)
    listings = {part.role: part.listing for part in suggestion.parts.all()}
    giver, receiver = Side(listings[Role.GIVER], card.strip.giver), Side(listings[Role.RECEIVER], card.strip.receiver)
    return {
        "card": card,
        "exchange": exchange_way(giver, receiver, on=timezone.localdate()),
        "border": _border(request, suggestion),
        "border_ask": _border_ask(request, suggestion),
        "dismiss_form": dismiss_form,
        "may_review": can_review(request.user, suggestion),
        "may_undo": suggestion.decided_by == request.user and not hasattr(suggestion, "symbiosis"),
        "next": next_in_queue(request.user, after=suggestion),
        "events": event_lines(history(suggestion)),
    }


def _law_status(suggestion: Suggestion) -> LawStatus | None:
    listings = {part.role: part.listing for part in suggestion.parts.all()}
    giver, receiver = (LawSide(listings[role], is_open=True) for role in (Role.GIVER, Role.RECEIVER))
    return law_status(giver, receiver, as_of=timezone.localdate())


def _border(request: HttpRequest, suggestion: Suggestion) -> BorderView | None:
    listings = {part.role: part.listing for part in suggestion.parts.all()}
    giver, receiver = (
        LawSide(
            listings[role],
            is_open=True,
            may_answer=can_edit_listing(request.user, listings[role]),
            names_people=True,
            may_ask=True,
        )
        for role in (Role.GIVER, Role.RECEIVER)
    )
    return border_view(giver, receiver, as_of=timezone.localdate(), supposed=request.GET.get("receiver", ""))


def _border_ask(request: HttpRequest, suggestion: Suggestion) -> str:
    may_ask = suggestion.state == Suggestion.State.PROPOSED and can_review(request.user, suggestion)
    return reverse("suggestion-ask", args=[suggestion.pk]) if may_ask else ""


@login_required
@require_POST
def suggestion_approve(request: HttpRequest, pk: int) -> HttpResponse:
    return _decide(request, pk, approve_suggestion, done=_("Approved. The firms are told in two minutes."))


@login_required
@require_POST
def suggestion_dismiss(request: HttpRequest, pk: int) -> HttpResponse:
    form = DismissForm(request.POST)
    if not form.is_valid():
        suggestion = get_object_or_404(visible_suggestions(request.user), pk=pk)
        return render(request, "suggestions/detail.html", _context(request, suggestion, form), status=422)
    return _decide(request, pk, dismiss_suggestion, done=_("Dismissed."), **form.cleaned_data)


@login_required
@require_POST
def suggestion_ask(request: HttpRequest, pk: int) -> HttpResponse:
    form = AskForm(request.POST)
    if not form.is_valid():
        get_object_or_404(visible_suggestions(request.user), pk=pk)
        messages.error(request, _("Choose which fact to ask for."))
        return redirect("suggestion-detail", pk=pk)
    return _decide(
        request,
        pk,
        ask_for_fact,
        done=_("Asked. The suggestion comes back when the fact is there."),
        listing_pk=form.cleaned_data["listing"],
        fact=form.cleaned_data["fact"],
    )


@login_required
@require_POST
def suggestion_undo(request: HttpRequest, pk: int) -> HttpResponse:
    suggestion = get_object_or_404(visible_suggestions(request.user), pk=pk)
    try:
        undo_review(suggestion, by=request.user, now=timezone.now())
        messages.success(request, _("Undone: the suggestion waits for review again."))
    except RefusedError as refusal:
        messages.error(request, refusal.message)
    return redirect("suggestion-detail", pk=pk)


def _decide(
    request: HttpRequest, pk: int, action: Callable[..., Suggestion], *, done: str, **answers: object
) -> HttpResponse:
    """Carry out one decision; then the next suggestion is there, with the undo of this one."""
    suggestion = get_object_or_404(visible_suggestions(request.user), pk=pk)
    try:
        action(suggestion, by=request.user, now=timezone.now(), **answers)
    except RefusedError as refusal:
        messages.error(request, refusal.message)
        return redirect("suggestion-detail", pk=pk)
    messages.success(request, done, extra_tags=f"undo:{reverse('suggestion-undo', args=[pk])}")
    following = next_in_queue(request.user, after=suggestion)
    return redirect(reverse("suggestion-detail", args=[following.pk]) if following else reverse("suggestion-queue"))
