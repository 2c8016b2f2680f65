"""Tables as files: safe to open, readable in the reader's country, and read back as they were."""

import io
import json
from decimal import Decimal

import pytest
from django.utils import translation
from openpyxl import load_workbook

from marketplace.documents.tables import Formula, as_typed, csv_file, json_file, neutral, xlsx_file

ROWS = [["title", "price", "note"], ["Bark", Decimal("-12.50"), ""], ["=cmd()", 3, None]]


@pytest.mark.parametrize("text", ["=1+1", "+cmd|x", "-cmd", "@SUM(A1)", "\t=1", "\r=1"])
def test_neutral_keeps_a_spreadsheet_from_running_a_cell_and_as_typed_takes_it_back(text):
    assert neutral(text) == f"'{text}"
    assert as_typed(neutral(text)) == text


@pytest.mark.parametrize("text", ["-12,5", "+3", "Bark", "", "'citat'"])
def test_neutral_leaves_numbers_and_words_alone(text):
    assert (neutral(text), as_typed(text)) == (text, text)


@pytest.mark.parametrize(("language", "line"), [("sv", "Bark;-12,50;"), ("nb", "Bark;-12,50;"), ("en", "Bark,-12.50,")])
def test_csv_file_is_written_as_the_readers_spreadsheet_opens_it(language, line):
    with translation.override(language):
        content = csv_file(ROWS)

    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig").splitlines()[1] == line


def test_xlsx_file_works_out_our_own_formulas_alone():
    book = load_workbook(io.BytesIO(xlsx_file({"Rows": [["Number"], [Formula("=SUM(1,2)")], ["=SUM(1,2)"]]})))

    own, typed = book["Rows"]["A2"], book["Rows"]["A3"]
    assert (own.value, own.data_type) == ("=SUM(1,2)", "f")
    assert (typed.value, typed.data_type) == ("'=SUM(1,2)", "s")


def test_xlsx_file_holds_figures_as_figures_no_formula_and_no_control_character():
    book = load_workbook(io.BytesIO(xlsx_file({"Listings": [*ROWS, ["Rad\x0bett", 1, "\x00"]]})))

    cells = list(book["Listings"].iter_rows(values_only=True))
    assert cells[1:] == [("Bark", -12.5, None), ("'=cmd()", 3, None), ("Radett", 1, None)]
    assert book["Listings"]["A3"].data_type == "s"


def test_json_file_leaves_out_what_is_empty():
    told = json.loads(json_file({"listings": ROWS, "sites": [["name"]]}))

    assert told == {"listings": [{"title": "Bark", "price": -12.5}, {"title": "=cmd()", "price": 3}], "sites": []}
