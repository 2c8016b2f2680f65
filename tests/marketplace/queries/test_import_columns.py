"""Columns by the names that people give them."""

import pytest

from marketplace.queries.import_columns import TEMPLATE, Heading, column_choices, column_name, columns_of, read_heading


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("Mängd", "quantity"),
        ("MENGDE", "quantity"),
        ("Volym", "quantity"),
        ("Antall", "quantity"),
        ("Avfallskod", "ewc_code"),
        ("EAL-kode", "ewc_code"),
        ("Ort", "place"),
        ("Sted", "place"),
        ("Kommune", "place"),
        ("Materialtype", "material"),
        ("Fraktion", "material"),
        ("Benevnelse", "title"),
        ("available_from", "available_from"),
        ("Org.nr", "org_number"),
        ("Fukthalt (%)", "moisture"),
        ("Fuktinnhold", "moisture"),
        ("Kr pr tonn", "price"),
        ("kr per m³", "price"),
        ("Hur mycket", "quantity"),
        ("Hvor mye", "quantity"),
        ("Kontaktperson", ""),
        ("Till/från", ""),
        ("", ""),
    ],
)
def test_read_heading_knows_names_in_three_languages(text, column):
    assert read_heading(text).column == column


@pytest.mark.parametrize("text", ["Mängd (ton/år)", "Mengde, tonn pr. år", "Amount [t per year]", "Hvor mye (tonn/år)"])
def test_read_heading_reads_unit_and_rhythm(text):
    assert read_heading(text) == Heading("quantity", "t", "year")


def test_read_heading_reads_how_often_behind_the_name():
    assert read_heading("Mängd per vecka") == Heading("quantity", "", "week")


def test_read_heading_reads_the_words_of_our_own_form():
    assert [read_heading(text).column for text in ("Hva er det?", "Vad är det?", "Pris kr")] == ["title"] * 2 + [
        "price"
    ]


def test_column_name_keeps_capitals_within():
    named = [column_name(code, "nb") for code in ("ph", "carbon_nitrogen_ratio", "organic_carbon")]

    assert named == ["pH", "C/N-forhold", "Organisk karbon (TOC)"]


def test_columns_of_takes_only_the_first_of_two_that_say_the_same():
    assert [each.column for each in columns_of(["Ort", "Kommun", "", "Namn"])] == ["place", "", "", "title"]


@pytest.mark.parametrize("language", ["sv", "nb", "en"])
def test_every_column_is_recognised_by_its_own_name(language):
    codes = [code for code, _name in column_choices()]

    assert {code: read_heading(column_name(code, language)).column for code in codes} == {code: code for code in codes}
    assert set(TEMPLATE) <= set(codes)
