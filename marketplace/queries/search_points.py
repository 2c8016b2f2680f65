"""How well the words of a search lead to a listing: added up by the database for many, or for one that is in hand.

Whole numbers all through, so that every database adds them up alike, and so does Python.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from math import log
from operator import add

from django.db.models import Case, Count, F, IntegerField, Max, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from marketplace.models import SearchTerm
from marketplace.queries.listings import Viewer, listings_open_to
from marketplace.queries.search_units import Unit
from marketplace.queries.search_words import SearchWords

_LARGEST = 100  # points of a unit of which the market has next to nothing
# Beside a word that means something here, other words refine: they bring nothing in.
_OF_OTHER_WORDS = 0.35
# Of what the strongest unit could give, a share: whatever has less is not found. A word of a description has more.
_ENOUGH = 0.25
_FULL = 100 * 10  # the share of a term that means just that, by the largest weight


@dataclass(frozen=True, slots=True)
class Worth:
    """What the words of a search are worth on the market of now.

    units: with those of its places, which order and lead to nothing. each: what a unit counts by. leading: the places
    of the units that lead somewhere. enough: the points of the leading ones from which on a listing is found.
    """

    units: tuple[Unit, ...]
    each: tuple[int, ...]
    leading: tuple[int, ...]
    enough: int


def all_units(words: SearchWords) -> tuple[Unit, ...]:
    """Return the units of a search, and those of the places that it names."""
    return (*words.units, *(Unit(place.words, place.terms) for place in words.places))


def all_terms(words: SearchWords) -> set[str]:
    """Return the terms that lead to listings or order them."""
    return {term for unit in all_units(words) for term in unit.terms}


def term_numbers(units: Iterable[Unit]) -> Mapping[str, int]:
    """Return by term how many listings it leads everybody to."""
    terms = {term for unit in units for term in unit.terms}
    rows = SearchTerm.objects.filter(term__in=terms, is_public=True).order_by().values_list("term")
    return dict(rows.annotate(number=Count("pk")))


def worth_of(words: SearchWords, *, numbers: Mapping[str, int]) -> Worth:
    """Return what words are worth, by how rare each unit is. numbers: of `term_numbers`."""
    units = all_units(words)
    rarities = (_rarity(sum(numbers.get(term, 0) for term in unit.terms)) for unit in units)
    each = tuple(round(_share(unit, words=words) * rarity) for unit, rarity in zip(units, rarities, strict=True))
    leading = leading_places(words)
    return Worth(units, each, leading, round(_ENOUGH * max(each[place] for place in leading) * _FULL))


def leading_places(words: SearchWords) -> tuple[int, ...]:
    """Return the places of the units that lead to listings by themselves."""
    return tuple(place for place, unit in enumerate(words.units) if _share(unit, words=words) == 1)


def _share(unit: Unit, *, words: SearchWords) -> float:
    has_concepts = any(each.is_concept for each in words.units)
    return _OF_OTHER_WORDS if has_concepts and not unit.is_concept else 1


def _rarity(number: int) -> int:
    return round(_LARGEST / (1 + log(1 + number) / 3))


def leads_to(worth: Worth, weights: Mapping[str, int]) -> bool:
    """Return whether enough of the words leads to a listing. weights: of the terms that its reader may know."""
    points = (_points_in_hand(worth.units[place], each=worth.each[place], weights=weights) for place in worth.leading)
    return sum(points) >= worth.enough


def _points_in_hand(unit: Unit, *, each: int, weights: Mapping[str, int]) -> int:
    return max((weights[term] * share * each for term, share in unit.terms.items() if term in weights), default=0)


def listing_points(words: SearchWords, *, viewer: Viewer) -> QuerySet[SearchTerm]:
    """Return rows of `listing` and `points`: of those to which enough of the words leads.

    What only the viewer may know leads nobody else there, and does not count in how rare a word is.
    """
    units = all_units(words)
    worth = worth_of(words, numbers=term_numbers(units))
    names = [f"unit_{place}" for place in range(len(units))]
    points = {
        name: Max(_unit_points(unit, each=each))
        for name, unit, each in zip(names, worth.units, worth.each, strict=True)
    }
    terms = SearchTerm.objects.filter(_leads(viewer), term__in=all_terms(words))
    told = terms.order_by().values("listing").annotate(**points)
    told = told.annotate(points=_sum(names), leading=_sum([names[place] for place in worth.leading]))
    return told.filter(leading__gte=worth.enough)


def _sum(names: Iterable[str]) -> Combinable:
    return reduce(add, (Coalesce(F(name), 0) for name in names))


def _unit_points(unit: Unit, *, each: int) -> Case:
    """Return what one term of a unit gives a listing: its weight there, by how much it counts, by how rare it is."""
    by_share: dict[int, list[str]] = {}
    for term, share in unit.terms.items():
        by_share.setdefault(share, []).append(term)
    cases = (When(term__in=terms, then=F("weight") * Value(share * each)) for share, terms in by_share.items())
    return Case(*cases, output_field=IntegerField())


def _leads(viewer: Viewer) -> Q:
    if not viewer.is_authenticated:
        return Q(is_public=True)
    return Q(is_public=True) | Q(listing__in=listings_open_to(viewer))
