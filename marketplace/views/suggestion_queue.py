"""The coordinator's queue: what waits, what changed overnight, and one decision over many."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from marketplace.actions.desk import open_desk
from marketplace.actions.suggestions import dismiss_suggestions, undo_reviews
from marketplace.actions.suggestions.many import Outcome
from marketplace.forms.interests import InterestAnswerForm
from marketplace.forms.suggestions import DismissForm
from marketplace.models import Suggestion
from marketplace.permissions import is_coordinator
from marketplace.queries.desk_news import desk_news
from marketplace.queries.interests import interests_to_answer
from marketplace.queries.review_lists import COUNTED, capped_counts, shown_in
from marketplace.queries.suggestions import suggestion_title, visible_suggestions
from marketplace.views.reviewing import Desk, desk_of, sent_list, with_query

AT_ONCE = 100
State = Suggestion.State


@login_required
@require_safe
def suggestion_queue(request: HttpRequest) -> HttpResponse:
    if not is_coordinator(request.user):
        raise PermissionDenied(_("The queue is for coordinators."))
    state = request.GET.get("state", State.PROPOSED)
    waiting = state not in State.values or state == State.PROPOSED
    queue = None if waiting else visible_suggestions(request.user).filter(state=state)
    desk = desk_of(request, queue)
    open_desk(by=request.user, now=timezone.now())
    context = {
        "desk": desk,
        "tabs": _tabs(request, state=State.PROPOSED if waiting else state, desk=desk),
        "state": State.PROPOSED if waiting else state,
        "is_waiting": waiting,
        "news": desk_news(request.user, since=desk.since) if waiting else None,
        "dismiss_form": DismissForm(),
        "unanswered": interests_to_answer(request.user) if waiting else [],
        "answer_form": InterestAnswerForm(),
    }
    return render(request, "suggestions/queue.html", context)


def _tabs(request: HttpRequest, *, state: str, desk: Desk) -> list[dict[str, object]]:
    counts = capped_counts(visible_suggestions(request.user))
    return [
        {
            "label": each.label[:1].upper() + each.label[1:],
            "url": f"?state={each.value}",
            "active": each == state,
            "count": counts[each] if counts[each] <= COUNTED else f"{COUNTED}+",
        }
        for each in State
        if counts[each] or each == State.PROPOSED
    ]


@login_required
@require_POST
def suggestion_dismiss_many(request: HttpRequest) -> HttpResponse:
    """Dismiss what is ticked for one reason, and say which were not and why."""
    content = sent_list(request)
    back = redirect(with_query(reverse("suggestion-queue"), str(content.get("query", ""))))
    asked = _ids(request.POST.getlist("suggestion"))
    form = DismissForm(request.POST)
    if not asked or not form.is_valid():
        messages.error(request, _("Tick at least one suggestion, and choose a reason."))
        return back
    found = list(visible_suggestions(request.user).filter(pk__in=asked))
    outcome = dismiss_suggestions(
        found,
        by=request.user,
        now=timezone.now(),
        seen=State.PROPOSED,
        shown={pk: {**shown_in(content, pk), "at_once": len(asked)} for pk in asked},
        **form.cleaned_data,
    )
    done = ngettext("%(number)s dismissed.", "%(number)s dismissed.", len(outcome.done)) % {"number": len(outcome.done)}
    _tell(request, outcome, done=done, undo=True, lost=len(asked) - len(found))
    return back


@login_required
@require_POST
def suggestion_undo_many(request: HttpRequest) -> HttpResponse:
    """Take back what was dismissed at once."""
    found = visible_suggestions(request.user).filter(pk__in=_ids(request.GET.get("suggestions", "").split("-")))
    outcome = undo_reviews(found, by=request.user, now=timezone.now())
    number = len(outcome.done)
    done = ngettext("%(number)s waits for review again.", "%(number)s wait for review again.", number)
    _tell(request, outcome, done=done % {"number": number}, undo=False, lost=0)
    return redirect("suggestion-queue")


def _tell(request: HttpRequest, outcome: Outcome, *, done: str, undo: bool, lost: int) -> None:
    pks = "-".join(str(each.pk) for each in outcome.done)
    if outcome.done:
        way_back = f"undo:{reverse('suggestion-undo-many')}?suggestions={pks}" if undo else ""
        messages.success(request, done, extra_tags=way_back)
    for suggestion, why in outcome.refused:
        messages.error(request, _("%(title)s: %(why)s") % {"title": suggestion_title(suggestion), "why": why})
    if lost:
        messages.error(
            request,
            ngettext(
                "%(number)s is not in your area, or no longer there.",
                "%(number)s are not in your area, or no longer there.",
                lost,
            )
            % {"number": lost},
        )


def _ids(texts: list[str]) -> list[int]:
    ids = (int(text) for text in texts if text.isdecimal() and len(text) < 19)
    return list(dict.fromkeys(ids))[:AT_ONCE]
