"""Which languages are read together, and the stems of their words (Snowball)."""

from functools import cache
from threading import Lock

import snowballstemmer

FAMILIES = {"sv": "sv", "nb": "no", "nn": "no", "en": "en"}
"""nb and nn are one: Norwegians write both forms, in one text at times."""

_STEMMERS = {"sv": "swedish", "no": "norwegian", "en": "english"}

# A stemmer keeps the word it works on: two threads of a server would stem each other's.
_ONE_AT_A_TIME = Lock()


@cache
def stem(family: str, word: str) -> str:
    """Return the stem of a word in one of the `FAMILIES`."""
    with _ONE_AT_A_TIME:
        return str(_stemmer(family).stemWord(word))


@cache
def _stemmer(family: str) -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer(_STEMMERS[family])
