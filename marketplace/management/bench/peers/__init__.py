"""What others would use instead, one module each. They are loaded only where what they need is installed."""

from importlib import import_module
from types import ModuleType


def load_peer(name: str) -> ModuleType:
    """Return the module of a peer. Raises ImportError where it needs a package that is not installed."""
    return import_module(f"{__name__}.{name}")
