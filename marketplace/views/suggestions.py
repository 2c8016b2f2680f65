"""One suggestion beside its list, and what a coordinator decides about it."""

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from marketplace.actions.suggestions import (
    approve_suggestion,
    ask_for_fact,
    dismiss_suggestion,
    put_off_suggestion,
    undo_review,
)
from marketplace.errors import RefusedError
from marketplace.forms.suggestions import AskForm, DismissForm, LaterForm
from marketplace.models import Role, Suggestion
from marketplace.permissions import can_edit_listing, can_review, can_verify
from marketplace.queries.border_cards import BorderView, border_view
from marketplace.queries.calls import unreached_firms
from marketplace.queries.events import history
from marketplace.queries.exchanges import Side, exchange_way
from marketplace.queries.interests import interests_in
from marketplace.queries.legal_facts import LawSide
from marketplace.queries.potentials import potential
from marketplace.queries.prospects import prospects
from marketplace.queries.review_lists import shown_in
from marketplace.queries.suggestions import suggestion_card, visible_suggestions
from marketplace.views.reviewing import desk_of, page_after, sent_list, with_query
from marketplace.wording.events import event_lines
from marketplace.wording.numbers import day_text


@login_required
@require_safe
def suggestion_detail(request: HttpRequest, pk: int) -> HttpResponse:
    suggestion = get_object_or_404(visible_suggestions(request.user), pk=pk)
    return _page(request, suggestion)


def _page(
    request: HttpRequest,
    suggestion: Suggestion,
    *,
    dismiss_form: DismissForm | None = None,
    later_form: LaterForm | None = None,
) -> HttpResponse:
    """Answer with the page; where a form was sent and is not right, with what is wrong and what was typed."""
    card, today = suggestion_card(suggestion), timezone.localdate()
    desk = desk_of(request)
    before, following = desk.listed.beside(suggestion.pk)
    listings = {part.role: part.listing for part in suggestion.parts.all()}
    giver, receiver = Side(listings[Role.GIVER], card.strip.giver), Side(listings[Role.RECEIVER], card.strip.receiver)
    may_review = can_review(request.user, suggestion) and suggestion.state in Suggestion.WAITING_STATES
    context = {
        "card": card,
        "desk": desk,
        "current": suggestion.pk,
        "position": desk.listed.pks.index(suggestion.pk) + 1 if suggestion.pk in desk.listed.pks else None,
        "exchange": exchange_way(giver, receiver, on=today),
        "potential": potential(card.strip.giver, card.strip.receiver, km=card.strip.km),
        "prospects": prospects(giver.listing, receiver.listing, as_of=today),
        "border": _border(request, suggestion),
        # The questions of the border card are posted from there, and still from this list and state.
        "border_ask": with_query(
            reverse("suggestion-ask", args=[suggestion.pk]), urlencode({"list": desk.token, "seen": suggestion.state})
        )
        if may_review and _is_askable(suggestion)
        else "",
        "interests": interests_in(suggestion),
        "border_key": "" if card.questions else "q",
        "dismiss_form": dismiss_form or DismissForm(),
        "later_form": later_form or LaterForm(),
        "verifiable": [each.firm_id for each in listings.values() if can_verify(request.user, each.firm)],
        "here": request.get_full_path() if request.method == "GET" else card.url,
        "may_review": may_review,
        "unreached": unreached_firms(listings.values()) if may_review else [],
        "may_ask": may_review and _is_askable(suggestion),
        "may_put_off": may_review and suggestion.state == Suggestion.State.PROPOSED,
        "may_undo": suggestion.decided_by == request.user and not hasattr(suggestion, "symbiosis"),
        "before": before,
        "next": following,
        "events": event_lines(history(suggestion)),
    }
    return render(request, "suggestions/detail.html", context, status=422 if dismiss_form or later_form else 200)


def _is_askable(suggestion: Suggestion) -> bool:
    return Suggestion.State.ASKED in Suggestion.NEXT_STATES[Suggestion.State(suggestion.state)]


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
        return _page(request, suggestion, dismiss_form=form)
    return _decide(request, pk, dismiss_suggestion, done=_("Dismissed."), **form.cleaned_data)


@login_required
@require_POST
def suggestion_later(request: HttpRequest, pk: int) -> HttpResponse:
    form = LaterForm(request.POST)
    if not form.is_valid():
        suggestion = get_object_or_404(visible_suggestions(request.user), pk=pk)
        return _page(request, suggestion, later_form=form)
    days = form.cleaned_data["days"]
    until = timezone.localdate() + timedelta(days=int(days)) if days else form.cleaned_data["until"]
    done = _("Put off. It comes back on %(day)s.") % {"day": day_text(until)}
    return _decide(request, pk, put_off_suggestion, done=done, until=until)


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
    return redirect(with_query(reverse("suggestion-detail", args=[pk]), request.GET.urlencode()))


def _decide(
    request: HttpRequest, pk: int, action: Callable[..., Suggestion], *, done: str, **answers: object
) -> HttpResponse:
    """Carry out one decision; then the next suggestion of the list is there, with the undo of this one."""
    suggestion = get_object_or_404(visible_suggestions(request.user), pk=pk)
    content = sent_list(request)
    query, seen = str(content.get("query", "")), request.POST.get("seen") or request.GET.get("seen", "")
    try:
        action(
            suggestion, by=request.user, now=timezone.now(), seen=seen, shown=shown_in(content, pk) or None, **answers
        )
    except RefusedError as refusal:
        messages.error(request, refusal.message)
        return redirect(with_query(reverse("suggestion-detail", args=[pk]), query))
    undo = with_query(reverse("suggestion-undo", args=[pk]), query)
    messages.success(request, done, extra_tags=f"undo:{undo}")
    return redirect(page_after(request.user, suggestion, content))
