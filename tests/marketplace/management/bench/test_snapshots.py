"""The part of the benchmarks on the market's snapshot."""

from contextlib import nullcontext
from datetime import date

import pytest
from django.conf import settings

from marketplace.management.bench import snapshots


@pytest.mark.django_db
def test_snapshots_section_tells_a_row_for_each_size_and_leaves_the_index_alone(monkeypatch):
    monkeypatch.setattr(snapshots, "own_database", nullcontext)
    index = settings.INDEX_DIR

    lines = list(snapshots.snapshots_section(as_of=date(2026, 11, 24), seed=1, sizes=(6, 10)))

    rows = [line.split(" | ") for line in lines if line[:3] in ("| 6", "| 1")]
    assert [len(row) for row in rows] == [6, 6]
    assert all(row[3].endswith("×") and row[5].endswith("MB |") for row in rows)
    assert index == settings.INDEX_DIR
