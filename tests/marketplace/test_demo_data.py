"""The demo data keep what `marketplace/data/README.md` promises."""

import csv
from collections import Counter
from datetime import date
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from stdnum.no import orgnr as norwegian
from stdnum.se import orgnr as swedish

from geo.distance import StraightLine
from geo.places import Place, find_place
from matching.amounts import Rhythm, format_months, parse_months, parse_unit, units_for
from matching.knowledge import load_knowledge
from matching.records import Resource
from matching.tables import parse_range

FOLDER = Path(__file__).resolve().parents[2] / "marketplace" / "data"
HEADER = (
    "id,side,resource,title,description,language,material,ewc_code,use,quantity,unit,rhythm,months,available_from,"
    "available_until,place,latitude,longitude,country,price,currency,firm,org_number,nace,max_km,visibility"
)
PROPERTIES = load_knowledge().properties
DIRECTIONS = [("SE", "SE"), ("SE", "NO"), ("NO", "SE"), ("NO", "NO")]

Row = dict[str, str]


def read_rows(name: str) -> list[Row]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


LISTINGS = read_rows("demo_listings.csv")
FIRMS = read_rows("demo_firms.csv")
OFFERS = [row for row in LISTINGS if row["side"] == "offer"]
NEEDS = [row for row in LISTINGS if row["side"] == "need"]


def place_of(row: Row) -> Place:
    return find_place(row["place"], row["country"])


def point_of(row: Row) -> tuple[float, float]:
    if row["latitude"]:
        return float(row["latitude"]), float(row["longitude"])
    place = place_of(row)
    return place.latitude, place.longitude


def is_open_at_once(offer: Row, need: Row) -> bool:
    """Return whether the windows of both overlap; an empty end is open."""
    start = max(offer["available_from"], need["available_from"])
    ends = [row["available_until"] for row in (offer, need) if row["available_until"]]
    return not ends or start <= min(ends)


@pytest.fixture(scope="module")
def strong_pairs() -> Counter[tuple[str, str]]:
    """Return by countries how many pairs have one material and lie within both limits and windows."""
    kilometres = StraightLine().km(np.array([*map(point_of, OFFERS)]), np.array([*map(point_of, NEEDS)]))
    return Counter(
        (offer["country"], need["country"])
        for (i, offer), (j, need) in product(enumerate(OFFERS), enumerate(NEEDS))
        if offer["material"] == need["material"]
        and offer["firm"] != need["firm"]
        and is_open_at_once(offer, need)
        and all(not row["max_km"] or kilometres[i, j] <= float(row["max_km"]) for row in (offer, need))
    )


def test_listings_have_the_columns_of_an_import():
    columns = [*LISTINGS[0]]

    assert ",".join(columns[: HEADER.count(",") + 1]) == HEADER
    assert {*columns[HEADER.count(",") + 1 :]} <= {*PROPERTIES}


def test_qualities_of_listings_can_be_read_and_are_many_on_both_sides():
    told = [(row, code) for row in LISTINGS for code in PROPERTIES if row.get(code)]
    ends = [(PROPERTIES[code], end) for row, code in told for end in parse_range(row[code]) if end is not None]

    assert all(known.low <= end <= known.high for known, end in ends)
    assert all(len({row["id"] for row, _ in told if row["side"] == side}) >= 30 for side in ("offer", "need"))


def test_listings_are_many_and_have_each_its_own_id():
    assert len(OFFERS) >= 75
    assert len(NEEDS) >= 55
    assert len({row["id"] for row in LISTINGS}) == len(LISTINGS) == len(OFFERS) + len(NEEDS)


@pytest.mark.parametrize(("giver", "receiver"), DIRECTIONS)
def test_every_direction_has_pairs_worth_a_call(strong_pairs, giver, receiver):
    assert strong_pairs[giver, receiver] >= 8


def test_firms_are_marked_and_their_numbers_valid_and_in_no_register():
    numbers = [firm["org_number"] for firm in FIRMS]

    assert [firm["firm"] for firm in FIRMS if not firm["firm"].endswith(" (demo)")] == []
    assert [number for number in numbers if not number.startswith("4")] == []
    for firm in FIRMS:
        module = swedish if firm["country"] == "SE" else norwegian
        assert module.validate(firm["org_number"]) == firm["org_number"]


def test_swedish_numbers_can_be_no_persons():
    third_digits = {int(firm["org_number"][2]) for firm in FIRMS if firm["country"] == "SE"}

    assert min(third_digits) >= 2


def test_firms_are_those_of_the_listings():
    by_number = {firm["org_number"]: (firm["firm"], firm["country"], firm["nace"]) for firm in FIRMS}

    assert len(by_number) == len({firm["firm"] for firm in FIRMS}) == len(FIRMS)
    assert {row["org_number"] for row in LISTINGS} == set(by_number)
    assert all(by_number[row["org_number"]] == (row["firm"], row["country"], row["nace"]) for row in LISTINGS)


def test_firms_are_verified_but_for_a_few():
    verified = Counter(firm["verified"] for firm in FIRMS)

    assert set(verified) == {"yes", "no"}
    assert 5 <= verified["no"] < verified["yes"]


def test_listings_use_codes_that_the_knowledge_has():
    knowledge = load_knowledge()

    for row in LISTINGS:
        material = knowledge.material(row["material"])
        assert (material.is_group, material.resource) == (False, row["resource"]), row["id"]
    assert {row["ewc_code"] for row in LISTINGS} - {""} <= set(knowledge.waste_codes)


def test_listings_have_amounts_that_can_be_read():
    for row in LISTINGS:
        assert float(row["quantity"]) > 0, row["id"]
        assert parse_unit(row["unit"]) in units_for(Resource(row["resource"])), row["id"]
        assert float(row["max_km"] or 1) > 0, row["id"]
    assert {row["unit"] for row in LISTINGS} <= {"kg", "t", "m3", "l", "pcs", "kWh", "MWh", "h", "day", "trip"}
    assert {row["rhythm"] for row in LISTINGS} <= set(Rhythm)


def test_months_are_written_as_the_page_writes_them():
    written = [row["months"] for row in LISTINGS if row["months"]]

    assert len(written) >= 60
    assert [format_months(parse_months(months)) for months in written] == written


def test_listings_speak_the_language_and_name_the_money_of_their_country():
    languages = {(row["country"], row["language"]) for row in LISTINGS}
    moneys = {(row["country"], row["currency"]) for row in LISTINGS if row["price"]}

    assert languages == {("SE", "sv"), ("NO", "nb"), ("NO", "nn")}
    assert moneys == {("SE", "SEK"), ("NO", "NOK")}
    assert [row["id"] for row in LISTINGS if not row["title"] or not row["description"].endswith(".")] == []


def test_windows_lie_in_the_year_to_come():
    for row in LISTINGS:
        if row["available_from"]:
            start, end = (date.fromisoformat(row[column]) for column in ("available_from", "available_until"))
            assert date(2026, 12, 1) <= start < end <= date(2027, 12, 31), row["id"]


def test_what_happens_once_has_a_window():
    assert [row["id"] for row in LISTINGS if row["rhythm"] == "once" and not row["available_until"]] == []


def test_places_lie_in_most_municipalities_of_both_regions():
    municipalities = Counter(
        country for country, _ in {(row["country"], place_of(row).municipality) for row in LISTINGS}
    )

    assert municipalities["SE"] == 8
    assert municipalities["NO"] >= 25


def test_own_points_lie_by_the_places_that_are_named():
    for row in LISTINGS:
        if row["latitude"]:
            place = place_of(row)
            named = np.array([(place.latitude, place.longitude)])
            assert StraightLine().km(np.array([point_of(row)]), named).item() < 15, row["id"]


def test_prices_are_positive_zero_and_negative():
    prices = [float(row["price"]) for row in OFFERS if row["price"]]

    assert min(prices) < 0 < max(prices)
    assert 0 in prices


def test_hard_cases_are_there():
    materials = {side: {row["material"] for row in rows} for side, rows in (("offer", OFFERS), ("need", NEEDS))}
    rock = {(row["material"], row["rhythm"]) for row in LISTINGS if row["material"] in {"blasted_rock", "tunnel_spoil"}}

    assert {"fish_silage_category_2", "impregnated_wood", "wood_fly_ash", "board_offcuts"} <= materials["offer"]
    assert {"fish_silage", "clean_waste_wood", "wood_bottom_ash", "planer_shavings"} <= materials["need"]
    assert {"170204"} == {row["ewc_code"] for row in OFFERS if row["material"] == "impregnated_wood"}
    assert rock == {("blasted_rock", "once"), ("blasted_rock", "month"), ("tunnel_spoil", "once")}


def test_some_listings_are_open_so_that_prices_and_last_days_can_be_searched():
    shown = [row for row in LISTINGS if row["visibility"] == "open"]
    prices = [float(row["price"]) for row in shown if row["price"]]

    assert {row["visibility"] for row in LISTINGS} == {"", "open"}
    assert {row["side"] for row in shown} == {"offer", "need"}
    assert len({row["available_until"] for row in shown} - {""}) >= 5
    assert min(prices) < 0 < max(prices)
    assert 0 in prices
    assert len(shown) < len(LISTINGS) / 10, "hidden is what firms choose by default"


def test_every_need_of_an_animal_by_product_says_its_use():
    knowledge = load_knowledge()
    uses = {
        row["id"]: row["use"]
        for row in NEEDS
        if knowledge.material(row["material"]).abp_category and row["material"] != "edible_surplus_food"
    }

    assert set(uses.values()) == {"feed", "petfood", "biogas", "compost", "technical"}
    assert {row["use"] for row in NEEDS if row["material"] == "fish_silage"} == {"feed"}
    assert {row["use"] for row in OFFERS} == {""}
