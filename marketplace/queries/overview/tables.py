"""A table of the overview: figures under heads, perhaps drawn beside it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from marketplace.queries.map_clusters import group_name
from marketplace.queries.overview.charts import BarChart, RangeChart
from marketplace.queries.overview.listings import NOT_IN_TONNES
from marketplace.queries.overview.sheets import Cell, Figure
from marketplace.wording.numbers import number_text, rhythm_text, unit_text


@dataclass(frozen=True, slots=True)
class TableRow:
    """label: what the row is about; url: where it can be seen; cells: figures, or words."""

    label: str
    cells: tuple[Figure | str, ...]
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """heads: the first is over the labels. is_long: shown on demand. note: what to know when reading it."""

    code: str
    caption: str
    heads: tuple[str, ...]
    rows: tuple[TableRow, ...]
    chart: BarChart | RangeChart | None = None
    is_long: bool = False
    note: str = ""

    @property
    def figures(self) -> Iterable[tuple[str, str, Figure]]:
        """Yield each figure with the words over it and before it."""
        for row in self.rows:
            for head, cell in zip(self.heads[1:], row.cells, strict=True):
                if isinstance(cell, Figure):
                    yield row.label, head, cell


_SIZES: Mapping[str, object] = {
    "from_1000": gettext_lazy("1 000 t or more"),
    "from_100": gettext_lazy("100 to 1 000 t"),
    "from_10": gettext_lazy("10 to 100 t"),
    "from_1": gettext_lazy("1 to 10 t"),
    "below_1": gettext_lazy("less than 1 t"),
    NOT_IN_TONNES: gettext_lazy("not counted in tonnes"),
}


def size_text(size: str) -> str:
    return str(_SIZES[size])


def group_text(code: Cell) -> str:
    """Return the name of a group of materials, with a capital letter."""
    name = group_name(str(code))
    return name[:1].upper() + name[1:]


def measure_text(unit: Cell, rhythm: Cell) -> str:
    """Return what amounts are counted in: “t a year”."""
    return f"{unit_text(str(unit))} {rhythm_text(str(rhythm))}"


def figure_text(figure: Figure) -> str:
    """Return a figure as the locale writes it; a dash where there is none."""
    return "–" if figure.value is None else number_text(figure.value, digits=figure.digits)


def all_text() -> str:
    return _("All together")


def side_heads() -> tuple[str, str]:
    """Return the heads over numbers of offers and of needs."""
    return pgettext("listings", "Offers"), pgettext("listings", "Needs")
