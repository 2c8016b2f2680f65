"""The tree of materials: which codes there are, what they are called, and what the market has of each."""

from dataclasses import dataclass
from functools import lru_cache

from django.http import Http404, HttpResponse
from drf_spectacular.utils import extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from api.cards import NamedOut
from api.reading import OnlyReads, WholePageOut, answers_with_etag, written_page
from marketplace.models import Listing
from marketplace.queries.knowledge import current_knowledge
from marketplace.queries.materials import MaterialGroup, MaterialRow, Numbers, material_numbers, material_tree
from marketplace.wording.numbers import language


class MaterialOut(serializers.Serializer):
    """A group of materials (`group` is empty) or one of its materials."""

    code = serializers.CharField()
    name = serializers.CharField()
    group = serializers.CharField(allow_null=True, help_text="Code of the group that it lies in.")
    resource = serializers.ChoiceField(choices=Listing.Resource.choices)
    waste_codes = NamedOut(many=True, help_text="Those that it usually has, the most usual first.")
    offers = serializers.IntegerField(min_value=0, help_text="On the market; of a group, those of its materials.")
    needs = serializers.IntegerField(min_value=0)


@extend_schema_serializer(many=False)  # one page, though the action is called `list`
class MaterialPageOut(WholePageOut):
    """Every group, followed by its materials."""

    results = MaterialOut(many=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What `MaterialOut` writes."""

    code: str
    name: str
    group: str | None
    resource: str
    waste_codes: list[dict[str, str]]
    offers: int
    needs: int


@answers_with_etag
class MaterialViewSet(OnlyReads, ViewSet):
    """The materials that listings name, by name in the reader's language."""

    lookup_field = "code"
    lookup_value_converter = "slug"

    @extend_schema(responses=MaterialPageOut)
    def list(self, request: Request) -> HttpResponse:
        """List every group, each followed by its materials."""
        numbers = frozenset(material_numbers().items())
        written = _written(numbers, language(), current_knowledge().version)
        return written_page({"next": None, "previous": None}, [written])

    @extend_schema(responses=MaterialOut)
    def retrieve(self, request: Request, code: str) -> Response:
        """Show a group or a material."""
        found = next((material for material in _materials(material_numbers()) if material.code == code), None)
        if found is None:
            raise Http404
        return Response(MaterialOut(found).data)


@lru_cache(maxsize=8)
def _written(numbers: frozenset[tuple[tuple[object, ...], int]], _reader: str, _tables: object) -> str:
    """Return every material as JSON. It is made of nothing but these numbers, the tables and the reader's language."""
    told = MaterialOut(_materials(dict(numbers)), many=True).data
    return JSONRenderer().render(told).decode().removeprefix("[").removesuffix("]")


def _materials(numbers: Numbers) -> list[Material]:
    return [material for group in material_tree(numbers) for material in (_group(group), *_leaves(group))]


def _group(group: MaterialGroup) -> Material:
    return Material(
        code=group.code,
        name=group.name,
        group=None,
        resource=_resource(group.code),
        waste_codes=[],
        offers=sum(row.offers for row in group.rows),
        needs=sum(row.needs for row in group.rows),
    )


def _leaves(group: MaterialGroup) -> list[Material]:
    return [
        Material(
            code=row.code,
            name=row.name,
            group=group.code,
            resource=_resource(row.code),
            waste_codes=_waste_codes(row),
            offers=row.offers,
            needs=row.needs,
        )
        for row in group.rows
    ]


def _resource(code: str) -> str:
    return str(current_knowledge().material(code).resource)


def _waste_codes(row: MaterialRow) -> list[dict[str, str]]:
    knowledge, reader = current_knowledge(), language()
    return [{"code": code, "name": knowledge.waste_name(code, reader)} for code in row.waste_codes]
