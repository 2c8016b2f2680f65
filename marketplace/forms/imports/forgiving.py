"""What spreadsheets of real firms write, as the columns of a listing want it: "ca 30 m3/vecka", "okt–apr", "gratis"."""

import re
from collections.abc import Mapping, Sequence
from functools import cache

from babel.dates import get_month_names

from marketplace.forms.imports.loads import read_loads
from marketplace.models import Country, Currency
from matching.amounts import format_months, parse_rhythm
from matching.codes import read_line
from matching.errors import NumberUnreadableError, RhythmUnknownError
from matching.tables import parse_number

_CURRENCY_OF = {Country.SWEDEN: Currency.SEK, Country.NORWAY: Currency.NOK}
_CURRENCY_WORDS = {"sek": Currency.SEK, "nok": Currency.NOK, "eur": Currency.EUR, "€": Currency.EUR}
_MONEY = re.compile(r"(?i)\b(sek|nok|eur|kr|kronor|kroner)\b\.?|€|:-|,-")
_FREE = {"gratis", "fritt", "kostnadsfritt", "free", "skänkes", "bortskänkes", "gis bort"}
_AND = re.compile(r"\s*(?:[;,+&]|\boch\b|\bog\b|\band\b|\bsamt\b)\s*", re.IGNORECASE)
_TO = re.compile(r"\s*(?:[-–—]|\btill\b|\btil\b|\bto\b)\s*", re.IGNORECASE)
_SEASONS = {
    "1-12": "hela året|hele året|året runt|året rundt|helårs|hele året rundt|all year|year round|löpande|løpende",
    "3-5": "vår|våren|spring",
    "6-8": "sommar|sommaren|sommer|sommeren|summer",
    "9-11": "höst|hösten|høst|høsten|autumn|fall",
    "12-2": "vinter|vintern|vinteren|winter",
}
_SEASON_OF = {word: months for months, words in _SEASONS.items() for word in words.split("|")}
_SUM = re.compile(
    r"(?i)(?:del|slut|total)?(?:summa|sum)|sub-?total|total(?:t|er|en|summa|sum)?|sammanlagt|til\s?sammen|i\s?alt"
)
_BESIDE_SUM = re.compile(r"(?i)[\s:.()]*(?:\d{4}|ton|tonn|t|kg|m3|m³|kr|sek|nok)?[\s:.()]*(?:per år|pr\.? år|/år)?")
_SHORTEST_MONTH = 3  # letters that tell a month: "sep", "sept"
_LOCALES = ("sv", "nb", "nn", "en")


def tidy(cells: Mapping[str, str], *, side: str, country: str, unit: str, rhythm: str, language: str) -> dict[str, str]:
    """Return the cells of a row in a listing's columns; what is not understood stays as it was typed.

    side: of rows that do not say it. country: of the firm, for its currency. unit, rhythm: those the heading tells.
    language: in which amounts are read.
    """
    tidied = {name: text for name, text in cells.items() if text}
    tidied.setdefault("side", side)
    if "title" not in tidied and "material" in tidied:
        tidied["title"] = tidied["material"]
    if "quantity" in tidied:
        tidied |= _amount(tidied, unit=unit, rhythm=rhythm, language=language)
    if "rhythm" in tidied:
        tidied["rhythm"] = _rhythm(tidied["rhythm"], language=language)
    if "months" in tidied:
        tidied["months"] = _months(tidied["months"])
    if "price" in tidied:
        tidied |= _price(tidied, country=country)
    if "max_km" in tidied:
        tidied["max_km"] = re.sub(r"(?i)\s*km\.?$", "", tidied["max_km"])
    if "place" in tidied:
        tidied["place"] = re.sub(r"(?i)(?<=\w)s?\s+kommune?$", "", tidied["place"])
    return tidied


def is_sum(cells: Sequence[str]) -> bool:
    """Return whether a line only adds up those above it: “Summa”, and beside it nothing but figures."""
    words = [cell for cell in cells if cell and not cell.lstrip("-− ")[:1].isdigit()]
    return bool(words) and any(_is_sum_word(word) for word in words) and all(map(_beside_sum, words))


def _is_sum_word(text: str) -> bool:
    found = _SUM.match(text)
    return found is not None and _BESIDE_SUM.fullmatch(text, found.end()) is not None


def _beside_sum(text: str) -> bool:
    return _is_sum_word(text) or _BESIDE_SUM.fullmatch(text) is not None


def _amount(cells: Mapping[str, str], *, unit: str, rhythm: str, language: str) -> dict[str, str]:
    """Return quantity, unit and rhythm of "12", "12 ton" or "ca 2–3 lass i veckan"; a range as its middle."""
    text = cells["quantity"]
    heading = {"unit": cells.get("unit") or unit, "rhythm": cells.get("rhythm") or rhythm}
    loads = read_loads(f"{text} {heading['unit']}", language=language)
    if loads and not (loads["unit"] == "m3" and "price" in cells):  # of a load, perhaps, and no longer told of one
        return {name: value for name, value in {"rhythm": heading["rhythm"], **loads}.items() if value}
    if _is_number(text):
        return {name: value for name, value in {"quantity": text, **heading}.items() if value}
    found = read_line(text, language)
    if not found.amounts:
        return {name: value for name, value in heading.items() if value}
    amount = found.amounts[0]
    told = str(found.rhythms[0].rhythm) if found.rhythms else ""
    # A cell that names its own unit means that one, whatever stands above it.
    values = {
        "quantity": f"{(amount.low + amount.high) / 2:.12g}",
        "unit": amount.unit or heading["unit"],
        "rhythm": told or cells.get("rhythm", "") or ("" if amount.unit else rhythm),
    }
    return {name: value for name, value in values.items() if value}


def _rhythm(text: str, *, language: str) -> str:
    """Return "varje vecka" and the like as a rhythm, and what is one already as it is."""
    try:
        return str(parse_rhythm(text))
    except RhythmUnknownError:
        found = read_line(text, language).rhythms
        return str(found[0].rhythm) if found else text


def _price(cells: Mapping[str, str], *, country: str) -> dict[str, str]:
    text = cells["price"].split("/")[0].split(" per ")[0].strip()
    named = _MONEY.findall(text) + ["€"] * ("€" in text)
    currency = next((_CURRENCY_WORDS[word.casefold()] for word in named if word.casefold() in _CURRENCY_WORDS), "")
    plain = "0" if text.casefold() in _FREE else _MONEY.sub("", text).strip()
    if not _is_number(plain):
        return {}
    usual = _CURRENCY_OF[Country(country)]
    return {"price": plain, "currency": cells.get("currency") or str(currency or usual)}


def _months(text: str) -> str:
    """Return "okt–apr" as "10-4"; the text itself where a part of it is no month."""
    whole = text.casefold().strip(" .")
    if whole in _SEASON_OF:
        return _SEASON_OF[whole]
    months: set[int] = set()
    for part in _AND.split(whole):
        ends = [_month(word) for word in _TO.split(_SEASON_OF.get(part.strip(" ."), part))]
        if not 1 <= len(ends) <= 2 or 0 in ends:
            return text
        first, last = ends[0], ends[-1]
        months.update((first - 1 + step) % 12 + 1 for step in range((last - first) % 12 + 1))
    return format_months(tuple(months))


def _month(word: str) -> int:
    word = word.strip(" .")
    if word.isdigit():
        return int(word) if 1 <= int(word) <= 12 else 0
    if len(word) < _SHORTEST_MONTH:
        return 0
    return next((number for name, number in _month_names().items() if name.startswith(word)), 0)


@cache
def _month_names() -> dict[str, int]:
    names: dict[str, int] = {}
    for locale in _LOCALES:
        for width in ("wide", "abbreviated"):
            for number, name in get_month_names(width, context="stand-alone", locale=locale).items():
                names[name.casefold().strip(".")] = number
    return names


def _is_number(text: str) -> bool:
    try:
        parse_number(text)
    except NumberUnreadableError:
        return False
    return True
