"""Places to offer while one types."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from marketplace.queries.places import place_options

LONGEST = 60  # no name is as long: what is longer is no place


@cache_control(public=True, max_age=3600)
@require_safe
def place_list(request: HttpRequest) -> JsonResponse:
    """List what the text in `q` may become. The same for everybody; names in the reader's language."""
    options = place_options(request.GET.get("q", "")[:LONGEST])
    return JsonResponse({"places": [{"name": option.name, "detail": option.detail} for option in options]})
