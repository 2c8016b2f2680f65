"""Lines as firms write them, in three languages: what the form fills in of each. One row of the table is one line."""

import csv
from datetime import date
from pathlib import Path

import pytest

from marketplace.models import Firm
from marketplace.queries.understanding import understand_line
from matching.amounts import format_months

pytestmark = pytest.mark.django_db
_TABLE = Path(__file__).with_name("lines.csv")
_COUNTRIES = {"sv": "SE", "nb": "NO", "en": "SE"}
with _TABLE.open(encoding="utf-8", newline="") as _file:
    ROWS = tuple(csv.DictReader(_file))


def read(row):
    """Return a row as the line is understood. material: the sure one, or the first with a question mark."""
    firm = Firm(country=_COUNTRIES[row["language"]])
    found = understand_line(row["text"], side=row["side"], firm=firm, language=row["language"], on=date(2026, 11, 24))
    price, likeliest = found.price, found.materials[0].code if found.materials else ""
    return {
        "thing": found.thing,
        "material": found.sure_material or (likeliest and f"{likeliest}?"),
        "amounts": ";".join(f"{each.amount:.10g} {each.unit} {each.rhythm}".strip() for each in found.amounts),
        "months": format_months(found.months.months) if found.months else "",
        "price": f"{price.price:.10g} {price.currency} {price.unit}".strip() if price else "",
        "places": ";".join(place.word for place in found.places),
    }


@pytest.mark.parametrize("row", ROWS, ids=[row["text"] for row in ROWS])
def test_a_line_as_firms_write_it_is_read_whole(row):
    told = read(row)

    assert told == {name: row[name] for name in told}
