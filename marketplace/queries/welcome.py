"""A firm's first run: what it has posted, its list of first steps, what its first listings lead to."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from marketplace.models import Event, Firm, FollowUp, Listing, Membership, Site, User
from marketplace.permissions import Viewer
from marketplace.queries.events import events_about
from marketplace.queries.listings import own_listings
from marketplace.queries.precedents import Precedent, nearest_precedents
from marketplace.queries.strips import OwnListing, best_pairs

MOST = 3  # matches, and cases
_FIRST = 20  # listings: a first run brings no more
_GONE = (Listing.State.WITHDRAWN, Listing.State.FULFILLED, Listing.State.EXPIRED)


def own_firms(viewer: Viewer) -> QuerySet[Firm]:
    """Return the firms that the viewer belongs to."""
    if not viewer.is_authenticated:
        return Firm.objects.none()
    return Firm.objects.filter(membership__user=viewer).order_by("name", "pk")


def posted_kinds(firm: Firm) -> set[tuple[str, str]]:
    """Return side and material of everything that a firm has posted and that is not over."""
    return set(firm.listings.exclude(state__in=_GONE).values_list("side", "material"))


@dataclass(frozen=True, slots=True)
class FirstStep:
    """One line of the list: what to do, why, where, and whether it is done."""

    title: str
    why: str
    url: str
    is_done: bool


@dataclass(frozen=True, slots=True)
class Checklist:
    """The first steps of one firm."""

    firm_pk: int
    firm_name: str
    steps: list[FirstStep]

    @property
    def done(self) -> int:
        return sum(step.is_done for step in self.steps)


def checklists(viewer: User) -> list[Checklist]:
    """Return the first steps of the firms that the viewer owns, until all are done or the list was put away."""
    owned = Firm.objects.filter(membership__user=viewer, membership__role=Membership.Role.OWNER)
    exact = Site.objects.filter(firm=OuterRef("pk")).exclude(
        location_precision__in=[Site.Precision.MUNICIPALITY, Site.Precision.PLACE], address=""
    )
    colleagues = Membership.objects.filter(firm=OuterRef("pk")).exclude(user=viewer)
    firms = owned.filter(checklist_closed_at=None, hidden_at=None).annotate(
        has_site=Exists(exact),
        has_posted=Exists(Listing.objects.filter(firm=OuterRef("pk")).exclude(state=Listing.State.DRAFT)),
        has_colleague=Exists(colleagues) | Exists(Firm.objects.filter(pk=OuterRef("pk"), invitations__isnull=False)),
    )
    lists = [_checklist(firm) for firm in firms.prefetch_related("sites").order_by("name", "pk")]
    return [each for each in lists if each.done < len(each.steps)]


def _checklist(firm: Firm) -> Checklist:
    site = next(iter(firm.sites.all()), None)
    where = reverse("site-edit", args=[site.pk]) if site else reverse("site-new", args=[firm.pk])
    steps = [
        FirstStep(
            _("Say what you have and need"),
            _("Tick what firms like yours usually have: it takes two minutes."),
            reverse("firm-welcome", args=[firm.pk]),
            firm.has_posted,
        ),
        FirstStep(
            _("Look at your first matches"),
            _("With reasons for and against, and still without names."),
            reverse("firm-first-matches", args=[firm.pk]),
            firm.match_seen_at is not None,
        ),
        FirstStep(
            _("Say exactly where loads are fetched"),
            _("Distances get right. Nobody sees the place before both have said yes."),
            where,
            firm.has_site,
        ),
        FirstStep(
            _("Fill in the firm's details"),
            _("Size and role help the coordinator to verify you, and only then names open."),
            reverse("firm-edit", args=[firm.pk]),
            firm.size != "",
        ),
        FirstStep(
            _("Invite a colleague"),
            _("Somebody answers when you are away."),
            reverse("invitation-new", args=[firm.pk]),
            firm.has_colleague,
        ),
    ]
    return Checklist(firm.pk, firm.name, steps)


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstMatches:
    """What a firm's listings lead to. of: how many are published; compared: with how many the worker is through.

    pairs: at most three good matches on what their reader may see; precedents: where such things have been done, if
    the market has fewer.
    """

    of: int
    compared: int
    pairs: list[OwnListing]
    precedents: list[Precedent]

    @property
    def is_waiting(self) -> bool:
        return self.compared < self.of


def first_matches(firm: Firm, *, viewer: User, as_of: date) -> FirstMatches:
    """Return the best matches of a firm's newest listings, each with another listing, and else the nearest cases."""
    published = own_listings(viewer).filter(firm=firm, state=Listing.State.PUBLISHED).order_by("-published_at", "pk")
    listings = list(published[:_FIRST])
    found = best_pairs(listings, viewer=viewer, as_of=as_of, each=MOST)
    pairs = [pair for pair in found if pair.best.strip.score >= settings.SUGGEST_FROM][:MOST]
    return FirstMatches(
        of=len(listings),
        compared=len(listings) - _uncompared(listings),
        pairs=pairs,
        precedents=[] if len(pairs) == MOST else nearest_precedents(listings, nace=firm.nace, most=MOST),
    )


def _uncompared(listings: list[Listing]) -> int:
    """Return of how many listings the worker has not finished what their publishing calls for."""
    open_states = [FollowUp.State.WAITING, FollowUp.State.RUNNING]
    unfinished = FollowUp.objects.filter(event=OuterRef("pk"), state__in=open_states)
    events = events_about(listings).filter(kind=Event.Kind.LISTING_PUBLISHED)
    waiting = events.filter(Q(dispatched_at=None) | Q(Exists(unfinished)))
    return waiting.values("subject_id").distinct().count()
