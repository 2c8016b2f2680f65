"""How people write amounts and where something is: words and patterns of `lines`."""

import re
from collections.abc import Iterable

from matching.words.numerals import NUMBER_WORDS


def longest_first(words: Iterable[str]) -> str:
    return "|".join(sorted(set(words), key=lambda word: (-len(word), word)))


DIGITS = r"\d{1,3}(?:[ \u00a0]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)*"
SPELT = longest_first(word for words in NUMBER_WORDS.values() for word in words)
_CUBIC = r"(?:loose\s)?cubic\smet(?:re|er)s?|[lf]?m\s?(?:3|³)"
_LOADS = r"(?:lorry|truck|full|whole|hela|hele)[\s-]?loads?"
UNIT = rf"(?:{_CUBIC}|{_LOADS}|[^\W\d_]+)(?![\w³])"
# No hyphen before the unit: "10-litershink" is the size of a bucket. No letter behind it: "2 tunnor" is no 2 t.
AMOUNT = re.compile(
    rf"(?<![\w.,])(?P<low>{DIGITS}|(?:{SPELT})(?= ))(?:\s?[-–]\s?(?P<high>{DIGITS}))?\s{{0,2}}(?P<unit>{UNIT})",
    re.IGNORECASE,
)
CUBIC, LOADS = re.compile(_CUBIC, re.IGNORECASE), re.compile(_LOADS, re.IGNORECASE)
PAIR = frozenset(("par", "pair", "pairs"))  # "ett par" are some
ABOUT = re.compile(r"(?:\b(?:ca|cirka|circa|omkring|ungefär|rundt|about|around|approx)\b\.?\s*)+$", re.IGNORECASE)
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
NEAR = frozenset(
    ("i", "på", "från", "fra", "frå", "ved", "vid", "nära", "nær", "in", "near", "at", "from", "till", "til", "to")
)
