"""Spreadsheets as firms send them, for tests of imports."""

import io
import re
from collections.abc import Iterator
from datetime import datetime
from statistics import median

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from marketplace.actions.staged_imports import map_columns, start_import, upload_import
from marketplace.follow_ups import check_import, run_import
from marketplace.forms.imports.uploads import UploadForm
from marketplace.models import Firm, Import, User

# A title over the whole width, a blank line, decimal commas, amounts with words, months by name, a unit nobody knows.
SWEDISH = """Restmaterial 2026 – Ängsbergets Såg;;;;;;
;;;;;;
Vad;Fraktion;Mängd;Enhet;Säsong;Kommun;Anteckning
Bark från barkmaskinen;Bark;1 250,5;ton;okt–apr;Krokom;Ligger ute
Torr kutterspån;;ca 30 m3/vecka;;hela året;Östersund;
;;;;;;
Stolpar;Trästolpar av okänt slag;12;kärror;;Krokom;Kolla
"""
# The same in Norwegian: loads with what one weighs, prices in a heading, a line that adds up.
NORWEGIAN = """Overskudd fra Verdal Settefisk, høsten 2026;;;;;;
;;;;;;
Hva;Hvor mye;Enhet;Hvor ofte;Sesong;Kommune;Kr pr tonn
Fiskeslam;1 200,5;tonn;årlig;mai–sept;Verdal;-150,50
Hestegjødsel;3 lass à 8,5 tonn i måneden;;;hele året;Verdal;
;;;;;;
Kutterflis;12,5;bøtter;ukentlig;;Verdal;0
Sum;1 238,5;tonn;;;;
"""


def norwegian_csv() -> bytes:
    return NORWEGIAN.encode("cp1252")


def swedish_csv(*, encoding: str = "cp1252") -> bytes:
    return SWEDISH.encode(encoding)


def norwegian_workbook() -> bytes:
    """Return a workbook with a merged title above the heading, figures as figures, and a formula."""
    book = Workbook()
    sheet = book.active
    sheet["A1"] = "Overskuddsmateriale, Verdal Settefisk"
    sheet.merge_cells("A1:F1")
    sheet.append([])
    sheet.append(["Betegnelse", "Mengde, tonn pr. år", "Sted", "EAL-kode", "Pris", "Sesong"])
    sheet.append(["Fiskeslam", 1200.5, "Verdal", 20102, "-150 kr/tonn", "mai-sept"])
    sheet.append(["Kutterflis", "2,5", "Verdal", None, "gratis", "helårs"])
    sheet.append(["=1+1", 3, "Nirgendwo", None, None, None])
    return saved(book)


def workbook(*rows: list[object]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    return saved(book)


def saved(book: Workbook) -> bytes:
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def staged_import(firm: Firm, content: bytes, *, by: User, now: datetime, name: str = "rester.csv") -> Import:
    """Return a file that somebody has uploaded for a firm, its columns told as they were recognised, and read."""
    staged = uploaded_import(firm, content, by=by, now=now, name=name)
    told = {"columns": staged.columns, "unit": staged.unit, "rhythm": staged.rhythm}
    check_import(map_columns(staged, **told, by=by, now=now), by=None, now=now)
    return Import.objects.get(pk=staged.pk)


def uploaded_import(firm: Firm, content: bytes, *, by: User, now: datetime, name: str = "rester.csv") -> Import:
    """Return a file that somebody has uploaded for a firm and not yet told the columns of."""
    form = UploadForm({"side": "offer"}, {"file": SimpleUploadedFile(name, content)}, firm=firm)
    if not form.is_valid():
        raise AssertionError(form.errors)
    staged, rows = form.staged()
    return upload_import(staged, rows=rows, by=by, now=now)


def imported(firm: Firm, content: bytes, *, by: User, now: datetime, name: str = "rester.csv") -> Import:
    """Return a file that was uploaded, read and imported."""
    staged = staged_import(firm, content, by=by, now=now, name=name)
    run_import(start_import(staged, by=by, now=now), by=None, now=now)
    return Import.objects.get(pk=staged.pk)


_RANGE = r"'((?:[^']|'')+)'!\$([A-Z]+)\$(\d+):\$[A-Z]+\$(\d+)"


def worked_out(content: bytes) -> Iterator[tuple[list[object], object]]:
    """Yield each row of a workbook's first sheet, with what a spreadsheet makes of the formula in its fifth cell."""
    book = load_workbook(io.BytesIO(content))
    for row in book.worksheets[0].iter_rows(min_row=2, values_only=True):
        yield list(row), _result(book, row[4]) if row[4] else None


def _result(book: Workbook, formula: str) -> object:
    function, inside = re.fullmatch(r"=(SUM|SUMIFS|MEDIAN)\((.*)\)", formula).groups()
    first, *others = re.findall(_RANGE, inside)
    numbers = _cells(book, first)
    criteria = re.findall(_RANGE + r',("[^"]*"|[\d.]+)', inside.partition(",")[2])
    assert len(criteria) == len(others), formula
    for title, column, top, bottom, wanted in criteria:
        told = wanted.strip('"') if wanted.startswith('"') else float(wanted)
        there = _cells(book, (title, column, top, bottom))
        numbers = [number if cell == told else None for number, cell in zip(numbers, there, strict=True)]
    known = [number for number in numbers if isinstance(number, int | float)]
    return median(known) if function == "MEDIAN" else sum(known)


def _cells(book: Workbook, place: tuple[str, str, str, str]) -> list[object]:
    title, column, top, bottom = place
    return [cell.value for (cell,) in book[title.replace("''", "'")][f"{column}{top}:{column}{bottom}"]]
