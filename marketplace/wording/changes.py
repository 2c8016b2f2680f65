"""What was changed of a listing, in words: “Amount: 12 → 20”."""

from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import gettext as _

from marketplace.knowledge_tables import current_tables
from marketplace.models import Listing
from marketplace.wording.numbers import language, months_text, number_text, unit_text

_NUMBERS = {"amount", "kg_each", "smallest_lot", "largest_lot", "price", "disposal_cost", "max_km", "shelf_life_days"}
_UNTOLD = {"language", "resource", "shown_area"}  # they follow from others


def change_lines(changes: Mapping[str, list[object]]) -> list[str]:
    """Return the changed facts of an event, each with what it was and what it is."""
    return [_line(name, pair) for name, pair in changes.items() if name not in _UNTOLD]


def _line(name: str, pair: list[object]) -> str:
    label = str(Listing._meta.get_field(name).verbose_name)
    old, new = (_text(name, value) for value in pair)
    if name == "site":
        return f"{label[:1].upper()}{label[1:]}"  # of places the row alone is kept
    return f"{label[:1].upper()}{label[1:]}: {old} → {new}"


def _text(name: str, value: object) -> str:
    if value in (None, "", []):
        return _("nothing said") if name != "months" else months_text([])
    knowledge, field = current_tables(), Listing._meta.get_field(name)
    if name in _NUMBERS:
        return number_text(Decimal(str(value)), digits=3)
    if name == "material" and value in knowledge.materials:
        return knowledge.name(str(value), language())
    if name == "use" and value in knowledge.uses:
        return knowledge.use_name(str(value), language())
    if name == "unit":
        return unit_text(str(value))
    if name == "months":
        return months_text(list(value))
    return str(dict(field.choices or ()).get(value, value))
