"""What firms have asked coordinators about, and what became of it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When
from django.urls import reverse

from marketplace.models import Interest, Listing, Suggestion, User
from marketplace.permissions import Viewer, is_coordinator
from marketplace.queries.listing_cards import ListingCard, listing_card
from marketplace.queries.listings import visible_listings
from marketplace.queries.suggestions import exchange_title
from marketplace.wording.interests import outcome_text

SHOWN = 20


class Outcome(StrEnum):
    """What became of an interest, as the firm that showed it may know. `wording.interests` has the sentences.

    Never why the matcher has refused a pair: asked from many places, that would tell where a blind listing is.
    """

    WAITS = "waits"
    INTRODUCED = "introduced"  # the firms have been asked
    DECLINED = "declined"
    ANSWERED = "answered"
    OFF_MARKET = "off_market"


@dataclass(frozen=True, slots=True, kw_only=True)
class InterestCard:
    """One interest as the firm that showed it sees it. other: None where the viewer may no longer open it."""

    pk: int
    at: datetime
    own: ListingCard
    other: ListingCard | None
    outcome: Outcome
    answer: str
    symbiosis_url: str

    @property
    def text(self) -> str:
        """Return what became of it, in words."""
        return outcome_text(self.outcome)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskInterest:
    """What a firm has asked about and the matcher makes no suggestion of: a coordinator answers.

    why_url: the page that tells a coordinator why. dismissed: for what reason the two were dismissed before.
    """

    pk: int
    at: datetime
    title: str
    own: ListingCard
    other: ListingCard
    message: str
    why_url: str
    dismissed: str


def is_asked_about() -> Q:
    """Return the condition that a firm has asked about the two listings of a suggestion."""
    # From the few that were asked about, not row by row down a long queue.
    return Q(listing_set__in=Interest.objects.filter(closed_at=None).values("listing_set"))


def sets_asked_about(sets: Collection[str]) -> set[str]:
    """Return which of some sets of listings a firm has asked about."""
    return set(Interest.objects.filter(listing_set__in=sets, closed_at=None).values_list("listing_set", flat=True))


def interests_in(suggestion: Suggestion) -> list[Interest]:
    """Return what firms have asked about a suggestion that the viewer may review, the first first."""
    found = Interest.objects.filter(listing_set=suggestion.listing_set, closed_at=None)
    return list(found.select_related("own__firm", "by").order_by("pk"))


def unsuggested_pairs(listing: Listing | None = None) -> list[tuple[int, int]]:
    """Return offer and need of each pair that a firm has asked about and no open suggestion joins.

    listing: those of one listing alone.
    """
    found = _unsuggested()
    if listing is not None:
        found = found.filter(Q(own=listing) | Q(other=listing))
    rows = found.order_by("pk").values_list("own", "other", "own__side")
    pairs = ((own, other) if side == Listing.Side.OFFER else (other, own) for own, other, side in rows)
    return list(dict.fromkeys(pairs))


def _unsuggested() -> QuerySet[Interest]:
    is_open = Suggestion.objects.filter(listing_set=OuterRef("listing_set"), state__in=Suggestion.OPEN_STATES)
    return Interest.objects.filter(~Exists(is_open), closed_at=None)


def listings_to_ask_with(viewer: User, other: Listing) -> QuerySet[Listing]:
    """Return the viewer's listings beside which a coordinator can be asked about another, those of its material first.

    Of verified firms alone.
    """
    own = Listing.objects.filter(firm__membership__user=viewer, firm__verified_at__isnull=False)
    alike = own.filter(state=Listing.State.PUBLISHED, resource=other.resource)
    alike = alike.exclude(side=other.side).select_related("firm", "site")
    same_first = Case(When(material=other.material, then=Value(0)), default=Value(1))
    return alike.order_by(same_first, "-published_at", "pk")


def own_interests(viewer: Viewer, *, other: Listing | None = None) -> list[InterestCard]:
    """Return what the viewer's firms have asked about, newest first. other: about one listing alone."""
    if not viewer.is_authenticated:
        return []
    found = Interest.objects.filter(own__firm__membership__user=viewer).order_by("-pk")
    if other is not None:
        found = found.filter(other=other)
    return _cards(list(found[:SHOWN]), viewer=viewer)


def _cards(found: list[Interest], *, viewer: Viewer) -> list[InterestCard]:
    pks = {pk for each in found for pk in (each.own_id, each.other_id)}
    seen = visible_listings(viewer).in_bulk(pks) if pks else {}
    cards = {pk: listing_card(listing) for pk, listing in seen.items()}
    latest = _latest_suggestions({each.listing_set for each in found})
    return [_card(each, cards=cards, suggestion=latest.get(each.listing_set)) for each in found if each.own_id in cards]


def _latest_suggestions(sets: Collection[str]) -> dict[str, Suggestion]:
    if not sets:
        return {}
    found = Suggestion.objects.filter(listing_set__in=sets).select_related("symbiosis").order_by("pk")
    return {each.listing_set: each for each in found}


def _card(interest: Interest, *, cards: dict[int, ListingCard], suggestion: Suggestion | None) -> InterestCard:
    own, other = cards[interest.own_id], cards.get(interest.other_id)
    symbiosis = getattr(suggestion, "symbiosis", None)
    return InterestCard(
        pk=interest.pk,
        at=interest.at,
        own=own,
        other=other,
        outcome=_outcome(interest, own=own, other=other, suggestion=suggestion),
        answer=interest.answer,
        symbiosis_url=reverse("symbiosis-detail", args=[symbiosis.pk]) if symbiosis else "",
    )


def _outcome(
    interest: Interest, *, own: ListingCard, other: ListingCard | None, suggestion: Suggestion | None
) -> Outcome:
    if getattr(suggestion, "symbiosis", None):
        return Outcome.INTRODUCED
    if interest.closed_at:
        return Outcome.ANSWERED
    if _is_declined(interest, suggestion):
        return Outcome.DECLINED
    if other is None or {own.state, other.state} != {Listing.State.PUBLISHED}:
        return Outcome.OFF_MARKET
    return Outcome.WAITS


def has_been_declined(interest: Interest) -> bool:
    """Return whether a coordinator has dismissed the two since the firm asked, and they have not come back."""
    return _is_declined(interest, _latest_suggestions([interest.listing_set]).get(interest.listing_set))


def _is_declined(interest: Interest, suggestion: Suggestion | None) -> bool:
    if suggestion is None or suggestion.state != Suggestion.State.DISMISSED:
        return False
    return suggestion.reviewed_at >= interest.at


def visible_interests(viewer: Viewer) -> QuerySet[Interest]:
    """Return the open interests on either side of which a coordinator coordinates (permissions.can_answer_interest)."""
    if not is_coordinator(viewer):
        return Interest.objects.none()
    own_firm = Q(own__firm__membership__user=viewer) | Q(other__firm__membership__user=viewer)
    found = Interest.objects.filter(closed_at=None).exclude(pk__in=Interest.objects.filter(own_firm).values("pk"))
    if viewer.coordinator.is_lead:
        return found
    areas = viewer.coordinator.areas.values("municipality")
    return found.filter(Q(own__site__municipality__in=areas) | Q(other__site__municipality__in=areas))


def interests_to_answer(viewer: Viewer) -> list[DeskInterest]:
    """Return what this coordinator is to answer because no suggestion waits for it, the longest waiting first."""
    published = {f"{side}__{name}": value for side in ("own", "other") for name, value in _ON_MARKET.items()}
    found = visible_interests(viewer).filter(pk__in=_unsuggested().values("pk"), **published)
    found = list(found.select_related("own__firm", "own__site", "other__firm", "other__site").order_by("pk")[:SHOWN])
    latest = _latest_suggestions({each.listing_set for each in found})
    areas = set(viewer.coordinator.areas.values_list("municipality", flat=True)) if found else set()
    return [
        _desk_row(each, suggestion=latest.get(each.listing_set), areas=areas)
        for each in found
        if not _is_declined(each, latest.get(each.listing_set))
    ]


_ON_MARKET = {"state": Listing.State.PUBLISHED, "firm__hidden_at": None}


def _desk_row(interest: Interest, *, suggestion: Suggestion | None, areas: Collection[str]) -> DeskInterest:
    own, other = interest.own, interest.other
    offer, need = (own, other) if own.side == Listing.Side.OFFER else (other, own)
    # Why the two are apart is asked from the side that the coordinator acts for; a lead acts for either.
    is_others = other.site.municipality in areas and own.site.municipality not in areas
    mine, beside = (other, own) if is_others else (own, other)
    return DeskInterest(
        pk=interest.pk,
        at=interest.at,
        title=exchange_title(offer.material, need.material, use=need.use),
        own=_desk_card(own),
        other=_desk_card(other),
        message=interest.message,
        why_url=f"{reverse('listing-why-not', args=[mine.pk])}?with={beside.pk}",
        dismissed=suggestion.get_dismiss_reason_display() if suggestion else "",
    )


def _desk_card(listing: Listing) -> ListingCard:
    """Return the card for a row of the desk, as in the queue: open, without its firm."""
    listing.is_open_to_viewer, listing.is_mine = True, False
    return listing_card(listing, unnamed=True)
