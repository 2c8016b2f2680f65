"""Rows of imported files, read as if a person had typed them into the form."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from marketplace.errors import RefusedError
from marketplace.forms.imports import read_listings, read_row, rejected_table
from marketplace.models import Listing, Site
from matching.errors import ColumnMissingError
from matching.tables import Row
from tests.factories import make_site, valid_org_number

pytestmark = pytest.mark.django_db
CELLS = {
    **{"id": "7", "side": "offer", "title": "Torr kutterspån", "material": "planer_shavings", "language": "sv"},
    **{"quantity": "12", "unit": "t", "rhythm": "month", "place": "Krokom", "country": "SE", "firm": "Hyvleriet AB"},
}


def row(**cells):
    return Row(5, {**CELLS, **cells})


def read(**cells):
    return read_row(row(**cells))[0]


def check(**cells):
    imported, checked_by = read_row(row(**cells))
    site = make_site()
    return checked_by(Listing(firm=site.firm, side=imported.side), site if imported.place else None, {})


def facts(**cells):
    checked = check(**cells)
    assert checked.problems == {}
    return checked.facts


@pytest.mark.parametrize(
    ("typed", "side"),
    [("offer", "offer"), ("Utbud", "offer"), ("tilbud", "offer"), ("BEHOV", "need"), ("need", "need")],
)
def test_read_row_reads_the_side_in_each_language(typed, side):
    assert read(side=typed).side == side


@pytest.mark.parametrize(
    "cells",
    [
        {"side": ""},
        {"side": "both"},
        {"country": "DK"},
        {"firm": ""},
        {"org_number": "556677-8890"},
        {"country": "", "place": "Atlantis"},
    ],
)
def test_read_row_refuses_what_cannot_be_told(cells):
    with pytest.raises(RefusedError):
        read(**cells)


def test_read_row_refuses_cells_beyond_the_header():
    with pytest.raises(RefusedError, match="more cells"):
        read_row(Row(5, CELLS, ("beyond",)))


@pytest.mark.parametrize(
    ("cells", "country"),
    [
        ({"country": "Norge", "place": "Meråker"}, "NO"),
        ({"country": "", "place": "Meråker"}, "NO"),
        ({"country": "SE", "org_number": valid_org_number("NO", number=1)}, "NO"),
        ({"country": "NO", "org_number": valid_org_number("SE", number=1)}, "SE"),
    ],
)
def test_read_row_tells_the_firms_country(cells, country):
    assert read(**cells).firm.country == country


def test_read_row_gives_a_row_without_id_the_same_one_whatever_its_amount():
    first, second, other = (
        read(id=""),
        read(id="", quantity="13", firm="Hyvleriet i Krokom AB"),
        read(id="", title="Flis"),
    )

    assert first.external_id == second.external_id != other.external_id
    assert first.digest != second.digest


def test_read_row_shortens_an_id_that_is_too_long():
    long = read(id="x" * 200)

    assert len(long.external_id) <= 60
    assert long.external_id != read(id="x" * 201).external_id


def test_read_row_hides_the_number_of_a_sole_trader_in_what_it_keeps():
    with_number = read(id="", org_number="811228-9874")

    assert (with_number.external_id, with_number.digest) == (read(id="").external_id, read(id="").digest)
    assert with_number.firm.number.number == ""


@pytest.mark.parametrize(
    ("cells", "municipality", "precision"),
    [
        ({"place": "Järpen, Åre"}, "SE-2321", Site.Precision.PLACE),
        ({"place": "Krokoms kommun"}, "SE-2309", Site.Precision.MUNICIPALITY),
        ({"place": "Skräddarbyn, Krokom"}, "SE-2309", Site.Precision.MUNICIPALITY),
        ({"place": "", "latitude": "63,33", "longitude": "14.45"}, "SE-2309", Site.Precision.PIN),
    ],
)
def test_read_row_finds_the_place(cells, municipality, precision):
    place = read(**cells).place

    assert (place["municipality"], place["location_precision"]) == (municipality, precision)


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        ({"place": "Atlantis"}, "site"),
        ({"latitude": "14.45", "longitude": "63.33"}, "latitude"),
        ({"latitude": "163.33", "longitude": "14.45"}, "latitude"),
        ({"latitude": "63.33", "longitude": "öst"}, "latitude"),
    ],
)
def test_check_says_what_is_wrong_with_a_place(cells, field):
    checked = check(**cells)

    assert checked.facts["site"] is None
    assert list(checked.problems) == [field]


@pytest.mark.parametrize(
    ("cells", "field", "value"),
    [
        ({"quantity": "1 234,5"}, "amount", Decimal("1234.5")),
        ({"quantity": "1\u00a0234,5"}, "amount", Decimal("1234.5")),
        ({"unit": "Ton"}, "unit", "t"),
        ({"unit": "turer", "material": "tank_transport"}, "unit", "trips"),
        ({"unit": "dager", "material": "lifting_equipment"}, "unit", "days"),
        ({"unit": "m³/uke", "rhythm": ""}, "rhythm", "week"),
        ({"unit": "ton per år", "rhythm": ""}, "rhythm", "year"),
        ({"rhythm": "per vecka"}, "rhythm", "week"),
        ({"rhythm": "månedlig"}, "rhythm", "month"),
        ({"rhythm": "engang"}, "rhythm", "once"),
        ({"rhythm": ""}, "rhythm", "year"),
        ({"months": "1-4;11;12"}, "months", [1, 2, 3, 4, 11, 12]),
        ({"ewc_code": "03 01 05"}, "waste_code", "030105"),
        ({"ewc_code": "17 02 04*"}, "waste_code", "170204"),
        ({"ewc_code": "30105"}, "waste_code", "030105"),
        ({"price": "-60,5", "currency": "nok"}, "price", Decimal("-60.5")),
        ({"max_km": "220,0"}, "max_km", 220),
        ({"available_from": "1.5.2027"}, "available_from", date(2027, 5, 1)),
        ({"visibility": "open"}, "visibility", "open"),
        ({}, "visibility", "blind"),
        ({"material": "sågspån"}, "material", "sawdust"),
        ({"material": "sagflis", "language": "nb"}, "material", "sawdust"),
        ({"material": "BARK"}, "material", "bark"),
        ({"material": "low_temperature_heat"}, "resource", "heat"),
        ({"side": "need", "use": "bedding"}, "use", "bedding"),
        ({"side": "need", "use": "Strö till djur"}, "use", "bedding"),
        ({"side": "need", "use": "fôr til gris", "language": "nb"}, "use", "pig_feed"),
        ({"language": "nn"}, "language", "nn"),
        ({"language": "no"}, "language", "nb"),
        ({"language": "", "title": "Vi har mycket torr och ren spån som blir över"}, "language", "sv"),
        ({"language": "", "title": "Vi ønsker oss tørr flis til strø i fjøset"}, "language", "nb"),
    ],
)
def test_check_reads_what_spreadsheets_hold(cells, field, value):
    assert facts(**cells)[field] == value


def test_check_reads_qualities_by_their_code():
    found = check(moisture="10-12", ash_content="<2,5").properties

    assert [(value.code, value.low, value.high, value.unit) for value in found] == [
        ("moisture", 10, 12, "%"),
        ("ash_content", None, 2.5, "% TS"),
    ]


@pytest.mark.parametrize(
    ("cells", "column", "words"),
    [
        ({"material": "kvasimodium"}, "material", "does not name one material"),
        ({"side": "need", "use": "evighetsmaskin"}, "use", "does not name one use"),
        ({"quantity": "ca 20"}, "quantity", "is not a number"),
        ({"quantity": "-5"}, "quantity", "Write a number above zero"),
        ({"quantity": "1e300"}, "quantity", "no more than"),
        ({"unit": "bingar"}, "unit", "is not a unit we know"),
        ({"rhythm": "ibland"}, "rhythm", "is not a rhythm"),
        ({"rhythm": "hour"}, "rhythm", "is not a rhythm"),
        ({"months": "13"}, "months", "is not a month"),
        ({"ewc_code": "99 99 99"}, "ewc_code", "not in the European list"),
        ({"price": "abc", "currency": "SEK"}, "price", "is not a number"),
        ({"price": "10"}, "currency", "which currency"),
        ({"available_from": "2027-05-01", "available_until": "2027-04-01"}, "available_until", "Swap them"),
        ({"available_from": "igår"}, "available_from", "is not a date"),
        ({"description": "x" * 1_000_000}, "description", "at most 4000 characters"),
        ({"moisture": "200"}, "moisture", "lies between 0 and 99 %"),
        ({"moisture": "12-10"}, "moisture", "neither a number nor a range"),
        ({"visibility": "secret"}, "visibility", "Select a valid choice"),
    ],
)
def test_check_leaves_out_what_makes_no_sense_and_says_so(cells, column, words):
    checked = check(**cells)

    field = {"quantity": "amount", "ewc_code": "waste_code"}.get(column, column)
    assert list(checked.problems) == [field]
    assert words in checked.problems[field][0]
    assert checked.facts["title"] == CELLS["title"]


@pytest.mark.parametrize("title", ["", "x" * 121, "x" * 1_000_000])
def test_check_refuses_a_row_without_a_title_that_can_be_kept(title):
    with pytest.raises(ValidationError):
        check(title=title)


def test_read_listings_asks_for_id_and_title(tmp_path):
    file = tmp_path / "listings.csv"
    file.write_text("side;title\noffer;Bark\n", encoding="utf-8")

    with pytest.raises(ColumnMissingError):
        read_listings(file)


def test_rejected_table_comes_back_as_it_was_and_runs_in_no_spreadsheet(tmp_path):
    file = tmp_path / "listings.csv"
    file.write_text('id;price;title;unit;description;mine\n1;-60;=1+1;@sum;"a;""b""";+x\n', encoding="utf-8")
    table = read_listings(file)

    out = rejected_table(table, [(table.rows[0], "=why")])

    again = tmp_path / "again.csv"
    again.write_bytes(out)
    assert out.decode("utf-8-sig").splitlines()[1] == '1;-60;\'=1+1;\'@sum;"a;""b""";\'+x;\'=why'
    assert {**read_listings(again).rows[0].cells, "reason": ""} == {**table.rows[0].cells, "reason": ""}


def test_rejected_table_names_the_reason_once(tmp_path):
    file = tmp_path / "listings.csv"
    file.write_text("id,title,reason\n1,Bark,earlier\n", encoding="utf-8")
    table = read_listings(file)

    out = rejected_table(table, [(table.rows[0], "now")])

    assert out.decode("utf-8-sig").splitlines() == ["id,title,reason", "1,Bark,now"]
    assert table.unknown_columns == ()
