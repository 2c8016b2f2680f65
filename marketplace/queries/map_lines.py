"""Suggestions and symbioses on the coordinator's map: lines between areas, never between addresses."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from geo.legs import Point
from marketplace.models import Party, Role, Suggestion, SuggestionPart, Symbiosis
from marketplace.permissions import is_coordinator
from marketplace.queries.listings import Viewer
from marketplace.queries.places import area_point
from marketplace.queries.suggestions import visible_suggestions
from marketplace.queries.symbioses import visible_symbioses

SUGGESTION, SYMBIOSIS = "suggestion", "symbiosis"
_IN_ORDER = [Role.GIVER, Role.PROCESSOR, Role.RECEIVER]
_WAITING = [Suggestion.State.PROPOSED, Suggestion.State.ASKED]
_UNDER_WAY = [stage for stage in Symbiosis.Stage.values if stage != Symbiosis.Stage.FAILED]


@dataclass(frozen=True, slots=True, kw_only=True)
class MapLine:
    """How many suggestions or symbioses lead from one area to another; `start` is `end` where they stay inside."""

    kind: str
    start: Point
    end: Point
    label: str
    url: str


def map_lines(viewer: Viewer) -> list[MapLine]:
    """Return the lines of a coordinator's area, most first; nobody else has any."""
    if not is_coordinator(viewer):
        return []
    suggestions = visible_suggestions(viewer).filter(state__in=_WAITING).order_by()
    symbioses = visible_symbioses(viewer).filter(stage__in=_UNDER_WAY).order_by()
    parts = SuggestionPart.objects.filter(suggestion__in=suggestions.values("pk"))
    parties = Party.objects.filter(symbiosis__in=symbioses.values("pk"))
    proposed = _counted(parts.values_list("suggestion", "role", "listing__shown_area"))
    going = _counted(parties.values_list("symbiosis", "role", "listing__shown_area"))
    lines = [*_lines(going, kind=SYMBIOSIS), *_lines(proposed, kind=SUGGESTION)]
    return [line for _number, line in sorted(lines, key=lambda pair: -pair[0])]


def _counted(rows: Iterable[tuple[int, str, str]]) -> Counter[tuple[str, str]]:
    """Return how many ways lead from one area to another."""
    ways: dict[int, list[tuple[int, str]]] = {}
    for pk, role, area in rows:
        ways.setdefault(pk, []).append((_IN_ORDER.index(Role(role)), area))
    legs = (leg for way in ways.values() for leg in pairwise(area for _place, area in sorted(way)))
    return Counter((start, end) for start, end in legs if start and end)


def _lines(counts: Counter[tuple[str, str]], *, kind: str) -> Iterable[tuple[int, MapLine]]:
    for (from_code, to_code), number in sorted(counts.items()):
        start, end = area_point(from_code), area_point(to_code)
        way = _("%(start)s → %(end)s") % {"start": start.name, "end": end.name}
        label = f"{way}: {_number_text(number, kind=kind)}"
        from_point, to_point = (start.latitude, start.longitude), (end.latitude, end.longitude)
        url = reverse("suggestion-queue" if kind == SUGGESTION else "symbiosis-list")
        yield number, MapLine(kind=kind, start=from_point, end=to_point, label=label, url=url)


def _number_text(number: int, *, kind: str) -> str:
    if kind == SUGGESTION:
        return ngettext("%(number)s suggestion", "%(number)s suggestions", number) % {"number": number}
    return ngettext("%(number)s symbiosis", "%(number)s symbioses", number) % {"number": number}
