"""Offers and needs as a viewer may see them."""

from datetime import datetime, timedelta
from itertools import zip_longest

from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When

from marketplace.models import Coordinator, CoordinatorArea, Firm, Listing, Membership, Party, User
from marketplace.permissions import consented_parties, is_coordinator, opposite_own
from marketplace.queries.legal_facts import law_prefetches

Viewer = User | AnonymousUser
QUESTION_AFTER = timedelta(days=91)  # “Still true?” every quarter …
EXPIRE_AFTER = timedelta(days=28)  # … and expired when nobody says so


def market(viewer: Viewer) -> QuerySet[Listing]:
    """Return what is on the market for everybody, without the open listings of firms apart from the viewer's."""
    return _for_cards(Listing.objects.filter(_on_market(viewer)), viewer=viewer).order_by("-published_at", "pk")


def _on_market(viewer: Viewer) -> Q:
    """Return the condition for what is on the market: of one listing it is asked of that row alone."""
    # Hidden firms are few: excluded by their ids, nothing but an index of listings need be read to count.
    hidden = Firm.objects.filter(hidden_at__isnull=False).values("pk")
    on_market = Q(state=Listing.State.PUBLISHED) & ~Q(firm_id__in=hidden)
    if not viewer.is_authenticated:
        return on_market
    own = Firm.objects.filter(membership__user=viewer)
    apart = Firm.objects.filter(Q(blocks__blocked__in=own) | Q(blocked_by__firm__in=own))
    # Open ones only: a blind listing that goes when a name is blocked would tell whose it is.
    return on_market & ~Q(visibility=Listing.Visibility.OPEN, firm__in=apart)


def newest_of_both_sides(listings: QuerySet[Listing], *, each: int) -> list[Listing]:
    """Return the newest offers and the newest needs, in turn."""
    offers, needs = (list(listings.filter(side=side)[:each]) for side in (Listing.Side.OFFER, Listing.Side.NEED))
    in_turn = zip_longest(offers, needs)
    return [listing for pair in in_turn for listing in pair if listing is not None]


def visible_listings(viewer: Viewer) -> QuerySet[Listing]:
    """Return every listing whose page this viewer may open: the market, their own, their area's, their partners'."""
    may_open = _on_market(viewer)
    if viewer.is_authenticated:
        own = Firm.objects.filter(membership__user=viewer)
        may_open |= Q(firm__in=own) | Q(pk__in=consented_parties(viewer).values("listing")) | _in_area_of(viewer)
    listings = _for_cards(Listing.objects.filter(may_open), viewer=viewer).prefetch_related(*law_prefetches())
    return listings.order_by("-published_at", "pk")


def listings_open_to(viewer: User) -> QuerySet[Listing]:
    """Return the listings of which this viewer sees all, though they are blind: own, partners', of their area."""
    own = Firm.objects.filter(membership__user=viewer)
    theirs = Q(firm__in=own) | Q(pk__in=consented_parties(viewer).values("listing")) | _in_area_of(viewer)
    return Listing.objects.filter(theirs).order_by()


def people_open_to(listing: Listing) -> QuerySet[User]:
    """Return who sees all of a listing though it is blind: to whom `listings_open_to` gives it."""
    consented = Party.objects.filter(listing=listing, answer=Party.Answer.YES).values("symbiosis")
    partners = Party.objects.filter(symbiosis__in=consented, answer=Party.Answer.YES).values("listing__firm")
    sites = [listing.site] if listing.site else listing.firm.sites.all()
    areas = CoordinatorArea.objects.filter(municipality__in=[site.municipality for site in sites])
    desk = Coordinator.objects.filter(Q(is_lead=True) | Q(areas__in=areas))
    members = Membership.objects.filter(Q(firm=listing.firm) | Q(firm__in=partners))
    return User.objects.filter(Q(pk__in=members.values("user")) | Q(pk__in=desk.values("user"))).order_by()


def people_apart_from(firm: Firm) -> QuerySet[User]:
    """Return who does not see a firm's open listings: members of firms that it blocks, or that block it."""
    apart = Firm.objects.filter(Q(blocks__blocked=firm) | Q(blocked_by__firm=firm))
    return User.objects.filter(pk__in=Membership.objects.filter(firm__in=apart).values("user")).order_by()


def own_listings(viewer: User) -> QuerySet[Listing]:
    """Return the listings of the viewer's firms, whatever their state but withdrawn."""
    listings = Listing.objects.filter(firm__membership__user=viewer).exclude(state=Listing.State.WITHDRAWN)
    in_order = Case(
        When(state=Listing.State.DRAFT, then=Value(0)),
        When(state=Listing.State.PUBLISHED, then=Value(1)),
        default=Value(2),
    )
    return _for_cards(listings, viewer=viewer).order_by(in_order, "-created_at", "pk")


def editable_listings(viewer: User) -> QuerySet[Listing]:
    """Return the listings that this viewer may change: of their firms, or of their area."""
    may_edit = Q(firm__in=Firm.objects.filter(membership__user=viewer)) | _coordinated_by(viewer)
    listings = _for_cards(Listing.objects.filter(may_edit), viewer=viewer).prefetch_related(*law_prefetches())
    return listings.order_by("pk")


def _in_area_of(viewer: Viewer) -> Q:
    if not is_coordinator(viewer):
        return Q(pk__in=[])
    if viewer.coordinator.is_lead:
        return Q(pk__isnull=False)
    areas = viewer.coordinator.areas.values("municipality")
    with_site = Firm.objects.filter(sites__municipality__in=areas)
    return Q(site__municipality__in=areas) | Q(site__isnull=True, firm__in=with_site)


def _coordinated_by(viewer: Viewer) -> Q:
    """Return what permissions.coordinates_listing says, for lists."""
    if not is_coordinator(viewer):
        return Q(pk__in=[])
    return _in_area_of(viewer) & ~Q(pk__in=opposite_own(viewer).values("listing"))


def _for_cards(listings: QuerySet[Listing], *, viewer: Viewer) -> QuerySet[Listing]:
    """Annotate what the cards ask per listing (permissions.can_see_listing_openly), so that no row asks again."""
    listings = listings.select_related("firm", "site")
    if not viewer.is_authenticated:
        return listings.annotate(is_mine=Value(False), is_open_to_viewer=Q(visibility=Listing.Visibility.OPEN))
    mine = Exists(Firm.objects.filter(pk=OuterRef("firm"), membership__user=viewer))
    consented = Exists(consented_parties(viewer).filter(listing=OuterRef("pk")))
    coordinated = Exists(Listing.objects.filter(_coordinated_by(viewer), pk=OuterRef("pk")))
    is_open = Q(visibility=Listing.Visibility.OPEN) | Q(mine) | Q(consented) | Q(coordinated)
    return listings.annotate(is_mine=mine, is_open_to_viewer=is_open)


def listings_to_question(*, now: datetime) -> QuerySet[Listing]:
    """Return the listings of which nobody has said for a quarter that they are still true."""
    stale = Listing.objects.filter(state=Listing.State.PUBLISHED, questioned_at=None)
    return stale.filter(confirmed_at__lt=now - QUESTION_AFTER).order_by("pk")


def listings_to_expire(*, now: datetime) -> QuerySet[Listing]:
    """Return the listings whose last day has passed, or whose firm did not say that they are still true."""
    silent = Q(questioned_at__lt=now - EXPIRE_AFTER)
    over = Q(available_until__lt=now.date())
    return Listing.objects.filter(over | silent, state__in=Listing.OPEN_STATES).order_by("pk")
