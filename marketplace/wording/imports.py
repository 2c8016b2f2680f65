"""Sentences about imported files and their rows, in the reader's language."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from geo.places import PlaceError
from marketplace.wording.facts import fact_sentence
from marketplace.wording.numbers import number_text
from matching.errors import FactError

_LONGEST = 60  # characters of a title or a name that a line of the report shows
_NAMES_SHOWN = 20
_COLUMN_OF = {"amount": "quantity", "waste_code": "ewc_code", "site": "place"}  # field → column, where they differ
_TELLS_INSTEAD = {"kg_each": "quantity"}  # the column to point at where a file has none of its own
_LINES = {
    "created": gettext_lazy("Row %(row)s, “%(title)s”: published."),
    "created_draft": gettext_lazy("Row %(row)s, “%(title)s”: kept as a draft. %(why)s"),
    "changed": gettext_lazy("Row %(row)s, “%(title)s”: changed."),
    "changed_draft": gettext_lazy("Row %(row)s, “%(title)s”: changed, still a draft. %(why)s"),
    "unchanged": gettext_lazy("Row %(row)s, “%(title)s”: as before."),
    "unchanged_draft": gettext_lazy("Row %(row)s, “%(title)s”: as before, still a draft. %(why)s"),
    "rejected": gettext_lazy("Row %(row)s, “%(title)s”: rejected. %(why)s"),
}
_FILE_PROBLEMS = {
    "table_empty": gettext_lazy("%(file)s is empty. Its first line must name the columns: id, side, title and so on."),
    "table_unreadable": gettext_lazy("%(file)s is not a CSV file. Save it as “CSV UTF-8” in your spreadsheet."),
    "column_twice": gettext_lazy("%(file)s has two columns “%(column)s”. Remove or rename one."),
}


def column_of(field: str) -> str:
    """Return the column of a file that fills a field of the form."""
    return _COLUMN_OF.get(field, field)


def report_line(*, number: int, title: str, result: str, is_draft: bool, why: list[str]) -> str:
    """Return one line on what became of a row."""
    key = f"{result}_draft" if is_draft else result
    return str(_LINES[key]) % {"row": number, "title": _short(title), "why": " ".join(why)}


def count_lines(results: Counter[str], *, drafts: int) -> list[str]:
    """Return what became of all rows, counted."""
    total = results.total()
    counts = [
        ngettext("%(count)s new", "%(count)s new", results["created"]) % {"count": results["created"]},
        ngettext("%(count)s changed", "%(count)s changed", results["changed"]) % {"count": results["changed"]},
        ngettext("%(count)s as before", "%(count)s as before", results["unchanged"]) % {"count": results["unchanged"]},
        ngettext("%(count)s rejected", "%(count)s rejected", results["rejected"]) % {"count": results["rejected"]},
    ]
    rows = ngettext("%(count)s row", "%(count)s rows", total) % {"count": total}
    lines = [f"{rows}: {', '.join(counts)}."]
    if drafts:
        draft = ngettext(
            "%(count)s listing waits as a draft: complete it on its page, or correct the row and import again.",
            "%(count)s listings wait as drafts: complete them on their pages, or correct the rows and import again.",
            drafts,
        )
        lines.append(draft % {"count": drafts})
    return lines


def row_problems(problems: Mapping[str, list[str]]) -> list[str]:
    """Return the sentences of a row, each behind the column that it is about."""
    return [
        sentence if column in ("", NON_FIELD_ERRORS) else f"{column}: {sentence}"
        for column, sentences in problems.items()
        for sentence in sentences
    ]


def unknown_columns_line(columns: tuple[str, ...]) -> str:
    """Return which columns are ignored, because we do not know what they mean."""
    names = ", ".join(f"“{_short(name)}”" for name in columns[:_NAMES_SHOWN])
    more = " …" if len(columns) > _NAMES_SHOWN else ""
    return ngettext("Ignored, an unknown column: %(names)s", "Ignored, unknown columns: %(names)s", len(columns)) % {
        "names": names + more
    }


def file_sentence(error: FactError | OSError, *, file: str) -> str:
    """Return why a file cannot be imported, and what to do."""
    if isinstance(error, FactError):
        about_file = _FILE_PROBLEMS.get(error.code)
        return str(about_file) % {**error.values, "file": file} if about_file else fact_sentence(error)
    if isinstance(error, FileNotFoundError):
        return _("There is no file %(file)s.") % {"file": file}
    return _("%(file)s cannot be read: %(reason)s") % {"file": file, "reason": error.strerror}


def material_sentence(text: str) -> str:
    """Return that a text names no material, or several."""
    return _("“%(text)s” does not name one material that we know. Choose one of the list.") % {"text": _short(text)}


def use_sentence(text: str) -> str:
    """Return that a text names no use, or several."""
    return _("“%(text)s” does not name one use that we know. Choose one of the list.") % {"text": _short(text)}


def beyond_sentence(text: str, *, low: float, high: float, unit: str) -> str:
    """Return that a quality lies outside what can be."""
    values = {"text": _short(text), "low": number_text(low), "high": number_text(high), "unit": unit}
    return (_("“%(text)s” cannot be: it lies between %(low)s and %(high)s %(unit)s.") % values).replace(" .", ".")


def place_sentence(error: PlaceError) -> str:
    """Return that a text names no place, or several, and which could be meant."""
    names = " / ".join(place.label for place in error.candidates[:5])
    values = {"text": _short(error.text), "places": names}
    if error.code == "ambiguous_place":
        return _("There are several places called “%(text)s”. Write one of them: %(places)s.") % values
    if names:
        return _("We do not know the place “%(text)s”. Did you mean %(places)s?") % values
    return _("We do not know the place “%(text)s”. Give a town or municipality, or latitude and longitude.") % values


def _short(text: str) -> str:
    """Return a text as one line that a terminal can show: no control characters, not too long."""
    line = " ".join("".join(mark if mark.isprintable() else " " for mark in text).split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def cell_name(column: int, row: int) -> str:
    """Return the name of a cell as spreadsheets show it: D14. column: counted from 0."""
    letters, rest = "", column + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RowProblem:
    """What is wrong in a row: where (D14), in which column, and what to do; column "" where it is the whole row."""

    cell: str
    column: str
    sentence: str

    @property
    def text(self) -> str:
        """Return it as one text: “B5 Title: …”."""
        where = " ".join(filter(None, (self.cell, self.column)))
        return f"{where}: {self.sentence}" if where else self.sentence


def row_problem(field: str, sentences: Sequence[str], *, columns: Sequence[str], row: int, name: str) -> RowProblem:
    """Return what is wrong with one field of a row. columns: of the file, in order; name: of the field's column."""
    column = column_of(field)
    shown = column if column in columns else _TELLS_INSTEAD.get(column, "")
    cell = cell_name(columns.index(shown), row) if shown in columns else ""
    return RowProblem(cell=cell, column=name, sentence=" ".join(sentences))


def row_tabs(counts: Mapping[str, int], *, chosen: str) -> list[dict[str, object]]:
    """Return the views of an import's rows as tabs, without those that would be empty."""
    labels = {
        "all": _("All rows"),
        "ready": _("Complete"),
        "draft": _("Something is missing"),
        "rejected": _("Rejected"),
        "left_out": _("Left out"),
        "kept": _("Not undone"),
    }
    return [
        {"label": label, "count": counts[which], "url": f"?rows={which}", "active": which == chosen}
        for which, label in labels.items()
        if counts[which] or which in ("all", chosen)
    ]
