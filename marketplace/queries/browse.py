"""The filters of a search as links. All of them count coarse values."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marketplace.models import Listing
from marketplace.queries.facets import BANDS, MONTHS
from marketplace.queries.knowledge import current_knowledge
from marketplace.queries.places import area_choices, area_point
from marketplace.queries.reach import Reach
from marketplace.queries.search_results import REACH, Results
from marketplace.wording.numbers import language
from marketplace.wording.searches import FACET_NAMES, SIDE_NAMES, amount_name, hazard_name, month_name, price_name

_OFFERED = 8  # values of a filter that may have very many
_ALL_AND_ONE = 2


@dataclass(frozen=True, slots=True)
class FilterLink:
    """One choice of a filter, as a link."""

    label: str
    url: str
    active: bool
    count: int | None = None
    icon: str = ""


@dataclass(frozen=True, slots=True)
class FilterRow:
    """The choices of one filter."""

    name: str
    label: str
    links: tuple[FilterLink, ...]

    @property
    def is_chosen(self) -> bool:
        return any(link.active for link in self.links[1:])


def filter_rows(results: Results, *, chosen: Mapping[str, str], path: str) -> list[FilterRow]:
    """Return the filters as links that keep the others, with counts of what each choice would leave.

    Left out: filters that would change nothing.
    """
    rows, counted = [], results.counts
    for name, label in FACET_NAMES.items():
        counts = counted[name]
        value = results.search.filters.get(name, "")
        offered = _offered(name, counts, value)
        rows += [_row(name, str(label), offered, counts, chosen=chosen, path=path, value=value)]
        if name == "material" and (value or len(offered) == 1):
            kinds = _by_name(name, current_knowledge().children.get(_group(value or offered[0]), ()))
            kinds = [kind for kind in kinds if counts.get(kind)]
            rows += [_row(name, _("Kind"), kinds, counts, chosen=chosen, path=path, value=value)]
    return [row for row in rows if len(row.links) > _ALL_AND_ONE or row.is_chosen]


def _row(
    name: str,
    label: str,
    values: Sequence[str],
    counts: Mapping[str, int],
    *,
    chosen: Mapping[str, str],
    path: str,
    value: str,
) -> FilterRow:
    """Return a row of links; the first takes the choice back."""
    rest = without(chosen, name)
    chosen_one = _group(value) if name == "material" and value not in values else value
    links = [FilterLink(_("All"), page_address(path, rest), active=not value)]
    for each in values:
        text = _value_name(name, each)
        icon = each if name == "material" and each == _group(each) else ""
        address = page_address(path, rest | {name: each})
        links.append(FilterLink(text, address, active=each == chosen_one, count=_count(counts, each), icon=icon))
    return FilterRow(name, label, tuple(links))


def _offered(name: str, counts: Mapping[str, int], value: str) -> list[str]:
    """Return the values that a row offers: in their own order, or the most frequent by name; and the chosen one."""
    match name:
        case "month":
            return [*MONTHS, *([value] if value and value not in MONTHS else [])]
        case "amount":
            return [band for band in BANDS if counts.get(band) or band == value]
        case "material":
            return _by_name(name, {_group(code) for code in counts})
    most = sorted(counts, key=lambda each: (-counts[each], each))[:_OFFERED]
    return _by_name(name, {*most, *([value] if value else [])})


def _by_name(name: str, values: Iterable[str]) -> list[str]:
    return sorted(values, key=lambda each: (_value_name(name, each).casefold(), each))


def _group(code: str) -> str:
    return current_knowledge().group(code) if code in current_knowledge().materials else ""


def _count(counts: Mapping[str, int], value: str) -> int | None:
    """Return how many a choice leaves; of several values together only the search itself knows."""
    return None if "," in value else counts.get(value, 0)


def _value_name(name: str, value: str) -> str:
    knowledge, reader = current_knowledge(), language()
    match name:
        case "material":
            text = knowledge.name(value, reader)
        case "use":
            text = knowledge.use_name(value, reader)
        case "area":
            text = areas_text(value.split(","))
        case "month":
            return ", ".join(month_name(int(month)) for month in value.split(","))
        case "amount":
            return amount_name(int(value))
        case "price":
            text = price_name(value)
        case "hazard":
            text = hazard_name(value)
        case _:
            text = str(Listing.Resource(value).label)
    return text[:1].upper() + text[1:]


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


def reach_row(
    chosen: Mapping[str, str],
    *,
    minutes: Sequence[int],
    path: str,
    reach: Reach | None = None,
    counts: Mapping[str, int] | None = None,
) -> FilterRow:
    """Return how many minutes by road it may be, for a reader who has said from where.

    reach: from there, in any minutes; None where that makes no sense. counts: of listings, by area, however far.
    """
    rest = without(chosen, REACH)
    now = chosen.get(REACH, "")
    links = [FilterLink(_("No limit"), page_address(path, rest), active=not now)]
    for number in minutes:
        address = page_address(path, rest | {REACH: str(number)})
        areas = replace(reach, minutes=number).areas() if reach and counts is not None else None
        count = None if areas is None else sum(counts.get(area, 0) for area in areas)
        text = _("%(number)s min") % {"number": number}
        links.append(FilterLink(text, address, active=now == str(number), count=count))
    return FilterRow(REACH, _("By road"), tuple(links))


def side_links(results: Results, *, addresses: Mapping[str, str]) -> list[FilterLink]:
    """Return both sides and each alone, with what the other filters leave of them. addresses: by side, "" for both."""
    counts, now = results.counts["side"], results.search.filters.get("side", "")
    numbers = {"": sum(counts.values()), **{side.value: counts.get(side.value, 0) for side in Listing.Side}}
    return [
        FilterLink(str(SIDE_NAMES[side]), address, active=side == now, count=numbers[side])
        for side, address in addresses.items()
    ]


def page_address(path: str, parameters: Mapping[str, str]) -> str:
    """Return an address with parameters; without any, the path alone."""
    return f"{path}?{urlencode(parameters, safe=',')}" if parameters else path
