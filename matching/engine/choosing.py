"""After the exact ranking: which of its first to show, and how much of each so that no tonne is promised twice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matching.records import Listing, Match, Side

_SAME_FIRM, _SAME_THING, _SAME_PLACE = 0.5, 0.3, 0.2  # how alike two counterparts are; they add up to 1
_WEIGHT = 0.1  # a twin of one that is shown must be so much better than the next of another kind


def show_diverse(
    matches: Sequence[Match], counterparts: Mapping[str, Listing], *, side: Side, most: int
) -> tuple[Match, ...]:
    """Return at most `most` matches of one listing, the best first, so that they are not all of one kind.

    One at a time, whoever has the highest score less what it has in common with one already chosen (maximal marginal
    relevance, Carbonell and Goldstein 1998): of one firm, of one material and use, at one place. Ties go to the better
    rank. The order is that of choosing; scores and ranks stay those of the exact list.
    matches: in ranked order. counterparts: by id. side: of the listing that asks.
    """
    left, chosen = list(matches), list[Match]()
    while left and len(chosen) < most:
        others = [counterparts[_other(match, side)] for match in chosen]

        def worth(match: Match, others: Sequence[Listing] = others) -> float:
            own = counterparts[_other(match, side)]
            return match.score - _WEIGHT * max((_likeness(own, other) for other in others), default=0.0)

        best = max(left, key=worth)
        left.remove(best)
        chosen.append(best)
    return tuple(chosen)


def _other(match: Match, side: Side) -> str:
    return match.need_id if side is Side.OFFER else match.offer_id


def _likeness(one: Listing, other: Listing) -> float:
    """Return how alike two counterparts are, from 0 to 1; what is unknown of either is not alike."""
    same_firm = bool(one.firm) and one.firm == other.firm
    same_thing = bool(one.material) and (one.material, one.use) == (other.material, other.use)
    same_place = one.latitude is not None and (one.latitude, one.longitude) == (other.latitude, other.longitude)
    return _SAME_FIRM * same_firm + _SAME_THING * same_thing + _SAME_PLACE * same_place


@dataclass(frozen=True, slots=True)
class Allotment:
    """A match with what of it can be had when nothing is promised twice, in the resource's base unit.

    quantity: a year's worth, or of the whole when either side is once; None where either amount is unknown.
    """

    match: Match
    quantity: float | None


def promise_once(matches: Sequence[Match], listings: Mapping[str, Listing]) -> tuple[Allotment, ...]:
    """Return matches with what is left for each when the better ones are served first; those left with nothing go.

    A view and no plan: nobody has agreed to anything. Served by score, so that the best match never loses to two poor
    ones. A match of unknown amount stays as it is and uses nothing up. What comes once and meets a yearly amount is
    counted against the whole of the one and against one year of the other, which all other years are left of: a single
    load must not push out who comes every year.
    matches: best first, of any offers and needs. listings: both sides by id.
    """
    left = {listing.id: listing.quantity for listing in listings.values()}
    met_once = dict.fromkeys(left, 0.0)  # of one year of what comes every year, by what comes once
    allotted = []
    for match in matches:
        offered, needed = left[match.offer_id], left[match.need_id]
        if offered is None or needed is None:
            allotted.append(Allotment(match, None))
            continue
        sides = {match.offer_id: offered, match.need_id: needed}
        apart = listings[match.offer_id].once != listings[match.need_id].once
        spared = {side for side in sides if apart and not listings[side].once}
        quantity = min(amount - met_once[side] * (side in spared) for side, amount in sides.items())
        if quantity <= 0:
            continue
        for side, amount in sides.items():
            if side in spared:
                met_once[side] += quantity
            else:
                left[side] = amount - quantity
        allotted.append(Allotment(match, quantity))
    return tuple(allotted)
