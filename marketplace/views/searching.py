"""What the pages of a search share: the search of the request's address, its results, and the links to others."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.http import HttpRequest
from django.utils import timezone

from marketplace.forms.reach import MINUTES, ReachForm
from marketplace.forms.searches import ReadSearch, SearchFilter, WordsForm, read_search
from marketplace.models import Listing
from marketplace.queries.browse import FilterLink, FilterRow, filter_rows, page_address, reach_row, side_links, without
from marketplace.queries.search_reasons import understood_lines
from marketplace.queries.search_results import REACH, Results, results
from marketplace.queries.search_words import LONGEST
from marketplace.queries.searches import Order, Search
from marketplace.wording.numbers import language
from marketplace.wording.searches import ORDER_NAMES

# What links lead on with: whatever else stands in an address, and is kept with what is drawn, has no end.
_SAID = {*SearchFilter.base_filters, *WordsForm.base_fields, *ReachForm.base_fields, "view", "page"}
# What the form of place and reach sends by itself.
_IN_FORM = {"municipality", "within", "site", "place", "day", "vehicle", "page"}


@dataclass(frozen=True, slots=True)
class OrderLink:
    """One order of results, as a link."""

    label: str
    url: str
    active: bool


@dataclass(frozen=True)
class PageSearch:
    """The search of one request. side: the only one of this page, "" for both."""

    request: HttpRequest
    read: ReadSearch
    results: Results
    side: str = ""

    @property
    def search(self) -> Search:
        return self.read.search

    @property
    def filter(self) -> SearchFilter:
        return self.read.filter

    @property
    def reach(self) -> ReachForm:
        return self.read.reach

    @property
    def chosen(self) -> dict[str, str]:
        """Return what the address says of a search, in its order; what the page is about by itself left out."""
        told = {name: value for name, value in self.request.GET.items() if name in _SAID and len(value) <= LONGEST}
        return without(told, *(["side"] if self.side else []))

    def sides(self, paths: Mapping[str, str]) -> list[FilterLink]:
        """Return both sides and each alone. paths: of the pages of each, or {} where this page has them all."""
        rest = without(self.chosen, "side")
        told = {
            side: rest if side in paths or not side else rest | {"side": side} for side in ("", *Listing.Side.values)
        }
        addresses = {side: page_address(paths.get(side, self.request.path), asked) for side, asked in told.items()}
        return side_links(self.results, addresses=addresses)

    @cached_property
    def rows(self) -> tuple[FilterRow, ...]:
        """Return the filters as links."""
        rows = filter_rows(self.results, chosen=self.chosen, path=self.request.path)
        if "site" in self.reach.fields or self.request.GET.get("place"):
            reach, counts = self.reach.offered(), self.results.counts[REACH]
            path = self.request.path
            rows.insert(1, reach_row(self.chosen, minutes=MINUTES, path=path, reach=reach, counts=counts))
        return tuple(rows)

    @property
    def first_rows(self) -> tuple[FilterRow, ...]:
        """Return the filters that a page with little room shows at once."""
        return tuple(
            row for row in self.rows if row.name in ("material", "within") or (row.name == "area" and row.is_chosen)
        )

    @property
    def further_rows(self) -> tuple[FilterRow, ...]:
        first = self.first_rows
        return tuple(row for row in self.rows if row not in first)

    @property
    def kept(self) -> list[tuple[str, str]]:
        """Return what was chosen elsewhere, for the form of place and reach to send along."""
        return [(name, value) for name, value in self.chosen.items() if name not in _IN_FORM]

    @property
    def kept_by_words(self) -> list[tuple[str, str]]:
        """Return what was chosen, for the box of words to send along."""
        return [(name, value) for name, value in self.chosen.items() if name not in ("q", "language", "order", "page")]

    @property
    def kept_by_fit(self) -> list[tuple[str, str]]:
        """Return what was chosen, for the choice of an own listing to send along."""
        return [(name, value) for name, value in self.chosen.items() if name not in ("fit", "order", "page")]

    @property
    def is_narrowed(self) -> bool:
        return bool(self.search.filters.keys() - {"side"}) or self.reach.is_bound

    @property
    def says_nothing(self) -> bool:
        """Return whether nothing is looked for as the words say nothing; `understood` tells why."""
        return self.search.words.says_nothing

    @cached_property
    def understood(self) -> list[str]:
        return understood_lines(self.search.words)

    @cached_property
    def without_places(self) -> str:
        """Return the words of a search that names a place and more, without the place; "" for every other."""
        words = self.search.words
        return words.without_places() if words.places else ""

    @property
    def without_places_url(self) -> str:
        return page_address(self.request.path, self.chosen | {"q": self.without_places})

    @cached_property
    def orders(self) -> list[OrderLink]:
        """Return the orders that make sense here."""
        offered = [Order.NEWEST, Order.ENDING]
        if self.search.text:
            offered.insert(0, Order.WORDS)
        if self.search.start or "site" in self.reach.fields:
            offered.append(Order.NEAREST)
        rest = without(self.chosen, "order", "fit")
        default = Order.WORDS if self.search.text else Order.NEWEST
        links = [
            OrderLink(
                str(ORDER_NAMES[order]),
                page_address(self.request.path, rest if order == default else rest | {"order": order.value}),
                active=self.search.order == order,
            )
            for order in offered
        ]
        if self.search.fit_to:
            links.append(OrderLink(str(ORDER_NAMES["fit"]), self.request.get_full_path(), active=True))
        return links


def search(request: HttpRequest, *, side: str = "") -> PageSearch:
    """Return the search of the request's address."""
    read = read_search(
        request.GET.dict(), viewer=request.user, today=timezone.localdate(), language=language(), side=side
    )
    return PageSearch(request, read, results(request.user, read.search), side)
