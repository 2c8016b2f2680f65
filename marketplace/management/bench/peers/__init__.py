"""What others would use instead, one module each. A module is loaded only where what it needs is installed.

Each of `RANKERS` has a `NAME`, `opened(pool)`, which opens it over a pool and closes it again, and where it can be
missing `what_is_missing()`, which says so, or "".
"""

from importlib import import_module
from types import ModuleType
from typing import Protocol

RANKERS = ("brute_force", "balltree", "sqlite", "postgresql", "geopy_loop")


class Peer(Protocol):
    """Ranks offers for needs. Both are given by their positions in the pool."""

    def best(self, need: int) -> list[int]:
        """Return the best offers for a need, best first."""


def load_peer(name: str) -> ModuleType:
    """Return the module of a peer. Raises ImportError where it needs a package that is not installed."""
    return import_module(f"{__name__}.{name}")
