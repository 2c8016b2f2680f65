"""Open suggestions with each tonne counted once: what is left for each when the better ones are served first."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from marketplace.models import Listing, Role, Suggestion, Symbiosis, User
from marketplace.queries.listing_cards import listing_card
from marketplace.queries.suggestions import visible_suggestions
from marketplace.wording.numbers import quantity_text
from matching import records
from matching.engine import promise_once
from matching.records import Match, Resource

MOST = 500  # suggestions, the best: more are no reading for anybody
_NOTHING = 1e-9  # of a listing's amount: what sums of shares leave by rounding


# Offer and need → what is left for the two, of the whole where either comes once; None where that cannot be said.
Shares = Mapping[tuple[int, int], float | None]


@dataclass(frozen=True, slots=True)
class Supply:
    """How much of a listing there is to share out: a year's worth, or all of it when once."""

    pk: int
    side: str
    quantity: float | None
    once: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AllottedRow:
    """One suggestion and what is left for it; amount: empty where one of the two is unknown."""

    title: str
    url: str
    percent: int
    state_label: str
    amount: str
    is_left_out: bool  # better ones have taken all that there is


@dataclass(frozen=True, slots=True)
class Rest:
    """What of a listing no suggestion takes."""

    title: str
    url: str
    amount: str
    whole: str


@dataclass(frozen=True, slots=True)
class Allotments:
    """The view: suggestions, best first, and what is over on either side."""

    rows: list[AllottedRow]
    offers: list[Rest]
    needs: list[Rest]
    is_cut: bool  # there are more than `MOST`


def allotments(viewer: User) -> Allotments:
    """Return the open suggestions that this coordinator sees, without those that have failed since."""
    suggestions = visible_suggestions(viewer).filter(state__in=Suggestion.OPEN_STATES)
    found = list(suggestions.exclude(symbiosis__stage=Symbiosis.Stage.FAILED)[: MOST + 1])
    pairs = {each.pk: _pair(each) for each in found[:MOST]}
    listings = {listing.pk: listing for pair in pairs.values() for listing in pair}
    shares = served_once([(each.score, *(_supply(listing) for listing in pairs[each.pk])) for each in found[:MOST]])
    rows = [_row(each, pairs[each.pk], shares) for each in found[:MOST]]
    taken = _taken(pairs.values(), shares)
    rests = [(listing, rest) for listing in listings.values() if (rest := _rest(listing, taken[listing.pk]))]
    offers, needs = (
        [rest for listing, rest in rests if listing.side == side] for side in (Listing.Side.OFFER, Listing.Side.NEED)
    )
    return Allotments(rows, offers, needs, is_cut=len(found) > MOST)


def _pair(suggestion: Suggestion) -> tuple[Listing, Listing]:
    listings = {part.role: part.listing for part in suggestion.parts.all()}
    return listings[Role.GIVER], listings[Role.RECEIVER]


def _supply(listing: Listing) -> Supply:
    return Supply(listing.pk, listing.side, listing.quantity, _comes_once(listing))


def served_once(pairs: Sequence[tuple[float, Supply, Supply]]) -> Shares:
    """Return what is left for each pair of an offer and a need when the better ones are served first.

    pairs: score, offer, need; best first. A pair that is left with nothing is missing, one of which an amount is
    unknown has None.
    """
    listings = {str(each.pk): _record(each) for pair in pairs for each in pair[1:]}
    matches = [_match(score, str(offer.pk), str(need.pk)) for score, offer, need in pairs]
    served = promise_once(matches, listings)
    return {(int(each.match.offer_id), int(each.match.need_id)): each.quantity for each in served}


def _match(score: float, offer: str, need: str) -> Match:
    """Return a pair as far as sharing out needs it."""
    return Match(
        offer_id=offer,
        need_id=need,
        score=score,
        fits={},
        reasons_for=(),
        reasons_against=(),
        missing=(),
        distance_km=None,
    )


def _record(supply: Supply) -> records.Listing:
    """Return a listing as far as sharing out needs it."""
    return records.Listing(
        id=str(supply.pk), side=records.Side(supply.side), title="", quantity=supply.quantity, once=supply.once
    )


def _row(suggestion: Suggestion, pair: tuple[Listing, Listing], shares: Shares) -> AllottedRow:
    offer, need = pair
    key = offer.pk, need.pk
    share = shares.get(key)
    return AllottedRow(
        title=f"{_title(offer)} → {_title(need)}",
        url=reverse("suggestion-detail", args=[suggestion.pk]),
        percent=round(100 * suggestion.score),
        state_label=suggestion.get_state_display(),
        amount=_amount(offer, share, once=_comes_once(offer) or _comes_once(need)) if share else "",
        is_left_out=key not in shares,
    )


def _taken(pairs: Iterable[tuple[Listing, Listing]], shares: Shares) -> Mapping[int, float]:
    """Return how much of each listing is taken: of what comes every year by who comes every year alone."""
    taken: dict[int, float] = defaultdict(float)
    for pair in pairs:
        share = shares.get((pair[0].pk, pair[1].pk)) or 0.0
        for listing, other in (pair, pair[::-1]):
            if _comes_once(listing) or not _comes_once(other):
                taken[listing.pk] += share
    return taken


def _rest(listing: Listing, taken: float) -> Rest | None:
    """Return what is over of a listing; None where all of it is taken, or where its amount is unknown."""
    if not listing.quantity:
        return None
    rest = listing.quantity - taken
    if rest <= _NOTHING * listing.quantity:
        return None
    url, once = reverse("listing-detail", args=[listing.pk]), _comes_once(listing)
    return Rest(_title(listing), url, _amount(listing, rest, once=once), _amount(listing, listing.quantity, once=once))


def _comes_once(listing: Listing) -> bool:
    return listing.rhythm == Listing.Rhythm.ONCE


def _amount(listing: Listing, quantity: float, *, once: bool) -> str:
    return quantity_text(quantity, Resource(listing.resource).dimension, once=once)


def _title(listing: Listing) -> str:
    """Return title and area, without the firm: who it is stands on the suggestion's page, where looks are noted."""
    listing.is_open_to_viewer, listing.is_mine = True, False
    card = listing_card(listing, unnamed=True)
    return f"{card.title}, {card.area_name}" if card.area_name else card.title
