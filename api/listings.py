"""Offers and needs as the caller may see them: everybody on their coarse values, firms their own exactly."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from api.listed import Listed, ListedOut
from api.listing_pages import first_page, page_asked_of, page_query, written_listings
from api.matches import MatchOut, MatchPageOut, match_page, match_rows
from api.orders import OrderIn
from api.reading import CardViewSet, origin, whole_page, written_page
from api.why_not import WhyNotOut, why_not_row
from marketplace.forms.filters import ListingFilter
from marketplace.forms.searches import SearchFilter
from marketplace.models import Listing
from marketplace.queries.listing_cards import listing_card
from marketplace.queries.listings import visible_listings
from marketplace.queries.photos import shown_photos
from marketplace.queries.prepared import Prepared, prepared


class ListingViewSet(CardViewSet):
    """Offers and needs on the market, in the order asked for; by its id also one of yours that is not on it."""

    serializer_class = ListedOut
    filterset_class = SearchFilter
    side = ""

    def get_queryset(self) -> QuerySet[Listing]:
        return visible_listings(self.request.user)

    def to_cards(self, rows: Iterable[Listing]) -> list[Listed]:
        return [Listed(listing_card(row), shown_photos(row)) for row in rows]

    @extend_schema(parameters=[OrderIn])
    def list(self, request: Request) -> HttpResponse:
        self.paginator.begin(request, Listing)
        rows = self.paginator.cut(self._asked(request).rows())
        return written_page(self.paginator.links(), written_listings(rows, origin=origin(request)))

    def _asked(self, request: Request) -> Prepared:
        """Return the query of the page that is asked for: of a first page, everybody asks the same."""
        asked = page_asked_of(request.query_params, side=self.side)
        if self.paginator.is_first and not request.user.is_authenticated:
            return first_page(asked, size=self.paginator.size)
        found, ordering = page_query(asked, viewer=request.user)
        return prepared(self.paginator.asked(found, ordering))


class OneSideViewSet(ListingViewSet):
    """The listings of one side, with their matches on the other."""

    filterset_class = ListingFilter
    side: Listing.Side

    def get_queryset(self) -> QuerySet[Listing]:
        return super().get_queryset().filter(side=self.side)

    @extend_schema(responses=MatchPageOut)
    @action(detail=True)
    def matches(self, request: Request, pk: int) -> Response:
        """List what fits best on the other side, at most ten, best first."""
        listing = self.get_object()
        rows = match_rows(listing, viewer=request.user)
        shown = MatchOut(rows, many=True, context=self.get_serializer_context()).data
        return whole_page(shown, **match_page(listing, viewer=request.user))

    def why_not(self, request: Request, other_pk: int) -> Response:
        """Answer with what keeps the listing of this address and another one apart."""
        row = why_not_row(self.get_object(), other_pk, viewer=request.user)
        return Response(WhyNotOut(row, context=self.get_serializer_context()).data)


class OfferViewSet(OneSideViewSet):
    """Offers on the market, in the order asked for."""

    side = Listing.Side.OFFER

    @extend_schema(operation_id="offers_match_retrieve", responses=WhyNotOut)
    @action(detail=True, url_path="matches/<int:need_id>")
    def match(self, request: Request, pk: int, need_id: int) -> Response:
        """Say why a need is among the offer's matches or not; for who acts for the offer."""
        return self.why_not(request, need_id)


class NeedViewSet(OneSideViewSet):
    """Needs on the market, in the order asked for."""

    side = Listing.Side.NEED

    @extend_schema(operation_id="needs_match_retrieve", responses=WhyNotOut)
    @action(detail=True, url_path="matches/<int:offer_id>")
    def match(self, request: Request, pk: int, offer_id: int) -> Response:
        """Say why an offer is among the need's matches or not; for who acts for the need."""
        return self.why_not(request, offer_id)
