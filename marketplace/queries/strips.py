"""Exchanges in one picture, as pages show them: `components/match_strip.html`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from marketplace.models import Listing, Suggestion
from marketplace.queries.listing_cards import ListingCard, listing_card
from marketplace.queries.listings import Viewer, market
from marketplace.queries.matching import (
    PLACELESS,
    Trip,
    best_shown_matches,
    goes_straight,
    own_shown_matches,
    score_between_areas,
    trip_between,
)
from marketplace.queries.rankings import weights_of
from marketplace.wording.missing import missing_fact_sentence
from marketplace.wording.numbers import distance_text
from marketplace.wording.reasons import reason_sentence
from matching.records import Match, Reason

LITTLE = 0.06  # the least height of a bar beside one many times as high


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """An exchange in one picture: what `components/match_strip.html` shows."""

    giver: ListingCard
    receiver: ListingCard
    km: int | None
    km_text: str
    minutes: int | None = None  # by lorry; of what goes by road
    crosses_border: bool
    score: float
    percent: int
    reasons_for: list[str]
    reasons_against: list[str]
    missing: list[str]

    @property
    def supply(self) -> tuple[float, ...]:
        """Return the giver's twelve bars."""
        return _bars(self.giver, beside=self.receiver)

    @property
    def demand(self) -> tuple[float, ...]:
        """Return the receiver's twelve bars, where possible on the giver's scale."""
        return _bars(self.receiver, beside=self.giver)


def _bars(card: ListingCard, *, beside: ListingCard) -> tuple[float, ...]:
    """Return twelve heights from 0 to 1: on one scale with the other side where both amounts are known and alike.

    Else each has its own highest month. Months with little still show that there is something.
    """
    highest = _highest_month(card), _highest_month(beside)
    comparable = all(highest) and (card.band.unit, card.band.once) == (beside.band.unit, beside.band.once)
    scale = highest[0] / max(highest) if comparable else 1.0
    return tuple(max(share * scale, LITTLE) if share else 0.0 for share in card.months)


def _highest_month(card: ListingCard) -> float:
    """Return what the card's best month comes to, in the unit of its band; 0 where the amount is not known."""
    return card.quantity / sum(card.months) if card.band and card.quantity else 0.0


def make_strip(suggestion: Suggestion, *, giver: ListingCard, receiver: ListingCard) -> Strip:
    """Return the picture of a suggestion, with cards that show what their reader may see.

    Where a card is blind, its area stands for its site in kilometres, score and reasons, so that they tell no more
    than the card: whoever moves its own site about, and is asked each time, learns where the middle of the area is.
    """
    is_open = {card.side: card.is_open for card in (giver, receiver)}
    exact = all(is_open.values())
    trip, score = _trip_between(giver, receiver), suggestion.score
    if exact:
        trip = _between_sites(suggestion.distance_km, trip)
    else:
        facts = {"resource": giver.resource, "material": giver.material_code}
        score = round(
            score_between_areas(suggestion.fits, weights=weights_of(suggestion.ranking), trip=trip, **facts), 1
        )
    return Strip(
        giver=giver,
        receiver=receiver,
        **_told_trip(trip, exact=exact, resource=giver.resource),
        crosses_border=giver.country != receiver.country,
        score=score,
        percent=round(100 * score),
        reasons_for=_sentences(_told(suggestion.reasons_for, exact=exact), exact=exact),
        reasons_against=_sentences(_told(suggestion.reasons_against, exact=exact), exact=exact),
        # Of a blind listing it is not told what it says, so not what it leaves out either.
        missing=[
            missing_fact_sentence(item["fact"], item["side"]) for item in suggestion.missing if is_open[item["side"]]
        ],
    )


def _told(reasons: list[dict], *, exact: bool) -> list[dict]:
    """Return the reasons of a stored judgement; for a blind reader those that know nothing of places."""
    return [reason for reason in reasons if exact or reason["aspect"] in PLACELESS]


def _sentences(reasons: list[dict], *, exact: bool) -> list[str]:
    return [sentence for reason in reasons if (sentence := reason_sentence(reason, exact=exact))]


def match_strip(match: Match, *, giver: ListingCard, receiver: ListingCard) -> Strip:
    """Return the picture of a match that nobody has stored, judged on what its reader may see.

    A blind listing was judged on what stands for its facts: sentences with those numbers would not be true.
    """
    judged_exactly = {card.side: card.is_mine or not card.is_blind for card in (giver, receiver)}
    exact = all(judged_exactly.values())
    trip = _between_sites(match.distance_km, _trip_between(giver, receiver))
    return Strip(
        giver=giver,
        receiver=receiver,
        **_told_trip(trip, exact=exact, resource=giver.resource),
        crosses_border=giver.country != receiver.country,
        score=match.score,
        percent=round(100 * match.score),
        reasons_for=_sentences(stored_reasons(match.reasons_for), exact=exact),
        reasons_against=_sentences(stored_reasons(match.reasons_against), exact=exact),
        # What a blind listing does not show is hidden, not missing.
        missing=[missing_fact_sentence(item.code, item.side) for item in match.missing if judged_exactly[item.side]],
    )


@dataclass(frozen=True, slots=True)
class ShownMatch:
    """A match of one listing as a page lists it."""

    other: ListingCard
    strip: Strip


def shown_strips(matches: Iterable[Match], *, own: ListingCard, viewer: Viewer) -> list[ShownMatch]:
    """Return matches of the own listing, without those whose other side this viewer may not open."""
    pairs = [(match, _other_of(match, own)) for match in matches]
    others = _market_cards([pk for _, pk in pairs], viewer=viewer)
    return [_shown(match, own=own, other=others[pk]) for match, pk in pairs if pk in others]


def _other_of(match: Match, own: ListingCard) -> int:
    return int(match.need_id if own.side == Listing.Side.OFFER else match.offer_id)


def _market_cards(pks: Iterable[int], *, viewer: Viewer) -> dict[int, ListingCard]:
    return {listing.pk: listing_card(listing) for listing in market(viewer).filter(pk__in=set(pks))}


def _shown(match: Match, *, own: ListingCard, other: ListingCard) -> ShownMatch:
    giver, receiver = (own, other) if own.side == Listing.Side.OFFER else (other, own)
    return ShownMatch(other, match_strip(match, giver=giver, receiver=receiver))


@dataclass(frozen=True, slots=True)
class OwnListing:
    """A listing of the reader's firm, with the best match that they may see."""

    card: ListingCard
    best: ShownMatch | None


def own_with_best(listings: list[Listing], *, viewer: Viewer, as_of: date) -> list[OwnListing]:
    """Return the reader's listings, each with its best match."""
    best = best_shown_matches(listings, as_of=as_of)
    cards = [listing_card(listing) for listing in listings]
    others = _market_cards((_other_of(best[card.pk], card) for card in cards if card.pk in best), viewer=viewer)
    rows = []
    for card in cards:
        match = best.get(card.pk)
        other = others.get(_other_of(match, card)) if match else None
        rows.append(OwnListing(card, _shown(match, own=card, other=other) if other else None))
    return rows


def best_pairs(listings: list[Listing], *, viewer: Viewer, as_of: date, each: int) -> list[OwnListing]:
    """Return the reader's listings with their best matches, `each` at most, the best first; each other side once."""
    found = own_shown_matches(listings, as_of=as_of, each=each)
    cards = {listing.pk: listing_card(listing) for listing in listings}
    pairs = [(cards[pk], match, _other_of(match, cards[pk])) for pk, matches in found.items() for match in matches]
    others = _market_cards((other for _card, _match, other in pairs), viewer=viewer)
    rows: dict[int, OwnListing] = {}
    for card, match, other in sorted(pairs, key=lambda pair: (-pair[1].score, pair[0].pk, pair[2])):
        if other in others and other not in rows:
            rows[other] = OwnListing(card, _shown(match, own=card, other=others[other]))
    return list(rows.values())


def stored_reasons(reasons: Iterable[Reason]) -> list[dict]:
    """Return the engine's reasons as JSON keeps them."""
    return [
        {"code": str(reason.code), "aspect": str(reason.aspect), "values": dict(reason.values)} for reason in reasons
    ]


def _trip_between(giver: ListingCard, receiver: ListingCard) -> Trip | None:
    """Return how far it is between the points that the reader may know."""
    ends = giver.road_point, receiver.road_point
    return trip_between(ends[0], ends[1], resource=giver.resource) if ends[0] and ends[1] else None


def _between_sites(km: float | None, trip: Trip | None) -> Trip | None:
    """Return a trip with the kilometres of a judgement, which knows the sites."""
    return None if km is None else Trip(km, trip.minutes if trip else None)


def _told_trip(trip: Trip | None, *, exact: bool, resource: str) -> dict[str, Any]:
    """Return what a strip tells of a trip."""
    if trip is None:
        return {"km": None, "km_text": ""}
    text = distance_text(trip.km, exact=exact, minutes=trip.minutes, straight=goes_straight(resource))
    return {"km": round(trip.km), "km_text": text, "minutes": None if trip.minutes is None else round(trip.minutes)}
