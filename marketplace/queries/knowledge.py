"""The knowledge tables as the site sees them."""

from matching.knowledge import Knowledge, load_knowledge


def current_knowledge() -> Knowledge:
    """Return the shipped tables; what coordinators change will be laid over them here."""
    return load_knowledge()
