"""Every address of the site."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from marketplace.views import home, listings, reports, suggestions, symbioses
from marketplace.views.styleguide import styleguide

urlpatterns = [
    path("", home.home, name="home"),
    path("about/", home.about, name="about"),
    path("materials/", home.material_list, name="material-list"),
    # Listings
    path("offers/", listings.offer_list, name="offer-list"),
    path("needs/", listings.need_list, name="need-list"),
    path("listings/new/", listings.listing_new, name="listing-new"),
    path("listings/<int:pk>/", listings.listing_detail, name="listing-detail"),
    path("listings/<int:pk>/edit/", listings.listing_edit, name="listing-edit"),
    path("listings/<int:pk>/report/", listings.listing_report, name="listing-report"),
    path("listings/<int:pk>/<slug:step>/", listings.listing_step, name="listing-step"),
    # Review and consent
    path("queue/", suggestions.suggestion_queue, name="suggestion-queue"),
    path("suggestions/<int:pk>/", suggestions.suggestion_detail, name="suggestion-detail"),
    path("suggestions/<int:pk>/approve/", suggestions.suggestion_approve, name="suggestion-approve"),
    path("suggestions/<int:pk>/dismiss/", suggestions.suggestion_dismiss, name="suggestion-dismiss"),
    path("suggestions/<int:pk>/ask/", suggestions.suggestion_ask, name="suggestion-ask"),
    path("suggestions/<int:pk>/undo/", suggestions.suggestion_undo, name="suggestion-undo"),
    path("symbioses/", symbioses.symbiosis_list, name="symbiosis-list"),
    path("symbioses/<int:pk>/", symbioses.symbiosis_detail, name="symbiosis-detail"),
    path("parties/<int:pk>/answer/", symbioses.party_answer, name="party-answer"),
    path("answer/<str:token>/", symbioses.consent_link, name="consent-link"),
    path("reports/", reports.report_list, name="report-list"),
    path("reports/<int:pk>/close/", reports.report_close, name="report-close"),
    # Firms and people
    path("my-firm/", home.my_firm, name="my-firm"),
    path("notices/", home.notice_list, name="notice-list"),
    path("accounts/", include("allauth.urls")),
    path("language/", include("django.conf.urls.i18n")),
    path("admin/", admin.site.urls),
]
if settings.DEBUG:
    urlpatterns.append(path("styleguide/", styleguide, name="styleguide"))
