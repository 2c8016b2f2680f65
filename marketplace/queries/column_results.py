"""What a search finds in a large market that is kept in memory: how many, which filters would leave how many, and who.

The same as `queries.search_results` finds in the database, by the same rules.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from django.db.models import Exists, OuterRef, QuerySet
from numpy.typing import NDArray

from marketplace.models import Listing, SearchTerm
from marketplace.queries.conditions import Condition
from marketplace.queries.listings import Viewer, market
from marketplace.queries.market_columns import Chosen, MarketColumns, Mask
from marketplace.queries.orderings import LAST
from marketplace.queries.reach import area_minutes
from marketplace.queries.search_points import Worth
from marketplace.queries.search_units import Unit
from marketplace.queries.searches import Order, Search

Ranks = NDArray[np.int64]


class FoundListings:
    """Listings by their keys, read from the database when a page of them is asked for, as they are by then.

    conditions: what must still hold of each. terms: one of which must still lead everybody to it, if any are given.
    """

    def __init__(
        self, pks: NDArray[np.int64], *, viewer: Viewer, conditions: Iterable[Condition], terms: set[str]
    ) -> None:
        self._pks, self._viewer, self._terms = pks, viewer, terms
        self._queries = [each.query for each in conditions]

    def __len__(self) -> int:
        return len(self._pks)

    def __getitem__(self, asked: slice) -> list[Listing]:
        by_pk = {listing.pk: listing for listing in self.among(asked)}
        return [by_pk[pk] for pk in self.pks(asked) if pk in by_pk]

    def pks(self, asked: slice) -> list[int]:
        """Return the keys of a page, in their order."""
        return self._pks[asked].tolist()

    def among(self, asked: slice) -> QuerySet[Listing]:
        """Return what a page has by now, in no order."""
        listings = market(self._viewer).filter(*self._queries, pk__in=self.pks(asked)).order_by()
        if not self._terms:
            return listings
        leads = SearchTerm.objects.filter(listing=OuterRef("pk"), term__in=self._terms, is_public=True)
        return listings.filter(Exists(leads))


@dataclass(frozen=True)
class ColumnResults:
    """One search in a market in memory. worth: what the search's words are worth, None where there are none."""

    market: MarketColumns
    worth: Worth | None = None

    def found(self, conditions: Iterable[Condition]) -> Chosen:
        """Return what the words find and all conditions hold for."""
        mask = self.market.where(conditions)
        return Chosen(self.market, mask if self.worth is None else mask & self._is_led)

    def pks(self, conditions: Iterable[Condition], *, ranks: Ranks | None = None) -> NDArray[np.int64]:
        """Return the keys of what is found, by the ranks of all listings; ties, and all without ranks, newest first."""
        places = np.flatnonzero(self.found(conditions).mask)
        if ranks is not None:
            places = places[np.argsort(ranks[places], kind="stable")]
        return self.market.pks[places]

    def ranks(self, search: Search) -> Ranks | None:
        """Return the order of a search as ranks, None for newest first: as `queries.orderings` has it."""
        match search.order:
            case Order.WORDS if self.worth is not None:
                return -np.sum(self._units, axis=0)
            case Order.NEAREST if search.start:
                minutes = dict(area_minutes(search.start, day=search.day))
                return self.market.columns["shown_area"].ranked(lambda area: minutes.get(area, LAST))
            case Order.ENDING:
                return self.market.columns["shown_until"].ranked(lambda day: (day or date.max).toordinal())
        return None

    @cached_property
    def _units(self) -> list[NDArray[np.int64]]:
        """Return for each unit the points that it gives every listing: those of its heaviest term there."""
        worth = self.worth
        return [self._unit_points(*each) for each in zip(worth.units, worth.each, strict=True)] if worth else []

    def _unit_points(self, unit: Unit, worth: int) -> NDArray[np.int64]:
        points = np.zeros(len(self.market.pks), dtype=np.int64)
        for term, led in self.market.postings(unit.terms.keys()).items():
            given = led.weights * (unit.terms[term] * worth)
            points[led.places] = np.maximum(points[led.places], given)  # a term leads to a listing once
        return points

    @cached_property
    def _is_led(self) -> Mask:
        if self.worth is None:
            return np.ones(len(self.market.pks), dtype=bool)
        return np.sum([self._units[place] for place in self.worth.leading], axis=0) >= self.worth.enough
