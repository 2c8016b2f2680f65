"""Rows as the engine takes them."""

from datetime import date

import pytest

from matching.knowledge import load_knowledge
from matching.records import PropertyValue, Resource, Side
from matching.tables import read_table
from matching.tables.listings import ListingReader

KNOWLEDGE = load_knowledge()


def read(**cells):
    text = ";".join(cells) + "\n" + ";".join(cells.values()) + "\n"
    reader = ListingReader(KNOWLEDGE)
    row = read_table(text.encode(), properties=KNOWLEDGE.properties).rows[0]
    return reader.read(row, side=Side.OFFER), [(each.column, each.code) for each in reader.problems]


def test_read_takes_every_column():
    listing, problems = read(
        id="1",
        title="Sågspån",
        language="sv",
        material="sågspån",
        ewc_code="03 01 05",
        quantity="2",
        unit="ton",
        rhythm="per vecka",
        months="1-12",
        available_from="2026-12-01",
        available_until="2027-03-31",
        place="Östersund",
        country="se",
        price="-50",
        currency="sek",
        firm="Sågen AB",
        max_km="120",
        moisture="40-50",
    )

    assert problems == []
    assert (listing.material, listing.waste_code, listing.country, listing.currency) == (
        "sawdust",
        "030105",
        "SE",
        "SEK",
    )
    assert listing.quantity == pytest.approx(2000 * 365 / 7)
    assert sum(listing.month_shares) == pytest.approx(1)
    assert (listing.available_from, listing.available_until) == (date(2026, 12, 1), date(2027, 3, 31))
    assert (round(listing.latitude), round(listing.longitude)) == (63, 15)
    assert listing.price == pytest.approx(-0.05)
    assert (listing.firm, listing.max_km) == ("Sågen AB", 120)
    assert listing.properties == (PropertyValue(code="moisture", low=40, high=50, unit="%"),)


def test_read_needs_nothing_but_an_id():
    listing, problems = read(id="1")

    assert (listing.id, listing.title, listing.quantity, listing.latitude) == ("1", "", None, None)
    assert problems == []


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ({"material": "unobtainium"}, ("material", "choice_unknown")),
        ({"resource": "luck"}, ("resource", "choice_unknown")),
        ({"ewc_code": "bark"}, ("ewc_code", "waste_code_unreadable")),
        ({"quantity": "-3", "unit": "t"}, ("quantity", "amount_not_positive")),
        ({"quantity": "3", "unit": "kWh"}, ("quantity", "unit_unfit")),
        ({"quantity": "3"}, ("quantity", "unit_unknown")),
        ({"months": "1-13"}, ("months", "month_unknown")),
        ({"available_from": "2026-05-01", "available_until": "2026-04-01"}, ("available_until", "window_reversed")),
        ({"place": "Atlantis"}, ("place", "choice_unknown")),
        ({"latitude": "91", "longitude": "10"}, ("latitude", "choice_unknown")),
        ({"max_km": "far"}, ("max_km", "number_unreadable")),
    ],
)
def test_read_reports_what_it_cannot_read_and_goes_on(cells, problem):
    listing, problems = read(id="1", title="Bark", **cells)

    assert problems == [problem]
    assert listing.title == "Bark"


def test_read_takes_resource_density_and_weight_from_the_material():
    heat, _ = read(id="1", material="data_centre_heat", quantity="2", unit="MWh")
    sawdust, _ = read(id="1", material="sawdust", quantity="10", unit="m3", rhythm="once")

    assert (heat.resource, heat.quantity) == (Resource.HEAT, 2000)
    assert sawdust.quantity == 10 * KNOWLEDGE.materials["sawdust"].density_kg_m3
    assert sawdust.once


def test_read_knows_the_season_without_an_amount():
    listing, _ = read(id="1", months="6,7")

    assert listing.month_shares[5:7] == (0.5, 0.5)


def test_read_weighs_pieces_by_the_material_and_loads_only_as_told():
    usual = KNOWLEDGE.materials["eur_pallets"].kg_each
    pallets, _ = read(id="1", material="eur_pallets", quantity="200", unit="st")
    loads, unknown = read(id="1", material="eur_pallets", quantity="20", unit="lass")
    weighed, told = read(id="1", material="eur_pallets", quantity="20", unit="lass", kg_each="8000", price="400")
    heavy, _ = read(id="1", material="eur_pallets", quantity="200", unit="st", kg_each="31,5")

    assert pallets.quantity == 200 * usual
    assert (loads.quantity, unknown) == (None, [("quantity", "weight_each_missing")])
    assert (weighed.quantity, weighed.price, told) == (160_000, 0.05, [])
    assert heavy.quantity == 200 * 31.5


def test_read_takes_density_from_words_that_name_the_material_surely():
    named, problems = read(id="1", title="Torr sågspån", language="sv", quantity="10", unit="m3")
    unnamed, unknown = read(id="1", title="Diverse rester", language="sv", quantity="10", unit="m3")

    assert (named.quantity, problems) == (10 * KNOWLEDGE.materials["sawdust"].density_kg_m3, [])
    assert (unnamed.quantity, unknown) == (None, [("quantity", "density_missing")])


def test_read_knows_the_price_without_an_amount():
    priced, problems = read(id="1", material="sawdust", unit="t", price="150", currency="SEK")
    without_unit, unknown = read(id="1", material="sawdust", price="150", currency="SEK")

    assert (priced.quantity, priced.price, priced.currency, problems) == (None, 0.15, "SEK", [])
    assert (without_unit.price, without_unit.currency, unknown) == (None, "", [("price", "unit_unknown")])
