"""Every address of the API, below /api/v1/."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from api.distances import DistanceView
from api.firms import FirmViewSet
from api.listings import ListingViewSet, NeedViewSet, OfferViewSet
from api.materials import MaterialViewSet
from api.schema import DocsView, SchemaView
from api.search import SearchView
from api.suggestions import SuggestionViewSet
from api.symbioses import SymbiosisViewSet
from api.understanding import UnderstandingView

app_name = "api"
router = SimpleRouter(use_regex_path=False)
router.register("listings", ListingViewSet, basename="listing")
router.register("offers", OfferViewSet, basename="offer")
router.register("needs", NeedViewSet, basename="need")
router.register("firms", FirmViewSet, basename="firm")
router.register("materials", MaterialViewSet, basename="material")
router.register("suggestions", SuggestionViewSet, basename="suggestion")
router.register("symbioses", SymbiosisViewSet, basename="symbiosis")

urlpatterns = [
    *router.urls,
    path("distance/", DistanceView.as_view(), name="distance"),
    path("search/", SearchView.as_view(), name="search"),
    path("understanding/", UnderstandingView.as_view(), name="understanding"),
    path("schema/", SchemaView.as_view(), name="schema"),
    path("docs/", DocsView.as_view(), name="docs"),
]
