"""A firm asks a coordinator about a listing; a coordinator answers what no suggestion came of."""

from allauth.decorators import rate_limit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from marketplace.actions.interests import answer_interest, show_interest
from marketplace.errors import RefusedError
from marketplace.forms.interests import InterestAnswerForm, InterestForm
from marketplace.queries.answering import answering_url
from marketplace.queries.interests import listings_to_ask_with, own_interests, visible_interests
from marketplace.queries.listing_cards import listing_card
from marketplace.queries.listings import market
from marketplace.views.form_answers import answer_status, is_carried_out, sent


@login_required
@require_http_methods(["GET", "POST"])
@rate_limit(action="ask")
def interest_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask about a listing beside one of one's own; who has none that could go with it posts one first."""
    other = get_object_or_404(market(request.user), pk=pk)
    if other.is_mine:
        raise Http404
    listings = list(listings_to_ask_with(request.user, other))
    card = listing_card(other)
    if not listings:
        return redirect(answering_url(card))
    form = InterestForm(sent(request), listings=listings)
    if form.is_valid():
        asked = {"by": request.user, "now": timezone.now(), **form.cleaned_data}
        if is_carried_out(form, lambda: show_interest(other, **asked)):
            messages.success(request, _("A coordinator is asked. What comes of it stands here and on your page."))
            return redirect("listing-detail", pk=pk)
    context = {
        "card": card,
        "form": form,
        "interests": own_interests(request.user, other=other),
        "answering_url": answering_url(card),
    }
    return render(request, "listings/interest.html", context, status=answer_status(form))


@login_required
@require_POST
def interest_answer(request: HttpRequest, pk: int) -> HttpResponse:
    interest = get_object_or_404(visible_interests(request.user), pk=pk)
    form = InterestAnswerForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(form.errors["answer"]))
        return redirect("suggestion-queue")
    try:
        answer_interest(interest, by=request.user, now=timezone.now(), answer=form.cleaned_data["answer"])
        messages.success(request, _("Answered. The firm reads it on its page."))
    except RefusedError as refusal:
        messages.error(request, refusal.message)
    return redirect("suggestion-queue")
