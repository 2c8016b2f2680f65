"""What it costs, out of one line: "90 kr/ton", "50 øre per kg", "gratis"."""

import re
from collections.abc import Iterator

from matching.amounts import parse_unit
from matching.codes.line_facts import FoundPrice, Span
from matching.codes.line_words import CUBIC, DIGITS, UNIT
from matching.errors import NumberUnreadableError, UnitUnknownError
from matching.tables import parse_number

_CURRENCIES = {"sek": "SEK", "nok": "NOK", "eur": "EUR", "euro": "EUR", "€": "EUR"}
_HUNDREDTHS = {"öre", "øre"}
# EUR pallets cost no euro.
_MONEY = r"(?:(?:sek|nok|eur|euro|kr|kronor|kroner|öre|øre)\b(?!-|\s?pal)\.?|€|:-|,-)"
_FREE = r"gratis|kostnadsfritt|vederlagsfritt|bortskänkes|skänkes|gis\sbort|gjes\sbort|for\sfree|free\sof\scharge"
_FREE_ALONE = r"(?<=[,;]\s)free(?=\s*(?:[,;.]|$))"  # "free from nails" is another free
PRICE = re.compile(
    rf"(?:(?P<pays>\b(?:betalar|betaler|pays?)\s(?:ca\.?\s)?)?"
    rf"(?:(?<!\d)(?<!\d\s)(?P<sign>[-−])\s?)?(?:(?P<before>{_MONEY})\s?)?(?<![\w.])(?P<number>{DIGITS})\s?(?P<behind>{_MONEY})?"
    rf"(?P<per>\s?(?:/|\bper\b|\bpr\b\.?|\bi\b(?=\sstycket)|\ban?\b)?\s?(?P<unit>{UNIT}))?"
    rf"|(?P<free>\b(?:{_FREE})\b|{_FREE_ALONE}))",
    re.IGNORECASE,
)

_RANGE = re.compile(r"\d\s?[-–]\s?$")


def find_prices(text: str) -> Iterator[FoundPrice]:
    """Yield every sum of money; unit "" where it is not told per what."""
    for match in PRICE.finditer(text):
        if _RANGE.search(text[: match.start("number")]) and not match["sign"] and not match["free"]:
            continue  # "20-30 kr/ton": which of them, the firm must say
        if match["free"]:
            yield FoundPrice(0.0, "", "", False, Span(match.start(), match.end(), match[0]))
        elif match["before"] or match["behind"]:
            yield from _price(match)


def _price(match: re.Match[str]) -> Iterator[FoundPrice]:
    try:
        amount = parse_number(match["number"])
    except NumberUnreadableError:
        return
    words = {(match[name] or "").casefold().strip(".") for name in ("before", "behind")}
    currency = next((_CURRENCIES[word] for word in words if word in _CURRENCIES), "")
    amount = amount / 100 if words & _HUNDREDTHS else amount
    unit = _unit(match["unit"]) if match["unit"] else ""
    stop = match.end() if unit else match.end("behind") if match["behind"] else match.end("number")
    span = Span(match.start(), stop, match.string[match.start() : stop])
    yield FoundPrice(-amount if match["sign"] else amount, currency, unit, bool(match["pays"]), span)


def _unit(word: str) -> str:
    try:
        return "m3" if CUBIC.fullmatch(word) else parse_unit(word)
    except UnitUnknownError:
        return ""
