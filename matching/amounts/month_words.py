"""Months and seasons in words: "okt–apr", "maj och september", "våren", "hela året"."""

import re
from datetime import date, timedelta

_NAMES = (
    "januari februari mars april maj juni juli augusti september oktober november december",
    "januar februar mars april mai juni juli august september oktober november desember",
    "january february march april may june july august september october november december",
)
_SEASONS = {
    "1-12": "hela året|hele året|heile året|året runt|året rundt|helårs|hele året rundt|all year|all year round|"
    "year round|year-round|löpande|løpende",
    "3-5": "vår|våren|spring",
    "6-8": "sommar|sommaren|sommer|sommeren|summer",
    "9-11": "höst|hösten|høst|høsten|haust|hausten|autumn|fall",
    "12-2": "vinter|vintern|vinteren|winter",
    "10-3": "vinterhalvåret",
    "4-9": "sommarhalvåret|sommerhalvåret",
}
SEASON_OF = {word: months for months, words in _SEASONS.items() for word in words.split("|")}
AND = re.compile(r"\s*(?:[;,+&|]|\boch\b|\bog\b|\band\b|\bsamt\b)\s*", re.IGNORECASE)
TO = re.compile(r"\s*(?:[-–—]|\btill\b|\btil\b|\bto\b|\bt\.?o\.?m\.?\s)\s*", re.IGNORECASE)
_SHORTEST = 3  # letters that tell a month: "sep", "sept"
_LAST_WEEK, _NEW_YEAR = 53, date(2026, 1, 1)  # a year without a leap day
MONTHS = {name: number for names in _NAMES for number, name in enumerate(names.split(), start=1)}


def months_in_words(text: str) -> tuple[int, ...]:
    """Return the months of "okt–apr", "1-4", "våren" in order, each once; none where a part of the text is no month."""
    whole = text.casefold().strip(" .")
    months: set[int] = set()
    for part in [whole] if whole in SEASON_OF else AND.split(whole):
        ends = [month_of(word) for word in TO.split(SEASON_OF.get(part.strip(" ."), part))]
        if not 1 <= len(ends) <= 2 or 0 in ends:
            return ()
        first, last = ends[0], ends[-1]
        months.update((first - 1 + step) % 12 + 1 for step in range((last - first) % 12 + 1))
    return tuple(sorted(months))


def months_of_weeks(first: int, last: int) -> tuple[int, ...]:
    """Return the months of the weeks from one to another, over New Year too; none where there is no such week.

    A week is of the month that its Thursday is of in most years.
    """
    if not (1 <= first <= _LAST_WEEK and 1 <= last <= _LAST_WEEK):
        return ()
    weeks = range(first, last + 1 if first <= last else last + 1 + _LAST_WEEK)
    return tuple(sorted({_month_of_week((week - 1) % _LAST_WEEK + 1) for week in weeks}))


def _month_of_week(week: int) -> int:
    thursday = min(7 * week - 3, 365)  # of the year
    return (_NEW_YEAR + timedelta(days=thursday - 1)).month


def month_of(word: str) -> int:
    """Return the number of a month: told as such, or by three letters of its name or more; 0 of anything else."""
    word = word.casefold().strip(" .")
    if word.isdigit():
        return int(word) if 1 <= int(word) <= 12 else 0
    if len(word) < _SHORTEST:
        return 0
    return next((number for name, number in MONTHS.items() if name.startswith(word)), 0)
