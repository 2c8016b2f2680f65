"""The drawn map as a picture file of its own, for PDFs and mail, where no stylesheet of the site reaches."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from xml.sax.saxutils import escape, quoteattr

from geo.map_records import MapArc, MapLabel, MapView

SEA, INK, HALO = "#cddfe8", "#1c221f", "#fafaf5"

_LINE = 'fill="none" stroke-linecap="round" stroke-linejoin="round"'

# How each class of path looks on paper: colours that stay apart in grey, lines that stay apart without colour.
STYLES: Mapping[str, str] = MappingProxyType(
    {
        "map-land": 'fill="#e3e4da" stroke="#7fa6bd" stroke-width="0.75"',
        "map-region-se": f'fill="{HALO}" stroke="#7fa6bd" stroke-width="0.5"',
        "map-region-no": f'fill="{HALO}" stroke="#7fa6bd" stroke-width="0.5"',
        "map-lake": 'fill="#b9d5e4" stroke="#7fa6bd" stroke-width="0.75"',
        "map-county-border": f'{_LINE} stroke="#7f857e" stroke-width="1.25" stroke-dasharray="2 5"',
        "map-country-border": f'{_LINE} stroke="#a51b30" stroke-width="2" stroke-dasharray="12 4 2 4"',
        "map-road-minor": f'{_LINE} stroke="#a99c88" stroke-width="1"',
        "map-road-winter": f'{_LINE} stroke="#a99c88" stroke-width="1.5" stroke-dasharray="5 4"',
        "map-road-primary": f'{_LINE} stroke="#a99c88" stroke-width="1.75"',
        "map-road-main": f'{_LINE} stroke="#8a7355" stroke-width="2.75"',
        "map-ferry": f'{_LINE} stroke="#1f5573" stroke-width="1.75" stroke-dasharray="2 5"',
    }
)
_ARC = f'{_LINE} stroke="#1b5a41" stroke-width="4"'


def map_svg(view: MapView, *, arcs: Sequence[MapArc] = ()) -> str:
    """Return a map with lines on it as the text of an SVG file, its credit at the lower edge.

    Raises KeyError for a class of path that has no style here.
    """
    width, height = view.frame.width, view.height
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view.view_box}" width="{width:.0f}" height="{height:.0f}"'
        ' font-family="sans-serif">',
        f'<rect width="{width:.0f}" height="{height:.0f}" fill="{SEA}"/>',
        *(f"<path {STYLES[path.css]} d={quoteattr(path.line)}/>" for path in view.paths),
        *(f"<path {_ARC} d={quoteattr(arc.line)}/>" for arc in arcs),
        *(text for label in view.labels for text in _label(label)),
        _text("; ".join(view.credits), x=width - 8, y=height - 8, size=14, anchor="end"),
        "</svg>",
    ]
    return "\n".join(parts)


def _label(label: MapLabel) -> Iterator[str]:
    yield f'<circle cx="{label.x}" cy="{label.y}" r="3.5" fill="{INK}"/>'
    aside = {"start": 9, "end": -9}.get(label.anchor, 0)
    size = 26 if label.css == "map-town-large" else 20
    yield _text(label.text, x=label.x + aside, y=label.y + 6, size=size, anchor=label.anchor)


def _text(text: str, *, x: float, y: float, size: int, anchor: str) -> str:
    """Return a text on a halo, drawn first: not every reader of SVG knows `paint-order`."""
    place = f'x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}"'
    halo = f'<text {place} fill="{HALO}" stroke="{HALO}" stroke-width="4">{escape(text)}</text>'
    return f'{halo}<text {place} fill="{INK}">{escape(text)}</text>'
