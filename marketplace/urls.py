"""Every address of the site."""

from django.contrib import admin
from django.urls import include, path

from marketplace.views import (
    accounts,
    coordinators,
    distances,
    firms,
    home,
    invitations,
    listings,
    maps,
    members,
    reports,
    sites,
    suggestions,
    symbioses,
)
from marketplace.views.dev_mail import dev_mail
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
    path("map/base/<slug:version>/", maps.map_features, name="map-features"),
    path("distance/", distances.distance, name="distance"),
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
    path("firms/new/", firms.firm_new, name="firm-new"),
    path("firms/waiting/", firms.firm_waiting, name="firm-waiting"),
    path("firms/<int:pk>/", firms.firm_detail, name="firm-detail"),
    path("firms/<int:pk>/edit/", firms.firm_edit, name="firm-edit"),
    path("firms/<int:pk>/verify/", firms.firm_verify, name="firm-verify"),
    path("firms/<int:pk>/hide/", firms.firm_hide, name="firm-hide"),
    path("firms/<int:pk>/show/", firms.firm_show, name="firm-show"),
    path("firms/<int:pk>/block/", firms.firm_block, name="firm-block"),
    path("firms/<int:pk>/unblock/", firms.firm_unblock, name="firm-unblock"),
    path("firms/<int:pk>/sites/new/", sites.site_new, name="site-new"),
    path("sites/<int:pk>/edit/", sites.site_edit, name="site-edit"),
    path("firms/<int:pk>/members/", members.firm_members, name="firm-members"),
    path("firms/<int:pk>/invite/", members.invitation_new, name="invitation-new"),
    path("members/<int:pk>/role/", members.member_role, name="member-role"),
    path("members/<int:pk>/remove/", members.member_remove, name="member-remove"),
    path("invitations/<int:pk>/withdraw/", members.invitation_withdraw, name="invitation-withdraw"),
    path("join/<str:token>/", invitations.invitation_accept, name="invitation-accept"),
    path("claims/", members.claim_list, name="claim-list"),
    path("claims/<int:pk>/answer/", members.claim_answer, name="claim-answer"),
    path("coordinators/", coordinators.coordinator_list, name="coordinator-list"),
    path("coordinators/new/", coordinators.coordinator_new, name="coordinator-new"),
    path("coordinators/<int:pk>/", coordinators.coordinator_areas, name="coordinator-areas"),
    path("account/", accounts.account_profile, name="account-profile"),
    path("account/data/", accounts.account_data, name="account-data"),
    path("account/export/", accounts.account_export, name="account-export"),
    path("account/delete/", accounts.account_delete, name="account-delete"),
    path("accounts/login/", accounts.LoginView.as_view(), name="account_login"),
    path("accounts/signup/", accounts.SignupView.as_view(), name="account_signup"),
    path("accounts/", include("allauth.urls")),
    path("language/", accounts.set_language, name="set_language"),
    path("dev/mail/", dev_mail, name="dev-mail"),
    path("admin/", admin.site.urls),
    path("api/v1/", include("api.urls")),
    path("styleguide/", styleguide, name="styleguide"),  # answers in DEBUG only
]
handler404 = "api.errors.page_not_found"  # JSON below /api/, our page elsewhere
