"""The search of the site for programs: the same words, filters and orders, over what the caller may see."""

from collections.abc import Mapping

from django.core.paginator import Paginator
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import remove_query_param, replace_query_param

from api.listed import ListedOut, listed
from api.orders import OrderIn, senseless
from api.pagination import LARGEST_PAGE, PAGE_SIZE
from api.reading import OnlyReads, WholePageOut, answers_with_etag, origin
from marketplace.forms.searches import ReadSearch, read_search
from marketplace.models import Country, Listing
from marketplace.queries.facets import BANDS
from marketplace.queries.listing_facts import Facts, listing_facts
from marketplace.queries.search_reasons import found_cards, understood_lines
from marketplace.queries.search_results import results
from marketplace.queries.search_words import LONGEST
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


class FoundOut(serializers.Serializer):
    """A listing, and why it was found where its own name does not say so."""

    listing = ListedOut()
    why = serializers.CharField()


@extend_schema_serializer(many=False)
class FoundPageOut(WholePageOut):
    """A page of what is found."""

    count = serializers.IntegerField(min_value=0, help_text="How many are found.")
    understood = serializers.ListField(child=serializers.CharField(), help_text="What the words were taken for.")
    results = FoundOut(many=True)


@answers_with_etag
class SearchView(OnlyReads):
    """Finds offers and needs by words, concepts, codes and places."""

    @extend_schema(parameters=[SearchIn], responses=FoundPageOut)
    def get(self, request: Request) -> Response:
        """Search both sides of the market, in words and by coarse values."""
        asked = SearchIn(data=request.query_params)
        asked.is_valid(raise_exception=True)
        read = read_search(
            request.query_params.dict(), viewer=request.user, today=timezone.localdate(), language=language()
        )
        if errors := senseless(read, asked.validated_data):
            raise serializers.ValidationError(errors)
        return Response(self._page(request, read, asked.validated_data))

    def _page(self, request: Request, read: ReadSearch, asked: Mapping[str, int]) -> dict[str, object]:
        found = Paginator(results(request.user, read.search).in_order(), asked["page_size"])
        number = asked["page"]
        rows = listing_facts(found.page(number).object_list) if number <= found.num_pages else []
        words, shown = read.search.words, [listed(Facts._make(row)) for row in rows]
        why = [each.why for each in found_cards([row.card for row in shown], words=words)]
        told = [{"listing": each, "why": reason} for each, reason in zip(shown, why, strict=True)]
        return {
            "next": _link(request, number + 1) if number < min(found.num_pages, _LAST_PAGE) else None,
            "previous": _link(request, number - 1) if number > 1 else None,
            "count": found.count,
            "understood": understood_lines(words),
            "results": FoundOut(told, many=True, context={"origin": origin(request)}).data,
        }


def _link(request: Request, page: int) -> str:
    here = request.build_absolute_uri()
    return remove_query_param(here, "page") if page == 1 else replace_query_param(here, "page", page)
