"""Uses that the law closes to animal by-products (Regulation (EC) 1069/2009), by words in the code of the use."""

# Category 3 may become feed and pet food under conditions but never food; category 2 neither; category 1 may only be
# destroyed or burnt.
_FOOD = frozenset({"food"})
_FEED = _FOOD | {"feed", "petfood", "fodder"}
_NATURE = _FEED | {
    *("biogas", "compost", "composting", "fertiliser", "fertilizer", "soil", "spreading"),
    *("liming", "mulch", "growing", "mushroom", "bedding"),
}
_CLOSED_USES = {1: _NATURE, 2: _FEED, 3: _FOOD}


def is_closed_use(category: int, use: str) -> bool:
    """Return whether an animal by-product of this category may not go to a use."""
    return bool(_CLOSED_USES[category] & set(use.split("_")))


def closed_categories(use: str) -> int:
    """Return the categories that may not go to a use, as bits: 2, 4 and 8 for categories 1, 2 and 3."""
    return sum(1 << category for category in _CLOSED_USES if is_closed_use(category, use))
