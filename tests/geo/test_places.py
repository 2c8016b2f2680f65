import csv
from pathlib import Path

import pytest

from geo.places import PlaceError, Precision, find_place, fold_name, load_gazetteer
from geo.tables import read_table


def read_reference(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Östersund", "SE-ostersund"),
        ("ostersund", "SE-ostersund"),
        ("Østersund", "SE-ostersund"),
        (" ÖSTERSUND ", "SE-ostersund"),
        ("Staare", "SE-ostersund"),
        ("Krokom", "SE-krokom"),
        ("Stjørdal", "NO-stjordalshalsen"),
        ("Stjordal", "NO-stjordalshalsen"),
        ("7600 Levanger", "NO-levanger"),
        ("7600", "NO-levanger"),
        ("831 31", "SE-ostersund"),
        ("SE-831 31 Östersund", "SE-ostersund"),
        ("Ås, 7590", "NO-5033"),
        ("Heimdal", "NO-5001"),
        ("7072 Heimdal", "NO-5001"),
        ("Kyrksaeterora", "NO-kyrksaterora"),
        ("Ås, Tydal", "NO-as-i-tydal"),
        ("Hitra", "NO-5056"),
        ("Rosse", "NO-5025"),
        ("Røros – Rosse", "NO-5025"),
        ("Krokoms kommun", "SE-2309"),
        ("Namsos kommune", "NO-5007"),
        ("Herjedalen", "SE-2361"),
        ("Rossen tjïelte", "NO-5025"),
        ("Tråanten tjïelte", "NO-5001"),
        ("Levangken tjielte", "NO-5037"),
        ("Plaassja", "NO-roros"),
        ("Praahka", "NO-brekken"),
        ("Straejmie", "SE-stromsund"),
    ],
)
def test_find_place_understands_what_people_type(typed: str, code: str) -> None:
    place = find_place(typed)

    assert place.code == code


def test_find_place_prefers_the_village_to_the_municipality_of_its_name() -> None:
    village, municipality = find_place("Krokom"), find_place("Berg")

    assert (village.precision, village.municipality.code) == (Precision.PLACE, "SE-2309")
    assert (municipality.precision, municipality.municipality.seat) == (Precision.MUNICIPALITY, "Svenstavik")


def test_find_place_does_not_claim_to_know_where_in_the_municipality_a_post_town_lies() -> None:
    heimdal, trondheim = find_place("7072"), find_place("Trondheim")

    assert (heimdal.name, heimdal.label, heimdal.precision) == ("Heimdal", "Heimdal, Trondheim", Precision.MUNICIPALITY)
    assert (heimdal.latitude, heimdal.longitude) == (trondheim.latitude, trondheim.longitude)


def test_find_place_believes_the_name_where_the_postcode_says_otherwise() -> None:
    assert find_place("7600 Steinkjer").code == "NO-steinkjer"


def test_find_place_refuses_a_name_that_two_places_have() -> None:
    with pytest.raises(PlaceError) as refusal:
        find_place("Ås")

    assert refusal.value.code == "ambiguous_place"
    assert {place.code for place in refusal.value.candidates} == {"SE-as", "NO-as-i-tydal"}


def test_find_place_takes_the_country_as_the_deciding_fact() -> None:
    assert find_place("Ås", "SE").code == "SE-as"
    assert find_place("Ås", "NO").code == "NO-as-i-tydal"


def test_find_place_refuses_an_unknown_name_and_suggests_near_ones() -> None:
    with pytest.raises(PlaceError) as refusal:
        find_place("Ostersnd")

    assert refusal.value.code == "unknown_place"
    assert [place.code for place in refusal.value.candidates] == ["SE-ostersund"]


@pytest.mark.parametrize("typed", ["", "   ", "9999", "0150 Oslo", "###", "Göteborg"])
def test_find_place_refuses_what_is_no_place_of_the_region(typed: str) -> None:
    with pytest.raises(PlaceError, match="unknown_place"):
        find_place(typed)


def test_find_place_knows_every_official_name_of_every_municipality() -> None:
    for municipality in load_gazetteer().municipalities.values():
        for name in filter(None, (municipality.name, municipality.full_name, municipality.name_sma)):
            found = load_gazetteer().find(name, municipality.country)
            assert municipality.code in {place.municipality.code for place in found}, name


def test_postcodes_begin_as_typed() -> None:
    found = load_gazetteer().postcodes("765")

    assert [code for code, _place in found] == sorted(code for code, _place in found)
    assert all(code.startswith("765") for code, _place in found)
    assert dict(found)["7650"].municipality.code == "NO-5038"


def test_find_returns_every_place_that_begins_with_what_was_typed() -> None:
    names = {place.name for place in load_gazetteer().find("ham")}

    assert names == {"Hammarstrand", "Hammerdal", "Hamarvik"}


def test_find_leaves_out_the_other_country() -> None:
    found = load_gazetteer().find("s", "NO")

    assert found
    assert {place.country for place in found} == {"NO"}


@pytest.mark.parametrize(("name", "code"), [("Storlien", "SE-2321"), ("Gäddede", "SE-2313")])
def test_load_gazetteer_keeps_border_villages_in_sweden(name: str, code: str) -> None:
    place = find_place(name)

    assert (place.country, place.municipality.code) == ("SE", code)


@pytest.mark.parametrize(
    ("latitude", "longitude", "code"), [(63.318, 12.103, "SE-storlien"), (64.503, 14.151, "SE-gaddede")]
)
def test_nearest_keeps_points_of_border_villages_in_sweden(latitude: float, longitude: float, code: str) -> None:
    assert load_gazetteer().nearest(latitude, longitude).code == code


def test_load_gazetteer_gives_every_municipality_a_seat_that_is_one_of_its_places() -> None:
    gazetteer = load_gazetteer()

    for municipality in gazetteer.municipalities.values():
        seat = find_place(f"{municipality.seat}, {municipality.name}")
        assert (seat.latitude, seat.longitude) == pytest.approx(
            (municipality.latitude, municipality.longitude), abs=0.01
        )


def test_load_gazetteer_names_known_municipalities_and_areas_only() -> None:
    gazetteer = load_gazetteer()

    assert {locality.municipality for locality in gazetteer.localities.values()} == set(gazetteer.municipalities)
    for municipality in gazetteer.municipalities.values():
        half = gazetteer.areas[municipality.half]
        assert (half.kind, half.county, half.country) == ("half", municipality.county, municipality.country)


def test_load_gazetteer_keeps_codes_in_step_with_countries() -> None:
    gazetteer = load_gazetteer()

    assert all(code.startswith(f"{place.country}-") for code, place in gazetteer.municipalities.items())
    assert all(place.municipality[:3] == code[:3] for code, place in gazetteer.localities.items())


def test_area_name_falls_back_from_nynorsk_to_bokmal() -> None:
    half = load_gazetteer().areas["NO-50-N"]

    assert [half.name(language) for language in ("sv", "nb", "nn", "en")] == [
        "norra Trøndelag",
        "nordre Trøndelag",
        "nordre Trøndelag",
        "northern Trøndelag",
    ]


@pytest.mark.parametrize("code", ["SE-23", "NO-50", "SE-23-NW", "SE-23-SE", "NO-50-N", "NO-50-S"])
def test_area_point_lies_nearest_to_a_place_of_the_area(code: str) -> None:
    gazetteer = load_gazetteer()

    nearest = gazetteer.nearest(*gazetteer.area_point(code))

    municipality = gazetteer.municipalities[nearest.municipality]
    assert code in (municipality.county, municipality.half)


def test_fold_name_makes_spellings_equal() -> None:
    assert fold_name("Åre") == fold_name("aare") == fold_name("ARE") == "are"


def test_place_of_a_code_that_nothing_has_is_an_error() -> None:
    with pytest.raises(KeyError):
        load_gazetteer().place("SE-9999")


def test_municipalities_agree_with_the_reference(reference: Path) -> None:
    ours = {
        (row.country, row.number): (row.name, row.latitude, row.longitude)
        for row in load_gazetteer().municipalities.values()
    }

    theirs = {
        (row["country"], row["code"]): (row["name"], float(row["seat_lat"]), float(row["seat_lon"]))
        for row in read_reference(reference / "municipalities.csv")
    }

    assert len(theirs) == 46
    assert ours == theirs


def test_localities_agree_with_the_reference(reference: Path) -> None:
    ours = {(row.latitude, row.longitude) for row in load_gazetteer().localities.values()}

    theirs = {
        row["name"]: (float(row["lat"]), float(row["lon"]))
        for row in read_reference(reference / "places_geonames500.csv")
    }

    missing = {name for name, point in theirs.items() if point not in ours}
    assert missing == {"Stjørdal", "Årnes", "Hållsta", "Sörvik", "Valla", "Duved"}  # why: geo/data/SOURCES.md


def test_localities_lie_in_the_municipality_of_the_nearest_reference_node(reference: Path) -> None:
    nodes = {
        (float(row["lat"]), float(row["lon"])): f"{row['country']}-{row['municipality_code']}"
        for row in read_reference(reference / "roads" / "nodes.csv")
    }

    compared = 0
    for locality in load_gazetteer().localities.values():
        point = (round(locality.latitude, 4), round(locality.longitude, 4))
        if point in nodes:
            assert locality.municipality == nodes[point]
            compared += 1
    assert compared > 100


def test_postcodes_agree_with_the_reference(reference: Path) -> None:
    theirs = {row["postal_code"]: row for row in read_reference(reference / "postal_codes.csv")}

    ours = {row["postcode"]: row for row in read_table("postcodes")}

    assert set(ours) <= set(theirs)
    assert len(theirs) - len(ours) == 10  # in Bindal, or in a municipality that we could not tell
    for code, row in theirs.items():
        if row["country"] == "SE":
            assert ours[code]["municipality"] == f"SE-{row['municipality_code']}"
