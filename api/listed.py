"""A listing as JSON where listings are what is asked for: its card, with its photos."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.cards import ListingOut
from marketplace.queries.listing_cards import ListingCard
from marketplace.queries.listing_facts import Facts, facts_card, facts_photos
from marketplace.queries.photos import ShownPhoto


@dataclass(frozen=True, slots=True)
class Listed:
    """What `ListedOut` writes."""

    card: ListingCard
    photos: Sequence[ShownPhoto]


class PhotoOut(serializers.Serializer):
    """A photo of a listing."""

    alt = serializers.CharField(help_text="What it shows.")
    width = serializers.IntegerField()
    height = serializers.IntegerField()
    url = serializers.SerializerMethodField()
    small_url = serializers.SerializerMethodField()

    @extend_schema_field(OpenApiTypes.URI)
    def get_url(self, photo: ShownPhoto) -> str:
        return self.context["origin"] + photo.url

    @extend_schema_field(OpenApiTypes.URI)
    def get_small_url(self, photo: ShownPhoto) -> str:
        return self.context["origin"] + photo.small_url


class ListedOut(ListingOut):
    """An offer or a need, with the photos that the caller may see: all where it is open, else those that hide it."""

    photos = PhotoOut(many=True)

    def to_representation(self, listed: Listed) -> dict[str, object]:
        card = self._of_card.to_representation(listed.card)
        return {**card, "photos": self.fields["photos"].to_representation(listed.photos)}

    @cached_property
    def _of_card(self) -> ListingOut:
        return ListingOut(context=self.context)


def listed(facts: Facts) -> Listed:
    """Return a listing as the viewer of its facts may see it."""
    return Listed(facts_card(facts), facts_photos(facts))
