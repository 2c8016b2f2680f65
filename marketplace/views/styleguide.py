"""Every component in every state, on one page for developers."""

from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from marketplace.forms.photos import PhotoForm
from marketplace.forms.stated_rows import HypothesisForm
from marketplace.models import Listing
from marketplace.queries.map_clusters import DRAWN_LEVEL, map_clusters
from marketplace.queries.map_drawing import drawn_marks, region_map
from marketplace.queries.overview import Figure
from marketplace.queries.overview.charts import bar_chart, range_chart
from marketplace.views.styleguide_law import BORDER, STATUSES
from marketplace.views.styleguide_samples import DRAFT, HEAT, NEAR, NEED, OFFER, SIBLING, STRIP, SampleForm, page_parts

ICONS = Path(settings.BASE_DIR) / "marketplace" / "static" / "marketplace" / "icons.svg"
COLOURS = [
    *["paper", "surface", "sunken", "birch", "birch-strong", "ink", "ink-soft", "spruce", "spruce-wash"],
    *["lake", "lake-wash", "lingonberry", "lingonberry-wash", "cloudberry", "cloudberry-wash", "bark"],
]


BARS = (("Bark", (1250.5, 800)), ("Sawdust", (0, 430)))
RANGES = (("Bark", (-12, 20, 90)), ("Sawdust", (4, 31, 64)))


@require_GET
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show the style guide, in DEBUG only."""
    if not settings.DEBUG:
        raise Http404
    return render(request, "styleguide.html", _samples())


def _samples() -> dict[str, object]:
    filled = {"title": "Bark", "amount": "-4", "months": ["1", "2", "12"], "visibility": "blind", "again": "on"}
    sprite = ICONS.read_text(encoding="utf-8")
    region = region_map()
    return {
        "colours": COLOURS,
        "icons": [part.split('"')[0] for part in sprite.split('id="icon-')[1:]],
        "offer": OFFER,
        "need": NEED,
        "cards": [OFFER, NEED, HEAT, DRAFT],
        "strip": STRIP,
        "border": BORDER,
        "law_statuses": STATUSES,
        "strips": [STRIP, SIBLING, NEAR],
        "photo": PhotoForm(listing=Listing()),
        "form": SampleForm(initial={"months": ["10", "11", "12"], "visibility": "blind"}),
        "guess": HypothesisForm(None, side="offer", material="bark"),
        "wrong": SampleForm(filled, auto_id="wrong_%s"),
        "places": ["Krokom", "Verdal", "Östersund"],
        "map": region,
        "marks": drawn_marks(
            map_clusters(
                {("SE-2309", "wood_residues", "offer"): 7, ("NO-5038", "farm_residues", "need"): 12},
                level=DRAWN_LEVEL,
                chosen={"area": "NO-5038"},
                path="/map/",
            )
        ),
        "arcs": [region.arc("suggestion", start=(63.33, 14.46), end=(63.79, 11.48))],
        "bars": bar_chart("Tonnes a year", _figures(BARS), names=("Offered", "Needed")),
        "ranges": range_chart("t CO₂e a year", _figures(RANGES)),
        **page_parts(),
    }


def _figures(rows: tuple[tuple[str, tuple[float, ...]], ...]) -> list[tuple[str, list[Figure]]]:
    return [(label, [Figure(value=value, sheet="", column="", digits=1) for value in row]) for label, row in rows]
