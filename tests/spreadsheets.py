"""Spreadsheets as firms send them, for tests of imports."""

import io
from datetime import datetime

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

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
