"""Tables around imports: what a template holds, and what was rejected."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from marketplace.models import Import, ImportRow
from marketplace.queries.import_columns import TEMPLATE, column_name
from marketplace.queries.import_rows import told_problems
from marketplace.queries.knowledge import current_knowledge
from marketplace.wording.numbers import language, rhythm_text, unit_text

Cells = Sequence[str]


def template_rows() -> Iterator[Cells]:
    """Yield the heading of a template, in the reader's language."""
    yield [column_name(column, language()) for column in TEMPLATE]


def example_rows() -> Iterator[Cells]:
    """Yield the heading and two made-up rows that show how cells are filled in."""
    yield from template_rows()
    examples = [
        {
            **{"title": _("Fresh bark from the debarker"), "material": "bark", "quantity": "1 250,5", "unit": "t"},
            **{"rhythm": "year", "months": "10-4", "place": "Krokom", "ewc_code": "03 01 01", "price": "90"},
            **{"currency": "SEK", "side": _("offer"), "max_km": "120", "id": "A-1"},
        },
        {
            **{"title": _("Shavings as bedding for horses"), "material": "planer_shavings", "quantity": "200"},
            **{"unit": "m3", "rhythm": "month", "months": "1-12", "place": "Verdal", "side": _("need"), "id": "B-7"},
        },
    ]
    knowledge, reader = current_knowledge(), language()
    for example in examples:
        told = {
            **example,
            "material": knowledge.name(example["material"], reader),
            "unit": unit_text(example["unit"]),
            "rhythm": rhythm_text(example["rhythm"]),
        }
        yield [told.get(column, "") for column in TEMPLATE]


def rejected_rows(staged: Import) -> Iterator[Cells]:
    """Yield the heading as it came with a reason behind it, then the rejected rows as they came, each with its own."""
    yield [*staged.heading, _("Reason")]
    width = len(staged.heading)
    rejected = staged.rows.filter(verdict=ImportRow.Verdict.REJECTED, is_left_out=False).order_by("number")
    for row in rejected:
        cells = [*row.cells, *[""] * width][:width]
        yield [*cells, " ".join(problem.text for problem in told_problems(row, columns=staged.columns))]
