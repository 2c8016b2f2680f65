"""A search: what somebody looks for, made once from an address and used alike by pages, map, feed and API."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from urllib.parse import urlencode

from geo.legs import Point
from marketplace.models import Listing
from marketplace.queries.reach import Reach
from marketplace.queries.search_words import SearchWords, understand_words


class Order(StrEnum):
    """In which order results come. With words: how well they lead there, unless something else is asked for."""

    WORDS = "words"
    NEWEST = "newest"
    NEAREST = "nearest"
    ENDING = "ending"
    FIT = "fit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What is looked for, with every value checked.

    parameters: those of its address that have a meaning, as they were sent. filters: coarse values by the name of a
    facet (`queries.facets`) or of `queries.search_results`. start: where nearness is measured from. fit_to: one of the
    viewer's own listings.
    """

    parameters: Mapping[str, str]
    text: str = ""
    language: str = "sv"
    filters: Mapping[str, str] = field(default_factory=dict)
    reach: Reach | None = None
    start: Point | None = None
    day: date
    order: Order = Order.NEWEST
    fit_to: Listing | None = None

    @property
    def words(self) -> SearchWords:
        """Return what its words mean."""
        return understand_words(self.text, language=self.language)

    def to_query(self) -> str:
        """Return the parameters of its address in a fixed order: the same search, the same text."""
        return urlencode(sorted(self.parameters.items()), safe=",")
