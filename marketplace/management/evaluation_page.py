"""The page that says how good words, codes and ranking are: tables in Markdown, for people who decide what to trust."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from matching.evaluation.pairs import PAIR_SETS, PairResult, judge_pairs, load_pairs
from matching.evaluation.phrases import (
    PHRASE_SETS,
    CodeRanker,
    Phrase,
    Recall,
    load_english_terms,
    load_phrases,
    make_code_rankers,
    recall_of_codes,
)
from matching.knowledge import Knowledge

_SPLITS = ("dev", "test")


@dataclass(frozen=True, slots=True)
class _PhraseSet:
    name: str
    phrases: tuple[Phrase, ...]


def code_section(knowledge: Knowledge, *, reference_folder: Path | None) -> Iterator[str]:
    """Yield the lines on waste codes from words; English terms only where the reference folder has them."""
    sets = [_PhraseSet(name, load_phrases(name)) for name in PHRASE_SETS]
    if reference_folder:
        sets.append(_PhraseSet("English terms", load_english_terms(reference_folder / "ewc_search_dev.csv")))
    yield from (
        "## Waste codes from words",
        "",
        "Share of the texts that have an accepted code among the first 1, 5 and 10.",
        "",
        "| set | split | n | ranker | @1 | @5 | @10 |",
        "|---|---|---|---|---|---|---|",
    )
    rankers = make_code_rankers(knowledge)
    for each in sets:
        for split in _SPLITS:
            phrases = [phrase for phrase in each.phrases if phrase.split == split]
            if phrases:
                yield from _code_rows(f"{each.name} | {split}", phrases, rankers)
    yield ""


def pair_section(knowledge: Knowledge) -> Iterator[str]:
    """Yield the lines on texts about the same material in two languages."""
    yield from (
        "## The same material in two languages",
        "",
        "Share of the queries whose right text is among the first 1, 5 and 10, and of the traps (another material",
        "in the query's own language) that score below it. Of the second set, dev was read for tuning; of check only",
        "the figures were looked at. The test figures were read five times on 28 and 29 November 2026, none to choose",
        "by: when the weighing was done, and four times to write this page.",
        "",
        "| set | split | n | by | @1 | @5 | @10 | trap beaten |",
        "|---|---|---|---|---|---|---|---|",
    )
    for path, splits in PAIR_SETS.items():
        pairs = load_pairs(path)
        for split in splits:
            for name, letters_alone in (("ours", False), ("character n-grams", True)):
                result = judge_pairs(pairs, knowledge=knowledge, split=split, letters_alone=letters_alone)
                yield _pair_row(f"{path.stem} | {split}", name, result)
    yield ""


def _code_rows(title: str, phrases: Sequence[Phrase], rankers: Mapping[str, CodeRanker]) -> Iterator[str]:
    for name, ranker in rankers.items():
        recall = recall_of_codes(phrases, ranker)
        yield f"| {title} | {recall.n} | {name} | {_reached(recall)} |"


def _pair_row(title: str, name: str, result: PairResult) -> str:
    return f"| {title} | {result.recall.n} | {name} | {_reached(result.recall)} | {result.beaten:.3f} |"


def _reached(recall: Recall) -> str:
    return " | ".join(f"{share:.3f}" for share in recall.at.values())
