"""The benchmark of imports."""

import pytest

from marketplace.management.bench.imports import import_lines
from marketplace.models import Import, Listing
from tests.factories import NOON


@pytest.mark.django_db
def test_import_lines_tell_each_step_and_bring_the_rows_in():
    lines = list(import_lines(now=NOON, seed=1, rows=30))

    steps = [line.split(" | ")[0].removeprefix("| ") for line in lines if line.startswith("| ")]
    assert steps == [
        *("step", "read the file (csv)", "read the file (xlsx)", "keep the upload"),
        *("read the rows for the preview", "post them", "undo that"),
    ]
    assert Import.objects.get().state == "undone"
    assert Listing.objects.filter(state="withdrawn").count() >= 25
    assert any("published listings" in line for line in lines)
