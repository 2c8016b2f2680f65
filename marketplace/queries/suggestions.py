"""Suggested symbioses as coordinators and firms may see them."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Prefetch, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from marketplace.models import DismissReason, Listing, Role, Suggestion, SuggestionPart, User
from marketplace.permissions import is_coordinator
from marketplace.queries.knowledge import current_knowledge
from marketplace.queries.legal_facts import law_prefetches
from marketplace.queries.listing_cards import ListingCard, listing_card
from marketplace.queries.strips import Strip, make_strip
from marketplace.wording.missing import missing_fact_sentence, missing_fact_text
from marketplace.wording.numbers import language
from marketplace.wording.reasons import aspect_names
from matching.scoring import MAY_BE_OFF

# Which facts of a listing each reason of a dismissal is about; the others mean that the set never comes back.
_FACTS_OF_REASON = {
    DismissReason.MATERIAL: ["material", "waste_code", "use"],
    DismissReason.QUALITY: ["quality_notes", "description"],
    DismissReason.AMOUNT: ["amount", "unit", "rhythm", "months", "kg_each"],
    DismissReason.TIMING: ["rhythm", "months", "available_from", "available_until", "shelf_life_days"],
    DismissReason.DISTANCE: ["site_id", "max_km"],
    DismissReason.PRICE: ["price", "currency", "disposal_cost"],
    DismissReason.LAW: ["material", "waste_code", "abp_category", "site_id"],
}


@dataclass(frozen=True, slots=True)
class MissingQuestion:
    """A fact that a listing lacks, with what the button that asks for it needs."""

    fact: str
    fact_text: str
    sentence: str
    listing_pk: int
    side: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionCard:
    """One suggestion for the coordinator who reviews it."""

    pk: int
    title: str  # residue → use
    strip: Strip
    state: str
    state_label: str
    questions: list[MissingQuestion]
    proposed_at: datetime
    reviewed_at: datetime | None
    decided_by: str
    decided_at: datetime | None
    dismiss_reason: str
    dismiss_note: str
    later_until: date | None
    asked_fact: str
    asked_listing_pk: int | None
    unverified: list[ListingCard]
    symbiosis_pk: int | None
    url: str
    fits: list[tuple[str, int | None]]  # name of the aspect, per cent or None where nothing is known


def visible_suggestions(viewer: User) -> QuerySet[Suggestion]:
    """Return the suggestions of a coordinator's area, and what crosses its edge; nobody else sees any.

    Not those of their own firms either: they would see the other side, which has not consented.
    """
    if not is_coordinator(viewer):
        return Suggestion.objects.none()
    own = SuggestionPart.objects.filter(listing__firm__membership__user=viewer)
    suggestions = _with_parts(Suggestion.objects.exclude(pk__in=own.values("suggestion")).order_by("-score", "pk"))
    if viewer.coordinator.is_lead:
        return suggestions
    areas = viewer.coordinator.areas.values("municipality")
    here = SuggestionPart.objects.filter(suggestion=OuterRef("pk"), listing__site__municipality__in=areas)
    return suggestions.filter(Exists(here))


def review_queue(viewer: User) -> QuerySet[Suggestion]:
    """Return what waits for this coordinator, best fit first."""
    return visible_suggestions(viewer).filter(state=Suggestion.State.PROPOSED).order_by("-score", "pk")


def with_likeness(suggestions: QuerySet[Suggestion]) -> QuerySet[Suggestion]:
    """Annotate whether the material is the very one that the need names: 1 as obvious as can be, 0 less so."""
    same = SuggestionPart.objects.filter(
        suggestion=OuterRef("pk"),
        role=Role.GIVER,
        suggestion__parts__role=Role.RECEIVER,
        suggestion__parts__listing__material=F("listing__material"),
    )
    return suggestions.annotate(
        likeness=Case(When(Exists(same), then=Value(1)), default=Value(0), output_field=IntegerField())
    )


def suggestions_to_return(*, now: datetime) -> QuerySet[Suggestion]:
    """Return what was put off until today, or until a day that has passed."""
    return Suggestion.objects.filter(state=Suggestion.State.LATER, later_until__lte=localdate(now)).order_by("pk")


def next_in_queue(viewer: User, *, after: Suggestion) -> Suggestion | None:
    """Return the suggestion below one in the queue, or the top one again."""
    queue = review_queue(viewer).exclude(pk=after.pk)
    below = queue.filter(Q(score__lt=after.score) | Q(score=after.score, pk__gt=after.pk))
    return below.first() or queue.first()


def _with_parts(suggestions: QuerySet[Suggestion]) -> QuerySet[Suggestion]:
    parts = (
        SuggestionPart.objects.select_related("listing__firm", "listing__site")
        .prefetch_related(*law_prefetches("listing__"))
        .order_by("pk")
    )
    people = ("asked_by", "reviewed_by", "later_by")
    return suggestions.select_related(*people, "symbiosis", "ranking").prefetch_related(
        Prefetch("parts", queryset=parts)
    )


def suggestion_card(suggestion: Suggestion) -> SuggestionCard:
    """Return the card of one of `visible_suggestions`, for a coordinator who may review it: both sides are open."""
    cards = {part.role: _open_card(part.listing) for part in suggestion.parts.all()}
    listings = {part.role: part.listing for part in suggestion.parts.all()}
    sides = {"offer": listings[Role.GIVER].pk, "need": listings[Role.RECEIVER].pk}
    return SuggestionCard(
        pk=suggestion.pk,
        title=suggestion_title(suggestion),
        strip=make_strip(suggestion, giver=cards[Role.GIVER], receiver=cards[Role.RECEIVER]),
        state=suggestion.state,
        state_label=suggestion.get_state_display(),
        questions=[
            MissingQuestion(
                fact=item["fact"],
                fact_text=missing_fact_text(item["fact"]),
                sentence=missing_fact_sentence(item["fact"], item["side"]),
                listing_pk=sides[item["side"]],
                side=item["side"],
            )
            for item in suggestion.missing
        ],
        proposed_at=suggestion.proposed_at,
        reviewed_at=suggestion.reviewed_at,
        decided_by=str(suggestion.decided_by or ""),
        decided_at=suggestion.decided_at,
        dismiss_reason=suggestion.get_dismiss_reason_display(),
        dismiss_note=suggestion.dismiss_note,
        later_until=suggestion.later_until if suggestion.state == Suggestion.State.LATER else None,
        asked_fact=missing_fact_text(suggestion.asked_fact) if suggestion.asked_fact else "",
        asked_listing_pk=suggestion.asked_listing_id,
        unverified=[cards[role] for role, listing in listings.items() if not listing.firm.is_verified],
        symbiosis_pk=getattr(getattr(suggestion, "symbiosis", None), "pk", None),
        url=reverse("suggestion-detail", args=[suggestion.pk]),
        fits=[
            (name, _percent(suggestion.fits.get(aspect)))
            for aspect, name in aspect_names().items()
            if aspect in suggestion.fits or aspect not in MAY_BE_OFF
        ],
    )


def suggestion_title(suggestion: Suggestion) -> str:
    """Return what becomes what in a suggestion: Bark → animal bedding."""
    listings = {part.role: part.listing for part in suggestion.parts.all()}
    receiver = listings[Role.RECEIVER]
    return exchange_title(listings[Role.GIVER].material, receiver.material, use=receiver.use)


def exchange_title(given: str, received: str, *, use: str) -> str:
    """Return residue → use; residue → material where the need says no use."""
    knowledge, residue = current_knowledge(), _material_name(given)
    becomes = knowledge.use_name(use, language()) if use in knowledge.uses else _material_name(received)
    return f"{residue[:1].upper()}{residue[1:]} → {becomes}"


def _material_name(code: str) -> str:
    known = current_knowledge().materials.get(code)
    return current_knowledge().name(code, language()) if known else _("not said")


def _percent(fit: float | None) -> int | None:
    return None if fit is None else round(100 * fit)


def _open_card(listing: Listing) -> ListingCard:
    listing.is_open_to_viewer, listing.is_mine = True, False
    return listing_card(listing)


def facts_of_reason(reason: str, listings: Iterable[Listing]) -> str:
    """Return a fingerprint of the facts that a reason for dismissal is about; empty where none could change it."""
    names = _FACTS_OF_REASON.get(DismissReason(reason))
    if names is None:
        return ""
    facts = [[str(getattr(listing, name)) for name in names] for listing in sorted(listings, key=lambda each: each.pk)]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


def judged_by_other_tables() -> QuerySet[Suggestion]:
    """Return the suggestions whose firms have not been told, and which other tables than today's have judged."""
    untold = Suggestion.objects.filter(state__in=Suggestion.OPEN_STATES, symbiosis=None)
    return untold.exclude(knowledge_version=knowledge_version()).order_by("pk")


def knowledge_version() -> str:
    """Return the version of the tables that a suggestion is judged by."""
    return current_knowledge().version
