"""The filters of lists and map as links. All of them count coarse values."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

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
    icon: str = ""


def group_links(listings: QuerySet[Listing], *, chosen: Mapping[str, str], path: str) -> list[dict[str, object]]:
    """Return the groups of materials that the listings have, with counts, as links that keep the other filters."""
    knowledge = current_knowledge()
    counts: Counter[str] = Counter()
    for row in listings.order_by().values("material").annotate(number=Count("pk", distinct=True)):
        if row["material"] in knowledge.materials:
            counts[knowledge.group(row["material"])] += row["number"]
    rest = without(chosen, "material")
    now = chosen.get("material", "")
    current = knowledge.group(now) if now in knowledge.materials else ""
    links = [FilterLink(_("All"), page_address(path, rest), active=not now)]
    names = sorted((knowledge.name(group, language()), group) for group in counts)
    for name, group in names:
        address = page_address(path, rest | {"material": group})
        label = name[:1].upper() + name[1:]
        links.append(FilterLink(label, address, active=group == current, count=counts[group], icon=group))
    return [{"label": _("Material"), "links": links}, *_area_links(chosen, path=path)]


def chosen_areas(chosen: Mapping[str, str]) -> list[str]:
    """Return the codes of the areas that were chosen on the map, the one that names them first."""
    known = dict(area_choices())
    return [code for code in chosen.get("area", "").split(",") if code in known]


def areas_text(codes: Sequence[str]) -> str:
    """Return the first of several areas, and how many more there are; nothing for none."""
    if not codes:
        return ""
    name, others = area_point(codes[0]).name, len(codes) - 1
    if not others:
        return name
    text = ngettext("%(area)s and %(number)s more area", "%(area)s and %(number)s more areas", others)
    return text % {"area": name, "number": others}


def without(chosen: Mapping[str, str], *names: str) -> dict[str, str]:
    """Return the parameters without some, without empty ones, and from the first page on."""
    return {name: value for name, value in chosen.items() if name not in (*names, "page") and value}


def _area_links(chosen: Mapping[str, str], *, path: str) -> list[dict[str, object]]:
    """Return the areas that a mark of the map has led to, and the way out of them."""
    codes = chosen_areas(chosen)
    if not codes:
        return []
    everywhere = FilterLink(_("Everywhere"), page_address(path, without(chosen, "area")), active=False)
    here = page_address(path, without(chosen, "area") | {"area": ",".join(codes)})
    return [{"label": _("Area"), "links": [everywhere, FilterLink(areas_text(codes), here, active=True)]}]


def reach_links(chosen: Mapping[str, str], *, minutes: tuple[int, ...], path: str) -> list[dict[str, object]]:
    """Return how many minutes by road it may be, for a reader who has said from where."""
    rest = without(chosen, "within")
    now = chosen.get("within", "")
    links = [FilterLink(_("No limit"), page_address(path, rest), active=not now)]
    for number in minutes:
        address = page_address(path, rest | {"within": str(number)})
        links.append(FilterLink(_("%(number)s min") % {"number": number}, address, active=now == str(number)))
    return [{"label": _("By road"), "links": links}]


def page_address(path: str, parameters: Mapping[str, str]) -> str:
    """Return an address with parameters; without any, the path alone."""
    return f"{path}?{urlencode(parameters, safe=',')}" if parameters else path
