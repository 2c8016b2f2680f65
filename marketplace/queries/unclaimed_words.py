"""Words of listings that no material, use or other term claims, each with the concepts that it may mean."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from marketplace.models import Listing, TableCorrection, User
from marketplace.queries.everyday_words import is_asked_for, is_everyday
from marketplace.queries.knowledge import current_knowledge
from marketplace.queries.listings import visible_listings
from marketplace.queries.word_meanings import Proposal, stated, word_meanings
from matching.knowledge import TERMS
from matching.words import detect_language, nearest_finder, text_model

READ = 500  # listings, the newest: what comes again comes in these too
SHOWN = 40
_EXAMPLES = 3
# A word in so many listings or more that stands with one kind of thing in no more than half of them is no thing's name.
_SEVERAL, _OF_ONE_KIND = 3, 0.5
_Row = tuple[int, str, str, str]  # of a listing: its number, title, material and use


@dataclass(frozen=True, slots=True)
class UnclaimedWord:
    """A word, the language that it mostly stands in, in how many listings, some of them, and what it may mean."""

    text: str
    language: str
    count: int
    listings: tuple[tuple[int, str], ...]  # each with its title
    proposals: tuple[Proposal, ...]


@dataclass(frozen=True, slots=True)
class UnclaimedWords:
    """read: how many listings were looked through. total: how many words there are, `words` being the first."""

    read: int
    total: int
    words: list[UnclaimedWord]


def unclaimed_words(viewer: User) -> UnclaimedWords:
    """Return the words of the listings whose text the viewer may read, the most used first.

    Left out: words that wait for review as a new term, everyday words, and those that stand with anything.
    """
    open_ones = visible_listings(viewer).filter(state=Listing.State.PUBLISHED, is_open_to_viewer=True)
    rows = list(open_ones.values_list("pk", "title", "material", "use", "description", "language")[:READ])
    where: dict[str, list[_Row]] = defaultdict(list)
    tongues: dict[str, Counter[str]] = defaultdict(Counter)
    model = text_model(current_knowledge())
    for *row, description, told in rows:
        title = row[1]
        tongue = told or detect_language(f"{title} {description}")
        for word in model.unexplained(title, tongue) | model.unexplained(description, tongue):
            where[word].append(tuple(row))
            tongues[word][tongue] += 1
    languages = {word: counted.most_common(1)[0][0] for word, counted in tongues.items()}
    left_out = _waiting()
    telling = [word for word in where if word not in left_out and _may_tell(word, where[word], languages[word])]
    shown = sorted(telling, key=lambda word: (-len(where[word]), word))[:SHOWN]
    everywhere = stated((material, use) for _pk, _title, material, use, *_rest in rows)
    nearest = nearest_finder(current_knowledge()).find(shown)
    return UnclaimedWords(
        read=len(rows),
        total=len(telling),
        words=[
            UnclaimedWord(
                text=word,
                language=languages[word],
                count=len(where[word]),
                listings=tuple((pk, title) for pk, title, *_rest in where[word][:_EXAMPLES]),
                proposals=word_meanings(
                    word,
                    tongue=languages[word],
                    where=stated((material, use) for _pk, _title, material, use in where[word]),
                    everywhere=everywhere,
                    nearest=found,
                ),
            )
            for word, found in zip(shown, nearest, strict=True)
        ],
    )


def _may_tell(word: str, rows: list[_Row], tongue: str) -> bool:
    """Return whether a word may say what something is: no everyday word, none that stands with anything."""
    if is_everyday(word) or is_asked_for(word, tongue):
        return False
    known = current_knowledge()
    groups = Counter(known.group(material) for _pk, _title, material, _use in rows if material in known.materials)
    number = groups.total()
    return number < _SEVERAL or max(groups.values()) > _OF_ONE_KIND * number


def _waiting() -> set[str]:
    proposed = TableCorrection.objects.filter(state=TableCorrection.State.PROPOSED, table__startswith=TERMS)
    return {cells.get("text", "") for cells in proposed.values_list("cells", flat=True)}
