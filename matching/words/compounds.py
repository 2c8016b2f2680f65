"""Which words a compound is made of: "kaffesäckar" is kaffe and säckar."""

from collections.abc import Callable

IsKnown = Callable[[str], bool]

_SHORTEST, _SHORTEST_TAIL, _SHORTEST_HEAD = 3, 4, 5
# What may stand between two parts: "bomullstyg", "lammeull".
_JOINTS = ("", "s", "e")


def parts_of(word: str, *, is_head: IsKnown, is_tail: IsKnown, length: Callable[[str], int] = len) -> tuple[str, ...]:
    """Return the known words that a longer word consists of; empty where there are none.

    Where they make up the whole of it, three letters are enough ("ull" in "ullgarn"): hardly a word falls apart by
    chance. Where something stays over, only a longer first or last part counts, the longest of each.

    is_head: may this stand before something? is_tail: may it stand last, inflected or not? length: by how
    many letters a last part counts: "ullens" in "kullens" has six, its word three.
    """
    return _whole(word, is_head, is_tail) or _ends(word, is_head, is_tail, length=length)


def _whole(word: str, is_head: IsKnown, is_tail: IsKnown) -> tuple[str, ...]:
    """Return known parts that make up the word, the longest last part first."""
    for cut in range(_SHORTEST, len(word) - _SHORTEST + 1):
        if is_tail(word[cut:]) and (before := _heads(word[:cut], is_head)):
            return (*before, word[cut:])
    return ()


def _heads(start: str, is_head: IsKnown) -> tuple[str, ...]:
    """Return the parts that make up what stands before a tail, one alone where it can be."""
    bare = [start.removesuffix(joint) for joint in _JOINTS if start.endswith(joint)]
    whole = next(((each,) for each in bare if len(each) >= _SHORTEST and is_head(each)), ())
    return whole or next((parts for each in bare if (parts := _whole(each, is_head, is_head))), ())


def _ends(word: str, is_head: IsKnown, is_tail: IsKnown, *, length: Callable[[str], int]) -> tuple[str, ...]:
    cuts = range(len(word) - _SHORTEST, _SHORTEST_HEAD - 1, -1)
    head = next((word[:cut] for cut in cuts if is_head(word[:cut])), "")
    tails = (word[cut:] for cut in range(max(_SHORTEST, len(head)), len(word) - _SHORTEST_TAIL + 1))
    tail = next((each for each in tails if is_tail(each) and length(each) >= _SHORTEST_TAIL), "")
    return tuple(part for part in (head, tail) if part)
