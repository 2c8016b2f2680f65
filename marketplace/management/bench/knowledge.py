"""What the tables cost: loading, reading words, answering a line."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from sklearn.feature_extraction.text import TfidfVectorizer

from marketplace.management.bench.measuring import (
    cpu_seconds,
    growth_exponent,
    held_bytes,
    table,
    told_megabytes,
    told_number,
    told_ratio,
    told_seconds,
)
from matching.codes import CodeFinder
from matching.evaluation.phrases import load_phrases
from matching.evaluation.workload import make_workload
from matching.knowledge import Knowledge, load_knowledge
from matching.records import Listing
from matching.words import TextModel

TEXTS = (1_000, 3_000, 10_000)
_LINES = 200


def knowledge_section(*, as_of: date, seed: int, sizes: Sequence[int] = TEXTS) -> Iterator[str]:
    """Yield the lines on tables and words."""
    yield from ("## Knowledge and words", "", "Made from nothing unless told; memory is what the result holds.", "")
    yield from table("work", "CPU time", "memory", rows=list(_making_rows()))
    yield from _answering_lines(load_knowledge())
    yield from _reading_lines(
        make_workload(max(sizes), knowledge=load_knowledge(), as_of=as_of, seed=seed).offers, sizes
    )


def _making_rows() -> Iterator[tuple[str, str, str]]:
    """Yield a row for each thing that is made from the tables. The first run counts: later ones know the stems."""
    load = load_knowledge.__wrapped__  # what lies behind the cache
    yield _row("load all tables", load)
    knowledge = load()
    yield _row("make the text model", partial(TextModel, knowledge))
    with TemporaryDirectory() as folder:
        find = partial(CodeFinder, knowledge, cache_folder=Path(folder))
        yield "make the code finder, and keep it in a folder", told_seconds(cpu_seconds(find)), ""
        yield _row("make the code finder from that folder", find)


def _row(name: str, work: partial[object]) -> tuple[str, str, str]:
    seconds = cpu_seconds(work)
    return name, told_seconds(seconds), told_megabytes(held_bytes(work))


def _answering_lines(knowledge: Knowledge) -> Iterator[str]:
    """Yield what it takes to find materials and codes for lines as people type them."""
    finder = CodeFinder(knowledge)
    phrases = (*load_phrases("phrases_sv")[: _LINES // 2], *load_phrases("phrases_nb")[: _LINES // 2])
    first = cpu_seconds(lambda: [finder.understand(each.text, each.language) for each in phrases])
    again = cpu_seconds(lambda: [finder.understand(each.text, each.language) for each in phrases])
    yield (
        f"One line answered with materials and waste codes: {told_seconds(first / len(phrases))} of CPU time, "
        f"{told_seconds(again / len(phrases))} when its words have come before (mean of {len(phrases)} phrases)."
    )
    yield ""


def _reading_lines(listings: Sequence[Listing], sizes: Sequence[int]) -> Iterator[str]:
    """Yield what it takes to read texts, beside a plain TF-IDF of the same letters."""
    rows, ours = [], []
    for size in sizes:
        model = TextModel(load_knowledge())
        own = cpu_seconds(partial(model.encode, listings[:size]))
        again = cpu_seconds(partial(model.encode, listings[:size]))
        plain = cpu_seconds(partial(_letters_alone, [each.title for each in listings[:size]]))
        held = held_bytes(partial(TextModel(load_knowledge()).encode, listings[:size]))
        ours.append(own)
        rows.append(
            (
                told_number(size),
                told_seconds(own / size),
                told_seconds(again / size),
                told_ratio(own / plain),
                told_number(held / size),
            )
        )
    yield "Texts read: language, materials, states and n-grams, beside scikit-learn's TF-IDF of the n-grams alone."
    yield ""
    yield from table("texts", "CPU time each", "read before", "to TF-IDF", "bytes each", rows=rows)
    yield f"CPU time grows with texts^{growth_exponent(sizes, ours):.2f}."
    yield ""


def _letters_alone(texts: Sequence[str]) -> object:
    return TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True).fit_transform(texts)
