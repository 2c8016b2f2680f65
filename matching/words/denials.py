"""Which words of a text say what is not so or not wanted: "inget avloppsslam", "uten lim, maling og impregnering"."""

import re
import unicodedata
from collections.abc import Sequence

_PIECE = re.compile(r"[^\W\d_]+|[,;:()\n!?]|\.(?!\d)")
_LISTED = re.compile(r"\w+(?: (?:och|eller|og|and|or) \w+)?$")


def _words(line: str) -> frozenset[str]:
    return frozenset(line.split())


_NEGATIONS = _words(
    "inte ej icke ikke ikkje not no nej nei ingen inga inget intet inkje utan uten without aldrig aldri never "
    "undantaget utom unntatt except undvik undviker unngå unngår avoid slippa slippe utesluter utelukker"
)
_BUT = _words("men but however däremot derimot istället istedenfor samt dock")
_ONLY = _words("bara bare enbart endast only just")  # "ikke bare" denies nothing
_FREE = _words("fri fria fritt frie free")
_OF = _words("för från for fra frå of from")
# What is looked for is not found: "prøvetatt for PCB".
_FOR = _words("för for efter etter på mht med avseende")
# These deny what stands in front of them: "avloppsslam tas ej emot", "slam tar vi inte", "slam undanbedes".
_SPOKEN_OF = _words(
    "tas tages mottas mottages godtas godtages accepteras aksepteres önskas ønskes ønskjes godkänns godkjennes tillåts "
    "tillates används brukes är er accepted wanted"
)
_TURNED = _words(
    "tar tek vill vil kan får køyrer kör önskar ønsker köper kjøper mottar accepterar aksepterer godtar använder bruker"
)
_ONESELF = _words("vi jag man jeg eg me")
_MAY = _words("kan får skal ska skall må bør bör")
_BANNED = _words("undanbedes undanbes frabes frabedes förbjudet förbjuden forbudt uteslutet utesluten utelukket")
# But where these open the part, it is what follows: "till hästarna vill vi inte ha damm".
_FRAMING = _words("till til i på för for från fra om med när når då eftersom")
_PASSIVE = re.compile(r"\w+[eaå]s$|förekomma$|forekomme$|ingå$|inngå$")
_LOOKED = re.compile(r"(?:prov|prøve)ta|provtag|analys|test|undersök|undersøk|kontroll|sjekk|kollad")


def denials(text: str) -> list[bool]:
    """Return for each word of the text whether it is denied, in the order of `words.folding.words`.

    A negation holds until the end of its part of the sentence, and over the commas of a list.
    """
    pieces = _PIECE.findall(unicodedata.normalize("NFC", text).casefold())
    spoken = [piece for piece in pieces if piece[0].isalpha()]
    found: list[bool] = []
    denied, start = False, 0
    for place, piece in enumerate(pieces):
        if not piece[0].isalpha():
            denied = denied and piece == "," and _is_listed(pieces[place + 1 :])
            start = start if denied else len(found)
            continue
        before, after = pieces[place - 1] if place else "", pieces[place + 1] if place + 1 < len(pieces) else ""
        if piece in _BUT:
            denied, start = False, len(found)
        elif (
            (piece in _NEGATIONS and after not in _ONLY)
            or (piece in _OF and before in _FREE)
            or (piece in _FOR and _LOOKED.match(before))
        ):
            denied = True
            if _speaks_of_what_stands_before(pieces[:place], after, opening=spoken[start]):
                found[start:] = [True] * (len(found) - start)
        elif piece in _BANNED:
            denied = True
            found[start:] = [True] * (len(found) - start)
        is_free = after in _FREE and not {*pieces[place + 2 : place + 3]} & _OF  # "PCB-fri"
        found.append(denied or is_free)
    return found


def _speaks_of_what_stands_before(pieces: Sequence[str], after: str, *, opening: str) -> bool:
    """Return whether a negation after these pieces denies them. opening: the first word of their part."""
    verb, before = ["", "", *pieces][-2:]
    return (
        before in _SPOKEN_OF
        or (before in _MAY and _PASSIVE.match(after) is not None)
        or (before in _ONESELF and verb in _TURNED and opening not in _FRAMING)
    )


def _is_listed(rest: Sequence[str]) -> bool:
    """Return whether what follows a comma, up to the next sign, is one word or two that are joined."""
    part: list[str] = []
    for piece in rest:
        if not piece[0].isalpha():
            break
        part.append(piece)
    return _LISTED.match(" ".join(part)) is not None
