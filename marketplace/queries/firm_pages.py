"""What the pages of firms show: the outside to those who may know the firm, the inside to its own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import prefetch_related_objects
from django.utils.translation import get_language

from geo.places import load_gazetteer
from marketplace.models import Event, Firm, Invitation, Membership, Site
from marketplace.permissions import Viewer, can_edit_firm, can_invite, can_verify, coordinates_firm, is_member
from marketplace.queries.firms import inside_firms, waiting_firms
from marketplace.queries.looks import Look, looks_at
from marketplace.queries.members import answerable_claims
from marketplace.queries.opened import note_opened
from marketplace.queries.org_numbers import format_org_number
from marketplace.wording.distances import precision_text
from matching.industries import industry_name


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmCard:
    """What those outside see of a firm whose identity is open to them."""

    pk: int
    name: str
    industry: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteRow:
    """A site as the firm's own see it."""

    pk: int
    name: str
    place: str
    address: str
    precision: str  # how exactly its point is known, in words
    loading_notes: str


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
    sites: tuple[SiteRow, ...]
    members: tuple[Membership, ...]
    invitations: tuple[Invitation, ...]
    claim_count: int
    blocked_names: tuple[str, ...]
    can_edit: bool
    looks: tuple[Look, ...]
    can_invite: bool
    can_verify: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmRow:
    """One firm of a list. inside: the firm with its sites, for its members and coordinators; None for others."""

    card: FirmCard
    is_mine: bool
    inside: Firm | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingFirm:
    """One line of the list of firms that wait for verification."""

    card: FirmCard
    places: str
    created_at: datetime
    listing_count: int


def firm_card(firm: Firm) -> FirmCard:
    """Return the outside of a firm that the viewer has found in `visible_firms`."""
    return FirmCard(pk=firm.pk, name=firm.name, industry=industry_name(firm.nace, get_language() or "en"))


def firm_page(viewer: Viewer, firm: Firm) -> FirmPage | None:
    """Return the inside of a firm for its members and coordinators, None for everybody else."""
    if not (is_member(viewer, firm) or coordinates_firm(viewer, firm)):
        return None
    note_opened(firm.pk)
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
        checks=tuple(str(Firm.Check(code).label) for code in firm.verification_checks),
        hidden_at=firm.hidden_at,
        hidden_reason=_hidden_reason(firm),
        sites=tuple(_site_row(site) for site in firm.sites.order_by("pk")),
        members=tuple(firm.membership_set.select_related("user").order_by("-role", "user__name", "pk")),
        invitations=tuple(waiting) if may_invite else (),
        claim_count=answerable_claims(viewer).filter(firm=firm).count(),
        blocked_names=tuple(sorted({block.name for block in firm.blocks.all()})) if may_edit else (),
        looks=tuple(looks_at(firm, viewer=viewer)),
        can_edit=may_edit,
        can_invite=may_invite,
        can_verify=can_verify(viewer, firm),
    )


def firm_rows(firms: Iterable[Firm], *, viewer: Viewer) -> list[FirmRow]:
    """Return firms that the viewer has found in `visible_firms`: the outside, and of those seen from inside all."""
    firms = list(firms)
    inside = set(inside_firms(viewer).filter(pk__in=[firm.pk for firm in firms]).values_list("pk", flat=True))
    own = set(viewer.membership_set.values_list("firm", flat=True)) if viewer.is_authenticated else set()
    prefetch_related_objects([firm for firm in firms if firm.pk in inside], "sites")
    for pk in inside:
        note_opened(pk)
    return [
        FirmRow(card=firm_card(firm), is_mine=firm.pk in own, inside=firm if firm.pk in inside else None)
        for firm in firms
    ]


def waiting_rows(viewer: Viewer) -> list[WaitingFirm]:
    """Return the firms that wait for this coordinator, the oldest first."""
    return [
        WaitingFirm(
            card=firm_card(firm),
            places=", ".join(dict.fromkeys(site_place(site) for site in firm.sites.all())),
            created_at=firm.created_at,
            listing_count=firm.listing_count,
        )
        for firm in waiting_firms(viewer)
    ]


def site_place(site: Site) -> str:
    """Return where a site is: Ås, Krokom."""
    municipality = load_gazetteer().municipalities.get(site.municipality)
    name = municipality.name if municipality else site.municipality
    return f"{site.locality}, {name}" if site.locality and site.locality != name else name


def _site_row(site: Site) -> SiteRow:
    return SiteRow(
        pk=site.pk,
        name=site.name,
        place=site_place(site),
        address=site.address,
        precision=precision_text(site.location_precision),
        loading_notes=site.loading_notes,
    )


def _hidden_reason(firm: Firm) -> str:
    if not firm.hidden_at:
        return ""
    events = Event.objects.filter(kind=Event.Kind.FIRM_HIDDEN, subject_type__model="firm", subject_id=firm.pk)
    event = events.order_by("-pk").first()
    return event.changes["reason"][1] if event else ""
