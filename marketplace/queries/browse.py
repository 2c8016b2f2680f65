"""What lists and maps show around the listings themselves. All of it counts and places coarse values."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from geo.mapview import MapView, draw_map
from marketplace.models import Listing
from marketplace.queries.knowledge import current_knowledge
from marketplace.queries.places import area_choices, area_point
from marketplace.wording.numbers import language


@dataclass(frozen=True, slots=True)
class FilterLink:
    """One choice of a filter, as a link."""

    label: str
    url: str
    active: bool
    count: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MapMark:
    """The offers or the needs of one area, at the point that stands for it."""

    x: float
    y: float
    radius: float
    number: int
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
    return [{"label": _("Material"), "links": links}, *_area_links(chosen, path=path)]


def _area_links(chosen: Mapping[str, str], *, path: str) -> list[dict[str, object]]:
    """Return the area that a dot of the map has led to, and the way out of it."""
    code = chosen.get("area", "")
    if code not in dict(area_choices()):
        return []
    rest = {name: value for name, value in chosen.items() if name not in ("area", "page") and value}
    everywhere = FilterLink(_("Everywhere"), _address(path, rest), active=False)
    here = FilterLink(area_point(code).name, _address(path, rest | {"area": code}), active=True)
    return [{"label": _("Area"), "links": [everywhere, here]}]


def _address(path: str, parameters: Mapping[str, str]) -> str:
    return f"{path}?{urlencode(parameters)}" if parameters else path


def region_map() -> MapView:
    """Return the map of both regions."""
    return draw_map()


def map_marks(listings: QuerySet[Listing]) -> list[MapMark]:
    """Return how many offers and needs each area shows, side by side around the area's point."""
    rows = listings.exclude(shown_area="").order_by().values("shown_area", "side")
    counted = sorted(
        (row["shown_area"], row["side"], row["number"]) for row in rows.annotate(number=Count("pk", distinct=True))
    )
    return [_mark(code, side, number) for code, side, number in counted]


def _mark(code: str, side: str, number: int) -> MapMark:
    area = area_point(code)
    radius = 18 + 2.5 * number**0.5  # the area of the disc grows with the number
    (point,) = region_map().place_points({code: (area.latitude, area.longitude)})
    beside = -radius if side == Listing.Side.OFFER else radius
    page = reverse("offer-list" if side == Listing.Side.OFFER else "need-list")
    return MapMark(
        x=point.x + beside,
        y=point.y,
        radius=radius,
        number=number,
        url=_address(page, {"area": code}),
        label=_mark_label(area.name, side, number),
        kind=side,
    )


def _mark_label(area: str, side: str, number: int) -> str:
    if side == Listing.Side.OFFER:
        return ngettext("%(number)s offer, %(area)s", "%(number)s offers, %(area)s", number) % {
            "number": number,
            "area": area,
        }
    return ngettext("%(number)s need, %(area)s", "%(number)s needs, %(area)s", number) % {
        "number": number,
        "area": area,
    }
