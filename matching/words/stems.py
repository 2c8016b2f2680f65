"""Which languages are read together, and the stems of their words (Snowball)."""

from functools import cache, lru_cache
from threading import Lock

import snowballstemmer

FAMILIES = {"sv": "sv", "nb": "no", "nn": "no", "en": "en"}
"""nb and nn are one: Norwegians write both forms, in one text at times."""

_STEMMERS = {"sv": "swedish", "no": "norwegian", "en": "english"}

# Endings of the definite form that the Swedish stemmer leaves on most words: "köttet", "mejeriets", "flaskan".
# Of words so long at least: "paket" and "propan" end so by themselves, and so do a few longer ones.
_DEFINITE = {"et": 6, "an": 7}
_INDEFINITE = ("pellet", "staket", "pulpet", "magnet", "planet")

_KEPT = 100_000  # words: what people type is without end

# A stemmer keeps the word it works on: two threads of a server would stem each other's.
_ONE_AT_A_TIME = Lock()


@lru_cache(maxsize=_KEPT)
def stem(family: str, word: str) -> str:
    """Return the stem of a word in one of the `FAMILIES`."""
    with _ONE_AT_A_TIME:
        found = str(_stemmer(family).stemWord(word))
    return _without_article(found, word) if family == "sv" else found


def _without_article(found: str, word: str) -> str:
    """Return the Swedish stem that was found for a word, without the article where it is still there."""
    is_left = found in (word, word.removesuffix("s")) and not found.endswith(_INDEFINITE)
    return found[:-2] if is_left and len(found) >= _DEFINITE.get(found[-2:], len(word) + 1) else found


@cache
def _stemmer(family: str) -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer(_STEMMERS[family])
