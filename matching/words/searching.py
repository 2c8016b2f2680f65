"""Words as a search compares them: one stem for Swedes and Norwegians, and the parts of a compound.

The language does not come into it, so that a word in a box and a word in a listing always meet, whoever wrote them.
"""

from functools import lru_cache

from matching.knowledge import Knowledge, TermFlag, kept
from matching.words.compounds import parts_of
from matching.words.folding import STOP_WORDS, words
from matching.words.stems import FAMILIES, stem

_TO_SWEDISH, _TO_NORWEGIAN = str.maketrans("øæ", "öä"), str.maketrans("öä", "øæ")
_SHORTEST = 3
_SHORTEST_COMPOUND = 6


@lru_cache(maxsize=50_000)
def common_stem(word: str) -> str:
    """Return the shorter of a word's Swedish and Norwegian stems, in Swedish letters: "tønner" is "tönn".

    word: in lower case. A stem of fewer than three letters would stand for too much: then it is the word itself.
    """
    swedish = stem("sv", word.translate(_TO_SWEDISH))
    norwegian = stem("no", word.translate(_TO_NORWEGIAN)).translate(_TO_SWEDISH)
    shorter = min(swedish, norwegian, key=lambda each: (len(each), each))
    found = shorter if len(shorter) >= _SHORTEST else word.translate(_TO_SWEDISH)
    return found.replace("ck", "kk")


def telling_words(text: str) -> list[str]:
    """Return the words of a text, in lower case, without those that any text may have."""
    return [word for word in words(text) if word not in STOP_WORDS]


class CompoundStems:
    """Takes compounds apart by the words of the knowledge tables: "kornhalm" is found by "halm" too."""

    def __init__(self, knowledge: Knowledge) -> None:
        whole = (term for term in knowledge.terms if term.language in FAMILIES and term.language != "en")
        single = [(tokens[0], term.flags) for term in whole if len(tokens := words(term.text)) == 1]
        self._heads = {word for word, flags in single if TermFlag.NOT_HEAD not in flags}
        self._written = {word for word, flags in single if TermFlag.NOT_TAIL not in flags}
        self._tails = {common_stem(word) for word, flags in single if TermFlag.NOT_TAIL not in flags}

    def of(self, word: str) -> tuple[str, ...]:
        """Return the stems of the parts of a compound, its own not among them; none for other words."""
        return tuple(dict.fromkeys(common_stem(part) for part in self._parts(word)))

    def _parts(self, word: str) -> tuple[str, ...]:
        """Return the parts of a word, and those of its parts."""
        if len(word) < _SHORTEST_COMPOUND:
            return ()
        found = parts_of(word, is_head=self._heads.__contains__, is_tail=self._is_tail, length=self._length)
        parts = [part for part in found if part != word]
        return (*parts, *(each for part in parts for each in self._parts(part)))

    def _is_tail(self, word: str) -> bool:
        return common_stem(word) in self._tails

    def _length(self, tail: str) -> int:
        """Return the letters of a word of the tables as it stands there, of an inflected one without the ending."""
        return len(tail if tail in self._written else common_stem(tail))


@kept
def compound_stems(knowledge: Knowledge) -> CompoundStems:
    """Return what takes compounds apart by this knowledge, made once."""
    return CompoundStems(knowledge)
