"""Firms as a viewer may see them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import get_language

from geo.places import load_gazetteer
from marketplace.models import Claim, Event, Firm, Invitation, Listing, Membership, Site, User
from marketplace.permissions import (
    Viewer,
    can_edit_firm,
    can_invite,
    can_verify,
    consented_parties,
    coordinates_firm,
    is_coordinator,
    is_member,
)
from marketplace.queries.org_numbers import format_org_number
from matching.industries import industry_name


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmCard:
    """What those outside see of a firm whose identity is open to them."""

    pk: int
    name: str
    industry: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmPage:
    """What members and coordinators see of a firm. Nothing of it is for others."""

    card: FirmCard
    country: str
    org_number: str  # "" for a sole trader, whose number is never shown
    is_sole_trader: bool
    size: str
    is_host: bool
    verified_at: datetime | None
    verified_by: str
    checks: tuple[str, ...]
    hidden_at: datetime | None
    hidden_reason: str
    sites: tuple[Site, ...]
    members: tuple[Membership, ...]
    invitations: tuple[Invitation, ...]
    claim_count: int
    blocked_names: tuple[str, ...]
    can_edit: bool
    can_invite: bool
    can_verify: bool


def visible_firms(viewer: Viewer) -> QuerySet[Firm]:
    """Return the firms whose identity is open to the viewer.

    Own firms; for coordinators those of their municipalities; firms with an open listing on the market;
    firms that consented, together with the viewer's, to be introduced.
    """
    open_listing = Listing.objects.filter(
        firm=OuterRef("pk"), state=Listing.State.PUBLISHED, visibility=Listing.Visibility.OPEN
    )
    seen_by_all = Q(Exists(open_listing), hidden_at__isnull=True)
    if not viewer.is_authenticated:
        return Firm.objects.filter(seen_by_all)
    introduced = consented_parties(viewer).filter(listing__firm=OuterRef("pk"))
    seen = seen_by_all | Q(Exists(introduced)) | Q(pk__in=_inside(viewer).values("pk"))
    return Firm.objects.filter(seen).order_by("name", "pk")


def editable_firms(viewer: Viewer) -> QuerySet[Firm]:
    """Return the firms that the viewer may change: those they own, and those they coordinate."""
    if not viewer.is_authenticated:
        return Firm.objects.none()
    owned = viewer.membership_set.filter(role=Membership.Role.OWNER).values("firm")
    return Firm.objects.filter(Q(pk__in=owned) | Q(pk__in=_coordinated(viewer).values("pk"))).order_by("name", "pk")


def inside_firms(viewer: Viewer) -> QuerySet[Firm]:
    """Return the firms that the viewer sees from inside: as a member, or as a coordinator of their area."""
    return _inside(viewer).order_by("name", "pk") if viewer.is_authenticated else Firm.objects.none()


def waiting_firms(viewer: Viewer) -> QuerySet[Firm]:
    """Return the firms that wait for this coordinator to verify them, the oldest first."""
    firms = _coordinated(viewer).filter(verified_at__isnull=True, hidden_at__isnull=True)
    own = viewer.membership_set.values("firm") if viewer.is_authenticated else []
    return (
        firms.exclude(pk__in=own)
        .annotate(listing_count=Count("listings", filter=Q(listings__state=Listing.State.PUBLISHED)))
        .prefetch_related("sites", "membership_set__user")
        .order_by("created_at", "pk")
    )


def visible_sites(viewer: Viewer) -> QuerySet[Site]:
    """Return the sites of the firms that the viewer may change."""
    return Site.objects.filter(firm__in=editable_firms(viewer)).select_related("firm").order_by("pk")


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
    ownerless = ~Exists(owners) & Q(firm__in=_coordinated(viewer).values("pk"))
    claims = Claim.objects.filter(own | ownerless, state=Claim.State.ASKED).exclude(user=viewer)
    return claims.select_related("firm", "user").order_by("asked_at", "pk")


def own_claims(viewer: User) -> QuerySet[Claim]:
    """Return what the viewer asked to belong to and still waits for."""
    return Claim.objects.filter(user=viewer, state=Claim.State.ASKED).select_related("firm").order_by("asked_at", "pk")


def firm_card(firm: Firm) -> FirmCard:
    """Return the outside of a firm that the viewer has found in `visible_firms`."""
    return FirmCard(pk=firm.pk, name=firm.name, industry=industry_name(firm.nace, get_language() or "en"))


def firm_page(viewer: Viewer, firm: Firm) -> FirmPage | None:
    """Return the inside of a firm for its members and coordinators, None for everybody else."""
    if not (is_member(viewer, firm) or coordinates_firm(viewer, firm)):
        return None
    may_edit, may_invite = can_edit_firm(viewer, firm), can_invite(viewer, firm)
    waiting = firm.invitations.filter(accepted_at=None, withdrawn_at=None).order_by("-invited_at", "pk")
    return FirmPage(
        card=firm_card(firm),
        country=firm.get_country_display(),
        org_number=format_org_number(firm),
        is_sole_trader=firm.is_sole_trader,
        size=firm.get_size_display() if firm.size else "",
        is_host=firm.is_host,
        verified_at=firm.verified_at,
        verified_by=str(firm.verified_by) if firm.verified_by else "",
        checks=tuple(Firm.Check(code).label for code in firm.verification_checks),
        hidden_at=firm.hidden_at,
        hidden_reason=_hidden_reason(firm),
        sites=tuple(firm.sites.order_by("pk")),
        members=tuple(firm.membership_set.select_related("user").order_by("-role", "user__name", "pk")),
        invitations=tuple(waiting) if may_invite else (),
        claim_count=answerable_claims(viewer).filter(firm=firm).count(),
        blocked_names=tuple(sorted({block.name for block in firm.blocks.all()})) if may_edit else (),
        can_edit=may_edit,
        can_invite=may_invite,
        can_verify=can_verify(viewer, firm),
    )


def municipality_name(code: str) -> str:
    """Return the name of a municipality, the code itself where there is none."""
    municipality = load_gazetteer().municipalities.get(code)
    return municipality.name if municipality else code


def _inside(viewer: User) -> QuerySet[Firm]:
    own = viewer.membership_set.values("firm")
    return Firm.objects.filter(Q(pk__in=own) | Q(pk__in=_coordinated(viewer).values("pk")))


def _coordinated(viewer: Viewer) -> QuerySet[Firm]:
    """Return the firms of the viewer's municipalities as coordinator (permissions.coordinates_firm)."""
    if not is_coordinator(viewer):
        return Firm.objects.none()
    if viewer.coordinator.is_lead:
        return Firm.objects.all()
    areas = viewer.coordinator.areas.values("municipality")
    return Firm.objects.filter(Exists(Site.objects.filter(firm=OuterRef("pk"), municipality__in=areas)))


def _hidden_reason(firm: Firm) -> str:
    if not firm.hidden_at:
        return ""
    events = Event.objects.filter(kind=Event.Kind.FIRM_HIDDEN, subject_type__model="firm", subject_id=firm.pk)
    event = events.order_by("-pk").first()
    return event.changes["reason"][1] if event else ""
