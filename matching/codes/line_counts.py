"""Bare numbers that may count the thing, out of one line: "300 fönster", "10 storsekker treflis", "tegel 40 000"."""

import re
from collections.abc import Iterator

from matching.amounts.month_words import MONTHS
from matching.codes.line_facts import FoundCount, Span
from matching.codes.line_words import DIGITS, SPELT
from matching.errors import NumberUnreadableError
from matching.tables import parse_number
from matching.words.numerals import NUMBER_WORDS
from matching.words.vessels import VESSEL_IN_FRONT

_COUNT = re.compile(
    rf"(?<![\w.,%°×/+–-])(?P<low>{DIGITS}|(?:{SPELT})(?=\s))(?:\s?[-–]\s?(?P<high>{DIGITS}))?"
    r"(?![\w.,/-]*\w|\s?(?:[%°/+]|[x×]\s?\d))",
    re.IGNORECASE,
)
_FOLLOWING = re.compile(r"(?:\s+[^\W\d_]+(?:-[^\W\d_]+)*){1,4}")
_BEFORE = re.compile(r"[^\W\d_]+(?=[\s:.,]*$)")
_ENDS = re.compile(r"\s*(?:[,;.)]|$)")
# "kategori 2 ben", "vecka 32 fönster": a number of these counts nothing.
_SORTS = (
    "typ type klass klasse class kat kategori category cat nr no nummer number grade grad vecka uke week v fas "
    "phase steg del sort kvalitet quality kl pn dn serie modell model år year från fra frå from sedan siden since"
)
# "200 cm dörrar", "3 glas fönster": of each of them.
_MEASURED = (
    "cm mm dm m m² m³ kvm kvadratmeter sqm lm löpmeter lengdemeter km mil meter metre metres kw mw w v a ah hp hk "
    "bar år years year grader tum inch tommer procent prosent percent glas glass lags lag delad gånger ganger "
    "times kwh parti partier lots batches sorter typer kinds"
)
_KINDS, _SIZES = frozenset(_SORTS.split()), frozenset(_MEASURED.split())
_YEARS = range(1900, 2100)


def number_of(word: str, language: str) -> float:
    """Return the number, 0 where there is none that we can read."""
    if word[0].isdigit():
        try:
            return parse_number(word)
        except NumberUnreadableError:
            return 0.0
    known = NUMBER_WORDS.values() if language not in NUMBER_WORDS else (NUMBER_WORDS[language],)
    return next((words[word.casefold()] for words in known if word.casefold() in words), 0.0)


def find_counts(text: str, language: str) -> Iterator[FoundCount]:
    """Yield the numbers that stand beside words as if they counted them."""
    for match in _COUNT.finditer(text):
        low = number_of(match["low"], language)
        high = number_of(match["high"], language) if match["high"] else low
        if low < 2 and not match["low"][0].isdigit():
            continue  # "ett parti fönster"
        beside, stop = _beside(text, match, number=low)
        if low > 0 and beside:
            span = Span(match.start(), stop, text[match.start() : stop])
            yield FoundCount(low, max(low, high), beside, stop > match.end(), span)


def _beside(text: str, match: re.Match[str], *, number: float) -> tuple[tuple[str, ...], int]:
    """Return the words that a number may count, and where it ends: behind the vessels, where it counts such."""
    before, stop = _BEFORE.search(text[: match.start()]), match.end()
    if before and before[0].casefold() in _KINDS:
        return (), stop
    vessel = VESSEL_IN_FRONT.match(text, stop)
    if vessel:
        following = _FOLLOWING.match(text, vessel.end())
        return _words(following), vessel.end()
    following = _FOLLOWING.match(text, stop)
    words = _words(following)
    if words:
        return (() if words[0] in _SIZES or words[0] in MONTHS else words), stop
    is_year = number in _YEARS and len(match["low"]) == 4
    return ((before[0].casefold(),) if before and _ENDS.match(text, stop) and not is_year else ()), stop


def _words(found: re.Match[str] | None) -> tuple[str, ...]:
    return tuple(found[0].casefold().split()) if found else ()
