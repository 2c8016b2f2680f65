"""The tree of materials in the reader's language, with what the market has of each."""

from dataclasses import dataclass

from django.db.models import Count

from marketplace.models import Listing
from marketplace.queries.knowledge import current_knowledge
from marketplace.queries.known_rows import material_url
from marketplace.wording.numbers import language


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


def material_tree() -> list[MaterialGroup]:
    """Return every group with its materials, by name in the reader's language."""
    knowledge, reader, counts = current_knowledge(), language(), _counts()
    groups = [
        MaterialGroup(
            group.code,
            knowledge.name(group.code, reader),
            material_url(group.code),
            sorted(
                (_row(code, counts) for code in knowledge.children[group.code]), key=lambda row: row.name.casefold()
            ),
        )
        for group in knowledge.groups
    ]
    return sorted(groups, key=lambda group: group.name.casefold())


def _row(code: str, counts: dict[tuple[str, str], int]) -> MaterialRow:
    knowledge = current_knowledge()
    return MaterialRow(
        code,
        knowledge.name(code, language()),
        material_url(code),
        knowledge.material(code).waste_codes,
        counts.get((code, Listing.Side.OFFER), 0),
        counts.get((code, Listing.Side.NEED), 0),
    )


def _counts() -> dict[tuple[str, str], int]:
    published = Listing.objects.filter(state=Listing.State.PUBLISHED, firm__hidden_at__isnull=True)
    rows = published.order_by().values("material", "side").annotate(number=Count("pk"))
    return {(row["material"], row["side"]): row["number"] for row in rows}
