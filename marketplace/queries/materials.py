"""The tree of materials in the reader's language, with what the market has of each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from django.contrib.auth.models import AnonymousUser

from marketplace.models import Listing
from marketplace.queries.facets import all_listings, numbers_by
from marketplace.queries.knowledge import current_knowledge
from marketplace.queries.known_rows import material_url
from marketplace.queries.market_columns import large_market
from marketplace.wording.numbers import language

_NOBODY = AnonymousUser()
_TREES_KEPT = 8  # by language and by what the market has
Numbers = Mapping[tuple[object, ...], int]  # of listings, by material and side


@dataclass(frozen=True, slots=True)
class MaterialRow:
    """One material: its code, its name, its page, its usual waste codes, and how many offers and needs there are."""

    code: str
    name: str
    url: str
    waste_codes: tuple[str, ...]
    offers: int
    needs: int


@dataclass(frozen=True, slots=True)
class MaterialGroup:
    """A group and its materials, by name."""

    code: str
    name: str
    url: str
    rows: tuple[MaterialRow, ...]


Named = TypeVar("Named", MaterialRow, MaterialGroup)


def material_numbers() -> Numbers:
    """Return how many listings of each material and side everybody sees; of very many, as it was a minute ago."""
    if in_memory := large_market(_NOBODY):
        return in_memory.once("material_numbers", _numbers)
    return _numbers()


def _numbers() -> Numbers:
    return numbers_by(all_listings(_NOBODY), "material", "side")


def material_tree(numbers: Numbers) -> tuple[MaterialGroup, ...]:
    """Return every group with its materials, by name in the reader's language."""
    return _tree(frozenset(numbers.items()), language(), current_knowledge().version)


@lru_cache(maxsize=_TREES_KEPT)
def _tree(
    numbers: frozenset[tuple[tuple[object, ...], int]], reader: str, _tables: object
) -> tuple[MaterialGroup, ...]:
    """Return the tree. It is made of nothing but these numbers, the tables and the reader's language."""
    knowledge, by_material = current_knowledge(), dict(numbers)
    groups = (
        MaterialGroup(
            group.code,
            knowledge.name(group.code, reader),
            material_url(group.code),
            _by_name(_row(code, by_material, reader=reader) for code in knowledge.children[group.code]),
        )
        for group in knowledge.groups
    )
    return _by_name(groups)


def _by_name(named: Iterable[Named]) -> tuple[Named, ...]:
    return tuple(sorted(named, key=lambda each: each.name.casefold()))


def _row(code: str, numbers: Numbers, *, reader: str) -> MaterialRow:
    knowledge = current_knowledge()
    return MaterialRow(
        code,
        knowledge.name(code, reader),
        material_url(code),
        knowledge.material(code).waste_codes,
        numbers.get((code, Listing.Side.OFFER), 0),
        numbers.get((code, Listing.Side.NEED), 0),
    )
