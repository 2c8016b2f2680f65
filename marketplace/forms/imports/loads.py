"""Amounts as loads of so much: "3 lass à 8 ton", "8 tonn per lass, 3 lass i måneden"."""

import re

from matching.amounts import UNITS
from matching.codes import FoundAmount, LineFacts, read_line
from matching.records import Dimension

# "3 lass (24 ton)" may be all of them together: without such a word nothing is told of one.
_OF = re.compile(r"(?i)[\s(,]*(?:[àáa@x×*]|om|på|av|med|of)\s*(?:ca\.?|omkring|cirka|about)?\s*")
_LOADS = re.compile(r"(?i)\b(?:lass|turer|tur|loads?|trips?)\b")
_EACH = re.compile(r"(?i)\s*(?:/|per|pr\.?|i varje|i hvert|a|each)\s*(?:lass|tur|load|trip)\b")


def read_loads(text: str, *, language: str) -> dict[str, str]:
    """Return quantity, unit, rhythm and the weight of each of some loads; empty where a text does not tell all of it.

    Loads of a volume come to that volume: what a cubic metre weighs, the material's table knows.
    """
    if not _LOADS.search(text):
        return {}
    found = read_line(text, language)
    loads = next((each for each in found.amounts if each.unit == "trips"), None)
    each = next((each for each in found.amounts if each.unit != "trips"), None)
    if loads is None or each is None or not _is_told_of(text, found, loads=loads, each=each):
        return {}
    often = found.rhythms[0] if found.rhythms else None
    count, size = _middle(loads) * (often.times if often else 1), _middle(each) * UNITS[each.unit].factor
    told = {"rhythm": str(often.rhythm)} if often else {}
    match UNITS[each.unit].dimension:
        case Dimension.MASS:
            return {"quantity": f"{count:.12g}", "unit": "trips", "kg_each": f"{size:.12g}", **told}
        case Dimension.VOLUME:
            return {"quantity": f"{count * size:.12g}", "unit": "m3", **told}
    return {}


def _is_told_of(text: str, found: LineFacts, *, loads: FoundAmount, each: FoundAmount) -> bool:
    """Return whether the one amount is said of the other: as so much a load, or right behind it but for the rhythm."""
    if _EACH.match(text, each.span.stop):
        return True
    between = text[loads.span.stop : each.span.start]
    for told in found.rhythms:
        between = between.replace(told.span.text, " ")
    return _OF.fullmatch(between) is not None


def _middle(amount: FoundAmount) -> float:
    return (amount.low + amount.high) / 2
