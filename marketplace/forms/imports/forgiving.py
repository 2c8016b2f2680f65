"""What spreadsheets of real firms write, as the columns of a listing want it: "ca 30 m3/vecka", "okt–apr", "gratis"."""

import re
from collections.abc import Mapping, Sequence

from marketplace.forms.imports.loads import read_loads
from marketplace.models import Country, Currency
from matching.amounts import format_months, months_in_words, parse_rhythm
from matching.codes import read_line
from matching.errors import NumberUnreadableError, RhythmUnknownError
from matching.tables import parse_number

_CURRENCY_OF = {Country.SWEDEN: Currency.SEK, Country.NORWAY: Currency.NOK}
_CURRENCY_WORDS = {"sek": Currency.SEK, "nok": Currency.NOK, "eur": Currency.EUR, "€": Currency.EUR}
_MONEY = re.compile(r"(?i)\b(sek|nok|eur|kr|kronor|kroner)\b\.?|€|:-|,-")
_FREE = {"gratis", "fritt", "kostnadsfritt", "free", "skänkes", "bortskänkes", "gis bort"}
_SUM = re.compile(
    r"(?i)(?:del|slut|total)?(?:summa|sum)|sub-?total|total(?:t|er|en|summa|sum)?|sammanlagt|til\s?sammen|i\s?alt"
)
_BESIDE_SUM = re.compile(r"(?i)[\s:.()]*(?:\d{4}|ton|tonn|t|kg|m3|m³|kr|sek|nok)?[\s:.()]*(?:per år|pr\.? år|/år)?")


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
        tidied |= _rhythm(tidied, language=language)
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
        "quantity": f"{(amount.low + amount.high) / 2 * (found.rhythms[0].times if found.rhythms else 1):.12g}",
        "unit": amount.unit or heading["unit"],
        "rhythm": told or cells.get("rhythm", "") or ("" if amount.unit else rhythm),
    }
    return {name: value for name, value in values.items() if value}


def _rhythm(cells: Mapping[str, str], *, language: str) -> dict[str, str]:
    """Return "varje vecka" and the like as a rhythm, and what is one already as it is.

    What comes several times in it, so many times: 20 tonnes "två gånger om året" are 40 a year.
    """
    text = cells["rhythm"]
    found = read_line(text, language).rhythms
    if found and found[0].times != 1:
        amount = cells.get("quantity", "")
        counted = {"quantity": f"{parse_number(amount) * found[0].times:.12g}"} if _is_number(amount) else {}
        return {"rhythm": str(found[0].rhythm), **counted}
    try:
        return {"rhythm": str(parse_rhythm(text))}
    except RhythmUnknownError:
        return {"rhythm": str(found[0].rhythm) if found else text}


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
    return format_months(months_in_words(text)) or text


def _is_number(text: str) -> bool:
    try:
        parse_number(text)
    except NumberUnreadableError:
        return False
    return True
