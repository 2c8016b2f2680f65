import csv
from pathlib import Path

import pytest

from geo.road_tables import Confidence
from geo.tables import read_table
from geo.transport_tables import CURRENCIES, Range, load_extra, load_rail_terminals, load_vehicle_classes

VEHICLES = load_vehicle_classes()

# Our vehicles → the classes of the UK factors that they stand for.
UK_CLASSES = {
    "rigid_7": "Rigid (>3.5 - 7.5 tonnes)",
    "rigid_17": "Rigid (>7.5 tonnes-17 tonnes)",
    "rigid_26": "Rigid (>17 tonnes)",
    "articulated_40": "Articulated (>33t)",
}


def test_range_refuses_to_run_backwards() -> None:
    with pytest.raises(ValueError, match="from low to high"):
        Range(3, 2, 1)


def test_rail_terminals_lie_in_their_country_by_the_nearest_name() -> None:
    for terminal in load_rail_terminals():
        assert terminal.code.startswith(terminal.country)


@pytest.mark.parametrize(
    ("table", "prefixes"),
    [("vehicles", ("emission_", "money_")), ("transport_extras", ("",)), ("rail_terminals", ("",))],
)
def test_every_row_tells_source_year_basis_and_confidence(table: str, prefixes: tuple[str, ...]) -> None:
    for row in read_table(table):
        for prefix in prefixes:
            assert row[f"{prefix}source"], row["code"]
            assert 2015 <= int(row[f"{prefix}year"]) <= 2026
            assert row[f"{prefix}basis"] in ("seen", "work", "judgement")
            assert row[f"{prefix}confidence"] in tuple(Confidence)
            # What nobody has published is nothing to be sure of.
            assert row[f"{prefix}basis"] != "judgement" or row[f"{prefix}confidence"] == Confidence.LOW


def test_money_and_emissions_are_ranges_that_leave_room() -> None:
    for vehicle in VEHICLES.values():
        for figure in (*vehicle.per_hour.values(), *vehicle.per_km.values(), vehicle.g_per_tkm):
            assert 0 < figure.low < figure.default < figure.high


def test_heavier_vehicles_cost_more_and_emit_less_for_what_they_carry() -> None:
    general = [VEHICLES[code] for code in ("van", "rigid_7", "rigid_17", "rigid_26", "articulated_40", "trailer_60")]

    assert [vehicle.gross_kg for vehicle in general] == sorted(vehicle.gross_kg for vehicle in general)
    for money in CURRENCIES.values():
        assert sorted(general, key=lambda vehicle: vehicle.per_km[money].default) == general
    assert sorted(general, key=lambda vehicle: -vehicle.g_per_tkm.default) == general


def test_rail_terminals_stand_on_the_three_lines_and_name_what_was_read() -> None:
    lines = {terminal.line for terminal in load_rail_terminals()}

    assert {"mittbanan", "merakerbanen", "nordlandsbanen"} <= lines
    assert sum(row["basis"] == "seen" for row in read_table("rail_terminals")) >= 6


# Row of the regulation's table of grams per tonne-kilometre → our vehicles that take its figures as they stand.
REGULATION_ROWS = {
    "Van ≤ 3,5 t": ["van"],
    "Rigid 3,5–7,5 t": ["rigid_7"],
    "Rigid 7,5–17 t": ["rigid_17"],
    "Rigid > 17 t": ["rigid_26"],
    "Articulated > 33 t": ["articulated_40"],
    "Nordic 60–74 t": ["trailer_60"],
}


def test_emission_ranges_are_those_of_the_regulation(reference: Path) -> None:
    rows = regulation_ranges((reference / "regulation.md").read_text(encoding="utf-8"))

    for name, codes in REGULATION_ROWS.items():
        for code in codes:
            assert VEHICLES[code].g_per_tkm == rows[name], code
    assert load_extra("rail_g_per_tkm") == rows["Rail"]


def regulation_ranges(text: str) -> dict[str, Range]:
    """Return the table of section 8.2: name → low, default, high."""
    section = text[text.index("### 8.2") : text.index("### 8.3")]
    ranges = {}
    for line in section.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) >= 3 and cells[1].isdigit():
            low, high = (float(figure.replace(" ", "")) for figure in cells[2].split("–"))
            ranges[cells[0]] = Range(low, float(cells[1]), high)
    return ranges


def test_refrigerated_and_nordic_vehicles_stay_near_the_regulation(reference: Path) -> None:
    nordic = regulation_ranges((reference / "regulation.md").read_text(encoding="utf-8"))["Nordic 60–74 t"]

    chilled = VEHICLES["refrigerated_60"].g_per_tkm
    assert 1.17 <= chilled.default / nordic.default <= 1.20
    for code in ("trailer_74", "timber_60", "timber_74", "walking_floor_60", "tank_60"):
        assert nordic.low <= VEHICLES[code].g_per_tkm.default <= nordic.high


def test_emission_factors_agree_with_the_reference(reference: Path) -> None:
    with (reference / "emission_factors_uk2025_freight.csv").open(encoding="utf-8", newline="") as lines:
        factors = [row for row in csv.DictReader(lines) if row["unit"] == "tonne.km" and row["kg_co2e"]]
    uk = UK_CLASSES | {"van": "Average (up to 3.5 tonnes)"}

    for code, vehicle in uk.items():
        grams = sum(
            1000 * float(row["kg_co2e"])
            for row in factors
            if row["vehicle"] == vehicle
            and row["load"] in ("Average laden", "Diesel")
            and row["mode"] in ("HGV (all diesel)", "WTT- HGV (all diesel)", "Vans", "WTT- vans")
        )
        assert VEHICLES[code].g_per_tkm.default == pytest.approx(grams, abs=1)


def test_empty_vehicles_emit_what_the_reference_says(reference: Path) -> None:
    """Per tonne-kilometre a half full vehicle emits 1 + `empty_share` times what a full one does."""
    with (reference / "emission_factors_uk2025_freight.csv").open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["mode"] == "HGV (all diesel)" and row["unit"] == "tonne.km"]
    factors = {(row["vehicle"], row["load"]): row["kg_co2e"] for row in rows}

    for code, vehicle in UK_CLASSES.items():
        half, full, mean = (float(factors[vehicle, load]) for load in ("50% Laden", "100% Laden", "Average laden"))
        empty = VEHICLES[code].empty_share
        assert empty == pytest.approx(half / full - 1, abs=0.002)
        fill = VEHICLES[code].mean_fill
        assert full * (empty + (1 - empty) * fill) / fill == pytest.approx(mean, rel=0.02)
