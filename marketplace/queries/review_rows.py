"""The rows of the review queue: what a coordinator needs to see of thirty suggestions at a glance."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import localdate

from marketplace.models import Role, Suggestion
from marketplace.queries.border_cards import LawStatus, law_badge
from marketplace.queries.interests import sets_asked_about
from marketplace.queries.legal_facts import LawSide
from marketplace.queries.listing_cards import ListingCard, listing_card
from marketplace.queries.matching import goes_straight
from marketplace.queries.suggestions import suggestion_title
from marketplace.wording.numbers import distance_text


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRow:
    """One line of the queue. Which firms they are stands on the suggestion's page, where each look is noted."""

    pk: int
    title: str  # residue → use
    giver: ListingCard
    receiver: ListingCard
    km_text: str
    crosses_border: bool
    percent: int
    days: int
    is_new: bool
    is_explored: bool
    is_asked_about: bool  # by one of the two firms
    later_until: date | None
    law: LawStatus | None


def review_rows(
    suggestions: Iterable[Suggestion], *, explored: int | None, since: datetime, today: date
) -> list[ReviewRow]:
    """Return the rows of suggestions that came through `visible_suggestions`. since: what is younger is new."""
    rows = list(suggestions)
    asked_about = sets_asked_about({each.listing_set for each in rows})
    return [_row(each, explored=explored, asked_about=asked_about, since=since, today=today) for each in rows]


def _row(
    suggestion: Suggestion, *, explored: int | None, asked_about: set[str], since: datetime, today: date
) -> ReviewRow:
    listings = {part.role: part.listing for part in suggestion.parts.all()}
    for listing in listings.values():
        listing.is_open_to_viewer, listing.is_mine = True, False
    giver, receiver = (listing_card(listings[role], unnamed=True) for role in (Role.GIVER, Role.RECEIVER))
    km = suggestion.distance_km
    sides = (LawSide(listings[role], is_open=True) for role in (Role.GIVER, Role.RECEIVER))
    return ReviewRow(
        pk=suggestion.pk,
        title=suggestion_title(suggestion),
        giver=giver,
        receiver=receiver,
        km_text="" if km is None else distance_text(km, straight=goes_straight(giver.resource)),
        crosses_border=giver.country != receiver.country,
        percent=round(100 * suggestion.score),
        days=(today - localdate(suggestion.proposed_at)).days,
        is_new=suggestion.proposed_at >= since,
        is_explored=suggestion.pk == explored,
        is_asked_about=suggestion.listing_set in asked_about,
        later_until=suggestion.later_until if suggestion.state == Suggestion.State.LATER else None,
        law=law_badge(*sides, as_of=today),
    )
