"""Whose overview, of which area and which days: what the desk shows this coordinator, and nothing beyond."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.timezone import get_current_timezone

from geo.places import load_gazetteer
from marketplace.models import Country, Listing, Party, Site, Suggestion, SuggestionPart, Symbiosis, User
from marketplace.queries.suggestions import visible_suggestions
from marketplace.queries.symbioses import followed_symbioses


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """municipalities: those looked at; None: everywhere. is_part: they are a choice among the viewer's own."""

    viewer: User
    municipalities: tuple[str, ...] | None
    is_part: bool
    first: date | None
    last: date | None
    now: datetime
    zone: tzinfo  # asked once: some rows have three days each

    def day(self, moment: datetime) -> date:
        """Return the day of a moment where the reader is."""
        return moment.astimezone(self.zone).date()

    def holds(self, moment: datetime | None) -> bool:
        """Return whether a moment lies within the days looked at, both of which count."""
        if moment is None:
            return False
        day = self.day(moment)
        return (self.first is None or day >= self.first) and (self.last is None or day <= self.last)

    def month(self, moment: datetime | None) -> int | None:
        """Return the month of a moment as a number such as 202611; None outside the days looked at."""
        if moment is None or not self.holds(moment):
            return None
        day = self.day(moment)
        return 100 * day.year + day.month


def scope_of(viewer: User, *, area: str, first: date | None, last: date | None, now: datetime) -> Scope:
    """Return what this coordinator oversees. area: a municipality or a country of theirs; else all that is theirs."""
    own = None if viewer.coordinator.is_lead else coordinated_municipalities(viewer)
    chosen = [code for code in coordinated_municipalities(viewer) if area and area in (code, code[:2])]
    codes = tuple(chosen) if chosen else own
    days = {"first": first, "last": last, "now": now, "zone": get_current_timezone()}
    return Scope(viewer=viewer, municipalities=codes, is_part=bool(chosen), **days)


def coordinated_municipalities(viewer: User) -> tuple[str, ...]:
    """Return the municipalities that a coordinator looks after, a lead all of them; Swedish ones first, by name."""
    places = load_gazetteer().municipalities
    order = sorted(places, key=lambda code: (code[:2] != Country.SWEDEN, places[code].name))
    if viewer.coordinator.is_lead:
        return tuple(order)
    own = set(viewer.coordinator.areas.values_list("municipality", flat=True))
    return tuple(code for code in order if code in own)


def places_of(scope: Scope) -> tuple[str, ...]:
    """Return the municipalities looked at that are on the map."""
    codes = coordinated_municipalities(scope.viewer) if scope.municipalities is None else scope.municipalities
    return tuple(code for code in codes if code in load_gazetteer().municipalities)


def area_choices(viewer: User) -> list[tuple[str, str]]:
    """Return what a coordinator can choose among: the countries they work in, if both, and their municipalities."""
    places, codes = load_gazetteer().municipalities, coordinated_municipalities(viewer)
    countries = dict.fromkeys(code[:2] for code in codes)
    both = [(country, str(Country(country).label)) for country in countries] if len(countries) > 1 else []
    return [*both, *((code, places[code].name) for code in codes)]


def listings_of(scope: Scope) -> QuerySet[Listing]:
    """Return the listings that have ever been on the market, in no order."""
    listings = Listing.objects.filter(published_at__isnull=False)
    return listings if scope.municipalities is None else listings.filter(site__municipality__in=scope.municipalities)


def sites_of(scope: Scope) -> QuerySet[Site]:
    """Return the sites of all firms that nobody has hidden, in no order."""
    sites = Site.objects.filter(firm__hidden_at=None)
    return sites if scope.municipalities is None else sites.filter(municipality__in=scope.municipalities)


def suggestions_of(scope: Scope) -> QuerySet[Suggestion]:
    """Return the suggestions of the area, and what crosses its edge, in no order and with nothing fetched beside."""
    suggestions = visible_suggestions(scope.viewer).order_by().select_related(None).prefetch_related(None)
    if not scope.is_part:
        return suggestions
    here = SuggestionPart.objects.filter(suggestion=OuterRef("pk"), **_at(scope.municipalities or ()))
    return suggestions.filter(Exists(here))


def symbioses_of(scope: Scope) -> QuerySet[Symbiosis]:
    """Return the symbioses that the viewer follows up, in no order; in a part of their area only those of that part."""
    symbioses = followed_symbioses(scope.viewer)
    if not scope.is_part:
        return symbioses
    return symbioses.filter(Exists(Party.objects.filter(symbiosis=OuterRef("pk"), **_at(scope.municipalities or ()))))


def _at(municipalities: Iterable[str]) -> dict[str, object]:
    return {"listing__site__municipality__in": tuple(municipalities)}
