"""What lists and maps show around the listings themselves. All of it counts and places coarse values."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from geo.mapview import MapView, draw_map
from marketplace.models import Listing
from marketplace.queries.knowledge import current_knowledge
from marketplace.queries.listings import ListingCard
from marketplace.wording.numbers import language


@dataclass(frozen=True, slots=True)
class FilterLink:
    """One choice of a filter, as a link."""

    label: str
    url: str
    active: bool
    count: int | None = None


@dataclass(frozen=True, slots=True)
class MapMark:
    """A listing on the map, at the point that stands for its area."""

    x: float
    y: float
    url: str
    label: str
    kind: str


def group_links(listings: QuerySet[Listing], *, chosen: Mapping[str, str], path: str) -> list[dict[str, object]]:
    """Return the groups of materials that the listings have, with counts, as links that keep the other filters."""
    knowledge = current_knowledge()
    counts: Counter[str] = Counter()
    for row in listings.order_by().values("material").annotate(number=Count("pk", distinct=True)):
        if row["material"] in knowledge.materials:
            counts[knowledge.group(row["material"])] += row["number"]
    rest = {name: value for name, value in chosen.items() if name not in ("material", "page") and value}
    now = chosen.get("material", "")
    current = knowledge.group(now) if now in knowledge.materials else ""
    links = [FilterLink(_("All"), _address(path, rest), active=not now)]
    names = sorted((knowledge.name(group, language()), group) for group in counts)
    for name, group in names:
        address = _address(path, rest | {"material": group})
        links.append(FilterLink(name[:1].upper() + name[1:], address, active=group == current, count=counts[group]))
    return [{"label": _("Material"), "links": links}]


def _address(path: str, parameters: Mapping[str, str]) -> str:
    return f"{path}?{urlencode(parameters)}" if parameters else path


def region_map() -> MapView:
    """Return the map of both regions."""
    return draw_map()


def map_marks(cards: Iterable[ListingCard]) -> list[MapMark]:
    """Return where cards lie on the map; those without a place stay off it."""
    placed = {str(card.pk): card for card in cards if card.area_code}
    points = region_map().place_points({key: (card.latitude, card.longitude) for key, card in placed.items()})
    return [
        MapMark(point.x, point.y, placed[point.key].url, _mark_label(placed[point.key]), placed[point.key].side)
        for point in points
    ]


def _mark_label(card: ListingCard) -> str:
    return f"{card.side_label}: {card.title}, {card.area_name}"
