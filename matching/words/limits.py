"""How far a text says that it may be: "högst 5 mil", "inntil 40 km fra gården", "i en radius på tre mil"."""

import re

from matching.words.numerals import NUMBER_WORDS

_KM_A_MIL = 10
_SPELT = {word: number for words in NUMBER_WORDS.values() for word, number in words.items()}
_SPELT |= {"en": 1.0, "ei": 1.0, "syv": 7.0}  # a mil is no "ett"
_MOST = (
    r"högst|høyst|(?:max|maks)(?:imalt?|imum)?|som mest|inom|under|innen(?:for)?|inntil|upp till|opp til|opptil"
    r"|(?:inte|ej|ikke|ikkje) (?:över|over|(?:mera?|meir|längre|lenger|lengre)(?: (?:bort|unna|vekk))? (?:än|enn))"
    r"|radie|radius|(?:mindre|närmare|nærmere|kortare|kortere) (?:bort )?(?:än|enn)|within|at most"
    r"|no (?:more|further|farther) than"
)
_BETWEEN = (
    r"(?:\s?(?:kör|kjøre|transport)?(?:avstånd|avstand|sträcka|transport|körning|kjøring):?\s+|\.?:?\s+)"
    r"(?:(?:en |ein )?(?:radie|radius) (?:av|på) |(?:av|på) )?(?:ca\.?\s+|cirka\s+)?"
)
_FIGURE = rf"(?:\d+\s*[-–]\s*)?(\d+(?:[.,]\d+)?|{'|'.join(_SPELT)})\s*(km|kilometer|kilometre|mil)s?\b(?!/)"
_LIMITS = (
    re.compile(rf"\b(?:{_MOST}){_BETWEEN}{_FIGURE}", re.IGNORECASE),
    re.compile(rf"\b{_FIGURE}\s+(?:max|maks|radie|radius|som mest)\b", re.IGNORECASE),
)
# "Inom 2 km från E14" says where it lies, "max 2 km lång" and "räckvidd upp till 8 mil" what the thing is like.
_NO_LIMIT = re.compile(
    r"\s+(?:(?:från|fra|frå|from|till|til|to)\s+(?:[ER]v?\.?\s?\d|"
    r"\w*(?:väg|vei|veg|kai|kaj|havn|hamn|spår|centrum|sentrum|sta[ts]jon|station))"
    r"|l[åa]ng|slang|kab|ledning|rör|rør)"
)
_OF_THE_THING = re.compile(r"(?:räckvidd|rekkevidd|gått|kjørt|kört|körd|längd|lengde)\w*:?\s+$", re.IGNORECASE)


def told_limit_km(text: str) -> float | None:
    """Return the kilometres that a text sets as its limit, None where it sets none; of several the widest."""
    found = [
        _number(match[1]) * (_KM_A_MIL if match[2].casefold() == "mil" else 1)
        for limit in _LIMITS
        for match in limit.finditer(text)
        if not _NO_LIMIT.match(text, match.end()) and not _OF_THE_THING.search(text, 0, match.start())
    ]
    return max(found, default=None)


def _number(figure: str) -> float:
    spelt = _SPELT.get(figure.casefold())
    return float(figure.replace(",", ".")) if spelt is None else spelt
