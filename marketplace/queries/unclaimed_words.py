"""Words of listings that no material, use or other term claims, each with the concepts that it may mean."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from marketplace.models import Listing, TableCorrection, User
from marketplace.queries.knowledge import current_knowledge
from marketplace.queries.listings import visible_listings
from marketplace.wording.numbers import language
from matching.knowledge import TERMS
from matching.words import detect_language, nearest_finder, text_model

READ = 500  # listings, the newest: what comes again comes in these too
SHOWN = 40
_EXAMPLES = 3
# Words that say how much, when or whether, never what: a coordinator would only leaf past them.
_SWEDISH = """helst minst mest högst går gärna två fyra tre fem lite egen eget egna emot men bra kort bara sig ligger
låg passar ledig meter lass maj svensk svenska mycket ofta alltid aldrig redan ungefär cirka ibland blir hade"""
_NORWEGIAN = """høyst gjerne fire litt egne imot være bare seg lav passer mai norsk norske mye ofte aldri allerede
omtrent iblant bli hadde"""
_ENGLISH = "some about most least often always never very much more less own only also may"
_EVERYDAY = frozenset(" ".join((_SWEDISH, _NORWEGIAN, _ENGLISH)).split())


@dataclass(frozen=True, slots=True)
class Proposal:
    """A material or use that a word may mean; like: the term of it that is most like the word."""

    code: str
    name: str
    like: str


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

    Left out: words that wait for review as a new term, and everyday words.
    """
    open_ones = visible_listings(viewer).filter(state=Listing.State.PUBLISHED, is_open_to_viewer=True)
    rows = list(open_ones.values_list("pk", "title", "description", "language")[:READ])
    where: dict[str, list[tuple[int, str]]] = defaultdict(list)
    tongues: dict[str, Counter[str]] = defaultdict(Counter)
    model = text_model(current_knowledge())
    for pk, title, description, told in rows:
        tongue = told or detect_language(f"{title} {description}")
        for word in model.unexplained(title, tongue) | model.unexplained(description, tongue):
            where[word].append((pk, title))
            tongues[word][tongue] += 1
    left_out = _waiting() | _EVERYDAY
    words = sorted((word for word in where if word not in left_out), key=lambda word: (-len(where[word]), word))
    shown = words[:SHOWN]
    nearest = nearest_finder(current_knowledge()).find(shown)
    return UnclaimedWords(
        read=len(rows),
        total=len(words),
        words=[
            UnclaimedWord(
                text=word,
                language=tongues[word].most_common(1)[0][0],
                count=len(where[word]),
                listings=tuple(where[word][:_EXAMPLES]),
                proposals=tuple(Proposal(each.code, _name(each.code), each.term) for each in found),
            )
            for word, found in zip(shown, nearest, strict=True)
        ],
    )


def _waiting() -> set[str]:
    proposed = TableCorrection.objects.filter(state=TableCorrection.State.PROPOSED, table__startswith=TERMS)
    return {cells.get("text", "") for cells in proposed.values_list("cells", flat=True)}


def _name(code: str) -> str:
    known = current_knowledge()
    return known.name(code, language()) if code in known.materials else known.use_name(code, language())
