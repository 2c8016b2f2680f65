"""Do the quantities fit, and what does an amount as typed come to in a year?"""

from matching.amounts.fits import AMOUNT_FLOOR, amount_fits
from matching.amounts.month_words import months_in_words, months_of_weeks
from matching.amounts.months import format_months, parse_months
from matching.amounts.quantities import Quantity, Rhythm, amount_band, check_window, normalise, parse_rhythm
from matching.amounts.units import UNITS, Unit, kg_of_one, parse_unit, units_for

__all__ = [
    "AMOUNT_FLOOR",
    "UNITS",
    "Quantity",
    "Rhythm",
    "Unit",
    "amount_band",
    "amount_fits",
    "check_window",
    "format_months",
    "kg_of_one",
    "months_in_words",
    "months_of_weeks",
    "normalise",
    "parse_months",
    "parse_rhythm",
    "parse_unit",
    "units_for",
]
