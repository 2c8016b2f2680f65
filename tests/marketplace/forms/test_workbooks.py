"""Workbooks as Excel writes them, part by part: read as people see them, refused where they hold too much."""

import io
import zipfile
from datetime import date, datetime, time

import pytest
from openpyxl import Workbook, load_workbook

from marketplace.errors import RefusedError
from marketplace.forms.imports.sheets import MAX_BYTES, read_sheet
from marketplace.forms.imports.workbooks import read_workbook
from tests.spreadsheets import saved

_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_BOOK, _RELS, _STYLES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"
_STRINGS, _SHEET = "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"
# Without a cell's or a row's name, as some programs write it; a text in two fonts; one that says how it is pronounced.
EXCEL = {
    _BOOK: f"""<workbook {_MAIN} xmlns:r="{_LINKS}"><workbookPr/><sheets><sheet name="A" sheetId="7" r:id="rId1"/>
        </sheets><definedNames/></workbook>""",
    _RELS: f"""<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
        <Relationship Id="rId1" Type="{_LINKS}/worksheet" Target="worksheets/sheet1.xml"/>
        <Relationship Id="rId2" Type="{_LINKS}/styles" Target="/xl/styles.xml"/>
        <Relationship Id="rId3" Type="{_LINKS}/sharedStrings" Target="sharedStrings.xml"/></Relationships>""",
    _STYLES: f"""<styleSheet {_MAIN}><numFmts count="2"><numFmt numFmtId="164" formatCode="d\\. mmm\\ yyyy"/>
        <numFmt numFmtId="165" formatCode="0.0&quot; dagar&quot;"/></numFmts><cellStyleXfs><xf numFmtId="14"/>
        </cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="14"/></cellXfs>
        <dxfs/></styleSheet>""",
    _STRINGS: f"""<sst {_MAIN}><si><t>Vad</t></si><si><t>Mängd</t></si><si><t>Ort</t></si>
        <si><r><rPr><b/></rPr><t xml:space="preserve">Grov </t></r><r><t>bark</t></r></si>
        <si><t>Krokom</t><rPh sb="0" eb="1"><t>KUROKOMU</t></rPh></si><si><t>{"x" * 3_000}</t></si></sst>""",
    _SHEET: f"""<worksheet {_MAIN}><sheetViews/><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c>
        <c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c></row>
        <row r="3" spans="1:6"><c r="A3" t="s"><v>3</v></c><c r="B3"><f>600*2.0001</f><v>1200.0600000000001</v></c>
        <c r="C3" t="s"><v>4</v></c><c r="D3" s="1"><v>46143</v></c><c r="E3" s="2"><v>3</v></c>
        <c r="F3" s="3"><v>46143.5</v></c></row>
        <row><c t="inlineStr"><is><t>Flis</t></is></c><c t="str"><f>"2"</f><v>2,5</v></c><c s="9"/><c t="b"><v>1</v></c>
        <c t="e"><v>#N/A</v></c><c t="d"><v>2026-05-01</v></c></row></sheetData><mergeCells/></worksheet>""",
}


def packed(parts):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        for name, text in parts.items():
            out.writestr(name, text)
    return target.getvalue()


def with_more(part, mark, more, *, after=False):
    """Return the workbook with more of something before or after a mark in one of its parts."""
    before, found, behind = EXCEL[part].rpartition(mark)
    assert found
    return packed({**EXCEL, part: before + (found + more if after else more + found) + behind})


def lines(content):
    return read_workbook(content, most_rows=5_000, most_columns=100)


def test_read_workbook_reads_what_excel_writes():
    assert lines(packed(EXCEL)) == [
        (1, ["Vad", "Mängd", "Ort"]),
        (3, ["Grov bark", "1200.06", "Krokom", "2026-05-01", "3", "2026-05-01"]),
        (4, ["Flis", "2,5", "", "True", "#N/A", "2026-05-01"]),
    ]


def test_read_workbook_reads_each_cell_as_openpyxl_does():
    book = Workbook()
    values = [
        "text",
        " blank ",
        7,
        -2.5,
        1e-9,
        10**15,
        True,
        date(2027, 2, 28),
        datetime.fromisoformat("1999-12-31 23:59"),
        None,
    ]
    book.active.append([*values, time(7, 30), "<&>", "å\nä"])
    book.active["A2"], book.active["A2"].number_format = 45_000, "yyyy/mm"
    book.active["B2"], book.active["B2"].number_format = 0.25, "# ?/?"
    content = saved(book)

    theirs = [
        ["" if value is None else str(value).strip() for value in row]
        for row in load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)
    ]

    ours = [cells + [""] * (len(theirs[0]) - len(cells)) for _number, cells in lines(content)]
    assert [[cell.removesuffix(" 00:00:00").removesuffix(" 23:59:00") for cell in row] for row in theirs] == ours


def test_read_workbook_counts_days_from_1904_where_a_book_says_so():
    content = packed({**EXCEL, _BOOK: EXCEL[_BOOK].replace("<workbookPr/>", '<workbookPr date1904="1"/>')})

    assert lines(content)[1][1][3] == "2030-05-02"


def test_read_workbook_takes_the_first_sheet_that_has_a_row():
    empty = f"<worksheet {_MAIN}><sheetData/></worksheet>"
    sheets = '<sheet name="0" sheetId="1" r:id="rId0"/><sheet name="A"'
    link = f'<Relationship Id="rId0" Type="{_LINKS}/worksheet" Target="worksheets/sheet0.xml"/></Relationships>'
    parts = {_BOOK: ('<sheet name="A"', sheets), _RELS: ("</Relationships>", link)}
    changed = {name: EXCEL[name].replace(*pair) for name, pair in parts.items()}

    assert lines(packed({**EXCEL, **changed, "xl/worksheets/sheet0.xml": empty}))[0] == (1, ["Vad", "Mängd", "Ort"])


BOMBS = {
    "formats of cells": ((_STYLES, "</cellXfs>", "<xf/>" * 1_000_000), "more cell formats than"),
    "formats within formats": ((_STYLES, "</cellXfs>", "<xf>" * 600_000), "more cell formats than"),
    "sheets": ((_BOOK, "</sheets>", '<sheet name="x" sheetId="9"/>' * 200_001), "more sheets and names than"),
    "links": ((_RELS, "</Relationships>", "<Relationship/>" * 200_001), "more sheets and names than"),
    "texts": ((_STRINGS, "</sst>", "<si/>" * 2_000_001), "more texts than"),
    "texts in many fonts": ((_STRINGS, "</si>", "<r/>" * 2_000_001), "more texts than"),
    "cells in a row": ((_SHEET, "</row>", "<c/>" * 2_000_001), "more rows and cells than"),
    "rows again and again": ((_SHEET, "</sheetData>", '<row r="3"/>' * 2_000_001), "more rows and cells than"),
    "formats of columns": ((_SHEET, "<sheetViews/>", "<col/>" * 2_000_001), "more rows and cells than"),
    "attribute without end": (
        (_SHEET, "<sheetViews/>", '<cols x="' + "x" * 2_000_000 + '"/>'),
        "more rows and cells than",
    ),
    "one text in many cells": (
        (_SHEET, "</sheetData>", ("<row>" + '<c t="s"><v>5</v></c>' * 80 + "</row>") * 4_000),
        "characters in all",
    ),
}


@pytest.mark.parametrize(("more", "words"), BOMBS.values(), ids=BOMBS)
def test_read_sheet_refuses_what_unpacks_to_more_than_any_table_holds(more, words):
    content = with_more(*more)
    assert len(content) < MAX_BYTES / 10

    with pytest.raises(RefusedError) as refusal:
        read_sheet(content)

    assert words in refusal.value.message


_NAMES = '<definedName name="x">A1</definedName>' * 300_000
# What a table is not read from may be as large as it likes: it is never unpacked.
BESIDE = {
    "names of ranges": (_BOOK, "</sheets>", _NAMES),
    "formats of other kinds": (_STYLES, "</cellXfs>", "<dxf/>" * 600_000),
    "empty rows below": (_SHEET, "</row>", "".join(f'<row r="{number}"/>' for number in range(5, 1_000_000))),
    "merged cells": (_SHEET, "</sheetData>", '<mergeCell ref="A9:B9"/>' * 1_000_000),
}


@pytest.mark.parametrize("more", BESIDE.values(), ids=BESIDE)
def test_read_sheet_unpacks_nothing_that_tells_no_cell(more):
    assert read_sheet(with_more(*more, after=True)).lines == read_sheet(packed(EXCEL)).lines


@pytest.mark.parametrize("part", ["xl/theme/theme1.xml", "xl/comments1.xml", "xl/drawings/drawing1.xml"])
def test_read_sheet_opens_no_part_that_tells_no_cell(part):
    assert read_sheet(packed({**EXCEL, part: "<no xml"})).lines == read_sheet(packed(EXCEL)).lines


def test_read_sheet_takes_no_part_packed_as_no_package_may_be():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_LZMA) as out:
        for name, text in EXCEL.items():
            out.writestr(name, text)

    with pytest.raises(RefusedError, match="damaged"):
        read_sheet(target.getvalue())


def test_read_sheet_refuses_a_text_that_is_not_there():
    with pytest.raises(RefusedError, match="damaged"):
        read_sheet(with_more(_SHEET, "</row>", '<c t="s"><v>99</v></c>'))
