"""Which municipalities take part, as a table and as spots on the map; and what open suggestions could save."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import hypot, sqrt

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from geo.mapview import MapLabel
from geo.places import load_gazetteer
from marketplace.queries.map_drawing import LETTER, LINE, region_map
from marketplace.queries.overview.charts import range_chart
from marketplace.queries.overview.potentials import COMPLETED, ENDS, SUGGESTED, UNDER_WAY
from marketplace.queries.overview.scope import Scope, places_of
from marketplace.queries.overview.sheets import Sheet
from marketplace.queries.overview.tables import Table, TableRow, all_text, group_text, measure_text, side_heads

_SMALLEST, _LARGEST = 13.0, 34.0  # radius of a spot, in units of the drawing
_SAVED = {"tonnes": 1, "with_factor": 1} | {f"net_{end}": 1 for end in ENDS}
_NET = tuple(f"net_{end}" for end in ENDS)  # empty where no factor is known: not zero


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """One municipality on the map: how many firms it has, or none at all."""

    x: float
    y: float
    radius: float
    number: int
    label: str

    @property
    def base(self) -> float:
        """Return where the middle of its number stands."""
        return self.y + 8


def municipalities(scope: Scope, *, firms: Sheet, listings: Sheet) -> Table:
    """Return firms, offers and needs of every municipality looked at, also of those with nothing."""
    here = firms.totals("municipality", columns={"here": 0})
    counted = listings.totals("municipality", columns={"offer": 0, "need": 0})
    places = load_gazetteer().municipalities
    rows = [TableRow(places[code].name, (*here.figures(code), *counted.figures(code))) for code in places_of(scope)]
    without = sum(not row.cells[0].value for row in rows)
    rows.append(TableRow(all_text(), (firms.total("counted"), listings.total("offer"), listings.total("need"))))
    note = ngettext(
        "%(without)s of %(all)s municipality has no firm yet.",
        "%(without)s of %(all)s municipalities have no firm yet.",
        len(rows) - 1,
    ) % {"without": without, "all": len(rows) - 1}
    note += " " + _("A firm with sites in several municipalities counts once in the sum.")
    heads = (_("Municipality"), _("Firms"), *side_heads())
    return Table(code="municipalities", caption=_("Firms and listings"), heads=heads, rows=tuple(rows), note=note)


def spots(scope: Scope, table: Table) -> list[Spot]:
    """Return the municipalities of that table on the map."""
    places, codes = load_gazetteer().municipalities, places_of(scope)
    rows = zip(codes, table.rows, strict=False)  # the last row is their sum
    numbers = {code: [int(cell.value or 0) for cell in row.cells] for code, row in rows}
    inside = {code: (places[code].latitude, places[code].longitude) for code in codes}
    most = max((found[0] for found in numbers.values()), default=0)
    return [
        Spot(
            x=point.x,
            y=point.y,
            radius=_radius(numbers[point.key][0], most),
            number=numbers[point.key][0],
            label=_spot_text(places[point.key].name, *numbers[point.key]),
        )
        for point in region_map().place_points(inside)
    ]


def town_labels(spots: Sequence[Spot]) -> list[MapLabel]:
    """Return the names of the two cities below their spots, where no other spot covers them."""
    cities = [label for label in region_map().labels if label.css == "map-town-large"]
    below = [replace(label, anchor="middle", y=label.y + _own_radius(label, spots) + LINE) for label in cities]
    return [label for label in below if not any(_covers(spot, label) for spot in spots)]


def _own_radius(label: MapLabel, spots: Sequence[Spot]) -> float:
    """Return the radius of the spot that lies where a name's dot would, 0 if there is none."""
    return max((spot.radius for spot in spots if hypot(spot.x - label.x, spot.y - label.y) < spot.radius), default=0)


def _covers(spot: Spot, label: MapLabel) -> bool:
    wide = LETTER * len(label.text) / 2 + spot.radius
    return abs(spot.x - label.x) < wide and abs(spot.y - label.y) < LINE / 2 + spot.radius


def _radius(number: int, most: int) -> float:
    """Return a radius by which areas are in proportion, but none too small to read."""
    return max(_SMALLEST, _LARGEST * sqrt(number / most)) if most else _SMALLEST


def _spot_text(name: str, firms: int, offers: int, needs: int) -> str:
    values = {"name": name, "firms": firms, "offers": offers, "needs": needs}
    return _("%(name)s: firms %(firms)s, offers %(offers)s, needs %(needs)s") % values


def by_standing(potential: Sheet) -> Table:
    """Return what could be saved, by where the suggestions stand."""
    names = {
        SUGGESTED: _("Suggested"),
        UNDER_WAY: _("Firms asked or on their way"),
        COMPLETED: _("Completed, not measured"),
    }
    totals = potential.totals("standing", "rhythm", columns=_SAVED, unknown=_NET)
    rows = tuple(
        TableRow(name, (measure_text("t", rhythm), *totals.figures(standing, rhythm)))
        for rhythm in ("year", "once")
        for standing, name in names.items()
        if (standing, rhythm) in totals.sums
    )
    return Table(
        code="potential", caption=_("Could be saved, by where it stands"), heads=_heads(_("Where it stands")), rows=rows
    )


def saved_by_group(potential: Sheet) -> Table:
    """Return what could be saved, by group of materials."""
    totals = potential.totals("group", "rhythm", columns=_SAVED, unknown=_NET)
    keys = totals.largest_first(lambda sums: abs(sums["net_default"]))
    rows = tuple(
        TableRow(group_text(group), (measure_text("t", rhythm), *totals.figures(group, rhythm)))
        for group, rhythm in keys
    )
    drawn = [
        (group_text(group), totals.figures(group, "year")[2:])
        for group, rhythm in keys
        if rhythm == "year" and totals.sums[group, rhythm]["with_factor"]
    ]
    chart = range_chart(_("Could be saved, t CO₂e a year"), drawn)
    caption = _("Could be saved, by group of materials")
    heads = _heads(_("Group of materials"))
    return Table(code="saved", caption=caption, heads=heads, rows=rows, chart=chart)


def _heads(first: str) -> tuple[str, ...]:
    return (
        first,
        _("Counted in"),
        _("Kept from being waste"),
        _("of this with a known saving"),
        _("t CO₂e, low"),
        _("t CO₂e, most likely"),
        _("t CO₂e, high"),
    )


def sources(potential: Sheet) -> Sequence[tuple[str, str, int]]:
    """Return the sources of the factors: title, address, year of the figures."""
    found = {(row["source"], row["source_url"], row["year"]) for row in potential.rows if row["source"]}
    return sorted(found, key=lambda source: (source[0], source[2]))
