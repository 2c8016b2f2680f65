"""What a coordinator oversees: rows that may be handed on, and figures of which each is recomputed from the rows."""

from marketplace.queries.overview.page import Overview, overview
from marketplace.queries.overview.scope import Scope, area_choices, scope_of
from marketplace.queries.overview.sheets import Cell, Figure, Sheet
from marketplace.queries.overview.tables import Table, TableRow, figure_text

__all__ = [
    "Cell",
    "Figure",
    "Overview",
    "Scope",
    "Sheet",
    "Table",
    "TableRow",
    "area_choices",
    "figure_text",
    "overview",
    "scope_of",
]
