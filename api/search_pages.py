"""One page of what the search finds: read out of its address once for everybody who asks the same of a large market."""

import json
from collections.abc import Iterator, Mapping
from functools import partial
from typing import NamedTuple

from rest_framework import serializers

from api.asked import Asked, asked_of, read_asked
from api.listing_pages import written_listings
from api.orders import OrderIn
from api.pagination import LARGEST_PAGE, PAGE_SIZE
from marketplace.models import Country, Listing
from marketplace.queries.column_results import FoundListings
from marketplace.queries.facets import BANDS
from marketplace.queries.knowledge import current_knowledge
from marketplace.queries.listing_facts import Facts, listing_facts
from marketplace.queries.listings import Viewer
from marketplace.queries.market_columns import large_market
from marketplace.queries.prepared import Prepared, prepared
from marketplace.queries.search_reasons import understood_lines, why_found
from marketplace.queries.search_results import results
from marketplace.queries.search_words import LONGEST, SearchWords
from marketplace.queries.searches import Order
from marketplace.wording.numbers import language
from matching.knowledge import LANGUAGES

_LAST_PAGE = 1000


class SearchIn(OrderIn):
    """What to look for, and in which order. Codes as in `/materials/`; several months or areas joined by commas."""

    q = serializers.CharField(required=False, allow_blank=True, max_length=LONGEST, help_text="Words, codes, places.")
    language = serializers.ChoiceField(choices=LANGUAGES, required=False, help_text="Of the words; else the reader's.")
    side = serializers.ChoiceField(choices=Listing.Side.choices, required=False)
    resource = serializers.ChoiceField(choices=Listing.Resource.choices, required=False)
    material = serializers.CharField(required=False, help_text="A material or a group.")
    use = serializers.CharField(required=False, help_text="Needs of it, and offers of what can serve it.")
    country = serializers.ChoiceField(choices=Country.choices, required=False)
    municipality = serializers.CharField(required=False)
    area = serializers.CharField(required=False)
    month = serializers.CharField(required=False, help_text="1 to 12.")
    amount = serializers.ChoiceField(choices=BANDS, required=False, help_text="A power of ten, in kilograms.")
    price = serializers.ChoiceField(choices=Listing.ShownPrice.choices, required=False)
    hazard = serializers.ChoiceField(choices=Listing.ShownHazard.choices, required=False)
    order = serializers.ChoiceField(
        choices=[order.value for order in Order],
        required=False,
        help_text="Without it: words where there are words, else newest. nearest needs a site or place, fit needs fit.",
    )
    page = serializers.IntegerField(required=False, min_value=1, max_value=_LAST_PAGE, default=1)
    page_size = serializers.IntegerField(required=False, min_value=1, max_value=LARGEST_PAGE, default=PAGE_SIZE)


_PARAMETERS = tuple(SearchIn().fields)


class FoundPage(NamedTuple):
    """listings: the query of its facts; places: of their keys, where that query does not order them."""

    number: int
    is_last: bool
    count: int
    words: SearchWords
    understood: list[str]
    listings: Prepared
    places: Mapping[int, int]

    def written(self, *, origin: str) -> Iterator[str]:
        """Yield each result as JSON; origin: of the address of its listing."""
        rows = self.listings.rows()
        if self.places:
            rows.sort(key=lambda row: self.places[row[0]])
        for row, listing in zip(rows, written_listings(rows, origin=origin), strict=True):
            yield f'{{"listing":{listing},"why":{json.dumps(self._why(Facts._make(row)))}}}'

    def _why(self, facts: Facts) -> str:
        waste_code = facts.waste_code if facts.is_open else ""
        knowledge = current_knowledge()
        name = knowledge.name(facts.material, language()) if facts.material in knowledge.materials else ""
        return why_found(
            self.words,
            side=facts.side,
            title=facts.title if facts.is_open else name,
            material=facts.material,
            use=facts.use,
            waste_code=waste_code,
        )


def found_page(parameters: Mapping[str, str], *, viewer: Viewer) -> FoundPage:
    """Return the page of an address; of a very large market as it was a minute ago. Raise ValidationError."""
    asked = asked_of(parameters, _PARAMETERS)
    if in_memory := large_market(viewer):
        key = "found_page", asked, current_knowledge().version
        return in_memory.once(key, partial(_found_page, asked, viewer=viewer))
    return _found_page(asked, viewer=viewer)


def _found_page(asked: Asked, *, viewer: Viewer) -> FoundPage:
    search, told = read_asked(asked, SearchIn, viewer=viewer)
    number, size = told["page"], told["page_size"]
    found, words = results(viewer, search), search.words
    listed, of_page = found.listed(), slice((number - 1) * size, number * size)
    if isinstance(listed, FoundListings):
        rows, places = listed.among(of_page), {pk: place for place, pk in enumerate(listed.pks(of_page))}
    else:
        rows, places = listed[of_page], {}
    return FoundPage(
        number,
        is_last=number * size >= found.number or number == _LAST_PAGE,
        count=found.number,
        words=words,
        understood=understood_lines(words),
        listings=prepared(listing_facts(rows)),
        places=places,
    )
