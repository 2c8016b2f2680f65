"""Every page of the site, by who sees it: name and path."""

from collections.abc import Iterator

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.urls import reverse

from marketplace.models import Firm, ImportRow, Listing, Symbiosis
from marketplace.queries.consent_links import consent_link
from marketplace.queries.invitations import invitation_token
from marketplace.queries.saved_searches import stop_link
from marketplace.queries.statement_links import statement_link
from tests.marketplace.world import World

KNOWN = {
    "material-detail": ["bark", "wood-residues"],
    "use-detail": ["bedding"],
    "case-detail": ["kalundborg-cooling-water"],
}


def pages_of_nobody(world: World) -> Iterator[tuple[str, str]]:
    for name in (
        "home",
        "about",
        "contact",
        "privacy",
        "accessibility",
        "material-list",
        "use-list",
        "case-list",
        "offer-list",
        "need-list",
        "dev-mail",
    ):
        yield name, reverse(name)
    yield "docs", reverse("api:docs")
    for name, slugs in KNOWN.items():
        for slug in slugs:
            yield name, reverse(name, args=[slug])
    yield "distance", reverse("distance")
    yield "distance", reverse("distance") + "?from=Gäddede&to=Trondheim&on=2027-01-15"
    yield "offer-list", reverse("offer-list") + "?view=table&material=wood_residues&area=SE-2309&page=2"
    yield "need-list", reverse("need-list") + "?municipality=SE-2361"
    yield "listing-search", reverse("listing-search") + "?month=1,2&place=Krokom&order=nearest"
    yield "listing-search", reverse("listing-search") + "?q=guld"
    yield "market-map", reverse("market-map")
    yield "market-map", reverse("market-map") + "?side=offer&area=SE-2309&place=Krokom&within=60"
    yield "market-map", reverse("market-map") + "?within=60&place=Nowhere"
    yield "listing-detail", reverse("listing-detail", args=[world.offer.pk])
    yield "listing-report", reverse("listing-report", args=[world.offer.pk])
    for name in ("account_login", "account_signup", "account_inactive", "account_reset_password"):
        yield name, reverse(name)
    for name in ("account_reset_password_done", "account_reset_password_from_key_done"):
        yield name, reverse(name)
    key = f"{user_pk_to_url_str(world.member)}-{default_token_generator.make_token(world.member)}"
    yield "account_reset_password_from_key", f"/accounts/password/reset/key/{key}/"
    yield "consent-link", consent_link(world.symbiosis.parties.get(role="giver"), world.member)
    yield "statement-answer", statement_link(world.statement)
    yield "statement-answer", statement_link(world.answered)
    yield "invitation-accept", reverse("invitation-accept", args=[invitation_token(world.firm.invitations.get())])
    yield "firm-detail", reverse("firm-detail", args=[Listing.objects.filter(visibility="open")[0].firm_id])


def pages_of_member(world: World) -> Iterator[tuple[str, str]]:
    yield "saved-search-new", reverse("saved-search-new") + "?material=bark"
    yield "search-stop", stop_link([world.search.pk])
    for name in ("my-firm", "saved-search-list", "notice-list", "symbiosis-list", "claim-list", "listing-new"):
        yield name, reverse(name)
    yield "listing-new", reverse("listing-new") + "?side=need"
    yield "listing-new", reverse("listing-new") + f"?side=offer&about={world.need.pk}"
    yield "interest-new", reverse("interest-new", args=[world.need.pk])
    yield "listing-detail", reverse("listing-detail", args=[world.need.pk])
    for listing in (world.offer, world.draft):
        yield "listing-photos", reverse("listing-photos", args=[listing.pk])
        yield "listing-detail", reverse("listing-detail", args=[listing.pk])
        yield "listing-edit", reverse("listing-edit", args=[listing.pk])
        yield "listing-law", reverse("listing-law", args=[listing.pk])
    for fact in ("status_claim", "contamination_pct", "polymers", "hs_code", "bp_1", "hp_codes", "feed_reg_supplier"):
        yield "listing-law", reverse("listing-law", args=[world.offer.pk]) + f"?fact={fact}"
    for query in ("", f"?with={world.need.pk}"):
        yield "listing-why-not", reverse("listing-why-not", args=[world.offer.pk]) + query
    yield "listing-quality", reverse("listing-quality", args=[world.offer.pk]) + "?code=moisture"
    for symbiosis in (world.symbiosis, world.introduced):
        yield "symbiosis-detail", reverse("symbiosis-detail", args=[symbiosis.pk])
        yield "symbiosis-sheet", reverse("symbiosis-sheet", args=[symbiosis.pk])
    for name in ("firm-detail", "firm-edit", "firm-members", "firm-block", "site-new", "invitation-new"):
        yield name, reverse(name, args=[world.firm.pk])
    for name in ("firm-welcome", "firm-first-matches"):
        yield name, reverse(name, args=[world.firm.pk])
    yield "site-edit", reverse("site-edit", args=[world.offer.site.pk])
    yield "import-new", reverse("import-new", args=[world.firm.pk])
    for staged in world.firm.imports.exclude(state="uploaded"):
        yield "import-detail", reverse("import-detail", args=[staged.pk])
    for staged in world.firm.imports.filter(state__in=["uploaded", "ready"]):
        yield "import-columns", reverse("import-columns", args=[staged.pk])
    for row in ImportRow.objects.filter(staged__state="ready"):
        yield "import-row", reverse("import-row", args=[row.pk])
    for name in ("account-profile", "account-data", "account-delete", "account_email", "account_change_password"):
        yield name, reverse(name)
    for name in ("account_reauthenticate", "account_logout"):
        yield name, reverse(name)


def pages_of_newcomer(world: World) -> Iterator[tuple[str, str]]:
    for name in ("my-firm", "firm-new", "claim-list", "notice-list"):
        yield name, reverse(name)
    yield "listing-detail", reverse("listing-detail", args=[world.need.pk])


def pages_of_coordinator(world: World) -> Iterator[tuple[str, str]]:
    for name in (
        "suggestion-queue",
        "allotment-list",
        "report-list",
        "symbiosis-list",
        "calendar",
        "overview",
        "firm-waiting",
        "my-firm",
        "statement-list",
        "statement-new",
    ):
        yield name, reverse(name)
    for name in ("correction-list", "word-list"):
        yield name, reverse(name)
    yield "correction-new", reverse("correction-new") + "?table=material_uses&row=bark;mulch"
    yield "material-detail", reverse("material-detail", args=["bark"])
    yield "symbiosis-list", reverse("symbiosis-list") + "?view=table&sort=due&owner=none"
    yield "suggestion-queue", reverse("suggestion-queue") + "?state=dismissed"
    yield "suggestion-queue", reverse("suggestion-queue") + "?material=bark&direction=SE-SE&order=oldest"
    yield "suggestion-queue", reverse("suggestion-queue") + "?score=80&material=acid_whey"
    yield "market-map", reverse("market-map")
    yield "overview", reverse("overview") + "?first=2026-11-02&last=2026-11-01&area=SE-2361"
    for statement in (world.statement, world.answered):
        yield "statement-detail", reverse("statement-detail", args=[statement.pk])
        unowned = statement.stated.get().listing
        yield "listing-edit", reverse("listing-edit", args=[unowned.pk])
        yield "listing-detail", reverse("listing-detail", args=[unowned.pk])
    for suggestion in (world.suggestion, world.dismissed, world.symbiosis.suggestion):
        yield "suggestion-detail", reverse("suggestion-detail", args=[suggestion.pk])
    yield "suggestion-sheet", reverse("suggestion-sheet", args=[world.suggestion.pk])
    yield "suggestion-sheet", reverse("suggestion-sheet", args=[world.suggestion.pk]) + "?blind=1&in=nb"
    yield "symbiosis-sheet", reverse("symbiosis-sheet", args=[world.introduced.pk])
    yield "suggestion-detail", reverse("suggestion-detail", args=[world.suggestion.pk]) + "?receiver=SE"
    for symbiosis in (world.introduced, Symbiosis.objects.filter(stage="on_hold")[0]):
        yield "symbiosis-detail", reverse("symbiosis-detail", args=[symbiosis.pk])
    yield "listing-detail", reverse("listing-detail", args=[world.offer.pk])
    for name in ("firm-detail", "firm-verify", "firm-hide"):
        yield name, reverse(name, args=[Firm.objects.filter(verified_at=None, sites__municipality="SE-2309")[0].pk])


def pages_of_lead(world: World) -> Iterator[tuple[str, str]]:
    for name in ("follow-up-list", "coordinator-list", "coordinator-new", "ranking-list"):
        yield name, reverse(name)
    yield "coordinator-areas", reverse("coordinator-areas", args=[world.coordinator.coordinator.pk])


PAGES = {
    "nobody": pages_of_nobody,
    "member": pages_of_member,
    "newcomer": pages_of_newcomer,
    "coordinator": pages_of_coordinator,
    "lead": pages_of_lead,
}
