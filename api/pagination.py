"""Pages by cursor: what lies beyond the last row that the caller has seen."""

from collections.abc import Sequence

from django.core.signing import BadSignature, Signer
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param
from rest_framework.views import APIView

from marketplace.queries.orderings import Ordering

PAGE_SIZE = 25
LARGEST_PAGE = 100
Row = Model | tuple[object, ...]


class CursorPages(BasePagination):
    """The rows in the order that the view names in `ordering`, which ends in pk.

    REST framework's own cursor carries the value that rows are ordered by, such as the very second of publishing, and
    takes any other value back. Ours carries the id of a row that its reader has seen, signed, and looks the rest up.
    """

    def paginate_queryset(self, queryset: QuerySet, request: Request, view: APIView) -> list[Model]:
        self.begin(request, queryset.model)
        return self.cut(list(self.asked(queryset, Ordering(tuple(view.ordering)))))

    def begin(self, request: Request, model: type[Model]) -> None:
        """Read which page of a list is asked for."""
        self._request, self._model, self._seen, self._backwards = request, model, None, False
        self.size = _page_size(request)
        if "cursor" in request.query_params:
            self._seen, self._backwards = self._read(request.query_params["cursor"])

    @property
    def is_first(self) -> bool:
        """Whether the list is asked for from its start."""
        return self._seen is None

    def asked(self, queryset: QuerySet, ordering: Ordering) -> QuerySet:
        """Return the rows of the page that is asked for, and one that tells whether there are more."""
        turned = Ordering(tuple(_turned(name) for name in ordering.names), ordering.keys)
        ordering = turned if self._backwards else ordering
        if self._seen is not None:
            queryset = queryset.alias(**ordering.keys).filter(_beyond(ordering.names, self._values(ordering)))
        return first_rows(queryset, ordering, size=self.size)

    def cut(self, rows: list[Row]) -> list[Row]:
        """Return the rows of the page, of what `asked` found: models, or values of which the first is the id."""
        has_more, rows = len(rows) > self.size, rows[: self.size]
        self._rows = rows[::-1] if self._backwards else rows
        self._has_next = self._backwards or has_more
        self._has_previous = has_more if self._backwards else self._seen is not None
        return self._rows

    def get_paginated_response(self, data: list[object]) -> Response:
        return Response({**self.links(), "results": data})

    def links(self) -> dict[str, str | None]:
        """Return the addresses of the pages beside this one."""
        return {"next": self._next(), "previous": self._previous()}

    def _next(self) -> str | None:
        return self._link(self._rows[-1], backwards=False) if self._has_next and self._rows else None

    def _previous(self) -> str | None:
        return self._link(self._rows[0], backwards=True) if self._has_previous and self._rows else None

    def _link(self, row: Row, *, backwards: bool) -> str:
        # Without a time in it, so that an unchanged page keeps its ETag.
        cursor = self._signer().sign_object([row[0] if isinstance(row, tuple) else row.pk, backwards])
        return replace_query_param(self._request.build_absolute_uri(), "cursor", cursor)

    def _read(self, cursor: str) -> tuple[int, bool]:
        try:
            pk, backwards = self._signer().unsign_object(cursor)
        except BadSignature:
            raise _invalid_cursor() from None
        return pk, backwards

    def _values(self, ordering: Ordering) -> tuple[object, ...]:
        names = [name.removeprefix("-") for name in ordering.names]
        rows = self._model.objects.filter(pk=self._seen).annotate(**ordering.keys)
        values = rows.values_list(*names).first()
        if values is None:
            raise _invalid_cursor()
        return values

    def _signer(self) -> Signer:
        return Signer(salt=f"api.cursor.{self._model._meta.label}")

    def get_paginated_response_schema(self, schema: dict[str, object]) -> dict[str, object]:
        return page_schema(schema)

    def get_schema_operation_parameters(self, view: APIView) -> list[dict[str, object]]:
        size = {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE, "default": PAGE_SIZE}
        return [
            _parameter("cursor", "Where the page starts: follow `next` and `previous`.", {"type": "string"}),
            _parameter("page_size", "How many results a page has.", size),
        ]


def first_rows(queryset: QuerySet, ordering: Ordering, *, size: int) -> QuerySet:
    """Return the rows of a first page, and one that tells whether there are more."""
    return ordering.of(queryset)[: size + 1]


def page_schema(results: dict[str, object]) -> dict[str, object]:
    """Return the schema of a page of results."""
    link = {"type": "string", "nullable": True, "format": "uri"}
    return {
        "type": "object",
        "required": ["next", "previous", "results"],
        "properties": {"next": link, "previous": link, "results": results},
    }


def _parameter(name: str, description: str, schema: dict[str, object]) -> dict[str, object]:
    return {"name": name, "in": "query", "required": False, "description": description, "schema": schema}


def _page_size(request: Request) -> int:
    field = serializers.IntegerField(min_value=1, max_value=LARGEST_PAGE)
    try:
        return field.run_validation(request.query_params.get("page_size", PAGE_SIZE))
    except serializers.ValidationError as error:
        raise serializers.ValidationError({"page_size": error.detail}) from None


def _invalid_cursor() -> serializers.ValidationError:
    return serializers.ValidationError({"cursor": [_("This cursor leads nowhere. Start again without one.")]})


def _turned(name: str) -> str:
    return name.removeprefix("-") if name.startswith("-") else f"-{name}"


def _beyond(ordering: Sequence[str], values: Sequence[object]) -> Q:
    """Return the condition for rows that come after one with these values."""
    beyond, tied = Q(), Q()
    for name, value in zip(ordering, values, strict=True):
        field = name.removeprefix("-")
        comparison = "lt" if name.startswith("-") else "gt"
        beyond |= tied & Q(**{f"{field}__{comparison}": value})
        tied &= Q(**{field: value})
    return beyond
