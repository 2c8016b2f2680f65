"""Searches that people have saved, and what they have found."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core import signing
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from geo.places import load_gazetteer
from marketplace.models import Find, Listing, SavedSearch, User
from marketplace.queries.knowledge import current_knowledge
from marketplace.queries.listing_cards import listing_cards
from marketplace.queries.listings import market
from marketplace.queries.places import area_point
from marketplace.queries.searches import Search
from marketplace.wording.numbers import language
from marketplace.wording.searches import amount_name, hazard_name, month_name, price_name

Frequency = SavedSearch.Frequency
# How long after the last mail the next one is due. The task that sends them comes every hour: half of that is left.
PAUSES = {
    Frequency.AT_ONCE: timedelta(minutes=10),  # of a whole import one mail, not hundreds
    Frequency.DAILY: timedelta(hours=23, minutes=30),
    Frequency.WEEKLY: timedelta(days=6, hours=23, minutes=30),
}
_SALT = "marketplace.saved_search"


@dataclass(frozen=True, slots=True)
class FoundLine:
    """One found listing in a mail: what it is in words, and the path of its page."""

    text: str
    path: str


def saved_searches(viewer: User) -> QuerySet[SavedSearch]:
    """Return the viewer's own saved searches, the newest first; `finds_number`: how many listings each has found."""
    own = SavedSearch.objects.filter(owner=viewer)
    return own.annotate(finds_number=Count("finds")).order_by("-saved_at", "-pk")


def watching_searches() -> QuerySet[SavedSearch]:
    """Return the searches that want to hear of a new listing."""
    return SavedSearch.objects.filter(paused_at=None, owner__is_active=True).select_related("owner").order_by("pk")


def untold_finds() -> QuerySet[Find]:
    """Return the finds that nobody has been told of, and that are on the market now: others wait until they are."""
    return Find.objects.filter(told_at=None, listing__state=Listing.State.PUBLISHED)


def searches_to_tell(*, now: datetime) -> QuerySet[SavedSearch]:
    """Return the searches that have found something and whose time has come to say so."""
    due = Q(pk__in=[])
    for frequency, pause in PAUSES.items():
        due |= Q(frequency=frequency, last__lte=now - pause)
    # Who wants to hear at once has waited since the find, not since the last mail.
    due |= Q(frequency=Frequency.AT_ONCE, told_at=None)
    untold = Exists(untold_finds().filter(search=OuterRef("pk")))
    return watching_searches().filter(untold).annotate(last=Coalesce("told_at", "saved_at")).filter(due)


def found_lines(viewer: User, listings: Sequence[int]) -> list[FoundLine]:
    """Return found listings as the viewer may see them now, in the viewer's language; those that are gone left out."""
    found = market(viewer).filter(pk__in=listings)
    return [
        FoundLine(
            " · ".join(
                part
                for part in (
                    f"{card.side_label[:1].upper()}{card.side_label[1:]}: {card.title}",
                    card.amount,
                    card.area_name,
                )
                if part
            ),
            card.url,
        )
        for card in listing_cards(found)
    ]


def search_title(search: Search) -> str:
    """Return in a few words what a search looks for, in the reader's language."""
    knowledge, reader = current_knowledge(), language()
    names: dict[str, Callable[[str], str]] = {
        "side": lambda value: str(Listing.Side(value).label),
        "resource": lambda value: str(Listing.Resource(value).label),
        "material": lambda value: knowledge.name(value, reader),
        "use": lambda value: knowledge.use_name(value, reader),
        "area": lambda value: area_point(value).name,
        "municipality": lambda value: load_gazetteer().municipalities[value].name,
        "month": lambda value: month_name(int(value)),
        "amount": lambda value: amount_name(int(value)),
        "price": price_name,
        "hazard": hazard_name,
    }
    parts = [search.text] if search.text else []
    for name, value in sorted(search.filters.items()):
        if name in names:
            parts += [names[name](each) for each in value.split(",")]
    if search.reach:
        values = {"minutes": search.reach.minutes, "place": search.reach.start_name}
        parts.append(_("%(minutes)d minutes from %(place)s") % values)
    title = ", ".join(parts) or _("everything new")
    return f"{title[:1].upper()}{title[1:]}"


def stop_link(search_pk: int) -> str:
    """Return the path by which mail about a search is stopped without logging in. It is good for nothing else."""
    return reverse("search-stop", args=[signing.dumps(search_pk, salt=_SALT)])


def search_to_stop(token: str) -> SavedSearch | None:
    """Return the search that a link stops; None where it is gone. Raise BadSignature for a forged one.

    It never ages: whoever finds an old mail can still make them end.
    """
    return SavedSearch.objects.select_related("owner").filter(pk=signing.loads(token, salt=_SALT)).first()
