"""What a search finds among the listings that its viewer may see, in which order, and why so."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from django.core.cache import cache
from django.db.models import QuerySet

from marketplace.models import Listing, SearchTerm
from marketplace.queries.column_results import ColumnResults, FoundListings
from marketplace.queries.conditions import Condition, InMonths, one_of
from marketplace.queries.facets import FACETS, keeps
from marketplace.queries.knowledge import current_knowledge
from marketplace.queries.listings import Viewer, market
from marketplace.queries.market_columns import Chosen, large_market
from marketplace.queries.orderings import ordering_of
from marketplace.queries.search_points import all_terms, listing_points, worth_of
from marketplace.queries.searches import Search

REACH = "within"
_COUNTED_ANEW, _A_MINUTE = 5_000, 60  # listings, seconds


@dataclass(frozen=True)
class Results:
    """The results of one search for one viewer, asked of the database when they are read."""

    search: Search
    viewer: Viewer

    def found(self, *, without: str = "") -> QuerySet[Listing]:
        """Return all that is found, in no order. without: the filter, or REACH, that is not to count."""
        return self._led_to.filter(*(each.query for each in self.conditions(without=without)))

    def conditions(self, *, without: str = "") -> Iterator[Condition]:
        """Yield what filters, places, months and reach ask of a listing, the cheapest first. without: as of `found`."""
        yield from (keeps(name, value) for name, value in self.search.filters.items() if name != without)
        words = self.search.words
        if words.places:
            yield one_of("shown_area", {area for place in words.places for area in place.areas})
        if words.months:
            yield InMonths(words.months)
        if self.search.reach and without != REACH:
            yield one_of("shown_area", self.search.reach.areas())

    @cached_property
    def number(self) -> int:
        """Return how many are found."""
        return int(self._in_memory.found(self.conditions()).mask.sum()) if self._in_memory else self.found().count()

    def counted(self, *, without: str = "") -> QuerySet[Listing] | Chosen:
        """Return all that is found, to be counted (`queries.facets.numbers_by`)."""
        if self._in_memory:
            return self._in_memory.found(self.conditions(without=without))
        return self.found(without=without)

    @cached_property
    def counts(self) -> Mapping[str, Mapping[str, int]]:
        """Return by facet how many listings each value would leave; of very many, as it was a minute ago at most.

        REACH: by area, how many there are however far that is.
        """
        asked = self.search.to_query(), current_knowledge().version, self.search.day
        if self._in_memory:
            return self._in_memory.market.once(asked, self._counts)
        if self.number <= _COUNTED_ANEW:
            return self._counts()
        key = sha256(f"{self.viewer.pk} {asked}".encode()).hexdigest()
        return cache.get_or_set(f"search-counts:{key}", self._counts, timeout=_A_MINUTE)

    def _counts(self) -> dict[str, dict[str, int]]:
        chosen = self.search.filters.keys()
        narrowed = {name: self.counted(without=name) for name in FACETS if name in chosen}
        everything = self.counted()
        counts = {name: dict(facet.counts(narrowed.get(name, everything))) for name, facet in FACETS.items()}
        if self.search.reach or "area" in chosen:
            return counts | {REACH: dict(FACETS["area"].counts(self.counted(without=REACH)))}
        return counts | {REACH: counts["area"]}

    def listed(self) -> QuerySet[Listing] | FoundListings:
        """Return what `in_order` does, to be sliced into pages."""
        if self._in_memory is None:
            return self.in_order()
        conditions = list(self.conditions())
        pks = self._in_memory.pks(conditions, ranks=self._in_memory.ranks(self.search))
        terms = all_terms(self.search.words) if self.search.words.units else set()
        return FoundListings(pks, viewer=self.viewer, conditions=conditions, terms=terms)

    def in_order(self) -> QuerySet[Listing]:
        """Return all that is found in the order of the search: ties newest first, then as they were made."""
        ordering = ordering_of(self.search, points=self._points)
        return self.found().annotate(**ordering.keys).order_by(*ordering.names)

    @cached_property
    def _in_memory(self) -> ColumnResults | None:
        """Return the search in the market in memory, where that is kept for this viewer."""
        market_now, words = large_market(self.viewer), self.search.words
        if words.says_nothing:
            return None
        if market_now is None or not words.units:
            return market_now and ColumnResults(market_now)
        numbers = {term: led.number for term, led in market_now.postings(all_terms(words)).items()}
        return ColumnResults(market_now, worth_of(words, numbers=numbers))

    @cached_property
    def _led_to(self) -> QuerySet[Listing]:
        """Return what the words lead to, for the conditions to narrow; nothing where they say nothing."""
        listings = market(self.viewer)
        if self.search.words.says_nothing:
            return listings.none()
        return listings if self._points is None else listings.filter(pk__in=self._points.values("listing"))

    @cached_property
    def _points(self) -> QuerySet[SearchTerm] | None:
        """Return the listings that the words lead to, with points; None where no words are left."""
        return listing_points(self.search.words, viewer=self.viewer) if self.search.words.units else None


def results(viewer: Viewer, search: Search) -> Results:
    """Return what a viewer finds by a search."""
    return Results(search=search, viewer=viewer)
