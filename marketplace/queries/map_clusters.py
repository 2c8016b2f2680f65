"""Offers and needs on the map, by group of materials, on the points that stand for the areas they show.

Nothing finer than an area is asked of the database, so nothing finer can leave it.
"""

from collections import ChainMap, Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from django.db.models import QuerySet
from django.utils.translation import ngettext

from geo.legs import Point
from geo.map_groups import group_nearby
from geo.places import load_gazetteer
from marketplace.models import Country, Listing
from marketplace.queries.browse import areas_text, page_address, without
from marketplace.queries.facets import numbers_by
from marketplace.queries.knowledge import current_knowledge
from marketplace.queries.market_columns import Chosen
from marketplace.queries.places import area_point
from marketplace.wording.numbers import language

LEVELS = tuple(
    5 + half / 2 for half in range(10)
)  # zooms for which clusters are made; from the last on, each area alone
DRAWN_LEVEL = 6.5  # of the map that is drawn on the server
BOARDS_FROM = 6.0  # from this zoom on there is room for the groups of a cluster one by one
APART, BOARDS_APART = 74, 104  # pixels between two clusters, and where each is a board of its groups
ON_A_BOARD = 6
_KEPT = 64  # questions for clusters, of one zoom each
_MARKED = ("shown_area", "side", "material", "resource")

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MapGroup:
    """How much of one group of materials a cluster has. Most groups of most zooms are never shown one by one."""

    icon: str
    name: str
    offers: int
    needs: int
    place: str  # name of the cluster's areas
    filters: Pairs  # of the cluster's own link
    told_by: str  # the filter that leaves this group alone: material or resource
    path: str

    @property
    def number(self) -> int:
        return self.offers + self.needs

    @property
    def label(self) -> str:
        label = f"{self.name}, {self.place}: {counted(self.offers, self.needs)}"
        return label[:1].upper() + label[1:]

    @property
    def url(self) -> str:
        """Return the link to just this group here."""
        return page_address(self.path, dict(self.filters) | {self.told_by: self.icon})


@dataclass(frozen=True, slots=True, kw_only=True)
class MapCluster:
    """The offers and needs of areas that stand together at one zoom, at the point of the first of them."""

    codes: tuple[str, ...]
    latitude: float
    longitude: float
    name: str
    groups: tuple[MapGroup, ...]
    offers: int
    needs: int
    numbers_text: str
    label: str
    url: str
    is_chosen: bool


Counts = Mapping[tuple[str, str, str], int]  # area, group, side → number
Told = frozenset[tuple[tuple[str, str, str], int]]  # the same


def area_counts(listings: QuerySet[Listing] | Chosen) -> Counts:
    """Return how many listings of each group and side each area shows."""
    if isinstance(listings, Chosen) and listings.is_all:
        return listings.market.once(("areas", current_knowledge().version), lambda: _area_counts(listings))
    return _area_counts(listings)


def _area_counts(listings: QuerySet[Listing] | Chosen) -> Counts:
    knowledge = current_knowledge()
    counts: Counter[tuple[str, str, str]] = Counter()
    for (area, side, material, resource), number in numbers_by(listings, *_MARKED).items():
        group = knowledge.group(material) if material in knowledge.materials else resource
        if area:
            counts[area, group, side] += number
    return counts


def map_clusters(counts: Counts, *, level: float, chosen: Mapping[str, str], path: str) -> tuple[MapCluster, ...]:
    """Return the clusters at a zoom, each a link that adds its areas to the chosen filters."""
    tables, told = current_knowledge().version, frozenset(counts.items())
    return _clusters(told, level, tuple(chosen.items()), path, language(), tables)


@lru_cache(maxsize=_KEPT)  # by all that they are made of
def _clusters(
    counts: Told, level: float, chosen: Pairs, path: str, _reader: str, _tables: str
) -> tuple[MapCluster, ...]:
    by_area: dict[str, dict[tuple[str, str, str], int]] = {}
    for key, number in counts:
        by_area.setdefault(key[0], {})[key] = number
    areas: dict[str, list[str]] = {}
    for code, leader in _stand_with(set(by_area), level=level).items():
        areas.setdefault(leader, []).append(code)
    in_order = sorted(areas.values(), key=lambda codes: (-area_point(codes[0]).latitude, codes))
    return tuple(
        _cluster(codes, counts=dict(ChainMap(*(by_area[code] for code in codes))), chosen=dict(chosen), path=path)
        for codes in in_order
    )


def _cluster(codes: list[str], *, counts: Counts, chosen: Mapping[str, str], path: str) -> MapCluster:
    """counts: of just these areas."""
    place, name = area_point(codes[0]), areas_text(codes)
    filters = without(chosen, "area") | {"area": ",".join(codes)}
    groups = _groups(counts, place=name, filters=tuple(filters.items()), path=path)
    offers, needs = sum(group.offers for group in groups), sum(group.needs for group in groups)
    return MapCluster(
        codes=tuple(codes),
        latitude=place.latitude,
        longitude=place.longitude,
        name=name,
        groups=groups,
        offers=offers,
        needs=needs,
        numbers_text=counted(offers, needs),
        label=f"{name}: {counted(offers, needs)}. {', '.join(f'{group.name} {group.number}' for group in groups)}",
        url=page_address(path, filters),
        is_chosen=not set(codes).isdisjoint(chosen.get("area", "").split(",")),
    )


def _groups(counts: Counts, *, place: str, filters: Pairs, path: str) -> tuple[MapGroup, ...]:
    """Return the groups, the largest first."""
    sides: dict[str, Counter[str]] = {}
    for (_area, group, side), number in counts.items():
        sides.setdefault(group, Counter())[side] += number
    groups = [
        MapGroup(
            icon=code,
            name=group_name(code),
            offers=number[Listing.Side.OFFER],
            needs=number[Listing.Side.NEED],
            place=place,
            filters=filters,
            told_by="material" if code in current_knowledge().materials else "resource",
            path=path,
        )
        for code, number in sides.items()
    ]
    return tuple(sorted(groups, key=lambda group: (-group.number, group.icon)))


def group_name(code: str) -> str:
    """Return the name of a group of materials, or of a resource that has none."""
    if code in current_knowledge().materials:
        return current_knowledge().name(code, language())
    return str(Listing.Resource(code).label)


def counted(offers: int, needs: int) -> str:
    """Return how many of each, without what there is none of."""
    texts = []
    if offers:
        texts.append(ngettext("%(number)s offer", "%(number)s offers", offers) % {"number": offers})
    if needs:
        texts.append(ngettext("%(number)s need", "%(number)s needs", needs) % {"number": needs})
    return ", ".join(texts)


def _stand_with(codes: set[str], *, level: float) -> dict[str, str]:
    """Return for each area the one that it stands with at a zoom, the areas with the largest towns first."""
    points = {code: point for code, point in _points().items() if code in codes}
    # Near by nothing stands together any more: who looks so closely wants to know which area it is.
    if level >= LEVELS[-1]:
        return {code: code for code in points}
    apart = BOARDS_APART if level >= BOARDS_FROM else APART
    group: dict[str, str] = {}
    for country in Country.values:  # what lies across the border is another matter, however near
        inside = {code: point for code, point in points.items() if code.startswith(country)}
        group |= group_nearby(inside, zoom=level, pixels=apart) if inside else {}
    return group


@cache
def _points() -> dict[str, Point]:
    gazetteer = load_gazetteer()
    inhabitants = Counter(dict.fromkeys(gazetteer.municipalities, 0))
    for town in gazetteer.localities.values():
        inhabitants[town.municipality] = max(inhabitants[town.municipality], town.population or 0)
    halves = [area.code for area in gazetteer.areas.values() if area.kind == "half"]
    codes = (*sorted(gazetteer.municipalities, key=lambda code: (-inhabitants[code], code)), *halves)
    return {code: (area_point(code).latitude, area_point(code).longitude) for code in codes}
