"""What a search can be narrowed by. All of it works on what everybody may know of a listing."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from django.db.models import Count, QuerySet

from marketplace.models import Listing
from marketplace.queries.conditions import AllOf, AnyOf, Condition, InMonths, one_of
from marketplace.queries.knowledge import current_knowledge
from marketplace.queries.listings import Viewer, market
from marketplace.queries.market_columns import Chosen, large_market
from marketplace.queries.places import area_codes_around, area_codes_of_country
from marketplace.queries.search_units import suited_materials
from matching.knowledge import Knowledge, kept

MONTHS = tuple(str(month) for month in range(1, 13))
BANDS = tuple(str(power) for power in range(2, 8))  # powers of ten of kilograms, see queries.coarse_facts


@dataclass(frozen=True, slots=True)
class Facet:
    """keeps: the condition for a value. counts: how many of some listings each value would keep."""

    keeps: Callable[[str], Condition]
    counts: Callable[[QuerySet[Listing] | Chosen], Mapping[str, int]]


def _column(name: str) -> Facet:
    """Return the facet of a column that has one value per listing."""
    return Facet(lambda value: one_of(name, [value]), lambda listings: _counted(listings, name))


def _counted(listings: QuerySet[Listing] | Chosen, name: str) -> dict[str, int]:
    return {str(value): number for (value,), number in numbers_by(listings, name).items() if value not in (None, "")}


def all_listings(viewer: Viewer) -> QuerySet[Listing] | Chosen:
    """Return the whole market, to be counted."""
    in_memory = large_market(viewer)
    return Chosen(in_memory, in_memory.where([])) if in_memory else market(viewer)


def numbers_by(listings: QuerySet[Listing] | Chosen, *names: str) -> dict[tuple[object, ...], int]:
    """Return how many listings there are of each combination of values of some columns."""
    if isinstance(listings, Chosen):
        return listings.counted(*names)
    rows = listings.order_by().values_list(*names).annotate(number=Count("pk"))
    return {tuple(values): number for *values, number in rows}


def of_material(value: str) -> Condition:
    """Keep a material, or all of a group."""
    return one_of("material", [value, *current_knowledge().children.get(value, ())])


def _material_counts(listings: QuerySet[Listing] | Chosen) -> Counter[str]:
    """Count materials, and groups with what lies in them."""
    knowledge = current_knowledge()
    counts: Counter[str] = Counter()
    for code, number in _counted(listings, "material").items():
        if code in knowledge.materials:
            for each in {code, knowledge.group(code)}:
                counts[each] += number
    return counts


def of_use(value: str) -> Condition:
    """Keep needs of a use or of a kind of it, and offers of what can serve it."""
    needs = AllOf((one_of("side", [Listing.Side.NEED]), one_of("use", [value, *_kinds(value)])))
    offers = AllOf((one_of("side", [Listing.Side.OFFER]), one_of("material", suited_materials(value))))
    return AnyOf((needs, offers))


def _use_counts(listings: QuerySet[Listing] | Chosen) -> Counter[str]:
    counts: Counter[str] = Counter()
    for (side, material, use), number in numbers_by(listings, "side", "material", "use").items():
        for each in _uses(side, material, use):
            counts[each] += number
    return counts


def _uses(side: str, material: str, use: str) -> set[str]:
    uses = current_knowledge().uses
    if side == Listing.Side.NEED:
        return {use, uses[use].parent} - {""} if use in uses else set()
    return _uses_of_materials(current_knowledge()).get(material, set())


@kept
def _uses_of_materials(knowledge: Knowledge) -> dict[str, set[str]]:
    """Return by material the uses that it can serve."""
    found: dict[str, set[str]] = {}
    for use in knowledge.uses:
        for material in suited_materials(use):
            found.setdefault(material, set()).add(use)
    return found


def _kinds(value: str) -> list[str]:
    return [use.code for use in current_knowledge().uses.values() if use.parent == value]


def in_months(value: str) -> Condition:
    """Keep what there is in any of some months, separated by commas."""
    return InMonths(sum(1 << (month - 1) for month in {int(each) for each in value.split(",")}))


def _month_counts(listings: QuerySet[Listing] | Chosen) -> Counter[str]:
    told = _counted(listings, "shown_months")
    bits, numbers = np.array([int(each) for each in told], dtype=int), np.array([*told.values()], dtype=int)
    counts = {month: int(numbers[bits >> (int(month) - 1) & 1 == 1].sum()) for month in MONTHS}
    return Counter({month: number for month, number in counts.items() if number})


FACETS: Mapping[str, Facet] = {
    "side": _column("side"),
    "material": Facet(of_material, _material_counts),
    "use": Facet(of_use, _use_counts),
    "area": Facet(
        lambda value: one_of("shown_area", value.split(",")), lambda listings: _counted(listings, "shown_area")
    ),
    "month": Facet(in_months, _month_counts),
    "amount": _column("shown_band"),
    "price": _column("shown_price"),
    "hazard": _column("shown_hazard"),
    "resource": _column("resource"),
}
# What is chosen from a list or by programs: not counted.
FURTHER: Mapping[str, Callable[[str], Condition]] = {
    "municipality": lambda value: one_of("shown_area", area_codes_around(value)),
    "country": lambda value: one_of("shown_area", area_codes_of_country(value)),
}


def keeps(name: str, value: str) -> Condition:
    """Return the condition for a value of a filter."""
    return FACETS[name].keeps(value) if name in FACETS else FURTHER[name](value)
