"""What a word of listings may mean that no table knows, by what speaks for it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from marketplace.queries.knowledge import current_asked_finder, current_concept_finder, current_knowledge
from marketplace.wording.numbers import language
from marketplace.wording.words import like_line, listings_line, part_line
from matching.words import Nearest

_MOST = 5
_BY_LETTERS = 0.8  # letters that are all alike count less than a part of the word that is known
_ALIKE, _HARDLY = 0.3, 0.1  # below, "kadmium" and "litium", letters come after all else that speaks for a word


@dataclass(frozen=True, slots=True)
class Proposal:
    """A material or use that a word may mean, and what speaks for it."""

    code: str
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Stated:
    """The materials, and of needs the uses, that listings state: of each, in how many. number: of the listings."""

    number: int
    codes: Mapping[str, int]


def stated(listings: Iterable[tuple[str, str]]) -> Stated:
    """Return what listings state, given as material and use, "" for none."""
    rows = list(listings)
    return Stated(len(rows), Counter(code for row in rows for code in row if code))


def word_meanings(
    word: str, *, tongue: str, where: Stated, everywhere: Stated, nearest: Iterable[Nearest]
) -> tuple[Proposal, ...]:
    """Return what a word may mean, the likeliest first, each once.

    Parts of the word that are known speak for it, then what the listings are in which it stands, by how seldom others
    are that, then words of the tables that have nearly its letters. where: the listings with the word. nearest: of
    `nearest_finder`.
    """
    found: dict[str, tuple[float, str]] = {}
    for code, weight, why in (*_by_parts(word, tongue), *_by_listings(where, everywhere), *_by_letters(nearest)):
        if weight > found.get(code, (0, ""))[0]:
            found[code] = weight, why
    likeliest = sorted(found.items(), key=lambda each: (-each[1][0], each[0]))[:_MOST]
    return tuple(Proposal(code, _name(code), why) for code, (_weight, why) in likeliest)


def _by_parts(word: str, tongue: str) -> Iterator[tuple[str, float, str]]:
    for mention in current_concept_finder().find(word, tongue):
        yield mention.material, mention.weight, part_line()
    for use, weight in current_asked_finder().uses_of_last_part(word, tongue).items():
        yield use, weight, part_line()


def _by_listings(where: Stated, everywhere: Stated) -> Iterator[tuple[str, float, str]]:
    """Yield what the listings are; one alone says half as much as very many."""
    for code, number in where.codes.items():
        share = everywhere.codes[code] / everywhere.number
        yield code, number / (where.number + 1) * (1 - share), listings_line(number)


def _by_letters(nearest: Iterable[Nearest]) -> Iterator[tuple[str, float, str]]:
    for each in nearest:
        weight = _BY_LETTERS if each.likeness >= _ALIKE else _HARDLY
        yield each.code, each.likeness * weight, like_line(each.term)


def _name(code: str) -> str:
    known = current_knowledge()
    return known.name(code, language()) if code in known.materials else known.use_name(code, language())
