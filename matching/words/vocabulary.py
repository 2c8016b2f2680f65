"""The words of one language by what they tell, whole or as parts of compounds, and with a slip of the pen."""

from collections.abc import Collection, Sequence
from functools import cached_property

from matching.knowledge import Term, TermFlag, TermKind
from matching.words.compounds import parts_of
from matching.words.folding import STOP_WORDS, words
from matching.words.spelling import Spelling
from matching.words.stems import stem

Told = frozenset[tuple[TermKind, str]]  # kinds and codes
NOTHING: Told = frozenset()

_MOST_LEFT = 2  # letters of a compound that no part covers
_SHORTEST_COMBINED, _SHORTEST_BARE = 4, 4

# Endings of one noun or adjective: "säckar" is säck. A stem alone would make blandare of "blandat", kasse of "kassert".
_NORDIC = ", a, e, n, r, t, ar, en, er, ere, erne, et, na, ne, or, es, ene, ane, arna, erna, orna, ana, inga, arne"
_SWEDISH = "an, ets, arnas, ernas, ornas"
_ENDINGS = {
    "sv": frozenset(f"{_NORDIC}, {_SWEDISH}".split(", ")),
    "no": frozenset(_NORDIC.split(", ")),
    "en": {"", "s", "es", "e", "y"},
}


class Vocabulary:
    """The terms of one language, as they are written and without their endings."""

    def __init__(self, family: str, terms: Collection[Term], *, kinds: Collection[TermKind]) -> None:
        """Read the terms. kinds: those that tell something here; the others only help to take compounds apart."""
        self._family, self._kinds = family, kinds
        self._written: dict[tuple[str, ...], Told] = {}
        self._bare: dict[tuple[str, ...], Told] = {}
        self._words: set[str] = set()
        self._heads: set[str] = set()
        self._tails: set[str] = set()
        self._parts: dict[str, tuple[Told, bool]] = {}
        self.longest = 1
        for term in terms:
            self._add(term)

    def _add(self, term: Term) -> None:
        tokens = tuple(words(term.text))
        self._words.update(tokens)
        inflects = TermFlag.WHOLE_WORD not in term.flags
        if len(tokens) == 1 and inflects:
            self._add_parts(tokens[0], term.flags)
        if term.kind in self._kinds:
            self.longest = max(self.longest, len(tokens))
            told = frozenset({(term.kind, term.code)})
            self._written[tokens] = self._written.get(tokens, NOTHING) | told
            if inflects:
                bare = self._without_endings(tokens)
                self._bare[bare] = self._bare.get(bare, NOTHING) | told

    def _add_parts(self, word: str, flags: Collection[TermFlag]) -> None:
        if TermFlag.NOT_TAIL not in flags:
            bare = self._without_endings([word])[0]
            self._tails |= {word, bare} if len(bare) >= _SHORTEST_BARE else {word}
        if TermFlag.NOT_HEAD not in flags:
            self._heads.add(word)
            if self._drops_a and word.endswith("a") and len(word) > _SHORTEST_COMBINED:
                self._heads.add(word[:-1])

    def told(self, piece: Sequence[str]) -> Told:
        """Return what these words tell together, as they stand or else without their endings."""
        told = self._written.get(tuple(piece), NOTHING)
        if told or STOP_WORDS.issuperset(piece):
            return told  # "ton" is no inflected "toner"
        bare = self._without_endings(piece)
        return self._bare.get(bare) or self._written.get(bare, NOTHING)

    def told_by_parts(self, word: str) -> tuple[Told, bool]:
        """Return what the parts of a compound tell, and their own parts, and whether they are (nearly) all of it."""
        if word not in self._parts:
            parts = parts_of(word, is_head=self._heads.__contains__, is_tail=self._is_tail)
            told = NOTHING.union(*(self._told_by_part(part) | self.told_by_parts(part)[0] for part in parts))
            self._parts[word] = told, sum(map(len, parts)) >= len(word) - _MOST_LEFT
        return self._parts[word]

    def meant(self, word: str) -> str:
        """Return the word, or the known one that it is a slip of the pen away from, where nothing is known of it."""
        known = word in self._words or self._is_tail(word) or self.told_by_parts(word)[1]
        return word if known else self._spelling.meant(word)

    @cached_property
    def _spelling(self) -> Spelling:
        return Spelling(self._words)

    @property
    def _drops_a(self) -> bool:
        """Return whether a last -a goes where a word stands first: skola, but "skolbänk"."""
        return self._family == "sv"

    def _told_by_part(self, part: str) -> Told:
        return self.told([part]) or (self.told([part + "a"]) if self._drops_a else NOTHING)

    def _is_tail(self, word: str) -> bool:
        return word in self._tails or not self._tails.isdisjoint(self._without_endings([word]))

    def _without_endings(self, tokens: Sequence[str]) -> tuple[str, ...]:
        endings = _ENDINGS[self._family]
        stems = [stem(self._family, token) for token in tokens]
        return tuple(
            bare if token.removeprefix(bare) in endings else token for bare, token in zip(stems, tokens, strict=True)
        )
