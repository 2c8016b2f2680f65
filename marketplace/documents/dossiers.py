"""By-product dossiers as tagged PDF."""

import json
from datetime import date
from pathlib import Path

import typst
from django.utils.timezone import localtime

from marketplace.queries.dossiers import CriterionRow, Dossier
from marketplace.wording.dossiers import dossier_words
from marketplace.wording.numbers import day_text, language

_TEMPLATE = Path(__file__).with_name("byproduct_dossier.typ")


def dossier_pdf(dossier: Dossier, *, as_of: date) -> bytes:
    """Return a dossier as a PDF whose headings and lists are tagged, in the reader's language.

    Typst holds it to PDF/UA-1 and refuses what a screen reader could not read.
    """
    words = dossier_words()
    facts = [dossier.firm, dossier.material, dossier.waste_code, day_text(as_of)]
    data = {
        "language": language(),
        "words": words,
        "title": dossier.title,
        "facts": [fact for fact in facts if fact],
        "rows": [_row(row, words=words) for row in dossier.rows],
    }
    # Data, never source: what people typed cannot become markup.
    return typst.compile(str(_TEMPLATE), format="pdf", pdf_standards="ua-1", sys_inputs={"data": json.dumps(data)})


def _row(row: CriterionRow, *, words: dict[str, str]) -> dict[str, str]:
    answer = words[row.answer] if row.answer else words["open"]
    who = f"{row.by}, {day_text(localtime(row.at).date())}" if row.at else ""
    return {
        "country": row.country,
        "question": row.question,
        "answer": answer,
        "who": who,
        "shown_by": f"{words['evidence']} {row.shown_by}" if row.shown_by else "",
        "evidence": f"{words['kinds']} {row.evidence}",
        "source": row.source,
    }
