"""Pages of one offer or need, and the steps of its life."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from marketplace.actions.listings import (
    confirm_listing,
    fulfil_listing,
    pause_listing,
    publish_listing,
    withdraw_listing,
)
from marketplace.errors import RefusedError
from marketplace.forms.legal_facts import LawAnswerForm
from marketplace.forms.qualities import QualityForm
from marketplace.forms.reports import ReportForm
from marketplace.forms.why_not import WhyNotForm
from marketplace.models import Listing
from marketplace.permissions import can_edit_listing, can_report
from marketplace.queries.answering import answering_url
from marketplace.queries.events import history
from marketplace.queries.interests import own_interests
from marketplace.queries.law_questions import law_partners, law_statuses, next_law_question, said_lines
from marketplace.queries.legal_facts import LawSide
from marketplace.queries.listing_cards import listing_card
from marketplace.queries.listings import editable_listings, visible_listings
from marketplace.queries.matching import most_telling_fact, shown_matches
from marketplace.queries.photos import shown_files, shown_photos
from marketplace.queries.statements import corrections
from marketplace.queries.strips import ShownMatch, shown_strips
from marketplace.wording.events import event_lines
from marketplace.wording.missing import missing_fact_sentence

SHOWN_ON_PAGE = 5  # matches of one listing, not all of one kind
STEPS = {
    "publish": publish_listing,
    "pause": pause_listing,
    "fulfil": fulfil_listing,
    "withdraw": withdraw_listing,
    "confirm": confirm_listing,
}


@require_safe
def listing_detail(request: HttpRequest, pk: int) -> HttpResponse:
    listing = get_object_or_404(visible_listings(request.user), pk=pk)
    return render(request, "listings/detail.html", _detail(request, listing))


def _detail(request: HttpRequest, listing: Listing) -> dict[str, object]:
    may_edit = can_edit_listing(request.user, listing)
    matches = ()
    if is_on_market := listing.state == Listing.State.PUBLISHED:
        matches = shown_matches(listing, is_own=may_edit, as_of=timezone.localdate(), most=SHOWN_ON_PAGE)
    card = listing_card(listing)
    shown = shown_strips(matches, own=card, viewer=request.user)
    return {
        "listing": listing,
        "card": card,
        "answering_url": answering_url(card),
        "interests": [] if may_edit else own_interests(request.user, other=listing),
        "photos": shown_photos(listing),
        "files": shown_files(listing),
        "may_edit": may_edit,
        "may_report": can_report(request.user, listing),
        "telling": _telling(listing) if may_edit and is_on_market else None,
        **_law(request, listing, shown, is_open=card.is_open, may_edit=may_edit),
        "steps": [step for step in STEPS if _is_possible(listing, step)] if may_edit else [],
        "events": event_lines(history(listing)) if may_edit else [],
        "corrections": corrections(listing) if may_edit else [],
        "report_form": ReportForm(),
        "why_not_form": WhyNotForm(listing=listing, viewer=request.user) if may_edit else None,
    }


@dataclass(frozen=True, slots=True)
class TellingFact:
    """The missing fact that would change a listing's own ranking most; form: where it is a quality."""

    sentence: str
    form: QualityForm | None


def _telling(listing: Listing) -> TellingFact | None:
    fact = most_telling_fact(listing, as_of=timezone.localdate())
    if fact is None:
        return None
    form = QualityForm(code=fact.quality) if fact.quality else None
    return TellingFact(missing_fact_sentence(fact.code, fact.side), form)


def _law(
    request: HttpRequest, listing: Listing, shown: list[ShownMatch], *, is_open: bool, may_edit: bool
) -> dict[str, object]:
    """Return the matches, each with what the law asks of it, and what it asks the firm of the listing next."""
    as_of = timezone.localdate()
    partners = law_partners([match.other for match in shown], viewer=request.user)
    statuses = law_statuses(LawSide(listing, is_open), partners, as_of=as_of)
    question = next_law_question(listing, partners=partners, as_of=as_of) if may_edit else None
    return {
        "matches": [(match, statuses.get(match.other.pk)) for match in shown],
        "law_form": LawAnswerForm(question=question) if question else None,
        "said": said_lines(listing) if may_edit else [],
    }


def _is_possible(listing: Listing, step: str) -> bool:
    target = {
        "publish": Listing.State.PUBLISHED,
        "pause": Listing.State.PAUSED,
        "fulfil": Listing.State.FULFILLED,
        "withdraw": Listing.State.WITHDRAWN,
    }.get(step)
    if target is None:
        return listing.state == Listing.State.PUBLISHED and listing.questioned_at is not None
    return target in Listing.NEXT_STATES[Listing.State(listing.state)]


@login_required
@require_POST
def listing_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    listing = get_object_or_404(editable_listings(request.user), pk=pk)
    if step not in STEPS:
        raise Http404
    try:
        STEPS[step](listing, by=request.user, now=timezone.now())
    except RefusedError as refusal:
        messages.error(request, refusal.message)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("listing-edit", pk=pk)
    else:
        messages.success(request, _("Done."))
    return redirect("my-firm" if step == "withdraw" else "listing-detail", *([] if step == "withdraw" else [pk]))
