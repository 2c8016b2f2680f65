"""Measured qualities out of one line: "fukt 50–55 %", "12 % TS", "pH under 4", "2 MW"."""

import re
from collections.abc import Iterator

from matching.codes.line_facts import FoundQuality, Span
from matching.errors import NumberUnreadableError
from matching.tables import parse_number

_NAMES = {
    "moisture": r"fukthalt|fukt|fuktighet|fuktinnhold|fuktinnhald|vattenhalt|vatten|vann|vatn|moisture|water",
    "dry_matter": r"torrsubstans|ts|tørrstoff|tørrstoffinnhold|dry\smatter|dm",
    "salt": r"salthalt|salt|saltinnhold",
    "fat": r"fetthalt|fett|fettinnhold|fat",
    "alcohol": r"alkoholhalt|alkohol|alkoholinnhold|alcohol",
    "ash_content": r"askhalt|askeinnhold|ash\scontent",
}
_AT_MOST = r"under|below|max\.?|maks\.?|högst|inntil|upp\still|up\sto|less\sthan|mindre\sän|<|≤"
_AT_LEAST = r"över|over|minst|at\sleast|more\sthan|above|mer\sän|>|≥"
_ABOUT = r"omkring|cirka|circa|ca\.?|rundt|runt|om\slag|about|på|of|:"
_NUMBER = r"\d+(?:[.,]\d+)?"
_RANGE = (
    rf"(?:(?P<most>{_AT_MOST})\s?|(?P<least>{_AT_LEAST})\s?|(?:{_ABOUT})\s?)?"
    rf"(?<![\d.,])(?P<low>{_NUMBER})(?:\s?[-–]\s?(?P<high>{_NUMBER}))?\s?"
)
_PATTERNS = [
    *((code, 1.0, rf"\b(?:{names})\s?{_RANGE}%") for code, names in _NAMES.items()),
    *((code, 1.0, rf"{_RANGE}%\s(?:{names})\b") for code, names in _NAMES.items()),
    ("ph", 1.0, rf"\bph(?:-värde|-verdi)?\s?{_RANGE}(?![\w%])"),
    ("temperature", 1.0, rf"{_RANGE}(?:°\s?c|grader|degrees)\b"),
    ("power", 1.0, rf"{_RANGE}kw\b"),
    ("power", 1000.0, rf"{_RANGE}mw\b"),
]
_COMPILED = [(code, factor, re.compile(pattern, re.IGNORECASE)) for code, factor, pattern in _PATTERNS]


def find_qualities(text: str) -> Iterator[FoundQuality]:
    """Yield every quality with its figure, in the unit of its property; open at an end where a bound was told."""
    for code, factor, pattern in _COMPILED:
        for match in pattern.finditer(text):
            try:
                low, high = (parse_number(match[name] or match["low"]) * factor for name in ("low", "high"))
            except NumberUnreadableError:
                continue
            span = Span(match.start(), match.end(), match[0].strip())
            if low <= high:
                yield FoundQuality(code, None if match["most"] else low, None if match["least"] else high, span)
