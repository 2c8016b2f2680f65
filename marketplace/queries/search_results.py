"""What a search finds among the listings that its viewer may see, in which order, and why so."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, reduce
from hashlib import sha256
from math import log
from operator import add

from django.core.cache import cache
from django.db.models import Case, Count, F, IntegerField, Max, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from marketplace.models import Listing, SearchTerm
from marketplace.queries.column_results import ColumnResults, FoundListings, WeighedUnit
from marketplace.queries.facets import FACETS, in_month_bits, keeps
from marketplace.queries.knowledge import current_knowledge
from marketplace.queries.listings import Viewer, listings_open_to, market
from marketplace.queries.market_columns import Chosen, Condition, large_market
from marketplace.queries.orderings import ordering_of
from marketplace.queries.search_words import SearchWords, Unit
from marketplace.queries.searches import Order, Search

_LARGEST = 100  # points of a unit of which the market has next to nothing
# Beside a word that means something here, other words refine: they bring nothing in.
_OF_OTHER_WORDS = 0.35
# Of what the strongest unit could give, a share: whatever has less is not found. A word of a description has more.
_ENOUGH = 0.25
_COUNTED_ANEW, _A_MINUTE = 5_000, 60  # listings, seconds
_FULL = 100 * 10  # the share of a term that means just that, by the largest weight


@dataclass(frozen=True)
class Results:
    """The results of one search for one viewer, asked of the database when they are read."""

    search: Search
    viewer: Viewer

    def found(self, *, without: str = "") -> QuerySet[Listing]:
        """Return all that is found, in no order. without: the filter that is not to count, for its own counts."""
        listings = market(self.viewer)
        if self._points is not None:
            listings = listings.filter(pk__in=self._points.values("listing"))
        return listings.filter(*self._conditions(without=without))

    @cached_property
    def number(self) -> int:
        """Return how many are found."""
        return int(self._in_memory.found(self._conditions()).mask.sum()) if self._in_memory else self.found().count()

    def counted(self, *, without: str = "") -> QuerySet[Listing] | Chosen:
        """Return all that is found, to be counted (`queries.facets.numbers_by`)."""
        if self._in_memory:
            return self._in_memory.found(self._conditions(without=without))
        return self.found(without=without)

    def counts(self) -> Mapping[str, Mapping[str, int]]:
        """Return by facet how many listings each value would leave; of very many, as it was a minute ago at most."""
        if self._in_memory:
            key = self.search.to_query(), current_knowledge().version, self.search.day
            return self._in_memory.market.once(key, self._counts)
        if self.number <= _COUNTED_ANEW:
            return self._counts()
        asked = f"{self.viewer.pk} {self.search.to_query()}"
        key = f"search-counts:{sha256(asked.encode()).hexdigest()}"
        return cache.get_or_set(key, self._counts, timeout=_A_MINUTE)

    def _counts(self) -> dict[str, dict[str, int]]:
        chosen = self.search.filters.keys()
        narrowed = {name: self.counted(without=name) for name in FACETS if name in chosen}
        everything = self.counted()
        return {name: dict(facet.counts(narrowed.get(name, everything))) for name, facet in FACETS.items()}

    def listed(self) -> QuerySet[Listing] | FoundListings:
        """Return what `in_order` does, to be sliced into pages."""
        if self._in_memory is None or self.search.order not in (Order.WORDS, Order.NEWEST):
            return self.in_order()
        conditions = self._conditions()
        pks = self._in_memory.pks(conditions, by_words=self.search.order == Order.WORDS)
        terms = {term for each in self._in_memory.words or () for term in each.unit.terms}
        return FoundListings(pks, viewer=self.viewer, conditions=conditions, terms=terms)

    def in_order(self) -> QuerySet[Listing]:
        """Return all that is found in the order of the search: ties newest first, then as they were made."""
        ordering = ordering_of(self.search, points=self._points)
        return self.found().annotate(**ordering.keys).order_by(*ordering.names)

    def _conditions(self, *, without: str = "") -> list[Condition]:
        """Return what holds of all that is found, beside that the words lead there."""
        words = self.search.words
        conditions: list[Condition] = [
            keeps(name, value) for name, value in self.search.filters.items() if name != without
        ]
        if words.places:
            conditions.append(Q(shown_area__in={area for place in words.places for area in place.areas}))
        if words.months:
            conditions.append(in_month_bits(words.months))
        if self.search.reach:
            conditions.append(Q(shown_area__in=self._areas_in_reach))
        return conditions

    @cached_property
    def _in_memory(self) -> ColumnResults | None:
        """Return the search in the market in memory, where that is kept for this viewer."""
        market_now, words = large_market(self.viewer), self.search.words
        if market_now is None or not words.units:
            return market_now and ColumnResults(market_now)
        numbers = {
            term: led.number for term, led in market_now.postings({t for u in _units(words) for t in u.terms}).items()
        }
        weighed = _weighed_units(words, numbers)
        return ColumnResults(market_now, weighed, enough=_enough(weighed))

    @cached_property
    def _points(self) -> QuerySet[SearchTerm] | None:
        """Return the listings that the words lead to, with points; None where no words are left."""
        return listing_points(self.search.words, viewer=self.viewer) if self.search.words.units else None

    @cached_property
    def _areas_in_reach(self) -> list[str]:
        return self.search.reach.areas() if self.search.reach else []


def results(viewer: Viewer, search: Search) -> Results:
    """Return what a viewer finds by a search."""
    return Results(search=search, viewer=viewer)


def listing_points(words: SearchWords, *, viewer: Viewer) -> QuerySet[SearchTerm]:
    """Return rows of `listing` and `points`: of those to which enough of the words leads.

    Whole numbers all through, so that every database adds them up alike. What only the viewer may know leads nobody
    else there, and does not count in how rare a word is.
    """
    weighed = _weighed_units(words, _numbers_led_to(words))
    units = [each.unit for each in weighed]
    names = [f"unit_{place}" for place in range(len(units))]
    points = {name: Max(_unit_points(each.unit, each=each.worth)) for name, each in zip(names, weighed, strict=True)}
    leading = [name for name, each in zip(names, weighed, strict=True) if each.is_leading]
    terms = SearchTerm.objects.filter(_leads(viewer), term__in={term for unit in units for term in unit.terms})
    told = terms.order_by().values("listing").annotate(**points)
    told = told.annotate(points=_sum(names), leading=_sum(leading))
    return told.filter(leading__gte=_enough(weighed))


def _enough(weighed: Iterable[WeighedUnit]) -> int:
    return round(_ENOUGH * max(each.worth for each in weighed if each.is_leading) * _FULL)


def _units(words: SearchWords) -> list[Unit]:
    return [*words.units, *(Unit(place.words, place.terms) for place in words.places)]


def _weighed_units(words: SearchWords, numbers: Mapping[str, int]) -> list[WeighedUnit]:
    """Return the words with what each unit is worth. numbers: of listings, by the term that leads everybody there."""
    weighed = []
    for place, unit in enumerate(_units(words)):
        share, number = _share(unit, words=words), sum(numbers.get(term, 0) for term in unit.terms)
        is_leading = place < len(words.units) and share == 1
        weighed.append(WeighedUnit(unit, round(share * _rarity(number)), is_leading))
    return weighed


def _sum(names: Iterable[str]) -> Combinable:
    return reduce(add, (Coalesce(F(name), 0) for name in names))


def _share(unit: Unit, *, words: SearchWords) -> float:
    has_concepts = any(each.is_concept for each in words.units)
    return _OF_OTHER_WORDS if has_concepts and not unit.is_concept else 1


def _unit_points(unit: Unit, *, each: int) -> Case:
    """Return what one term of a unit gives a listing: its weight there, by how much it counts, by how rare it is."""
    by_share: dict[int, list[str]] = {}
    for term, share in unit.terms.items():
        by_share.setdefault(share, []).append(term)
    cases = (When(term__in=terms, then=F("weight") * Value(share * each)) for share, terms in by_share.items())
    return Case(*cases, output_field=IntegerField())


def _numbers_led_to(words: SearchWords) -> Mapping[str, int]:
    """Return by term how many listings it leads everybody to: how rare it is."""
    terms = {term for unit in _units(words) for term in unit.terms}
    rows = SearchTerm.objects.filter(term__in=terms, is_public=True).order_by().values_list("term")
    return dict(rows.annotate(number=Count("pk")))


def _rarity(number: int) -> int:
    return round(_LARGEST / (1 + log(1 + number) / 3))


def _leads(viewer: Viewer) -> Q:
    if not viewer.is_authenticated:
        return Q(is_public=True)
    return Q(is_public=True) | Q(listing__in=listings_open_to(viewer))
