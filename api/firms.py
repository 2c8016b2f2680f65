"""Firms whose identity is open to the caller: with an open listing, introduced, own, or of the coordinator's area."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.reading import CardViewSet
from marketplace.models import Country, Firm, Site
from marketplace.queries.firm_pages import FirmRow, firm_rows, site_place
from marketplace.queries.firms import visible_firms
from marketplace.queries.org_numbers import format_org_number


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
    ordering = ("pk",)  # as an index has them: of any market a page costs the same

    def get_queryset(self) -> QuerySet[Firm]:
        return visible_firms(self.request.user)

    def to_cards(self, rows: Iterable[Firm]) -> list[FirmRow]:
        return firm_rows(rows, viewer=self.request.user)
