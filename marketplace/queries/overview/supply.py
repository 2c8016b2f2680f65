"""Supply and demand per material and area, and those for which nobody has been found, by size."""

from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext as _

from marketplace.models import Listing
from marketplace.queries.live_markets import LISTED
from marketplace.queries.overview.charts import bar_chart
from marketplace.queries.overview.listings import NOT_IN_TONNES, SIZES, TONNES, material_name, municipality_name
from marketplace.queries.overview.sheets import Row, Sheet
from marketplace.queries.overview.tables import (
    Table,
    TableRow,
    all_text,
    group_text,
    measure_text,
    side_heads,
    size_text,
)
from marketplace.wording.numbers import number_text

DRAWN = 12  # groups, the largest
LARGEST = 20  # listings without a suggestion, the rest is in the file
_COUNTED = {"offer": 0, "need": 0}
_WEIGHED = {"offered": 1, "needed": 1}


def by_group(listings: Sheet) -> Table:
    """Return supply and demand of each group of materials."""
    totals = listings.totals("group", "unit", "rhythm", columns=_COUNTED | _WEIGHED)
    keys = [key for key in totals.largest_first(_number) if _number(totals.sums[key])]
    rows = tuple(
        TableRow(group_text(group), (measure_text(unit, rhythm), *totals.figures(group, unit, rhythm)))
        for group, unit, rhythm in keys
    )
    drawn = [
        (group_text(group), totals.figures(group, TONNES, "year")[2:])
        for group, unit, rhythm in totals.largest_first(_amount)
        if (unit, rhythm) == (TONNES, "year") and _amount(totals.sums[group, unit, rhythm])
    ]
    chart = bar_chart(_("Offered and needed, tonnes a year"), drawn[:DRAWN], names=(_("Offered"), _("Needed")))
    caption = _("By group of materials")
    return Table(code="groups", caption=caption, heads=_heads(_("Group of materials")), rows=rows, chart=chart)


def by_area(listings: Sheet) -> Table:
    """Return supply and demand of each municipality."""
    counted = listings.totals("municipality", columns=_COUNTED)
    weighed = listings.totals("municipality", "unit", "rhythm", columns=_WEIGHED)
    rows = tuple(
        TableRow(
            municipality_name(str(code)),
            (*counted.figures(code), *weighed.figures(code, TONNES, "year"), *weighed.figures(code, TONNES, "once")),
        )
        for (code,) in counted.largest_first(_number)
        if _number(counted.sums[code,])
    )
    heads = (_("Municipality"), *side_heads(), *_weighed_heads())
    return Table(code="areas", caption=_("By municipality"), heads=heads, rows=rows)


def by_material_and_area(listings: Sheet) -> Table:
    """Return supply and demand of each material in each municipality."""
    by = ("material", "municipality", "unit", "rhythm")
    totals = listings.totals(*by, columns=_COUNTED | _WEIGHED)
    rows = []
    for key in totals.largest_first(_number):
        material, municipality, unit, rhythm = key
        if _number(totals.sums[key]):
            label = f"{_known(str(material))}, {municipality_name(str(municipality))}"
            rows.append(TableRow(label, (measure_text(unit, rhythm), *totals.figures(*key))))
    heads, caption = _heads(_("Material and municipality")), _("By material and municipality")
    return Table(code="materials", caption=caption, heads=heads, rows=tuple(rows), is_long=True)


def _known(code: str) -> str:
    """Return the name of a material, or of the resource that stands where there is none."""
    return material_name(code, code if code in Listing.Resource.values else "")


def _heads(first: str) -> tuple[str, ...]:
    return (first, _("Counted in"), *side_heads(), _("Offered"), _("Needed"))


def alone_by_size(listings: Sheet) -> Table:
    """Return what no suggestion takes in, by size."""
    counted = listings.totals("size", columns=_COUNTED, alone=1)
    weighed = listings.totals("size", "unit", "rhythm", columns=_WEIGHED, alone=1)
    rows = []
    for size in (*SIZES, NOT_IN_TONNES):
        amounts = [weighed.figures(size, TONNES, rhythm) for rhythm in ("year", "once")]
        cells = ("–",) * 4 if size == NOT_IN_TONNES else (*amounts[0], *amounts[1])
        rows.append(TableRow(size_text(size), (*counted.figures(size), *cells)))
    names = side_heads()
    chart = bar_chart(_("Listings without a suggestion"), [(row.label, row.cells[:2]) for row in rows], names=names)
    sums = [listings.total(column, alone=1) for column in _COUNTED]
    rhythms = ("year", "once")
    sums += [
        listings.total(column, digits=1, unit=TONNES, rhythm=each, alone=1) for each in rhythms for column in _WEIGHED
    ]
    rows.append(TableRow(all_text(), tuple(sums)))
    heads = (_("Size"), *names, *_weighed_heads())
    return Table(code="alone", caption=_("By size, a year or once"), heads=heads, rows=tuple(rows), chart=chart)


def _weighed_heads() -> tuple[str, ...]:
    return (_("Offered, t a year"), _("Needed, t a year"), _("Offered, t once"), _("Needed, t once"))


def alone_by_group(listings: Sheet) -> Table:
    """Return what no suggestion takes in, by group of materials: where a new processor might be wanted."""
    totals = listings.totals("group", "unit", "rhythm", columns=_COUNTED | _WEIGHED, alone=1)
    rows = tuple(
        TableRow(group_text(key[0]), (measure_text(*key[1:]), *totals.figures(*key)))
        for key in totals.largest_first(_number)
    )
    caption = _("Without a suggestion, by group of materials")
    return Table(code="alone_groups", caption=caption, heads=_heads(_("Group of materials")), rows=rows)


def largest_alone(listings: Sheet) -> Table:
    """Return the largest listings that no suggestion takes in, those counted in tonnes first."""
    alone = [row for row in listings.rows if row["alone"]]
    alone.sort(key=lambda row: (row["unit"] != TONNES, -_number(row, of=_WEIGHED), row["listing"]))
    rows = tuple(_largest_row(row) for row in alone[:LARGEST])
    heads = (_("Listing"), _("Side"), _("Amount"), _("Could fit"))
    note = _("“Could fit”: how many counterparts the market’s index lists. They score too low, or others have them.")
    return Table(code="largest", caption=_("The largest without a suggestion"), heads=heads, rows=rows, note=note)


def _largest_row(row: Row) -> TableRow:
    amount = row["offered"] if row["offer"] else row["needed"]
    text = "–" if amount is None else f"{number_text(amount)} {measure_text(row['unit'], row['rhythm'])}"
    side = _("Offer") if row["offer"] else _("Need")
    label = f"{row['material_name']}, {row['municipality_name']}"
    candidates = row["candidates"]
    listed = _("%(number)s or more") % {"number": LISTED} if candidates >= LISTED else str(candidates)
    return TableRow(label, (side, text, listed), reverse("listing-detail", args=[row["listing"]]))


def _number(sums: Mapping[str, object], *, of: Mapping[str, int] = _COUNTED) -> float:
    return sum(sums[column] or 0 for column in of)


def _amount(sums: Mapping[str, float]) -> float:
    return _number(sums, of=_WEIGHED)
