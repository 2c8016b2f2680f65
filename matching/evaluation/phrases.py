"""How often a right waste code is among the first that everyday words lead to."""

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from matching.codes import code_finder
from matching.codes.entries import material_entries, name_entries
from matching.codes.wording import WordingIndex
from matching.knowledge import Knowledge
from matching.records import Bools
from matching.words.code_words import Entry, word_entries

PHRASES_FOLDER = Path(__file__).resolve().parent.parent / "data" / "evaluation"
PHRASE_SETS = ("phrases_sv", "phrases_nb", "descriptions_en")
DEPTHS = (1, 5, 10)

CodeRanker = Callable[[str, str], Sequence[str]]
"""Takes a text and its language; returns waste codes, the likeliest first."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """What somebody types, and the codes that an authority would plausibly accept for it."""

    text: str
    language: str
    accepted: frozenset[str]
    split: str


@dataclass(frozen=True, slots=True)
class Recall:
    """The share of n phrases that have an accepted code among the first k, by k; and which those are, if it is kept."""

    n: int
    at: Mapping[int, float]
    found: Mapping[int, Bools] = field(default_factory=dict)


def load_phrases(name: str) -> tuple[Phrase, ...]:
    """Return the phrases of one of `PHRASE_SETS`. Raises OSError where it is missing."""
    return tuple(
        Phrase(row["text"], row["language"], frozenset(row["accepted_codes"].split(";")), row["split"])
        for row in _rows(PHRASES_FOLDER / f"{name}.csv")
    )


def load_english_terms(path: Path) -> tuple[Phrase, ...]:
    """Return a table of English terms (`term_en`, `ewc_codes`), all for tuning. Raises OSError where it is missing."""
    return tuple(
        Phrase(row["term_en"], "en", frozenset(map(_six_digits, row["ewc_codes"].split(";"))), "dev")
        for row in _rows(path)
    )


def recall_of_codes(phrases: Sequence[Phrase], ranker: CodeRanker) -> Recall:
    """Return how often a ranker finds an accepted code. Raises ValueError without phrases."""
    if not phrases:
        raise ValueError("no phrases to judge by")
    ranks = np.array([_rank(phrase, ranker(phrase.text, phrase.language)) for phrase in phrases])
    found = {depth: ranks <= depth for depth in DEPTHS}
    return Recall(len(phrases), {depth: float(np.mean(each)) for depth, each in found.items()}, found)


def make_code_rankers(knowledge: Knowledge) -> dict[str, CodeRanker]:
    """Return ours and, as baselines of our own writing, likeness of letters alone."""
    finder = code_finder(knowledge)
    names = tuple(name_entries(knowledge))
    everything = (*material_entries(knowledge), *names, *word_entries())
    return {
        "ours": lambda text, language: [found.code for found in finder.understand(text, language).codes],
        "character n-grams over all our words": _by_letters(everything, knowledge=knowledge),
        "character n-grams over the names of the list": _by_letters(names, knowledge=knowledge),
    }


def _by_letters(entries: Sequence[Entry], *, knowledge: Knowledge) -> CodeRanker:
    index = WordingIndex(entries, version=knowledge.version)
    codes_of = [entry.target.codes or _material_codes(knowledge, entry.target.material) for entry in index.entries]

    def rank(text: str, language: str) -> list[str]:
        alike = index.likeness([text], language)[0]
        likeliest = np.argsort(-alike, kind="stable")[: 20 * max(DEPTHS)]
        found = dict.fromkeys(code for place in likeliest if alike[place] > 0 for code in codes_of[place])
        return list(found)[: max(DEPTHS)]

    return rank


def _material_codes(knowledge: Knowledge, material: str) -> tuple[str, ...]:
    return knowledge.materials[material].waste_codes if material else ()


def _rank(phrase: Phrase, codes: Sequence[str]) -> float:
    return next((float(rank) for rank, code in enumerate(codes, start=1) if code in phrase.accepted), float("inf"))


def _six_digits(text: str) -> str:
    return "".join(character for character in text if character.isdigit())


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))
