"""What a row of an import was understood to say, kept as codes and told in the reader's language."""

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation

from django.db import models

from geo.places import load_gazetteer
from marketplace.models import ImportRow, Site
from marketplace.queries.import_columns import column_name
from marketplace.queries.knowledge import current_knowledge
from marketplace.wording.imports import RowProblem, column_of, row_problem
from marketplace.wording.numbers import language, months_text, number_text, price_text, typed_amount_text

_KEPT = (
    *("title", "material", "use", "waste_code", "amount", "unit", "rhythm", "months", "price", "currency"),
    *("available_from", "available_until"),
)


def understood_facts(facts: Mapping[str, object]) -> dict[str, object]:
    """Return the facts that a preview shows, as JSON keeps them."""
    kept = {name: _plain(facts[name]) for name in _KEPT if facts.get(name) not in (None, "", [])}
    if isinstance(site := facts.get("site"), Site):
        kept["place"] = place_label(site)
    return kept


def _plain(value: object) -> object:
    return value if isinstance(value, str | int | list) and not isinstance(value, models.TextChoices) else str(value)


def place_label(site: Site) -> str:
    """Return where a site is: its locality and municipality."""
    municipality = load_gazetteer().municipalities[site.municipality].name
    return f"{site.locality}, {municipality}" if site.locality not in ("", municipality) else municipality


def told_problems(row: ImportRow, *, columns: Sequence[str]) -> list[RowProblem]:
    """Return what is wrong in a row, each with its cell and the name of its column. columns: of the file, in order."""
    reader = language()
    return [
        row_problem(field, sentences, columns=columns, row=row.number, name=_name_of(field, reader))
        for field, sentences in row.problems.items()
    ]


def _name_of(field: str, language: str) -> str:
    """Return the name of the column that a field comes from; "" where it is the whole row."""
    column = column_of(field)
    try:
        return column_name(column, language)
    except KeyError:
        return ""


def told_material(understood: Mapping[str, object]) -> str:
    code = str(understood.get("material", ""))
    return current_knowledge().name(code, language()) if code in current_knowledge().materials else code


def told_use(understood: Mapping[str, object]) -> str:
    code = str(understood.get("use", ""))
    return current_knowledge().use_name(code, language()) if code in current_knowledge().uses else code


def told_amount(understood: Mapping[str, object]) -> str:
    """Return the amount as typed, without a unit if none was understood."""
    try:
        amount = Decimal(str(understood["amount"]))
    except (KeyError, InvalidOperation):
        return ""
    if not (unit := str(understood.get("unit", ""))):
        return number_text(amount)
    return typed_amount_text(amount, unit, str(understood.get("rhythm", "year")))


def told_months(understood: Mapping[str, object]) -> str:
    months = understood.get("months") or []
    return months_text([int(month) for month in months]) if isinstance(months, list) and months else ""


def told_price(understood: Mapping[str, object]) -> str:
    if "price" not in understood or "currency" not in understood:
        return ""
    return price_text(Decimal(str(understood["price"])), str(understood["currency"]), str(understood.get("unit", "")))
