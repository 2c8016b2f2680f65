"""Who may do what: one predicate per verb. Lists annotate instead of asking per row."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from marketplace.models import (
    Claim,
    Firm,
    Interest,
    Listing,
    Membership,
    Party,
    Report,
    Suggestion,
    SuggestionPart,
    Symbiosis,
    TableCorrection,
    User,
)

Viewer = User | AnonymousUser


def is_coordinator(viewer: Viewer) -> bool:
    return viewer.is_authenticated and hasattr(viewer, "coordinator")


def is_lead(viewer: Viewer) -> bool:
    return is_coordinator(viewer) and viewer.coordinator.is_lead


def is_member(viewer: Viewer, firm: Firm) -> bool:
    return viewer.is_authenticated and viewer.membership_set.filter(firm=firm).exists()


def is_owner(viewer: Viewer, firm: Firm) -> bool:
    return viewer.is_authenticated and viewer.membership_set.filter(firm=firm, role=Membership.Role.OWNER).exists()


def coordinates_firm(viewer: Viewer, firm: Firm) -> bool:
    """A coordinator of a municipality in which the firm has a site; a lead coordinates everywhere."""
    if not is_coordinator(viewer):
        return False
    areas = viewer.coordinator.areas.values("municipality")
    return viewer.coordinator.is_lead or firm.sites.filter(municipality__in=areas).exists()


def coordinates_listing(viewer: Viewer, listing: Listing) -> bool:
    """A coordinator of the municipality the listing lies in, unless it may go to or come from a firm of their own."""
    if not is_coordinator(viewer) or opposite_own(viewer).filter(listing=listing.pk).exists():
        return False
    if viewer.coordinator.is_lead or listing.site is None:
        return coordinates_firm(viewer, listing.firm)
    return viewer.coordinator.areas.filter(municipality=listing.site.municipality).exists()


def opposite_own(viewer: User) -> QuerySet[SuggestionPart]:
    """Return the parts of other firms in open suggestions and symbioses of the viewer's own firms.

    In a matter of their own firm coordinators are no coordinators: they see the other side as their firm does.
    """
    own = SuggestionPart.objects.filter(listing__firm__membership__user=viewer)
    ours = own.filter(suggestion__state__in=Suggestion.OPEN_STATES).values("suggestion")
    return SuggestionPart.objects.filter(suggestion__in=ours).exclude(listing__firm__membership__user=viewer)


def coordinates_municipality(viewer: Viewer, municipality: str) -> bool:
    """A coordinator of the municipality; a lead coordinates everywhere."""
    if not is_coordinator(viewer):
        return False
    return viewer.coordinator.is_lead or viewer.coordinator.areas.filter(municipality=municipality).exists()


def can_write_on_behalf(viewer: Viewer, firm: Firm) -> bool:
    """Coordinators of its area write down what a firm said; members post for it themselves."""
    return coordinates_firm(viewer, firm) and not is_member(viewer, firm)


def can_edit_firm(viewer: Viewer, firm: Firm) -> bool:
    return is_owner(viewer, firm) or coordinates_firm(viewer, firm)


def can_invite(viewer: Viewer, firm: Firm) -> bool:
    """The owners invite; where a firm has no members yet, a coordinator of its area invites the first."""
    if is_owner(viewer, firm):
        return True
    return coordinates_firm(viewer, firm) and not firm.membership_set.exists()


def can_answer_claim(viewer: Viewer, claim: Claim) -> bool:
    """The owners answer; where there is none, a coordinator. Nobody answers for themselves."""
    if viewer == claim.user:
        return False
    has_owner = claim.firm.membership_set.filter(role=Membership.Role.OWNER).exists()
    return is_owner(viewer, claim.firm) if has_owner else coordinates_firm(viewer, claim.firm)


def can_verify(viewer: Viewer, firm: Firm) -> bool:
    """Coordinators of its municipality verify, but not a firm of their own."""
    return coordinates_firm(viewer, firm) and not is_member(viewer, firm)


def can_edit_listing(viewer: Viewer, listing: Listing) -> bool:
    """Its firm's members; and coordinators, who can do everything on a firm's behalf."""
    return is_member(viewer, listing.firm) or coordinates_listing(viewer, listing)


def can_import(viewer: Viewer, firm: Firm) -> bool:
    """Bring in a file of the firm's listings: its members, and coordinators on its behalf."""
    return is_member(viewer, firm) or coordinates_firm(viewer, firm)


def can_see_listing_openly(viewer: Viewer, listing: Listing) -> bool:
    """See firm, place, exact amount, price and free text. `queries.listings` annotates this for lists."""
    if listing.visibility == Listing.Visibility.OPEN or can_edit_listing(viewer, listing):
        return True
    return viewer.is_authenticated and consented_parties(viewer).filter(listing=listing).exists()


def consented_parties(viewer: User) -> QuerySet[Party]:
    """Return the parties that said yes to a symbiosis to which the viewer's firm said yes as well."""
    own = Party.objects.filter(answer=Party.Answer.YES, listing__firm__membership__user=viewer)
    return Party.objects.filter(answer=Party.Answer.YES, symbiosis__in=own.values("symbiosis"))


def can_report(viewer: Viewer, listing: Listing) -> bool:
    return viewer.is_authenticated and not is_member(viewer, listing.firm)


def can_close_report(viewer: Viewer, report: Report) -> bool:
    return coordinates_listing(viewer, report.listing) and not is_member(viewer, report.listing.firm)


def can_show_interest(viewer: Viewer, own: Listing) -> bool:
    """Members ask a coordinator about other firms' listings, beside one of their own firm's."""
    return is_member(viewer, own.firm)


def can_answer_interest(viewer: Viewer, interest: Interest) -> bool:
    """Coordinators of either side answer what a firm has asked about, but nobody in a matter of their own firm."""
    if not is_coordinator(viewer):
        return False
    firms = interest.own.firm_id, interest.other.firm_id
    if viewer.membership_set.filter(firm__in=firms).exists():
        return False
    sites = [listing.site.municipality for listing in (interest.own, interest.other) if listing.site]
    return viewer.coordinator.is_lead or viewer.coordinator.areas.filter(municipality__in=sites).exists()


def can_review(viewer: Viewer, suggestion: Suggestion) -> bool:
    """Coordinators of its area review, but not a suggestion to a firm they belong to."""
    if not is_coordinator(viewer):
        return False
    firms = suggestion.parts.values("listing__firm")
    if viewer.membership_set.filter(firm__in=firms).exists():
        return False
    areas = viewer.coordinator.areas.values("municipality")
    return viewer.coordinator.is_lead or suggestion.parts.filter(listing__site__municipality__in=areas).exists()


def can_answer(viewer: Viewer, party: Party) -> bool:
    """Members of the party's firm answer for it."""
    return is_member(viewer, party.listing.firm)


def can_ask_party(viewer: Viewer, party: Party) -> bool:
    """Coordinators ask a party for a fact; so do the firms that it has been introduced to."""
    if not viewer.is_authenticated or is_member(viewer, party.listing.firm):
        return False
    return coordinates_listing(viewer, party.listing) or consented_parties(viewer).filter(pk=party.pk).exists()


def can_follow_up(viewer: Viewer, symbiosis: Symbiosis) -> bool:
    """Its owner and the coordinators of its area follow a symbiosis up, but nobody in a matter of their own firm.

    An owner may come from elsewhere, even from across the border: it was handed over to them. They see and steer the
    symbiosis as long as it is theirs; the firms and listings in it they do not come to coordinate.
    """
    if not can_take_over(viewer, symbiosis):
        return False
    areas = viewer.coordinator.areas.values("municipality")
    is_theirs = symbiosis.owner_id == viewer.pk or viewer.coordinator.is_lead
    return is_theirs or symbiosis.parties.filter(listing__site__municipality__in=areas).exists()


def can_take_over(viewer: Viewer, symbiosis: Symbiosis) -> bool:
    """Any coordinator may be handed a symbiosis, except of a firm that they belong to."""
    if not is_coordinator(viewer) or not viewer.is_active:
        return False
    return not viewer.membership_set.filter(firm__in=symbiosis.parties.values("listing__firm")).exists()


def can_review_correction(viewer: Viewer, correction: TableCorrection) -> bool:
    """Any coordinator reviews a correction of the tables, but nobody their own."""
    return is_coordinator(viewer) and correction.proposed_by_id != viewer.pk


def can_withdraw_correction(viewer: Viewer, correction: TableCorrection) -> bool:
    """Whoever proposed it takes it back while it waits; what is in force a lead takes out of force."""
    waits = correction.state == TableCorrection.State.PROPOSED
    return is_coordinator(viewer) and (correction.proposed_by_id == viewer.pk if waits else is_lead(viewer))
