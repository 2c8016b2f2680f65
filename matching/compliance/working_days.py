"""Working days of Sweden and Norway."""

from datetime import date, timedelta
from functools import cache

from holidays import country_holidays

_SATURDAY = 5
_CATEGORIES = {"SE": ("public", "de_facto"), "NO": ("public",)}
_ONE_DAY = timedelta(days=1)


def is_working_day(day: date, *countries: str) -> bool:
    """Return whether it is no weekend and in none of these countries (SE, NO) a holiday."""
    return day.weekday() < _SATURDAY and not any(day in _holidays(country, day.year) for country in countries)


def add_working_days(day: date, days: int, *countries: str) -> date:
    """Return the day that many working days later, or earlier where negative. The first day itself does not count."""
    step = _ONE_DAY if days > 0 else -_ONE_DAY
    for _ in range(abs(days)):
        day += step
        while not is_working_day(day, *countries):
            day += step
    return day


@cache
def _holidays(country: str, year: int) -> frozenset[date]:
    """Return the holidays of a year; in Sweden the eves of midsummer, Christmas and New Year are no working days."""
    categories = _CATEGORIES.get(country)
    return frozenset(country_holidays(country, years=year, categories=categories)) if categories else frozenset()
