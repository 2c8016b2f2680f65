"""The search of the site for programs: the same words, filters and orders, over what the caller may see."""

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.utils.urls import remove_query_param, replace_query_param

from api.listed import ListedOut
from api.reading import OnlyReads, WholePageOut, answers_with_etag, origin, written_page
from api.search_pages import FoundPage, SearchIn, found_page


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
    def get(self, request: Request) -> HttpResponse:
        """Search both sides of the market, in words and by coarse values."""
        page = found_page(request.query_params, viewer=request.user)
        about = {**_links(request, page), "count": page.count, "understood": page.understood}
        return written_page(about, page.written(origin=origin(request)))


def _links(request: Request, page: FoundPage) -> dict[str, str | None]:
    return {
        "next": None if page.is_last else _link(request, page.number + 1),
        "previous": _link(request, page.number - 1) if page.number > 1 else None,
    }


def _link(request: Request, page: int) -> str:
    here = request.build_absolute_uri()
    return remove_query_param(here, "page") if page == 1 else replace_query_param(here, "page", page)
