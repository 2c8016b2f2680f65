"""Who acts for a firm, who coordinates where it lies, who is invited and who asks to join."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from marketplace.models import Claim, Firm, Invitation, Listing, Membership, Site, Symbiosis, User
from marketplace.permissions import Viewer
from marketplace.queries.firms import coordinated_firms, inside_firms


def members_of(firm: Firm) -> QuerySet[User]:
    """Return the people who act for a firm."""
    return User.objects.filter(membership__firm=firm, is_active=True).order_by("pk")


def people_of_firms(symbiosis: Symbiosis) -> QuerySet[User]:
    """Return the people who act for the firms of a symbiosis, for whoever follows it up."""
    firms = symbiosis.parties.values("listing__firm")
    members = Membership.objects.filter(firm__in=firms)
    return User.objects.filter(pk__in=members.values("user"), is_active=True).order_by("name", "pk")


def owners_of(firm: Firm) -> QuerySet[User]:
    """Return the people who decide for a firm."""
    owners = Membership.objects.filter(firm=firm, role=Membership.Role.OWNER)
    return User.objects.filter(pk__in=owners.values("user"), is_active=True).order_by("pk")


def coordinators_of(firm: Firm) -> QuerySet[User]:
    """Return who decides about a firm from outside: the coordinators of its municipalities, else the leads."""
    return _coordinators_outside(firm, municipalities=firm.sites.values("municipality"))


def coordinators_of_listing(listing: Listing) -> QuerySet[User]:
    """Return who decides about a listing from outside its firm (permissions.coordinates_listing), else the leads."""
    if listing.site is None:
        return coordinators_of(listing.firm)
    return _coordinators_outside(listing.firm, municipalities=[listing.site.municipality])


def _coordinators_outside(firm: Firm, *, municipalities: QuerySet[Site, dict[str, str]] | list[str]) -> QuerySet[User]:
    outside = User.objects.filter(is_active=True).exclude(membership__firm=firm)
    of_area = outside.filter(coordinator__areas__municipality__in=municipalities).distinct().order_by("pk")
    return of_area if of_area.exists() else outside.filter(coordinator__is_lead=True).order_by("pk")


def visible_memberships(viewer: Viewer) -> QuerySet[Membership]:
    """Return who belongs to the firms that the viewer sees from inside."""
    rows = Membership.objects.filter(firm__in=inside_firms(viewer)).select_related("user", "firm")
    return rows.order_by("firm", "role", "user__name", "pk")


def visible_invitations(viewer: Viewer) -> QuerySet[Invitation]:
    """Return the invitations to firms that the viewer owns."""
    if not viewer.is_authenticated:
        return Invitation.objects.none()
    owned = viewer.membership_set.filter(role=Membership.Role.OWNER).values("firm")
    return Invitation.objects.filter(firm__in=owned).select_related("firm").order_by("-invited_at", "pk")


def answerable_claims(viewer: Viewer) -> QuerySet[Claim]:
    """Return the waiting claims that the viewer may answer, the oldest first (permissions.can_answer_claim)."""
    if not viewer.is_authenticated:
        return Claim.objects.none()
    owners = Membership.objects.filter(firm=OuterRef("firm"), role=Membership.Role.OWNER)
    own = Exists(owners.filter(user=viewer))
    ownerless = ~Exists(owners) & Q(firm__in=coordinated_firms(viewer).values("pk"))
    claims = Claim.objects.filter(own | ownerless, state=Claim.State.ASKED).exclude(user=viewer)
    return claims.select_related("firm", "user").order_by("asked_at", "pk")


def visible_claims(viewer: Viewer) -> QuerySet[Claim]:
    """Return the claims that the viewer may answer or has answered: a second click is told what became of it."""
    if not viewer.is_authenticated:
        return Claim.objects.none()
    answerable = Q(pk__in=answerable_claims(viewer).values("pk"))
    of_own_firms = Q(firm__in=viewer.membership_set.filter(role=Membership.Role.OWNER).values("firm"))
    return Claim.objects.filter(answerable | of_own_firms | Q(answered_by=viewer)).select_related("firm", "user")


def own_claims(viewer: User) -> QuerySet[Claim]:
    """Return what the viewer asked to belong to and still waits for."""
    return Claim.objects.filter(user=viewer, state=Claim.State.ASKED).select_related("firm").order_by("asked_at", "pk")
