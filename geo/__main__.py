"""Distances by road on plain files.

    python -m geo distance "Östersund" "Trondheim"
    python -m geo distance --file pairs.csv --out distances.csv

A place is a name ("Ås, Tydal" where one name is not enough) or a point ("63.18,14.64"). The row of the two
places goes to the screen or to `--out`, and the way in words beside it.
"""

import argparse
import csv
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TextIO

import numpy as np

from geo.distance import straight_km_pairwise
from geo.legs import Point
from geo.places import find_place
from geo.points import parse_point
from geo.road_tables import Vehicle
from geo.roads import RoadDistances
from geo.routes import find_route
from geo.telling import tell_leg

COLUMNS = ("from", "to", "road_km", "minutes", "straight_km", "source")

Pair = tuple[str, str]


def read_point(text: str) -> Point:
    """Return the point of a typed place. Raise ValueError where it is neither place nor point."""
    if point := parse_point(text):
        return point
    place = find_place(text)
    return place.latitude, place.longitude


def read_pairs(lines: Iterable[str]) -> list[Pair]:
    """Return the pairs of a CSV file. Raise ValueError if a column is missing."""
    rows = csv.DictReader(lines)
    given = rows.fieldnames or ()
    if missing := [column for column in ("from", "to") if column not in given]:
        raise ValueError(f"The file has no column {' and no column '.join(missing)}. Its first line must name them.")
    if unknown := [column for column in given if column not in ("from", "to")]:
        print(f"Columns ignored: {', '.join(unknown)}", file=sys.stderr)
    return [(row["from"] or "", row["to"] or "") for row in rows]


def measure_pairs(pairs: Sequence[Pair], *, distances: RoadDistances) -> list[dict[str, str]]:
    """Return one row per pair; a place that is not known is told on stderr and leaves its row empty."""
    points = {text: _point_or_nothing(text) for pair in pairs for text in pair}
    start, end = (np.array([points[pair[side]] for pair in pairs]).reshape(-1, 2) for side in (0, 1))
    km, minutes = distances.km_and_minutes_of_pairs(start, end)
    straight = straight_km_pairwise(start, end)
    guessed = distances.is_guess_of_pairs(start, end)
    return [
        {
            "from": pair[0],
            "to": pair[1],
            "road_km": _number(km[row]),
            "minutes": _number(minutes[row], decimals=0),
            "straight_km": _number(straight[row]),
            "source": "" if np.isnan(km[row]) else "straight_line" if guessed[row] else distances.method,
        }
        for row, pair in enumerate(pairs)
    ]


def describe_pair(pair: Pair, *, on: date | None, vehicle: Vehicle) -> Iterator[str]:
    """Return the way between two places in words. Raise ValueError where one is not known."""
    start, end = (read_point(text) for text in pair)
    straight = float(straight_km_pairwise(np.array([start]), np.array([end]))[0])
    leg = find_route(start, end, on=on, vehicle=vehicle)
    return tell_leg(leg, start=pair[0], end=pair[1], straight_km=straight, vehicle=vehicle)


def _point_or_nothing(text: str) -> tuple[float, float]:
    try:
        return read_point(text)
    except ValueError as error:
        print(error, file=sys.stderr)
        return np.nan, np.nan


def _number(value: float, *, decimals: int = 1) -> str:
    return "" if np.isnan(value) else f"{value:.{decimals}f}"


def write_rows(rows: Iterable[dict[str, str]], *, target: TextIO) -> None:
    writer = csv.DictWriter(target, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)


def build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m geo", description="Distances by road in and around the region.")
    distance = parser.add_subparsers(dest="command", required=True).add_parser(
        "distance", help="kilometres and minutes"
    )
    distance.add_argument("start", nargs="?", help="a place, or latitude,longitude")
    distance.add_argument("end", nargs="?", help="a place, or latitude,longitude")
    distance.add_argument("--file", type=Path, help="CSV with the columns from and to")
    distance.add_argument("--out", type=Path, help="where the CSV goes (without it: the screen)")
    distance.add_argument("--on", type=date.fromisoformat, help="day, as 2026-07-01 (without it: roads open all year)")
    distance.add_argument("--vehicle", choices=[str(vehicle) for vehicle in Vehicle], default=str(Vehicle.LORRY))
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command. Return 0, 1 if some place was not known, 2 if the call is wrong."""
    parser = build_parser()
    options = parser.parse_args(arguments)
    if (options.file is None) == (options.end is None):
        parser.error("Give two places, or --file.")
    try:
        pairs = read_file(options.file) if options.file else [(options.start, options.end)]
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    rows = measure_pairs(pairs, distances=RoadDistances(options.on, vehicle=Vehicle(options.vehicle)))
    if options.out:
        with options.out.open("w", encoding="utf-8", newline="") as target:
            write_rows(rows, target=target)
    else:
        write_rows(rows, target=sys.stdout)
    if not options.file and rows[0]["source"]:
        # A pipe that reads the row gets nothing but the row.
        for line in describe_pair(pairs[0], on=options.on, vehicle=Vehicle(options.vehicle)):
            print(line, file=sys.stdout if options.out else sys.stderr)
    return 0 if all(row["source"] for row in rows) else 1


def read_file(path: Path) -> list[Pair]:
    """Return the pairs of a file. Raise OSError if it cannot be read, ValueError if it is no such table."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return read_pairs(lines)


if __name__ == "__main__":
    sys.exit(main())
