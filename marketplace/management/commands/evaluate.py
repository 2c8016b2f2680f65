"""Judge words, codes, ranking and road distances on the evaluation sets, and write down what they reach."""

import os
import platform
from collections.abc import Iterator
from pathlib import Path

import numpy
import sklearn
from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from marketplace.management.distance_page import distance_section
from marketplace.management.evaluation_page import code_section, pair_section
from marketplace.management.ranking_page import ranking_part
from marketplace.management.ranking_trial import paragraph
from marketplace.management.search_page import search_section
from matching.knowledge import Knowledge, load_knowledge

_PARTS = ("codes", "pairs", "ranking", "distances", "search")


class Command(BaseCommand):
    help = "Judge words, codes, ranking, distances and searches on sets; print it and write docs/evaluation.md."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--only", choices=_PARTS, help="one part, printed and not written")

    def handle(self, *, only: str | None = None, **options: object) -> None:
        knowledge, now = load_knowledge(), timezone.now()
        lines = []
        for line in (*_opening(knowledge, day=now.date().isoformat()), *self._sections(knowledge, only=only)):
            self.stdout.write(line)
            lines.append(line)
        if not only:
            page = Path(settings.BASE_DIR) / "docs" / "evaluation.md"
            page.write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")

    def _sections(self, knowledge: Knowledge, *, only: str | None) -> Iterator[str]:
        folder = os.environ.get("REFERENCE_DIR")
        if only in (None, "codes"):
            yield from code_section(knowledge, reference_folder=Path(folder) if folder else None)
        if only in (None, "pairs"):
            yield from pair_section(knowledge)
        if only in (None, "ranking"):
            yield from ranking_part(knowledge, as_of=timezone.now().date())
        if only in (None, "distances"):
            yield from distance_section()
        if only in (None, "search"):
            yield from search_section()


def _opening(knowledge: Knowledge, *, day: str) -> Iterator[str]:
    yield from ("# Evaluation", "")
    yield from paragraph(
        "Written by `manage.py evaluate`. The sets, and how they are counted: `matching/data/evaluation/README.md`.",
        "Rows marked dev were used for tuning, rows marked test were not: nothing is chosen by them, though every",
        "writing of this page reads their figures. English terms, where they are there, come from a folder outside the",
        "repository (`REFERENCE_DIR`) and were used for tuning. Texts, labels and grades are the authors', who also",
        "wrote the words and tables that are judged by them: firms may write, and coordinators decide, otherwise.",
    )
    yield from (
        f"{day}. Tables {knowledge.version}. Python {platform.python_version()}, numpy {numpy.__version__}, "
        f"scikit-learn {sklearn.__version__}.",
        "",
    )
