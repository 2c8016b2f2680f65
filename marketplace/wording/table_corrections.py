"""Names of tables, rows and columns for whoever corrects them."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplace.knowledge_tables import current_tables
from marketplace.wording.aspects import property_name
from marketplace.wording.known import LANGUAGE_NAMES, spaced_code
from marketplace.wording.numbers import language
from matching.knowledge import TERMS

_TABLES = {
    "materials": gettext_lazy("Material"),
    "material_properties": gettext_lazy("Usual quality"),
    "material_uses": gettext_lazy("Use of a material"),
    "uses": gettext_lazy("Use"),
    "sectors": gettext_lazy("Industry"),
    "cases": gettext_lazy("Case"),
    "waste_codes": gettext_lazy("Waste code"),
    "waste_headings": gettext_lazy("Heading of the list of waste"),
    "waste_code_validity": gettext_lazy("Validity of a waste code"),
}
_COLUMNS = {
    "waste_codes": gettext_lazy("waste codes, joined by ;"),
    "density_kg_m3": gettext_lazy("kilograms a cubic metre, in a heap"),
    "kg_each": gettext_lazy("kilograms a piece"),
    "dry_matter_pct": gettext_lazy("dry matter, per cent"),
    "shelf_life_days": gettext_lazy("days that it keeps"),
    "low": gettext_lazy("usual range, from"),
    "high": gettext_lazy("usual range, to"),
    "suitability": gettext_lazy("suitability: direct, conditional or possible"),
    "conditions": gettext_lazy("conditions, like moisture<=20;contamination"),
    "yield": gettext_lazy("tonnes of product from a tonne"),
    "smallest": gettext_lazy("smallest amount a year"),
    "smallest_unit": gettext_lazy("unit of the smallest amount"),
    "haul_km": gettext_lazy("kilometres that it is worth carrying"),
    "confidence": gettext_lazy("confidence: high, medium or low"),
    "receivers": gettext_lazy("industries that have the use (NACE), joined by ;"),
    "inputs": gettext_lazy("materials that it takes, joined by ;"),
    "uses": gettext_lazy("uses that it has, joined by ;"),
    "residues": gettext_lazy("materials that it has left over, joined by ;"),
    "since": gettext_lazy("the year it began"),
    "reported": gettext_lazy("the year it was reported"),
    "status": gettext_lazy("state: running, planned, ended or unknown"),
    "source": gettext_lazy("source"),
    "address": gettext_lazy("address of the source"),
    "valid_to": gettext_lazy("valid until"),
    "hazardous": gettext_lazy("hazardous: 1 or 0"),
}


def table_name(table: str) -> str:
    """Return what a row of a table is called."""
    return _("New word") if table.startswith(TERMS) else str(_TABLES[table])


def column_name(column: str) -> str:
    """Return what a column says; names and notes by their language."""
    kind, _underscore, tongue = column.rpartition("_")
    if tongue in LANGUAGE_NAMES and kind in ("name", "note"):
        return (_("name in %(language)s") if kind == "name" else _("text in %(language)s")) % {
            "language": LANGUAGE_NAMES[tongue]
        }
    return str(_COLUMNS.get(column, column))


def row_name(table: str, row: str) -> str:
    """Return which row it is, in the reader's language, or its key where the row is no longer there."""
    parts = row.split(";")
    try:
        return _row_name(table, parts)
    except (KeyError, IndexError):
        return row


def _row_name(table: str, parts: list[str]) -> str:
    known, reader = current_tables(), language()
    if table.startswith(TERMS):
        concept = known.name(parts[2], reader) if parts[2] in known.materials else known.use_name(parts[2], reader)
        return f"{parts[1]} ({LANGUAGE_NAMES[parts[0]]}) → {concept}"
    match table:
        case "materials":
            return known.name(parts[0], reader)
        case "material_properties":
            return f"{known.name(parts[0], reader)}, {property_name(parts[1])}"
        case "material_uses":
            return f"{known.name(parts[0], reader)} → {known.use_name(parts[1], reader)}"
        case "uses":
            return known.use_name(parts[0], reader)
        case "sectors":
            return known.sectors.by_code[parts[0]].name(reader)
        case "waste_codes":
            return f"{spaced_code(parts[0])} {known.waste_name(parts[0], reader)}"
        case "waste_code_validity":
            return f"{spaced_code(parts[0])}, {parts[1]}"
    return parts[0]
