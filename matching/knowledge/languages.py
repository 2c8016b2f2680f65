"""The languages of the tables, and which is read for which."""

from collections.abc import Mapping

LANGUAGES = ("sv", "nb", "nn", "en")

# Where a name is missing, the next language is asked. Norwegians write both forms and read both.
_FALLBACKS = {"sv": ("sv", "en"), "nb": ("nb", "nn", "en"), "nn": ("nn", "nb", "en"), "en": ("en",)}
_READ_TOGETHER = {"nb": frozenset({"nb", "nn"}), "nn": frozenset({"nb", "nn"})}


def name_in(names: Mapping[str, str], language: str) -> str:
    """Return the name in a language or the nearest one that there is, "" where there is none."""
    return next((names[each] for each in _FALLBACKS.get(language, ("en",)) if each in names), "")


def read_together(language: str) -> frozenset[str]:
    """Return the languages whose words a reader of this one takes for his own."""
    return _READ_TOGETHER.get(language, frozenset({language}))
