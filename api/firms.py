"""Firms whose identity is open to the caller: with an open listing, introduced, own, or of the coordinator's area."""

from collections.abc import Iterable
from functools import lru_cache

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request

from api.pagination import LARGEST_PAGE, first_rows
from api.reading import CardViewSet, origin, written_page
from marketplace.models import Country, Firm, Site
from marketplace.queries.firm_pages import FirmRow, firm_card, firm_rows, site_place
from marketplace.queries.firms import visible_firms
from marketplace.queries.knowledge import current_knowledge
from marketplace.queries.orderings import Ordering
from marketplace.queries.org_numbers import format_org_number
from marketplace.queries.prepared import Prepared, prepared
from marketplace.wording.numbers import language

_FIRST_CAME = Ordering(("pk",))
_KEPT = 2_000  # firms as everybody may know them


class SiteOut(serializers.Serializer):
    """Where a firm is."""

    id = serializers.IntegerField(source="pk")
    name = serializers.CharField(allow_blank=True)
    place = serializers.SerializerMethodField()
    municipality = serializers.CharField(help_text="Its code, such as SE-2309.")
    address = serializers.CharField(allow_blank=True)

    def get_place(self, site: Site) -> str:
        return site_place(site)


class InsideOut(serializers.Serializer):
    """What a firm's members and its coordinators read of it."""

    country = serializers.ChoiceField(choices=Country.choices)
    org_number = serializers.SerializerMethodField(help_text="Empty for a sole trader, whose number is a person's.")
    nace = serializers.CharField(allow_blank=True)
    size = serializers.ChoiceField(choices=Firm.Size.choices, allow_blank=True)
    is_host = serializers.BooleanField()
    verified_at = serializers.DateTimeField(allow_null=True)
    hidden_at = serializers.DateTimeField(allow_null=True, help_text="Since when it is hidden after a report.")
    sites = serializers.SerializerMethodField()

    def get_org_number(self, firm: Firm) -> str:
        return format_org_number(firm)

    @extend_schema_field(SiteOut(many=True))
    def get_sites(self, firm: Firm) -> list[dict[str, object]]:
        sites = sorted(firm.sites.all(), key=lambda site: site.pk)
        return SiteOut(sites, many=True).data


class KnownFirmOut(serializers.Serializer):
    """A firm whose identity is open to the caller; `inside` for its members and its coordinators alone."""

    id = serializers.IntegerField(source="card.pk")
    name = serializers.CharField(source="card.name")
    industry = serializers.CharField(source="card.industry", allow_blank=True)
    is_mine = serializers.BooleanField(help_text="Whether the caller belongs to it.")
    inside = InsideOut(allow_null=True)
    url = serializers.SerializerMethodField(help_text="Its page.")

    @extend_schema_field(OpenApiTypes.URI)
    def get_url(self, row: FirmRow) -> str:
        return self.context["origin"] + reverse("firm-detail", args=[row.card.pk])


class FirmViewSet(CardViewSet):
    """The firms that the caller may know, the first that came first."""

    queryset = Firm.objects.none()  # for the schema, which asks as nobody
    serializer_class = KnownFirmOut
    ordering = _FIRST_CAME.names  # as an index has them: of any market a page costs the same

    def get_queryset(self) -> QuerySet[Firm]:
        return visible_firms(self.request.user)

    def to_cards(self, rows: Iterable[Firm]) -> list[FirmRow]:
        return firm_rows(rows, viewer=self.request.user)

    @extend_schema(responses=KnownFirmOut(many=True))
    def list(self, request: Request) -> HttpResponse:
        if request.user.is_authenticated:
            return super().list(request)
        self.paginator.begin(request, Firm)
        rows = self.paginator.cut(self._asked().rows())
        told = origin(request), language(), current_knowledge().version
        return written_page(self.paginator.links(), [_written(*row, *told) for row in rows])

    def _asked(self) -> Prepared:
        """Return the query of the page that is asked for by who is not logged in; all of them ask the same."""
        if self.paginator.is_first:
            return _first_page(self.paginator.size)
        return prepared(self.paginator.asked(_outsides(), _FIRST_CAME))


def _outsides() -> QuerySet[Firm]:
    """Return what everybody may know of the firms that everybody may know."""
    return visible_firms(AnonymousUser()).values_list("pk", "name", "nace")


@lru_cache(maxsize=LARGEST_PAGE)
def _first_page(size: int) -> Prepared:
    return prepared(first_rows(_outsides(), _FIRST_CAME, size=size))


# Of nothing but its values, as `listing_facts.Kept`: a firm that is named anew is another row.
@lru_cache(maxsize=_KEPT)
def _written(pk: int, name: str, nace: str, here: str, _reader: str, _tables: str) -> str:
    row = FirmRow(card=firm_card(Firm(pk=pk, name=name, nace=nace)), is_mine=False, inside=None)
    return JSONRenderer().render(KnownFirmOut(row, context={"origin": here}).data).decode()
