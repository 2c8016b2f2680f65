"""Why a listing is not among the matches of another."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from marketplace.forms.why_not import WhyNotForm
from marketplace.queries.listing_cards import listing_card
from marketplace.queries.listings import editable_listings
from marketplace.queries.strips import stored_reasons
from marketplace.queries.why_not import WhyNot, why_not
from marketplace.views.form_answers import answer_status
from marketplace.views.listings import SHOWN_ON_PAGE
from marketplace.wording.missing import missing_fact_sentence
from marketplace.wording.reasons import reason_sentence
from marketplace.wording.why_not import gate_sentence, off_market_sentence, order_sentence, weakest_aspects


@login_required
@require_safe
def listing_why_not(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer for the listing named by `with`; without one, ask which."""
    listing = get_object_or_404(editable_listings(request.user), pk=pk)
    form = WhyNotForm(request.GET if "with" in request.GET else None, listing=listing, viewer=request.user)
    context: dict[str, object] = {"card": listing_card(listing), "form": form}
    if form.is_valid():
        other = form.cleaned_data["with"]
        found = why_not(listing, other, viewer=request.user, as_of=timezone.localdate(), most=SHOWN_ON_PAGE)
        context |= {"found": found, **_in_words(found)}
    is_unseen = form.is_bound and form.has_error("with", code="unseen")
    return render(request, "listings/why_not.html", context, status=404 if is_unseen else answer_status(form))


def _in_words(found: WhyNot) -> dict[str, object]:
    closed = [off_market_sentence(card.title, card.state_label) for card in found.off_market]
    closed += [gate_sentence(gate) for gate in found.gates]
    if found.match is None or found.page_score is None:
        return {"closed": closed}
    order = order_sentence(
        score=found.page_score,
        rank=found.rank,
        shown=found.shown,
        last_score=found.last_score,
        is_shown=found.is_shown,
    )
    against = stored_reasons(found.match.reasons_against)
    return {
        "percent": round(100 * found.match.score),
        "order": order,
        "weakest": weakest_aspects(found.match.fits),
        "reasons_against": [reason_sentence(reason, exact=found.names_numbers) for reason in against],
        "missing": [missing_fact_sentence(fact.code, fact.side) for fact in found.missing],
    }
