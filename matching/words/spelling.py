"""Slips of the pen: the known word that a word was meant to be."""

from collections.abc import Collection, Iterator

_SHORTEST = 7  # shorter words have too many neighbours: "stall" and "stål", "kork" and "korg"


class Spelling:
    """The known words of a language, found again with one letter missing, added, changed, or two swapped.

    By the letters that remain when any one is left out: two words one slip apart share such a remainder.
    """

    def __init__(self, known: Collection[str]) -> None:
        self._known = known
        self._by_remainder: dict[str, list[str]] = {}
        for word in sorted(known):
            if len(word) >= _SHORTEST:
                for remainder in {word, *_remainders(word)}:
                    self._by_remainder.setdefault(remainder, []).append(word)

    def meant(self, word: str) -> str:
        """Return the one known word that is a slip away, the word itself where there is none or several."""
        if len(word) < _SHORTEST or word in self._known:
            return word
        near = {
            known
            for remainder in {word, *_remainders(word)}
            for known in self._by_remainder.get(remainder, ())
            if is_one_slip(word, known)
        }
        return near.pop() if len(near) == 1 else word


def is_one_slip(one: str, other: str) -> bool:
    """Return whether two words differ by one letter missing, added or changed, or by two neighbours swapped."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    start = next((place for place, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), -1)
    if start < 0:
        return True  # one is the other and a last letter
    rest, other_rest = one[start:], other[start:]
    swapped = rest[:2] == other_rest[1::-1] and rest[2:] == other_rest[2:]
    return swapped or rest[1:] == other_rest[1:] or rest[1:] == other_rest or rest == other_rest[1:]


def _remainders(word: str) -> Iterator[str]:
    return (word[:place] + word[place + 1 :] for place in range(len(word)))
