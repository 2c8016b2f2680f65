"""The page that says how good words, codes and ranking are: tables in Markdown, for people who decide what to trust."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from marketplace.management.ranking_trial import SEED, paragraph, told_lead
from matching.evaluation import bootstrap_difference
from matching.evaluation.pairs import PAIR_SETS, PairResult, judge_pairs, load_pairs
from matching.evaluation.phrases import (
    DEPTHS,
    PHRASE_SETS,
    CodeRanker,
    Phrase,
    Recall,
    load_english_terms,
    load_phrases,
    make_code_rankers,
    recall_of_codes,
)
from matching.evaluation.rankers import OURS
from matching.evaluation.report import Lead
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
    yield from ("## Waste codes from words", "")
    yield from paragraph(
        "Share of the texts that have an accepted code among the first 1, 5 and 10. Where the interval of our lead",
        "holds 0, ours is not shown to be better: there our list of words finds the code, not what we do with it.",
        *(() if reference_folder else ("Not run: English terms, as `REFERENCE_DIR` is not set.",)),
    )
    yield from (
        f"| set | split | n | ranker | {' | '.join(f'@{depth} | our lead (95 %)' for depth in DEPTHS)} |",
        f"|---|---|---|---|{'---|' * 2 * len(DEPTHS)}",
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
    yield from ("## The same material in two languages", "")
    yield from paragraph(
        "Share of the queries whose right text is among the first 1, 5 and 10, and of the traps (another material in",
        "the query's own language) that score below it. Of the second set, dev was read for tuning; of check only the",
        "figures were looked at. Nothing is chosen by the test figures, though every writing of this page reads them.",
    )
    yield from (
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
    recalls = {name: recall_of_codes(phrases, ranker) for name, ranker in rankers.items()}
    for name, recall in recalls.items():
        leads = ("" if name == OURS else told_lead(_lead(recalls[OURS], recall, depth=depth)) for depth in DEPTHS)
        cells = (f"{share:.3f} | {lead}" for share, lead in zip(recall.at.values(), leads, strict=True))
        yield f"| {title} | {recall.n} | {name} | {' | '.join(cells)} |"


def _lead(ours: Recall, theirs: Recall, *, depth: int) -> Lead:
    pair = (each.found[depth].astype(float) for each in (ours, theirs))
    return bootstrap_difference(*pair, chance=np.random.default_rng(SEED))


def _pair_row(title: str, name: str, result: PairResult) -> str:
    return f"| {title} | {result.recall.n} | {name} | {_reached(result.recall)} | {result.beaten:.3f} |"


def _reached(recall: Recall) -> str:
    return " | ".join(f"{share:.3f}" for share in recall.at.values())
