import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.places import find_place
from geo.routes import Leg, Point, find_route
from geo.transport import (
    Load,
    can_carry,
    cheapest_transport,
    estimate_transport,
    find_rail_option,
    pipe_km,
    trip_payload_kg,
)
from geo.transport_tables import CURRENCIES, LoadKind, Range, load_extra, load_vehicle_classes

VEHICLES = load_vehicle_classes()
HUNDRED_KM = Leg(km=100, minutes=90, method="road_graph", error_pct=5)


def point(name: str) -> Point:
    place = find_place(name)
    return place.latitude, place.longitude


def is_ordered(figure: Range) -> bool:
    return 0 <= figure.low <= figure.default <= figure.high


@pytest.mark.parametrize(
    ("code", "country"),
    [(code, country) for code, vehicle in VEHICLES.items() for country in sorted(vehicle.countries)],
)
def test_estimate_transport_gives_ranges_for_every_vehicle(code: str, country: str) -> None:
    vehicle = VEHICLES[code]

    estimate = estimate_transport(
        HUNDRED_KM, load=Load(quantity_kg=1000, kind=min(vehicle.loads)), vehicle=vehicle, country=country
    )

    assert estimate.currency == CURRENCIES[country]
    assert estimate.trips == 1
    for figure in (estimate.hours, estimate.cost, estimate.co2e_kg, estimate.g_per_tkm):
        assert is_ordered(figure)
        assert figure.low < figure.high


def test_estimate_transport_reckons_by_hand() -> None:
    vehicle = VEHICLES["articulated_40"]
    load = Load(quantity_kg=25_000, empty_return=Range(0, 0, 0))

    estimate = estimate_transport(HUNDRED_KM, load=load, vehicle=vehicle, country="SE")

    hours = (90 + 60) / 60  # driving, loading
    assert estimate.hours.default == pytest.approx(hours)
    assert estimate.cost.default == pytest.approx(hours * 590 + 100 * 9.6)
    full = 1 / ((0.605 + 0.395 * 0.68) / 0.68)  # a full lorry against one at the mean fill
    assert estimate.g_per_tkm.default == pytest.approx(95 * full)
    assert estimate.co2e_kg.default == pytest.approx(95 * full * 25 * 100 / 1000)


def test_estimate_transport_at_the_mean_fill_gives_the_factor_of_the_table() -> None:
    vehicle = VEHICLES["articulated_40"]
    load = Load(quantity_kg=vehicle.payload_kg * vehicle.mean_fill, empty_return=Range(0, 0, 0))

    estimate = estimate_transport(HUNDRED_KM, load=load, vehicle=vehicle, country="SE")

    assert estimate.g_per_tkm.default == pytest.approx(vehicle.g_per_tkm.default)


def test_estimate_transport_charges_the_empty_way_back() -> None:
    there, both = (
        estimate_transport(
            HUNDRED_KM,
            load=Load(quantity_kg=20_000, empty_return=Range(empty, empty, empty)),
            vehicle=VEHICLES["articulated_40"],
            country="NO",
        )
        for empty in (0.0, 1.0)
    )

    assert 1.5 < both.cost.default / there.cost.default < 2
    assert 1.5 < both.co2e_kg.default / there.co2e_kg.default < 2


def test_estimate_transport_takes_light_goods_by_volume() -> None:
    bark = Load(quantity_kg=78_000, kind=LoadKind.DRY_BULK, density_kg_per_m3=200)

    estimate = estimate_transport(HUNDRED_KM, load=bark, vehicle=VEHICLES["trailer_60"], country="SE")

    assert trip_payload_kg(bark, VEHICLES["trailer_60"]) == 130 * 200
    assert estimate.trips == 3
    assert estimate.fill == pytest.approx(26 / 38)


def test_estimate_transport_counts_the_border_and_the_ferries() -> None:
    inside = estimate_transport(HUNDRED_KM, load=Load(quantity_kg=500), vehicle=VEHICLES["van"], country="NO")
    beyond = estimate_transport(
        Leg(km=100, minutes=90, method="road_graph", error_pct=5, border_crossings=("Storlien/Teveldalen",), ferries=1),
        load=Load(quantity_kg=500),
        vehicle=VEHICLES["van"],
        country="NO",
    )

    assert beyond.hours.default - inside.hours.default == pytest.approx(load_extra("border_minutes").default / 60)
    assert beyond.cost.high > inside.cost.high + load_extra("ferry_fare_van", "NOK").high


@given(st.floats(min_value=1, max_value=1e7), st.sampled_from(sorted(VEHICLES)))
def test_estimate_transport_never_gets_cheaper_by_carrying_more(quantity_kg: float, code: str) -> None:
    vehicle = VEHICLES[code]
    less, more = (
        estimate_transport(
            HUNDRED_KM, load=Load(quantity_kg=kg, kind=min(vehicle.loads)), vehicle=vehicle, country="SE"
        )
        for kg in (quantity_kg, quantity_kg * 1.5)
    )

    assert less.cost.default <= more.cost.default
    assert less.co2e_kg.default <= more.co2e_kg.default
    assert 0 < less.fill <= 1


@pytest.mark.parametrize("quantity_kg", [0, -5, float("nan")])
def test_estimate_transport_refuses_a_load_of_nothing(quantity_kg: float) -> None:
    with pytest.raises(ValueError, match="more than nothing"):
        estimate_transport(HUNDRED_KM, load=Load(quantity_kg=quantity_kg), vehicle=VEHICLES["van"], country="SE")


def test_estimate_transport_refuses_a_vehicle_that_does_not_carry_it() -> None:
    with pytest.raises(ValueError, match="does not carry liquid"):
        estimate_transport(
            HUNDRED_KM, load=Load(quantity_kg=500, kind=LoadKind.LIQUID), vehicle=VEHICLES["van"], country="SE"
        )


@pytest.mark.parametrize("kind", list(LoadKind))
def test_cheapest_transport_finds_a_vehicle_for_every_kind_across_the_border(kind: LoadKind) -> None:
    leg = find_route(point("Krokom"), point("Verdal"))

    estimate = cheapest_transport(leg, load=Load(quantity_kg=30_000, kind=kind), country="SE")

    assert estimate.cost.default > 0
    assert "74" not in estimate.vehicle


def test_cheapest_transport_sends_a_parcel_by_van_and_a_heap_by_trailer() -> None:
    parcel = cheapest_transport(HUNDRED_KM, load=Load(quantity_kg=200), country="SE")
    heap = cheapest_transport(HUNDRED_KM, load=Load(quantity_kg=500_000, kind=LoadKind.DRY_BULK), country="SE")

    assert parcel.vehicle == "van"
    assert VEHICLES[heap.vehicle].gross_kg >= 60_000
    assert heap.cost_per_tonne(500_000).default < parcel.cost_per_tonne(200).default


def test_can_carry_keeps_74_tonnes_in_sweden() -> None:
    timber = Load(quantity_kg=48_000, kind=LoadKind.ROUNDWOOD)

    assert can_carry(HUNDRED_KM, load=timber, vehicle=VEHICLES["timber_74"], country="SE")
    assert not can_carry(HUNDRED_KM, load=timber, vehicle=VEHICLES["timber_74"], country="NO")


def test_pipe_km_is_longer_than_the_straight_line() -> None:
    length = pipe_km(point("Frösön"), point("Östersund"))

    assert 5 < length.low < length.default < length.high < 9


def test_find_rail_option_names_terminals_near_both_ends() -> None:
    start, end = point("Bräcke"), point("Levanger")

    option = find_rail_option(find_route(start, end), start=start, end=end)

    assert option is not None
    assert (option.start.name, option.end.name) == ("Bräcke", "Skogn")
    assert option.access_km < 20


@pytest.mark.parametrize(("start", "end"), [("Östersund", "Krokom"), ("Östersund", "Fillan"), ("Funäsdalen", "Sveg")])
def test_find_rail_option_is_silent_where_no_train_pays(start: str, end: str) -> None:
    leg = find_route(point(start), point(end))

    assert find_rail_option(leg, start=point(start), end=point(end)) is None
