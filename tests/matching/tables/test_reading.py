"""Files of listings in the shapes that spreadsheets give them."""

import pytest

from matching.tables import (
    CellError,
    ColumnTwiceError,
    TableEmptyError,
    TableUnreadableError,
    parse_number,
    read_table,
)

PLAIN = 'id,title,quantity\no1,Sågspån från Åre,"1 234,5"\n'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_read_table_reads_encodings_and_delimiters(encoding, delimiter):
    text = PLAIN.replace('"1 234,5"', "1 234,5x").replace(",", delimiter).replace(f"234{delimiter}5x", "234,5")

    table = read_table(text.encode(encoding))

    assert table.rows[0].cells == {"id": "o1", "title": "Sågspån från Åre", "quantity": "1 234,5"}
    assert table.dialect.delimiter == delimiter
    assert table.columns == ("id", "title", "quantity")


def test_read_table_reads_a_file(tmp_path):
    path = tmp_path / "listings.csv"
    path.write_text(PLAIN, encoding="utf-8")

    assert read_table(path) == read_table(PLAIN.encode())
    with pytest.raises(FileNotFoundError):
        read_table(tmp_path / "none.csv")


def test_read_table_names_unknown_columns_and_keeps_properties():
    table = read_table(b"ID ;Title;Colour;moisture\n1;Bark;brown;30\n", properties=("moisture",))

    assert table.unknown_columns == ("colour",)
    assert table.columns == ("id", "title", "moisture")


def test_read_table_numbers_rows_as_spreadsheets_do_and_skips_blank_ones():
    table = read_table(b"id,title\n1,a\n\n , \n2,b\n")

    assert [(row.number, row.text("id")) for row in table.rows] == [(2, "1"), (5, "2")]


def test_read_table_takes_short_and_long_rows():
    table = read_table(b"id,title\n1\n2,b,more,\n")

    assert table.rows[0].text("title") == ""
    assert table.rows[1].surplus == ("more",)


def test_read_table_keeps_lines_within_a_cell_and_long_cells():
    long = "x" * 1_000_000

    table = read_table(f'id,title,description\n1,"two\nlines",{long}\n'.encode())

    assert table.rows[0].text("title") == "two\nlines"
    assert table.rows[0].text("description") == long


@pytest.mark.parametrize(
    ("raw", "error"),
    [
        (b"", TableEmptyError),
        (b"\n\n", TableEmptyError),
        (b"id,title,ID\n1,a,2\n", ColumnTwiceError),
        (b"id,title\n1,\x81\x8d\n", TableUnreadableError),
    ],
)
def test_read_table_refuses_what_is_no_table(raw, error):
    with pytest.raises(error):
        read_table(raw)


def test_row_read_tells_row_column_value_and_code():
    row = read_table(b"id,quantity\n\n1,much\n").rows[0]

    with pytest.raises(CellError) as refusal:
        row.read("quantity", parse_number)

    found = refusal.value
    assert (found.row, found.column, found.value, found.code) == (3, "quantity", "much", "number_unreadable")
    assert row.read("price", parse_number) is None
