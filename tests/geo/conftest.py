import csv
import os
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass(frozen=True)
class Check:
    """A distance by road that someone has published, or that we remember (`data/README.md`)."""

    start: str
    end: str
    km: float
    minutes: float | None
    basis: str


@pytest.fixture(scope="session")
def checks() -> list[Check]:
    """Return the road distances to test against."""
    with (Path(__file__).parent / "data" / "road_distances.csv").open(encoding="utf-8", newline="") as lines:
        return [
            Check(row["start"], row["end"], float(row["km"]), float(row["minutes"] or 0) or None, row["basis"])
            for row in csv.DictReader(lines)
        ]


@pytest.fixture
def reference() -> Path:
    """Return the folder of reference tables, which is not part of the product."""
    folder = os.environ.get("REFERENCE_DIR")
    if not folder:
        pytest.skip("REFERENCE_DIR is not set: no tables to compare with")
    return Path(folder)
