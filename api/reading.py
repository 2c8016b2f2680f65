"""What every reading view does: refuse to write, and answer 304 to who has the answer already."""

import json
from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Model, QuerySet
from django.http import HttpResponse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page
from rest_framework import serializers
from rest_framework.exceptions import MethodNotAllowed
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

# The ETag is a digest of the answer, so it tells no more than the answer and holds for its reader and language only.
answers_with_etag = method_decorator([conditional_page, cache_control(private=True, no_cache=True)], name="dispatch")


class OnlyReads(APIView):
    """Answers 405 to what it cannot do, whoever asks and however: before it asks who, or for a CSRF token.

    Errors are JSON, also of a view whose answers are not.
    """

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        if request.method not in self.allowed_methods:
            raise MethodNotAllowed(request.method)
        super().initial(request, *args, **kwargs)

    def finalize_response(self, request: Request, response: Response, *args: object, **kwargs: object) -> Response:
        if getattr(response, "exception", False):
            request.accepted_renderer, request.accepted_media_type = JSONRenderer(), JSONRenderer.media_type
        return super().finalize_response(request, response, *args, **kwargs)


@answers_with_etag
class CardViewSet(OnlyReads, GenericViewSet):
    """Lists and shows rows as cards: `to_cards` says what of a row its reader may see.

    `ordering` ends in pk.
    """

    lookup_value_converter = "int"
    ordering: Sequence[str]

    def to_cards(self, rows: Iterable[Model]) -> list[object]:
        """Return what the serializer takes, for rows of `get_queryset`."""
        raise NotImplementedError

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        return super().filter_queryset(queryset) if self.action == "list" else queryset

    def get_serializer_context(self) -> dict[str, object]:
        return {**super().get_serializer_context(), "origin": origin(self.request)}

    def list(self, request: Request) -> Response:
        rows = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(self.get_serializer(self.to_cards(rows), many=True).data)

    def retrieve(self, request: Request, pk: int) -> Response:
        return Response(self.get_serializer(self.to_cards([self.get_object()])[0]).data)


class WholePageOut(serializers.Serializer):
    """All there is, in the shape of a page."""

    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)


def whole_page(rows: list[object], **further: object) -> Response:
    """Answer with rows of which there are always few, in the shape that every list has; further: beside them."""
    return Response({"next": None, "previous": None, **further, "results": rows})


def written_page(about: Mapping[str, object], results: Iterable[str]) -> HttpResponse:
    """Answer with a page of which each result is JSON already; about: links to the pages beside it, and what else."""
    told = "".join(f"{json.dumps(name)}:{json.dumps(value)}," for name, value in about.items())
    return HttpResponse(f'{{{told}"results":[{",".join(results)}]}}', content_type=JSONRenderer.media_type)


def origin(request: Request) -> str:
    """Return what every address of the site begins with."""
    return request.build_absolute_uri("/").removesuffix("/")
