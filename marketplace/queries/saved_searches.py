"""Searches that people have saved, and what they have found."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core import signing
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from geo.places import load_gazetteer
from marketplace.models import Find, Listing, SavedSearch, ToldListing, User
from marketplace.queries.knowledge import current_knowledge
from marketplace.queries.listing_cards import listing_cards
from marketplace.queries.listings import market
from marketplace.queries.places import area_point
from marketplace.queries.searches import Search
from marketplace.wording.numbers import language
from marketplace.wording.searches import amount_name, hazard_name, month_name, price_name

Frequency = SavedSearch.Frequency
# How long after a person was last told of anything what they want to hear at once is due: of a whole import comes one
# mail, not hundreds.
PAUSE = timedelta(minutes=10)
# How long after the last digest of a search the next is due. The task that sends them comes every hour: half of that
# is left.
PAUSES = {
    Frequency.DAILY: timedelta(hours=23, minutes=30),
    Frequency.WEEKLY: timedelta(days=6, hours=23, minutes=30),
}
_SALT = "marketplace.saved_search"


@dataclass(frozen=True, slots=True)
class FoundLine:
    """One found listing in a mail: what it is in words, and the path of its page."""

    listing: int
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
    """Return the finds that are not told, and that are on the market now: others wait until they are."""
    on_market = {"listing__state": Listing.State.PUBLISHED, "listing__firm__hidden_at": None}
    return Find.objects.filter(told_at=None, **on_market)


def searches_to_tell(*, now: datetime) -> QuerySet[SavedSearch]:
    """Return the searches that have found something and whose time has come to say so."""
    just_told = ToldListing.objects.filter(person=OuterRef("owner"), told_at__gt=now - PAUSE)
    due = Q(~Exists(just_told), frequency=Frequency.AT_ONCE)
    for frequency, pause in PAUSES.items():
        due |= Q(frequency=frequency, last__lte=now - pause)
    untold = Exists(untold_finds().filter(search=OuterRef("pk")))
    return watching_searches().filter(untold).annotate(last=Coalesce("told_at", "saved_at")).filter(due)


def searches_in_wait(*, now: datetime) -> QuerySet[SavedSearch]:
    """Return those of `searches_to_tell` whose owners want to hear at once."""
    return searches_to_tell(now=now).filter(frequency=Frequency.AT_ONCE)


def owners(searches: QuerySet[SavedSearch]) -> QuerySet[User]:
    """Return the people whose searches these are, each once."""
    return User.objects.filter(pk__in=searches.order_by().values("owner")).order_by("pk")


def told_people(listing: Listing) -> dict[int, datetime]:
    """Return who has been told of a listing, and when."""
    return dict(listing.told_people.values_list("person", "told_at"))


def found_lines(viewer: User, listings: Sequence[int]) -> list[FoundLine]:
    """Return found listings as the viewer may see them now, in the viewer's language; those that are gone left out."""
    found = market(viewer).filter(pk__in=listings)
    return [
        FoundLine(
            card.pk,
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


def stop_link(searches: Sequence[int]) -> str:
    """Return the path by which mail about searches is stopped without logging in. It is good for nothing else."""
    return reverse("search-stop", args=[signing.dumps(list(searches), salt=_SALT)])


def searches_to_stop(token: str) -> list[SavedSearch]:
    """Return the searches that a link stops, without those that are gone. Raise BadSignature for a forged one.

    It never ages: whoever finds an old mail can still make them end. The oldest name one search, without a list.
    """
    named: int | Iterable[int] = signing.loads(token, salt=_SALT)
    pks = [named] if isinstance(named, int) else named
    return list(SavedSearch.objects.select_related("owner").filter(pk__in=pks).order_by("pk"))
