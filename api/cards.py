"""A listing as JSON: its card, in which what the caller may not see is already left out.

As context it takes the origin of its addresses (`api.reading.origin`).
"""

from datetime import date

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from marketplace.models import Country, Currency, Listing
from marketplace.queries.listing_cards import ListingCard


class NamedOut(serializers.Serializer):
    """A stable code with its name in the reader's language."""

    code = serializers.CharField()
    name = serializers.CharField()


class AreaOut(NamedOut):
    """The municipality or, where that would name the firm, the half of a county."""

    country = serializers.ChoiceField(choices=Country.choices)


class BandOut(serializers.Serializer):
    """low ≤ amount < high, in steps of 1, 2, 5 of the base unit: a year's worth, or all of it when `once`."""

    low = serializers.FloatField()
    high = serializers.FloatField()
    unit = serializers.CharField()
    once = serializers.BooleanField()


class TypedAmountOut(serializers.Serializer):
    """The amount as its firm typed it."""

    amount = serializers.DecimalField(max_digits=15, decimal_places=3)
    unit = serializers.CharField()
    rhythm = serializers.ChoiceField(choices=Listing.Rhythm.choices)


class AmountOut(serializers.Serializer):
    """An amount in words, as a band that everybody sees, and exactly for those to whom the listing is open."""

    text = serializers.CharField(source="amount")
    band = BandOut(allow_null=True)
    exact = TypedAmountOut(source="typed_amount", allow_null=True)


class PriceOut(serializers.Serializer):
    """What one unit costs the receiver; negative: what the receiver is paid."""

    amount = serializers.DecimalField(max_digits=12, decimal_places=2)
    currency = serializers.ChoiceField(choices=Currency.choices)
    unit = serializers.CharField()


class FirmOut(serializers.Serializer):
    """The firm behind a listing."""

    id = serializers.IntegerField(source="firm_pk")
    name = serializers.CharField(source="firm_name")


class ListingOut(serializers.Serializer):
    """An offer or a need.

    Everybody sees a blind listing's material, months, band and area. Title in the firm's words, exact amount, price and
    firm come with `is_open`: for the firm itself, its partners, the area's coordinators, and for all where the firm
    chose so.
    """

    id = serializers.IntegerField(source="pk")
    side = serializers.ChoiceField(choices=Listing.Side.choices)
    resource = serializers.ChoiceField(choices=Listing.Resource.choices)
    material = serializers.SerializerMethodField()
    use = serializers.SerializerMethodField(help_text="What a need is for.")
    title = serializers.CharField()
    amount = AmountOut(source="*")
    months = serializers.ListField(
        source="month_numbers", child=serializers.IntegerField(min_value=1, max_value=12), help_text="1 is January."
    )
    area = serializers.SerializerMethodField()
    latitude = serializers.SerializerMethodField(help_text="Of the point that stands for the area.")
    longitude = serializers.SerializerMethodField()
    price = PriceOut(source="exact_price", allow_null=True)
    firm = serializers.SerializerMethodField()
    state = serializers.ChoiceField(choices=Listing.State.choices)
    is_open = serializers.BooleanField(help_text="Whether the exact facts are open to the caller.")
    is_mine = serializers.BooleanField(help_text="Whether the caller belongs to its firm.")
    is_confirmed = serializers.BooleanField(
        help_text="False: a coordinator wrote it after a call, and the firm has not confirmed it yet."
    )
    published = serializers.SerializerMethodField()
    url = serializers.SerializerMethodField(help_text="Its page.")

    @extend_schema_field(NamedOut(allow_null=True))
    def get_material(self, card: ListingCard) -> dict[str, str] | None:
        return {"code": card.material_code, "name": card.material_name} if card.material_code else None

    @extend_schema_field(NamedOut(allow_null=True))
    def get_use(self, card: ListingCard) -> dict[str, str] | None:
        return {"code": card.use_code, "name": card.use_name} if card.use_code else None

    @extend_schema_field(AreaOut(allow_null=True))
    def get_area(self, card: ListingCard) -> dict[str, str] | None:
        if not card.area_code:
            return None
        return {"code": card.area_code, "name": card.area_name, "country": card.country}

    def get_latitude(self, card: ListingCard) -> float | None:
        return round(card.latitude, 4) if card.area_code else None

    def get_longitude(self, card: ListingCard) -> float | None:
        return round(card.longitude, 4) if card.area_code else None

    @extend_schema_field(FirmOut(allow_null=True))
    def get_firm(self, card: ListingCard) -> dict[str, object] | None:
        return FirmOut(card).data if card.firm_pk else None

    def get_published(self, card: ListingCard) -> date | None:
        # A day: the minute of publishing could tie a listing to somebody who told of it.
        return timezone.localdate(card.published_at) if card.published_at else None

    @extend_schema_field(OpenApiTypes.URI)
    def get_url(self, card: ListingCard) -> str:
        return self.context["origin"] + card.url
