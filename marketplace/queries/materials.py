"""The tree of materials in the reader's language, with what the market has of each."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from marketplace.models import Listing
from marketplace.queries.facets import all_listings, numbers_by
from marketplace.queries.knowledge import current_knowledge
from marketplace.queries.known_rows import material_url
from marketplace.queries.market_columns import large_market
from marketplace.wording.numbers import language

_NOBODY = AnonymousUser()
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
    rows: list[MaterialRow]


def material_numbers() -> Numbers:
    """Return how many listings of each material and side everybody sees; of very many, as it was a minute ago."""
    if in_memory := large_market(_NOBODY):
        return in_memory.once("material_numbers", _numbers)
    return _numbers()


def _numbers() -> Numbers:
    return numbers_by(all_listings(_NOBODY), "material", "side")


def material_tree(numbers: Numbers) -> list[MaterialGroup]:
    """Return every group with its materials, by name in the reader's language."""
    knowledge, reader = current_knowledge(), language()
    groups = [
        MaterialGroup(
            group.code,
            knowledge.name(group.code, reader),
            material_url(group.code),
            sorted(
                (_row(code, numbers) for code in knowledge.children[group.code]), key=lambda row: row.name.casefold()
            ),
        )
        for group in knowledge.groups
    ]
    return sorted(groups, key=lambda group: group.name.casefold())


def _row(code: str, numbers: Numbers) -> MaterialRow:
    knowledge = current_knowledge()
    return MaterialRow(
        code,
        knowledge.name(code, language()),
        material_url(code),
        knowledge.material(code).waste_codes,
        numbers.get((code, Listing.Side.OFFER), 0),
        numbers.get((code, Listing.Side.NEED), 0),
    )
