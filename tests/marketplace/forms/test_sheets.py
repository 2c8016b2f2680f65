"""Uploaded files of every kind: read where they are tables, refused with what to do where they are not."""

import io
import zipfile

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.formula import ArrayFormula

from marketplace.errors import RefusedError
from marketplace.forms.imports.packages import MAX_UNPACKED
from marketplace.forms.imports.sheets import MAX_BYTES, MAX_CELL, MAX_COLUMNS, MAX_ROWS, read_sheet
from tests.spreadsheets import norwegian_workbook, saved, swedish_csv, workbook

HEADING = ["Vad", "Mängd", "Ort"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_read_sheet_finds_the_heading_below_a_title_in_any_encoding(encoding):
    sheet = read_sheet(swedish_csv(encoding=encoding))

    assert (sheet.heading_line, sheet.heading[2]) == (3, "Mängd")
    assert [number for number, _cells in sheet.lines] == [4, 5, 7]
    assert sheet.lines[0][1][:3] == ["Bark från barkmaskinen", "Bark", "1 250,5"]


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_read_sheet_finds_the_delimiter_among_decimal_commas(delimiter):
    amount = '"1,5"' if delimiter == "," else "1,5"
    content = f"{delimiter.join(HEADING)}\n{delimiter.join(['Bark', amount, 'Krokom'])}\n"

    assert read_sheet(content.encode()).lines == [(2, ["Bark", "1,5", "Krokom"])]


def test_read_sheet_reads_a_workbook_as_people_see_it():
    sheet = read_sheet(norwegian_workbook())

    assert sheet.heading_line == 3
    assert sheet.lines[0] == (4, ["Fiskeslam", "1200.5", "Verdal", "20102", "-150 kr/tonn", "mai-sept"])


def test_read_sheet_takes_no_formula_and_follows_no_link():
    book = Workbook()
    book.active.append(HEADING)
    book.active.append(['=WEBSERVICE("http://example.org")', "='[other.xlsx]Sheet1'!A1", "Krokom"])
    book.active["D2"] = ArrayFormula("D2:D3", "=SUM(1)")

    assert read_sheet(saved(book)).lines == [(2, ["", "", "Krokom"])]


def test_read_sheet_is_not_misled_by_what_a_sheet_says_of_its_size():
    content = rewritten(workbook(HEADING, ["Bark", 1, "Krokom"]), dimension="A1:XFD1048576")

    assert read_sheet(content).lines == [(2, ["Bark", "1", "Krokom"])]


def rewritten(
    content: bytes, *, dimension: str = "", before: str = "", part: str = "xl/worksheets/sheet1.xml"
) -> bytes:
    """Return a workbook whose first sheet claims another size, or has something before its first element."""
    source, target = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        for name in source.namelist():
            text = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                text = text.replace(b'<dimension ref="A1:C2"', f'<dimension ref="{dimension}"'.encode())
                text = before.encode() + text
            out.writestr(name, text)
    return target.getvalue()


def zipped(**parts: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in parts.items():
            out.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return target.getvalue()


LAUGHS = '<!DOCTYPE bomb [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
BOMB = zipped(xl__workbook_dot_xml=b"<workbook/>", xl__sharedStrings_dot_xml=b" " * (MAX_UNPACKED + 1))
WRONG = {
    "PDF by another name": (b"%PDF-1.7\n%\xe2\xe3", "This is no table"),
    "web page": (b"<!DOCTYPE html><table><tr><td>Vad", "This is no table"),
    "picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "This is no table"),
    "text document": (zipped(word__document_dot_xml=b"<document/>"), "This is no table"),
    "OpenDocument": (zipped(content_dot_xml=b"<office/>"), "(.ods)"),
    "binary workbook": (zipped(xl__workbook_dot_bin=b"x"), "(.xlsb)"),
    "old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "(.xls)"),
    "password": (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "has a password"),
    "cut off": (norwegian_workbook()[:3000], "is damaged"),
    "no workbook in it": (zipped(xl__workbook_dot_xml=b"<workbook"), "is damaged"),
    "zipped bomb": (BOMB, "Unpacked, this workbook has 60 MB"),
    "entities": (rewritten(workbook(HEADING, ["Bark", 1, "Krokom"]), before=LAUGHS), "is damaged"),
    "too many parts": (zipped(xl__workbook_dot_xml=b"", **{f"part{n}": b"" for n in range(1001)}), "Unpacked"),
    "empty": (b"", "The file is empty"),
    "blank": (b"\n \n\n", "The file is empty"),
    "nothing below the heading": (b"Vad;Ort\n", "no row below"),
    "too large": (b"x" * (MAX_BYTES + 1), "At most 5 MB are read"),
    "too many rows": (b"Vad;Ort\n" + b"Bark;Krokom\n" * (MAX_ROWS + 1), "The file has 5,001 rows"),
    "too many columns": (b"Vad;Ort\nBark" + b";x" * MAX_COLUMNS + b"\n", "Row 2 has 101 columns"),
    "too wide a workbook": (workbook(HEADING, ["x"] * 16_000), "columns"),
    "too long a text": (b"Vad;Ort\nBark;" + b"x" * (MAX_CELL + 1), "Cell B2 has 4,001 characters"),
}


@pytest.mark.parametrize(("content", "words"), WRONG.values(), ids=WRONG)
def test_read_sheet_says_what_to_do_about_a_file_that_is_none_or_too_much(content, words):
    with pytest.raises(RefusedError) as refusal:
        read_sheet(content)

    assert words in refusal.value.message
