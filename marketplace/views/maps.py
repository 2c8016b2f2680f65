"""The map: its base for every page that shows one."""

import gzip

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import require_safe

from marketplace.queries.maps import packed_map

FOREVER = 365 * 24 * 3600


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
