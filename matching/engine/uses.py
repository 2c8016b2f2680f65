"""Uses that the law closes to animal by-products (Regulation (EC) 1069/2009)."""

from matching.kinds import Kind
from matching.knowledge import Hierarchy, Knowledge
from matching.records import Listing
from matching.words.marks import Mark, marks_of

# Category 3 may become feed and pet food under conditions but never food; category 2 neither; category 1 may only be
# destroyed or burnt, here: neither spread nor digested.
_FOOD = frozenset({Hierarchy.FOOD})
_FEED = _FOOD | {Hierarchy.FEED}
_NATURE = _FEED | {Hierarchy.SOIL, Hierarchy.BIOGAS}
_CLOSED = {1: _NATURE, 2: _FEED, 3: _FOOD}
# Codes that a file may bring although the table of uses has not got them.
_LIKELY = 0.5
_STEPS = {"food": Hierarchy.FOOD, "feed": Hierarchy.FEED, "petfood": Hierarchy.FEED, "compost": Hierarchy.SOIL}


def is_closed_use(category: int, use: str, *, knowledge: Knowledge) -> bool:
    """Return whether an animal by-product of this category may not go to a use; False for a use that nobody knows."""
    step = knowledge.uses[use].hierarchy if use in knowledge.uses else _STEPS.get(use)
    return step in _CLOSED[category]


def is_closed_need(category: int, listing: Listing, kind: Kind, *, knowledge: Knowledge) -> bool:
    """Return whether nothing that a need tells for sure to use is open to this category."""
    uses = (listing.use,) if listing.use else kind.sure_uses or _fed(listing, kind)
    return bool(uses) and all(is_closed_use(category, use, knowledge=knowledge) for use in uses)


def _fed(listing: Listing, kind: Kind) -> tuple[str, ...]:
    """Return feed and what else is told to use, where the words name a feed of which no use is sure: "hundfoder"."""
    told = marks_of(f"{listing.title}. {listing.description}")
    likely = (each.code for each in kind.uses if each.sureness >= _LIKELY)
    return ("feed", *likely) if Mark.FEED in told.says else ()


def closed_categories(listing: Listing, kind: Kind, *, knowledge: Knowledge) -> int:
    """Return the categories that may not go to a need, as bits: 2, 4 and 8 for categories 1, 2 and 3."""
    return sum(1 << category for category in _CLOSED if is_closed_need(category, listing, kind, knowledge=knowledge))
