"""The map of the market, and the base of every map."""

import gzip
import json
from functools import lru_cache

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from marketplace.queries.browse import areas_text, chosen_areas, page_address, without
from marketplace.queries.listing_cards import listing_cards
from marketplace.queries.map_clusters import (
    BOARDS_FROM,
    DRAWN_LEVEL,
    LEVELS,
    ON_A_BOARD,
    Counts,
    MapCluster,
    area_counts,
    map_clusters,
)
from marketplace.queries.map_drawing import drawn_lines, drawn_marks, drawn_reach, free_labels, region_map
from marketplace.queries.map_lines import MapLine, map_lines
from marketplace.queries.maps import packed_map
from marketplace.views.searching import PageSearch, search

FOREVER = 365 * 24 * 3600
ON_A_PAGE = 12
_KEPT = 8  # answers to the script


@require_safe
def market_map(request: HttpRequest) -> HttpResponse:
    """Show the map with the list that says the same: areas first, an area's listings when one is chosen."""
    searched, counts = _search_everywhere(request)
    chosen = chosen_areas(request.GET)
    page = Paginator(searched.results.listed(), ON_A_PAGE).get_page(request.GET.get("page")) if chosen else None
    lines = map_lines(request.user)
    query = request.GET.copy()
    query.pop("page", None)
    without_side = query.copy()
    without_side.pop("side", None)
    context = {
        "side": searched.search.filters.get("side", ""),
        "search": searched,
        "save_url": f"{reverse('saved-search-new')}?{searched.search.to_query()}",
        "query": query.urlencode(),
        "tabs": searched.sides({}),
        "without_side": without_side.urlencode(),
        "areas": _clusters(searched, counts, level=LEVELS[-1]),
        "area_name": areas_text(chosen),
        "everywhere_url": page_address(request.path, without(request.GET, "area")),
        "page": page,
        "count": page.paginator.count if page else searched.results.number,
        "cards": listing_cards(page.object_list) if page else [],
        "lines": lines,
        "reach": searched.reach.reach,
    }
    if not request.htmx or request.htmx.history_restore_request:  # else the script keeps the map that it has drawn
        marks = drawn_marks(_clusters(searched, counts, level=DRAWN_LEVEL))
        context |= {
            "map": region_map(),
            "marks": marks,
            "labels": free_labels(marks),
            "arcs": drawn_lines(lines),
            "drawn_reach": drawn_reach(searched.reach.reach) if searched.reach.reach else None,
        }
    return render(request, "listings/map.html", context)


@never_cache
@require_safe
def map_marks(request: HttpRequest) -> HttpResponse:
    """Return what stands on the map for the filters of the address, for the script that draws it."""
    searched, counts = _search_everywhere(request)
    reach = searched.reach.reach
    rest = {
        "lines": [_line(line) for line in map_lines(request.user) if line.start != line.end],
        "reach": [[road.start, road.end] for road in reach.roads()] if reach else [],
        "start": reach.start if reach else None,
    }
    levels = _levels(tuple(_clusters(searched, counts, level=level) for level in LEVELS))
    return HttpResponse(f'{{"levels": {levels}, {json.dumps(rest)[1:]}', content_type="application/json")


def _search_everywhere(request: HttpRequest) -> tuple[PageSearch, Counts]:
    """Return the search, and the counts of all areas: a chosen one must not take the others off the map."""
    searched = search(request)
    return searched, area_counts(searched.results.counted(without="area"))


def _clusters(searched: PageSearch, counts: Counts, *, level: float) -> tuple[MapCluster, ...]:
    return map_clusters(counts, level=level, chosen=searched.chosen, path=reverse("market-map"))


@lru_cache(maxsize=_KEPT)  # two megabytes each, most of it the clusters
def _levels(clusters: tuple[tuple[MapCluster, ...], ...]) -> str:
    """Return the marks of all zooms as JSON."""
    return json.dumps(
        [
            {"zoom": level, "clusters": [_mark(cluster, level=level) for cluster in at_level]}
            for level, at_level in zip(LEVELS, clusters, strict=True)
        ]
    )


def _mark(cluster: MapCluster, *, level: float) -> dict[str, object]:
    groups = cluster.groups if level >= BOARDS_FROM and len(cluster.groups) > 1 else ()
    return {
        "point": (round(cluster.latitude, 3), round(cluster.longitude, 3)),
        "icon": cluster.groups[0].icon,
        "offers": cluster.offers,
        "needs": cluster.needs,
        "label": cluster.label,
        "url": cluster.url,
        "chosen": cluster.is_chosen,
        "groups": [
            {"icon": group.icon, "number": group.number, "label": group.label, "url": group.url}
            for group in groups[:ON_A_BOARD]
        ],
    }


def _line(line: MapLine) -> dict[str, object]:
    return {"kind": line.kind, "start": line.start, "end": line.end}


@require_safe
def map_features(request: HttpRequest, version: str) -> HttpResponse:
    """Return the base map as GeoJSON: kept for ever under the address of its version, else not at all."""
    packed = packed_map()
    takes_gzip = "gzip" in request.headers.get("Accept-Encoding", "")
    content = packed.content if takes_gzip else gzip.decompress(packed.content)
    answer = HttpResponse(content, content_type="application/geo+json")
    if takes_gzip:
        answer["Content-Encoding"] = "gzip"
    patch_vary_headers(answer, ["Accept-Encoding"])
    if version == packed.version:
        patch_cache_control(answer, public=True, max_age=FOREVER, immutable=True)
    else:  # a page of before the last release asks: it gets the map of today
        patch_cache_control(answer, no_store=True)
    return answer
