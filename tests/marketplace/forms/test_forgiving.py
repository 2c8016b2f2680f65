"""What firms' spreadsheets write, as a listing wants it."""

import pytest

from marketplace.forms.imports.forgiving import is_sum, tidy

USUAL = {"side": "offer", "country": "SE", "unit": "", "rhythm": "", "language": "sv"}


def tidied(column, text, **usual):
    cells = tidy({"title": "Bark", column: text}, **{**USUAL, **usual})
    return {name: cell for name, cell in cells.items() if name not in ("title", "side")}


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1 250,5", {"quantity": "1 250,5"}),
        ("12 ton", {"quantity": "12", "unit": "t"}),
        ("ca 30 m3/vecka", {"quantity": "30", "unit": "m3", "rhythm": "week"}),
        ("2-3 ton per månad", {"quantity": "2.5", "unit": "t", "rhythm": "month"}),
        ("mycket", {"quantity": "mycket"}),
        ("3 lass i månaden", {"quantity": "3", "unit": "trips", "rhythm": "month"}),
        ("3 lass à 8 ton", {"quantity": "3", "unit": "trips", "kg_each": "8000"}),
        ("3 lass i måneden (à ca. 8 tonn)", {"quantity": "3", "unit": "trips", "kg_each": "8000", "rhythm": "month"}),
        ("8 tonn per lass, 3 lass/uke", {"quantity": "3", "unit": "trips", "kg_each": "8000", "rhythm": "week"}),
        ("2 loads of 30 m3 a year", {"quantity": "60", "unit": "m3", "rhythm": "year"}),
        ("3 lass (24 ton)", {"quantity": "3", "unit": "trips"}),
        ("20 ton två gånger om året", {"quantity": "40", "unit": "t", "rhythm": "year"}),
        ("3 lass à 8 ton varannan vecka", {"quantity": "1.5", "unit": "trips", "kg_each": "8000", "rhythm": "week"}),
    ],
)
def test_tidy_parts_amount_unit_and_rhythm(text, amount):
    assert tidied("quantity", text) == amount


@pytest.mark.parametrize(
    ("rhythm", "read"),
    [
        ("to ganger i året", {"quantity": "40", "rhythm": "year"}),
        ("varje vecka", {"quantity": "20", "rhythm": "week"}),
        ("per kvartal", {"quantity": "80", "rhythm": "year"}),
    ],
)
def test_tidy_counts_what_comes_several_times(rhythm, read):
    cells = tidy({"title": "Bark", "quantity": "20", "rhythm": rhythm}, **USUAL)

    assert {name: cells[name] for name in read} == read


def test_tidy_reads_loads_across_amount_and_unit():
    cells = tidy({"title": "Gödsel", "quantity": "3", "unit": "lass à 8 ton"}, **USUAL)

    assert (cells["quantity"], cells["unit"], cells["kg_each"]) == ("3", "trips", "8000")


def test_tidy_makes_no_volume_of_loads_whose_price_may_be_one_of_a_load():
    cells = tidy({"title": "Flis", "quantity": "2 lass à 30 m3", "price": "900"}, **USUAL)

    assert (cells["quantity"], cells["unit"]) == ("2", "trips")


def test_tidy_takes_the_units_of_the_heading_where_a_cell_names_none():
    heading = {"unit": "t", "rhythm": "year"}

    assert tidied("quantity", "12", **heading) == {"quantity": "12", "unit": "t", "rhythm": "year"}
    assert tidied("quantity", "30 m3/vecka", **heading) == {"quantity": "30", "unit": "m3", "rhythm": "week"}


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("okt–apr", "1-4;10-12"),
        ("mai-sept", "5-9"),
        ("januar og februar", "1;2"),
        ("vår, höst", "3-5;9-11"),
        ("hela året", "1-12"),
        ("winter", "1;2;12"),
        ("11-2", "1;2;11;12"),
        ("ibland", "ibland"),
        ("jan-feb-mar", "jan-feb-mar"),
    ],
)
def test_tidy_reads_months_by_name_and_season(text, months):
    assert tidied("months", text) == {"months": months}


@pytest.mark.parametrize(
    ("text", "country", "price"),
    [
        ("200 kr/ton", "SE", {"price": "200", "currency": "SEK"}),
        ("-150 kr/tonn", "NO", {"price": "-150", "currency": "NOK"}),
        ("12,50 NOK", "SE", {"price": "12,50", "currency": "NOK"}),
        ("€ 40", "SE", {"price": "40", "currency": "EUR"}),
        ("300:-", "SE", {"price": "300", "currency": "SEK"}),
        ("gratis", "NO", {"price": "0", "currency": "NOK"}),
        ("enligt avtal", "SE", {"price": "enligt avtal"}),
    ],
)
def test_tidy_parts_price_and_currency(text, country, price):
    assert tidied("price", text, country=country) == price


@pytest.mark.parametrize(
    ("column", "text", "cell"),
    [
        ("rhythm", "varje vecka", "week"),
        ("rhythm", "sällan", "sällan"),
        ("max_km", "120 km", "120"),
        ("place", "Krokoms kommun", "Krokom"),
        ("place", "Verdal kommune", "Verdal"),
    ],
)
def test_tidy_takes_off_what_says_nothing(column, text, cell):
    assert tidied(column, text) == {column: cell}


def test_tidy_calls_a_row_without_title_by_its_material_and_leaves_a_said_side():
    cells = tidy({"material": "Bark", "side": "behov"}, **USUAL)

    assert cells == {"material": "Bark", "side": "behov", "title": "Bark"}


@pytest.mark.parametrize(
    ("cells", "is_one"),
    [
        (["Sum", "", "1 203,5"], True),
        (["", "Summa:", "12 ton"], True),
        (["Totalt ton", "-5"], True),
        (["I alt", "4", "tonn"], True),
        (["Sommarflis", "3"], False),
        (["Summa", "3", "Krokom"], False),
        (["", "5"], False),
        ([], False),
    ],
)
def test_is_sum_tells_lines_that_add_up_from_listings(cells, is_one):
    assert is_sum(cells) == is_one
