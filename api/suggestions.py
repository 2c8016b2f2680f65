"""Suggested symbioses, for the coordinators who review them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework import serializers
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from api.cards import ListingOut
from api.matches import PotentialOut, ReasonOut, worded_reasons
from api.reading import CardViewSet
from marketplace.forms.suggestion_filters import SuggestionFilter
from marketplace.models import DismissReason, Listing, Suggestion
from marketplace.permissions import is_coordinator
from marketplace.queries.listing_cards import ListingCard
from marketplace.queries.potentials import Potential, potential
from marketplace.queries.rankings import approval_chance, ranking_of
from marketplace.queries.suggestions import MissingQuestion, suggestion_card, visible_suggestions


class MissingOut(serializers.Serializer):
    """A fact that a listing lacks. The first of a list is the one whose answer would change the ranking most."""

    fact = serializers.CharField(help_text="material, use, amount and so on; a quality by name: quality:moisture.")
    side = serializers.ChoiceField(choices=Listing.Side.choices)
    listing = serializers.IntegerField(source="listing_pk")
    text = serializers.CharField(source="sentence")


class SuggestionOut(serializers.Serializer):
    """A possible symbiosis of an offer and a need, both open to the coordinator."""

    id = serializers.IntegerField(source="pk")
    state = serializers.ChoiceField(choices=Suggestion.State.choices)
    score = serializers.FloatField(min_value=0, max_value=1)
    percent = serializers.IntegerField(min_value=0, max_value=100)
    km = serializers.IntegerField(allow_null=True)
    minutes = serializers.IntegerField(allow_null=True, help_text="By lorry; null for what goes by pipe.")
    crosses_border = serializers.BooleanField()
    fits = serializers.DictField(child=serializers.FloatField(), help_text="Aspect → fit, above 0 up to 1.")
    reasons_for = ReasonOut(many=True)
    reasons_against = ReasonOut(many=True)
    missing = MissingOut(many=True)
    approval_chance = serializers.FloatField(help_text="How likely a coordinator would approve, made of the score.")
    potential = PotentialOut(allow_null=True)
    giver = ListingOut()
    receiver = ListingOut()
    proposed_at = serializers.DateTimeField()
    reviewed_at = serializers.DateTimeField(allow_null=True)
    dismiss_reason = serializers.ChoiceField(choices=DismissReason.choices, allow_blank=True)
    url = serializers.SerializerMethodField(help_text="Its page.")

    def get_url(self, row: "SuggestionRow") -> str:
        return self.context["request"].build_absolute_uri(row.url)


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionRow:
    """What `SuggestionOut` writes."""

    pk: int
    state: str
    score: float
    percent: int
    km: int | None
    minutes: int | None
    crosses_border: bool
    fits: dict[str, float]
    reasons_for: list[dict[str, object]]
    reasons_against: list[dict[str, object]]
    missing: list[MissingQuestion]
    approval_chance: float
    potential: Potential | None
    giver: ListingCard
    receiver: ListingCard
    proposed_at: datetime
    reviewed_at: datetime | None
    dismiss_reason: str
    url: str


class IsCoordinator(BasePermission):
    """Lets coordinators in."""

    message = _("Suggestions are for coordinators.")

    def has_permission(self, request: Request, view: APIView) -> bool:
        return is_coordinator(request.user)


class _AgedFilterBackend(DjangoFilterBackend):
    """Counts ages from the moment of the request."""

    def get_filterset_kwargs(self, request: Request, queryset: QuerySet, view: APIView) -> dict[str, object]:
        return {**super().get_filterset_kwargs(request, queryset, view), "now": timezone.now()}


class SuggestionViewSet(CardViewSet):
    """The suggestions of the coordinator's area and across its edge, best first."""

    serializer_class = SuggestionOut
    permission_classes = [IsCoordinator]
    filterset_class = SuggestionFilter
    filter_backends = [_AgedFilterBackend]
    ordering = ("-score", "pk")

    def get_queryset(self) -> QuerySet[Suggestion]:
        return visible_suggestions(self.request.user)

    def to_cards(self, rows: Iterable[Suggestion]) -> list[SuggestionRow]:
        return [_row(suggestion) for suggestion in rows]


def _row(suggestion: Suggestion) -> SuggestionRow:
    card = suggestion_card(suggestion)
    return SuggestionRow(
        pk=card.pk,
        state=card.state,
        score=round(card.strip.score, 4),
        percent=card.strip.percent,
        km=card.strip.km,
        minutes=card.strip.minutes,
        crosses_border=card.strip.crosses_border,
        fits={aspect: round(fit, 4) for aspect, fit in suggestion.fits.items()},
        reasons_for=worded_reasons(suggestion.reasons_for, exact=True),
        reasons_against=worded_reasons(suggestion.reasons_against, exact=True),
        missing=card.questions,
        approval_chance=round(approval_chance(suggestion.score, ranking=ranking_of(suggestion.ranking)), 4),
        potential=potential(card.strip.giver, card.strip.receiver, km=card.strip.km),
        giver=card.strip.giver,
        receiver=card.strip.receiver,
        proposed_at=card.proposed_at,
        reviewed_at=card.reviewed_at,
        dismiss_reason=suggestion.dismiss_reason,
        url=card.url,
    )
