"""Sentences for facts that cannot be true, and for facts that are missing."""

from datetime import date

from django.utils.translation import gettext_lazy

from marketplace.wording.numbers import day_text, number_text, unit_text
from matching.errors import FactError

# Every code of matching.errors; a test holds the two lists together.
_SENTENCES = {
    "amount_not_positive": gettext_lazy("%(amount)s is not an amount. Write a number above zero."),
    "amount_absurd": gettext_lazy(
        "That comes to %(amount)s %(unit)s a year, more than any firm has. Did you choose the right unit?"
    ),
    "unit_unknown": gettext_lazy("“%(unit)s” is not a unit we know. Try kg, t, m³, l, pcs, MWh or h."),
    "unit_unfit": gettext_lazy("%(unit)s does not measure this. Choose another unit."),
    "density_missing": gettext_lazy(
        "We do not know what a cubic metre of this weighs. Give the amount in tonnes or kilograms."
    ),
    "weight_each_missing": gettext_lazy("Say what one piece weighs, so that the amounts can be compared."),
    "conversion_not_positive": gettext_lazy("A weight must be more than zero, this is %(amount)s."),
    "rhythm_unknown": gettext_lazy("“%(rhythm)s” is not a rhythm we know. Try once, day, week, month or year."),
    "month_unknown": gettext_lazy("“%(month)s” is not a month. Write 1 to 12, like 1-4;11;12."),
    "window_reversed": gettext_lazy("The last day (%(end)s) comes before the first (%(start)s). Swap them."),
    "number_unreadable": gettext_lazy("“%(text)s” is not a number."),
    "range_unreadable": gettext_lazy("“%(text)s” is neither a number nor a range, such as 10-15 or <40."),
    "date_unreadable": gettext_lazy("“%(text)s” is not a date. Write it as 2026-12-31."),
    "waste_code_unreadable": gettext_lazy("“%(text)s” is not a waste code. It has six digits, like 03 01 05."),
    "column_missing": gettext_lazy(
        "%(file)s has no column “%(column)s”. Its first line must name the columns: id, side, title and so on."
    ),
    "choice_unknown": gettext_lazy("“%(text)s” is not one of the choices."),
}
_DAYS = {"start", "end"}
_QUOTED = 40  # of what somebody typed no more is said back


def fact_sentence(error: FactError) -> str:
    """Return what is wrong with a stated fact and what to do."""
    return str(_SENTENCES[error.code]) % {name: _value_text(name, value) for name, value in error.values.items()}


def _value_text(name: str, value: str | float) -> str:
    if isinstance(value, float):
        return number_text(value, digits=3)
    if name in _DAYS:
        return day_text(date.fromisoformat(value))
    text = unit_text(str(value)) if name == "unit" else str(value)
    return text if len(text) <= _QUOTED else f"{text[: _QUOTED - 1]}…"
