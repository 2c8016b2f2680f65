"""Firms and sites as a viewer may look them up."""

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from marketplace.models import Firm, Listing, Membership, Site
from marketplace.permissions import Viewer, consented_parties, is_coordinator


def visible_firms(viewer: Viewer) -> QuerySet[Firm]:
    """Return the firms whose identity is open to the viewer.

    Own firms; for coordinators those of their municipalities; firms with an open listing on the market;
    firms that consented, together with the viewer's, to be introduced.
    """
    open_listing = Listing.objects.filter(
        firm=OuterRef("pk"), state=Listing.State.PUBLISHED, visibility=Listing.Visibility.OPEN
    )
    seen = Q(Exists(open_listing), hidden_at__isnull=True)
    if viewer.is_authenticated:
        introduced = consented_parties(viewer).filter(listing__firm=OuterRef("pk"))
        seen |= Q(Exists(introduced)) | Q(pk__in=inside_firms(viewer).values("pk"))
    return Firm.objects.filter(seen).order_by("name", "pk")


def inside_firms(viewer: Viewer) -> QuerySet[Firm]:
    """Return the firms that the viewer sees from inside: as a member, or as a coordinator of their area."""
    if not viewer.is_authenticated:
        return Firm.objects.none()
    own = viewer.membership_set.values("firm")
    return Firm.objects.filter(Q(pk__in=own) | Q(pk__in=coordinated_firms(viewer).values("pk"))).order_by("name", "pk")


def editable_firms(viewer: Viewer) -> QuerySet[Firm]:
    """Return the firms that the viewer may change: those they own, and those they coordinate."""
    if not viewer.is_authenticated:
        return Firm.objects.none()
    owned = viewer.membership_set.filter(role=Membership.Role.OWNER).values("firm")
    return Firm.objects.filter(Q(pk__in=owned) | Q(pk__in=coordinated_firms(viewer).values("pk"))).order_by(
        "name", "pk"
    )


def coordinated_firms(viewer: Viewer) -> QuerySet[Firm]:
    """Return the firms of the viewer's municipalities as coordinator (permissions.coordinates_firm)."""
    if not is_coordinator(viewer):
        return Firm.objects.none()
    if viewer.coordinator.is_lead:
        return Firm.objects.all()
    areas = viewer.coordinator.areas.values("municipality")
    return Firm.objects.filter(Exists(Site.objects.filter(firm=OuterRef("pk"), municipality__in=areas)))


def waiting_firms(viewer: Viewer) -> QuerySet[Firm]:
    """Return the firms that wait for this coordinator to verify them, the oldest first."""
    firms = coordinated_firms(viewer).filter(verified_at__isnull=True, hidden_at__isnull=True)
    own = viewer.membership_set.values("firm") if viewer.is_authenticated else []
    return (
        firms.exclude(pk__in=own)
        .annotate(listing_count=Count("listings", filter=Q(listings__state=Listing.State.PUBLISHED)))
        .prefetch_related("sites")
        .order_by("created_at", "pk")
    )


def editable_sites(viewer: Viewer) -> QuerySet[Site]:
    """Return the sites of the firms that the viewer may change."""
    return Site.objects.filter(firm__in=editable_firms(viewer)).select_related("firm").order_by("pk")
