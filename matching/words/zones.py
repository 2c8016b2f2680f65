"""What each word of a line is there for: the thing itself, what it is for, where it comes from, what it is without."""

import re
import unicodedata
from enum import StrEnum
from itertools import pairwise

from matching.words.vessels import HOLDING_VESSEL, VESSELS


class Zone(StrEnum):
    THING = "thing"
    USE = "use"  # after "till", "til", "for"
    SOURCE = "source"  # after "från", "fra", "from"
    COMPANY = "company"  # after "med", "with", and in what it is packed: "i säck"
    WITHOUT = "without"  # after "utan", "fri för", "ikke"
    SEEKER = "seeker"  # before "söker", "kjøper", "tar emot": who wants it
    AMOUNT = "amount"  # how much, how often: "8 ton", "2 pallar i månaden"


ZONE_WEIGHTS = {
    Zone.THING: 1.0,
    Zone.USE: 0.25,
    Zone.SOURCE: 0.5,
    Zone.COMPANY: 0.5,
    Zone.WITHOUT: 0.0,
    Zone.SEEKER: 0.25,
    Zone.AMOUNT: 0.05,
}
"""How much a word tells of the thing, by where it stands."""

_PIECE = re.compile(r"[^\W\d_]+|\d+|[;:()\n]|[.,](?!\d)")
_WORDS = {
    Zone.USE: "till til för for to as som",
    Zone.SOURCE: "från fra frå from ur efter etter after",
    Zone.COMPANY: "med with i in på on",
    Zone.WITHOUT: "utan uten without inte ej icke ikke ikkje not no ingen inga inget undantaget utom unntatt except",
}
_OPENERS = {word: zone for zone, line in _WORDS.items() for word in line.split()}
_EMPTIED = "fri fria fritt frie free tømt tömd tömda tømte tomma tomme empty emptied renset rensad"
_FREE_OF = frozenset(
    (free, of) for free in _EMPTIED.split() for of in ("för", "från", "for", "fra", "frå", "of", "from")
)
_SEARCHED = frozenset(  # "looking for bark" names the thing, and no use
    (*((word, "for") for word in ("looking", "searching", "need", "demand")), ("letar", "efter"), ("leter", "etter"))
)
_UNITS = (
    "kg kilo ton tonn tonnes t m mm cm km m² m³ kubik kubikk kubikmeter kvadratmeter liter litre liters l dl st stk "
    "stycken stykker pcs mwh gwh kwh kw bar grader"
)
_PERIODS = (
    "dag dagen dygn dygnet døgn døgnet day vecka veckan veckor veke veka uke uka uken uker week månad månaden måned "
    "måneden month år året year"
)
_SEEKERS = (
    "söker köper efterlyser behöver mottar søker kjøper etterlyser trenger søkjer treng seeks buys needs",
    "vi jag man jeg eg me we i",
)
_TAKES = frozenset(("tar", "tek"))  # … emot
_TAKES_IN = frozenset(("emot", "imot", "mot"))
_SEEKS, _ONESELF = (frozenset(line.split()) for line in _SEEKERS)  # "spån köper vi": nobody is named before the word
_MEASURES = frozenset(f"{_UNITS} {_PERIODS}".split())
_STAYS_WITHOUT, _BUT = ("och", "og", "and"), ("samt", "men", "but", "which", "that")


def zones(text: str) -> list[Zone]:
    """Return the zone of each word of the text, in the order of `words.folding.words`."""
    found: list[Zone] = []
    zone, before = Zone.THING, ""
    composed = unicodedata.normalize("NFC", text)
    folded = composed.casefold()
    vessels = [match.span() for match in HOLDING_VESSEL.finditer(composed)] if len(folded) == len(composed) else []
    seekers = _seekers(_PIECE.findall(folded))
    for match in _PIECE.finditer(folded):
        piece = match[0]
        if piece[0].isalpha() and len(found) < seekers:
            found.append(Zone.SEEKER)  # "firma i Åre söker": what comes then is in no place
        elif any(start <= match.start() < stop for start, stop in vessels):
            found.append(Zone.AMOUNT)
        elif piece[0].isalpha():
            zone = _next(zone, piece, before=before)
            found.append(Zone.AMOUNT if _is_measure(piece, before=before, is_first=not found) else zone)
        elif not piece[0].isdigit():
            zone = Zone.THING
        before = piece
    return found


def _seekers(pieces: list[str]) -> int:
    """Return how many words at the start say who is looking for something: "växthus söker värme"."""
    for place, (piece, after) in enumerate(pairwise([*pieces, ""])):
        if not piece[0].isalpha():
            return 0
        if piece in _SEEKS or (piece in _TAKES and after in _TAKES_IN):
            return 0 if after in _ONESELF else place
    return 0


def _is_measure(word: str, *, before: str, is_first: bool) -> bool:
    """Return whether a word only says how much: "8 ton", and "2 pallar" of something that has been named."""
    return word in _MEASURES or (word in VESSELS and before[:1].isdigit() and not is_first)


def _next(zone: Zone, word: str, *, before: str) -> Zone:
    if (before, word) in _FREE_OF:
        return Zone.WITHOUT
    if zone is Zone.WITHOUT and word in _STAYS_WITHOUT:
        return zone  # "utan spik och lim"
    return Zone.THING if word in _BUT or (before, word) in _SEARCHED else _OPENERS.get(word, zone)
