"""The overview as a workbook: the rows, and every figure of the page with the formula that makes it of them."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from marketplace.documents.tables import Cell, Formula, csv_file, xlsx_file
from marketplace.queries.overview import Figure, Overview, Sheet

FIGURES = "figures"  # the code of the sheet of figures, beside those of the rows


def overview_workbook(overview: Overview) -> bytes:
    """Return the figures first, then each sheet of rows."""
    sheets = {_("Figures"): list(_figure_rows(overview, with_formulas=True))}
    return xlsx_file(sheets | {sheet.title: sheet_rows(sheet) for sheet in overview.sheets.values()})


def overview_csv(overview: Overview, code: str) -> bytes:
    """Return one sheet as CSV. Raise KeyError if there is none of this code."""
    if code == FIGURES:
        return csv_file(_figure_rows(overview, with_formulas=False))
    return csv_file(sheet_rows(overview.sheets[code]))


def sheet_rows(sheet: Sheet) -> list[Sequence[Cell]]:
    """Return the heading and the rows below it."""
    return [tuple(sheet.columns.values()), *([row[key] for key in sheet.columns] for row in sheet.rows)]


def _figure_rows(overview: Overview, *, with_formulas: bool) -> Iterator[Sequence[Cell]]:
    """Yield each figure with what it is made of; as a formula too where there are sheets to refer to."""
    heads = [_("Table"), _("Row"), _("Column"), _("Figure")]
    yield [*heads, *([_("Worked out from the rows")] if with_formulas else []), _("Of the sheet"), _("How"), _("Where")]
    for table, row, head, figure in overview.figures:
        sheet = overview.sheets[figure.sheet]
        how = _("median of “%(column)s”") if figure.is_median else _("sum of “%(column)s”")
        where = "; ".join(f"{sheet.columns[key]}: {cell}" for key, cell in figure.where)
        told = [sheet.title, how % {"column": sheet.columns[figure.column]}, where]
        formula = [figure_formula(figure, sheet)] if with_formulas else []
        yield [table, row, head, _plain(figure.value), *formula, *told]


def _plain(value: float | None) -> float | None:
    """Return a number as a spreadsheet shows it: what sums of decimals leave in the ninth place is no figure."""
    return round(value, 6) if isinstance(value, float) else value


def figure_formula(figure: Figure, sheet: Sheet) -> Formula | None:
    """Return the formula that works a figure out from the rows of its sheet; None of nothing."""
    if figure.value is None:
        return None  # the sum of empty cells would claim a zero
    if figure.is_median:
        return _median_formula(figure, sheet)
    summed, last = figure.column, len(sheet.rows) + 1
    if not figure.where:
        return Formula(f"=SUM({_range(sheet, summed, first=2, last=last)})")
    wanted = ",".join(f"{_range(sheet, key, first=2, last=last)},{_criterion(cell)}" for key, cell in figure.where)
    return Formula(f"=SUMIFS({_range(sheet, summed, first=2, last=last)},{wanted})")


def _median_formula(figure: Figure, sheet: Sheet) -> Formula | None:
    """Return the median of a range: the rows that count stand together (overview.symbioses.stay_sheet)."""
    places = [at for at, row in enumerate(sheet.rows, start=2) if all(row[key] == cell for key, cell in figure.where)]
    if not places:
        return None
    return Formula(f"=MEDIAN({_range(sheet, figure.column, first=places[0], last=places[-1])})")


def _range(sheet: Sheet, column: str, *, first: int, last: int) -> str:
    letter = get_column_letter(list(sheet.columns).index(column) + 1)
    title = sheet.title.replace("'", "''")
    return f"'{title}'!${letter}${first}:${letter}${max(first, last)}"


def _criterion(cell: Cell) -> str:
    """Return a cell as a criterion: a number, or a code, which holds neither wildcards nor signs of comparison."""
    return str(cell) if isinstance(cell, int | float) else f'"{cell}"'
