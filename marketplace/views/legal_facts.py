"""What the law asks about a listing: one question at a time, and codes to confirm."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from marketplace.actions.legal_facts import say_legal_fact
from marketplace.documents.dossiers import dossier_pdf
from marketplace.errors import RefusedError
from marketplace.forms.legal_facts import FactForm, LawAnswerForm
from marketplace.models import Listing
from marketplace.queries.dossiers import byproduct_dossier
from marketplace.queries.law_questions import law_partners, next_law_question, said_lines
from marketplace.queries.listing_cards import listing_card
from marketplace.queries.listings import editable_listings
from marketplace.queries.matching import shown_matches
from marketplace.queries.opened import note_opened
from marketplace.queries.strips import shown_strips
from marketplace.views.form_answers import safe_address
from marketplace.wording.law_questions import QUESTIONS, LawQuestion

_LIKELY = 5  # partners whose cards decide what is asked


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def listing_law(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the next question, or the one asked for by name; take its answer."""
    listing = get_object_or_404(editable_listings(request.user), pk=pk)
    note_opened(listing.firm_id)
    if request.method == "POST":
        return _answer(request, listing)
    question = _named_question(request, listing) or _next_question(request, listing)
    form = LawAnswerForm(question=question) if question else None
    return _page(request, listing, form, next_url=request.GET.get("next", ""))


@login_required
@require_safe
def listing_dossier(request: HttpRequest, pk: int) -> HttpResponse:
    """Give an offer's by-product dossier as a file."""
    listing = get_object_or_404(editable_listings(request.user), pk=pk, side=Listing.Side.OFFER)
    note_opened(listing.firm_id)
    pdf = dossier_pdf(byproduct_dossier(listing), as_of=timezone.localdate())
    name = f"materialtorget-{listing.pk}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


def _answer(request: HttpRequest, listing: Listing) -> HttpResponse:
    asked = FactForm(request.POST)
    if not asked.is_valid():
        raise BadRequest(_("Nobody asks that of this listing."))
    question = QUESTIONS[asked.cleaned_data["fact"]]
    form = LawAnswerForm(request.POST, question=question)
    if not form.is_valid():
        return _page(request, listing, form, next_url=asked.cleaned_data["next"], status=422)
    answer = {key: form.cleaned_data[key] for key in ("value", "evidence", "only_here") if key in form.cleaned_data}
    try:
        say_legal_fact(listing, by=request.user, now=timezone.now(), code=question.code, **answer)
    except RefusedError as refusal:
        messages.error(request, refusal.message)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Noted, with your name and today's date."))
    return redirect(safe_address(request, asked.cleaned_data["next"]) or reverse("listing-law", args=[listing.pk]))


def _named_question(request: HttpRequest, listing: Listing) -> LawQuestion | None:
    question = QUESTIONS.get(request.GET.get("fact", ""))
    return question if question and question.side == listing.side else None


def _next_question(request: HttpRequest, listing: Listing) -> LawQuestion | None:
    as_of = timezone.localdate()
    matches = shown_matches(listing, is_own=True, as_of=as_of) if listing.state == Listing.State.PUBLISHED else ()
    shown = shown_strips(matches[:_LIKELY], own=listing_card(listing), viewer=request.user)
    partners = law_partners([each.other for each in shown], viewer=request.user)
    return next_law_question(listing, partners=partners, as_of=as_of)


def _page(
    request: HttpRequest, listing: Listing, form: LawAnswerForm | None, *, next_url: str, status: int = 200
) -> HttpResponse:
    context = {
        "card": listing_card(listing),
        "form": form,
        "said": said_lines(listing),
        "next_url": safe_address(request, next_url),
    }
    return render(request, "listings/law.html", context, status=status)
