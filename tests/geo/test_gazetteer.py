import pytest

from geo.gazetteer import make_localities
from geo.tables import read_table


def make_cities() -> dict[str, dict[str, object]]:
    numbers = [row["geonames_id"] for row in read_table("locality_choices") if row["geonames_id"]]
    return {number: {"latitude": 63.5, "longitude": 12.25, "population": 0} for number in numbers}


def test_make_localities_takes_points_from_geonames_and_keeps_typed_ones() -> None:
    rows = {row["code"]: row for row in make_localities(make_cities())}

    assert (rows["SE-krokom"]["latitude"], rows["SE-krokom"]["population"]) == ("63.5", "")
    assert (rows["SE-storlien"]["latitude"], rows["SE-storlien"]["longitude"]) == ("63.3167", "12.1000")


def test_make_localities_makes_the_rows_of_the_table_in_its_order() -> None:
    made, shipped = make_localities(make_cities()), read_table("localities")

    assert [row["code"] for row in made] == [row["code"] for row in shipped]


def test_make_localities_refuses_a_place_that_geonames_no_longer_has() -> None:
    cities = make_cities()
    del cities["2699176"]

    with pytest.raises(ValueError, match=r"Krokom: GeoNames has no place 2699176"):
        make_localities(cities)
