"""The market as the engine sees it, and what the engine says about it."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from itertools import chain
from operator import attrgetter
from typing import Any, NamedTuple

import numpy as np
from django.db.models import QuerySet

from geo.distance import straight_km_pairwise
from geo.roads import RoadDistances
from marketplace.models import CandidateList, FirmBlock, Listing
from marketplace.queries.knowledge import current_knowledge
from marketplace.queries.listing_cards import middle_of_band
from marketplace.queries.meanings import meanings_are_on, stored_meaning, text_of
from marketplace.queries.places import area_point
from marketplace.queries.rankings import current_ranking
from matching import records
from matching.amounts import normalise
from matching.economics import usual_rates
from matching.engine import fact_swings, find_matches, show_diverse
from matching.errors import FactError
from matching.nearness import distance_fits, travel_scale_km, trips
from matching.records import Aspect, Match, MissingFact, Travel
from matching.scoring import ASPECTS, score_pairs, weight_vector
from matching.ways import way_tables

Records = list[records.Listing]
Blocks = dict[int, frozenset[str]]  # firm → the firms that it has blocked, as the engine names firms
NO_BLOCKS: Blocks = {}  # in what is shown: who is missing from it would tell whose a blind listing is
BEST = 3  # a match becomes a suggestion among the best three of its offer or of its need
RATES = usual_rates()
_CURRENCIES = {"SE": "SEK", "NO": "NOK"}
SHOWN = 10  # matches of one listing that its page lists
SCANNED = 2_000  # listings on the market: so many may simply be judged one by one
_FEW, _FOUND_KEPT = 100, 300  # listings of which the judgement is kept, and how many judgements
_FRESH_DAYS = 2  # a list is made anew each day; an older one has been forgotten
# What a blind pair is judged on for its reader: these know nothing of places. An aspect that does must stay out.
PLACELESS = frozenset(Aspect) - {Aspect.DISTANCE, Aspect.VALUE}


class Trip(NamedTuple):
    """How far something goes. minutes: by lorry, with ferries; None through a pipe, which lies in a straight line."""

    km: float
    minutes: float | None


def published_listings() -> QuerySet[Listing]:
    """Return what takes part in matching."""
    listings = Listing.objects.filter(state=Listing.State.PUBLISHED, firm__hidden_at__isnull=True)
    meaning = ["meaning"] if meanings_are_on() else []
    return listings.select_related("firm", "site", *meaning).prefetch_related("property_values").order_by("pk")


def blocked_firms() -> Blocks:
    """Return firm → the firms that it has blocked, as the engine names firms."""
    blocks: dict[int, set[str]] = {}
    for firm, blocked in FirmBlock.objects.exclude(blocked=None).values_list("firm_id", "blocked_id"):
        blocks.setdefault(firm, set()).add(str(blocked))
    return {firm: frozenset(blocked) for firm, blocked in blocks.items()}


def matching_record(
    listing: Listing, *, blocks: Blocks, coarse: bool = False, reader_firm: int | None = None
) -> records.Listing:
    """Return a listing as the engine takes it.

    coarse: only what everybody may see, so that neither a score nor a distance tells more than the page does.
    reader_firm: whose listings are told apart from others' even then: a firm is not matched with itself.
    """
    hidden = coarse and listing.visibility == Listing.Visibility.BLIND
    area = area_point(listing.shown_area) if listing.shown_area else None
    place = area if hidden else listing.site
    known = current_knowledge().waste_codes.get(listing.waste_code)
    title, description, language = text_of(listing)
    return records.Listing(
        id=str(listing.pk),
        side=records.Side(listing.side),
        title="" if hidden else title,
        resource=records.Resource(listing.resource),
        description="" if hidden else description,
        language=language,
        material=listing.material,
        waste_code="" if hidden else listing.waste_code,
        use=listing.use,
        quantity=middle_of_band(listing.quantity) if hidden else listing.quantity,
        once=listing.rhythm == Listing.Rhythm.ONCE,
        month_shares=tuple(listing.month_shares) or None,
        available_from=None if hidden else listing.available_from,
        available_until=None if hidden else listing.available_until,
        shelf_life_days=None if hidden else listing.shelf_life_days,
        smallest_lot=None if hidden else _in_base_units(listing, listing.smallest_lot),
        largest_lot=None if hidden else _in_base_units(listing, listing.largest_lot),
        price=None if hidden else _per_base_unit(listing, listing.price),
        currency="" if hidden else listing.currency or _CURRENCIES.get(listing.firm.country, ""),
        disposal_cost=None if hidden else _per_base_unit(listing, listing.disposal_cost),
        latitude=getattr(place, "latitude", None),
        longitude=getattr(place, "longitude", None),
        country=listing.firm.country,
        max_km=None if hidden else listing.max_km,
        # With its firm, a match that is missing would tell that two listings belong together.
        firm="" if hidden and listing.firm_id != reader_firm else str(listing.firm_id),
        nace="" if hidden else listing.firm.nace,
        blocked_firms=blocks.get(listing.firm_id, frozenset()),
        hazardous=known.hazardous if known and not hidden else None,
        abp_category=None if hidden else listing.abp_category,
        properties=tuple(
            records.PropertyValue(code=value.code, low=value.low, high=value.high, unit=value.unit, basis=value.basis)
            for value in listing.property_values.all()
            if not hidden
        ),
        meaning=b"" if hidden else stored_meaning(listing),
        unweighed_unit=listing.unit if listing.amount is not None and listing.quantity is None and not hidden else "",
    )


def _in_base_units(listing: Listing, amount: Decimal | None) -> float | None:
    """Return an amount in the listing's unit in base units, whatever the rhythm; None where it cannot be told."""
    if amount is None or not listing.unit:
        return None
    material = current_knowledge().materials.get(listing.material)
    try:
        return normalise(
            float(amount),
            listing.unit,
            "once",
            resource=records.Resource(listing.resource),
            density_kg_m3=getattr(material, "density_kg_m3", None),
            kg_each=listing.kg_of_one(usual=getattr(material, "kg_each", None)),
        ).total
    except FactError:
        return None


def _per_base_unit(listing: Listing, money: Decimal | None) -> float | None:
    """Return money per the listing's unit as money per base unit, None where either is unknown."""
    one = _in_base_units(listing, Decimal(1))
    return None if money is None or one is None else float(money) / one


def engine_setting(as_of: date, *, weights: Mapping[Aspect, float] | None = None) -> dict[str, Any]:
    """Return what every judgement is made with, for the engine's functions. weights: else those in force."""
    return {
        "knowledge": current_knowledge(),
        "distances": RoadDistances(),
        "weights": current_ranking().weights if weights is None else weights,
        "rates": RATES,
        "as_of": as_of,
    }


def shown_matches(listing: Listing, *, is_own: bool, as_of: date, most: int = SHOWN) -> tuple[Match, ...]:
    """Return the best matches of a listing for its page or the API, judged on what may be seen.

    Where the index has listed its counterparts only these are judged; else all, in a market of up to `SCANNED`.
    is_own: the viewer acts for this listing, so that its own facts count exactly; the others' never do.
    most: where fewer than the best `SHOWN` are wanted, those that are not all of one kind (`engine.show_diverse`), in
        the order of the ranking.
    """
    return ranked_and_shown(listing, is_own=is_own, as_of=as_of, most=most)[1]


def ranked_and_shown(
    listing: Listing, *, is_own: bool, as_of: date, most: int
) -> tuple[tuple[Match, ...], tuple[Match, ...]]:
    """Return the best `SHOWN` matches of a listing, and those that `shown_matches` picks of them."""
    reader_firm = listing.firm_id if is_own else None
    view = CandidateList.View.OWN if is_own else CandidateList.View.SHOWN
    others = _shown_others({listing.pk}, view=view, reader_firm=reader_firm, as_of=as_of)
    own = [matching_record(listing, blocks=NO_BLOCKS, coarse=not is_own, reader_firm=reader_firm)]
    ranked = _ranked(own, others, top=SHOWN, as_of=as_of)
    if len(ranked) <= most:
        return ranked, ranked
    shown = show_diverse(ranked, {row.id: row for row in others}, side=own[0].side, most=most)
    return ranked, tuple(match for match in ranked if match in shown)


def most_telling_fact(listing: Listing, *, as_of: date) -> MissingFact | None:
    """Return the fact that a listing lacks and that would change its own firm's list most; None where none would."""
    others = _shown_others({listing.pk}, view=CandidateList.View.OWN, reader_firm=listing.firm_id, as_of=as_of)
    counterparts = [row for row in others if row.side != listing.side]
    if not counterparts:
        return None
    own = matching_record(listing, blocks=NO_BLOCKS)
    swings = fact_swings(own, counterparts, **engine_setting(as_of), top=SHOWN)
    return next((swing.fact for swing in swings), None)


def best_shown_matches(listings: Iterable[Listing], *, as_of: date) -> dict[int, Match]:
    """Return the best match of each published listing of a person's firms, judged on what each may see of others."""
    return {pk: matches[0] for pk, matches in own_shown_matches(listings, as_of=as_of, each=1).items()}


def own_shown_matches(listings: Iterable[Listing], *, as_of: date, each: int) -> dict[int, list[Match]]:
    """Return the best matches of each published listing of a person's firms, as `best_shown_matches`."""
    best: dict[int, list[Match]] = {}
    rows = published_listings().filter(pk__in=[listing.pk for listing in listings])
    for (firm, side), own in _grouped(rows).items():
        pks = {listing.pk for listing in own}
        others = _shown_others(pks, view=CandidateList.View.OWN, reader_firm=firm, as_of=as_of)
        records_of_own = [matching_record(listing, blocks=NO_BLOCKS) for listing in own]
        for match in _ranked(records_of_own, others, top=each, as_of=as_of):
            pk = int(match.offer_id if side == Listing.Side.OFFER else match.need_id)
            best.setdefault(pk, []).append(match)
    return best


def _grouped(listings: Iterable[Listing]) -> dict[tuple[int, str], list[Listing]]:
    """Return listings by firm and side."""
    groups: dict[tuple[int, str], list[Listing]] = {}
    for listing in listings:
        groups.setdefault((listing.firm_id, listing.side), []).append(listing)
    return groups


def _shown_others(pks: set[int], *, view: CandidateList.View, reader_firm: int | None, as_of: date) -> Records:
    """Return what these listings are to be judged with, as a reader may know it: their lists, or the whole market."""
    published = published_listings()
    lists = CandidateList.objects.filter(listing__in=pks, view=view, as_of__gt=as_of - timedelta(days=_FRESH_DAYS))
    listed = dict(lists.values_list("listing", "counterparts"))
    if listed.keys() == pks:
        published = published.filter(pk__in=set(chain.from_iterable(listed.values())))
    elif published[: SCANNED + 1].count() > SCANNED:
        return []  # too much for one page: the index is about to list them
    return [matching_record(each, blocks=NO_BLOCKS, coarse=True, reader_firm=reader_firm) for each in published]


def _ranked(own: Records, others: Records, *, top: int, as_of: date) -> tuple[Match, ...]:
    """Return the best `top` matches of each of some listings of one side, in the order of their ranks."""
    is_offer = own[0].side is records.Side.OFFER
    counterparts = [row for row in others if row.side is not own[0].side]
    sides = (own, counterparts) if is_offer else (counterparts, own)
    weights, tables = tuple(current_ranking().weights.items()), current_knowledge().version
    find = _found if len(own) + len(counterparts) <= _FEW else _found.__wrapped__
    matches = find(*map(tuple, sides), as_of, top, weights, tables)
    rank = attrgetter("rank_for_offer" if is_offer else "rank_for_need")
    return tuple(sorted((match for match in matches if rank(match)), key=rank))


@lru_cache(maxsize=_FOUND_KEPT)
def _found(
    offers: tuple[records.Listing, ...],
    needs: tuple[records.Listing, ...],
    as_of: date,
    top: int,
    weights: tuple[tuple[Aspect, float], ...],
    _tables: object,
) -> tuple[Match, ...]:
    """Return the matches of these records, which say all there is to judge; the few of an index are asked for again."""
    return find_matches(offers, needs, **engine_setting(as_of, weights=dict(weights)), top=top)


def score_between_areas(
    fits: Mapping[str, float], *, weights: Mapping[Aspect, float], trip: Trip | None, resource: str, material: str
) -> float:
    """Return the score of a stored judgement with the distance of the areas in place of that of the sites.

    Scores of the exact distance, asked for from many places, would lead to the site.
    """
    known = {aspect: fits[aspect] for aspect in PLACELESS if aspect in fits}
    haul_km = way_tables(current_knowledge()).haul_km(material)
    if trip is not None:
        km = np.array(trip.km)
        costly = km if trip.minutes is None else trips(km, np.array(trip.minutes)).costly
        scale_km = travel_scale_km(records.Resource(resource), haul_km=haul_km)
        known[Aspect.DISTANCE] = float(distance_fits(costly, scale_km=scale_km))
    row = np.array([[known.get(aspect, np.nan) for aspect in ASPECTS]])
    return float(score_pairs(row, weight_vector(weights))[0])


def goes_straight(resource: str) -> bool:
    """Return whether such a thing goes through a pipe."""
    return records.Resource(resource).travel is Travel.PIPE


def trip_between(start: tuple[float, float], end: tuple[float, float], *, resource: str) -> Trip | None:
    """Return how far such a thing goes between two points of (latitude, longitude), None for what goes nowhere."""
    if records.Resource(resource).travel is Travel.NONE:
        return None
    ends = np.array([start]), np.array([end])
    if goes_straight(resource):
        return Trip(float(straight_km_pairwise(*ends)[0]), None)
    km, minutes = RoadDistances().km_and_minutes_of_pairs(*ends)
    return Trip(float(km[0]), float(minutes[0]))
