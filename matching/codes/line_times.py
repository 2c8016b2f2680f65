"""How often and in which months, out of one line: "två gånger om året", "varannan vecka", "okt–apr", "varje höst"."""

import re
from collections.abc import Iterator

from matching.amounts import Rhythm, months_in_words, months_of_weeks
from matching.amounts.month_words import MONTHS, SEASON_OF
from matching.codes.line_facts import FoundMonths, FoundRhythm, Span
from matching.codes.line_words import longest_first
from matching.words.numerals import NUMBER_WORDS

_NOUNS = {
    (Rhythm.HOUR, 1): "timme timmen time timen hour",
    (Rhythm.DAY, 1): "dag dagen dygn dygnet døgn døgnet day",
    (Rhythm.WEEK, 1): "vecka veckan v uke uka uken veke veka week wk helg helgen weekend",
    (Rhythm.WEEK, 1 / 2): "fortnight",
    (Rhythm.MONTH, 1): "månad månaden mån måned måneden månaden mnd month",
    (Rhythm.YEAR, 1): "år året year yr annum säsong säsongen sesong sesongen season",
    (Rhythm.YEAR, 2): "halvår halvåret",
    (Rhythm.YEAR, 4): "kvartal kvartalet quarter",
}
_ADVERBS = {
    (Rhythm.DAY, 1): "dagligen daglig daglege daily",
    (Rhythm.WEEK, 1): "veckovis ukentlig vekentleg weekly",
    (Rhythm.WEEK, 1 / 2): "fortnightly",
    (Rhythm.MONTH, 1): "månadsvis månatligen månedlig månadleg monthly",
    (Rhythm.YEAR, 1): "årligen årlig årleg årligt årlege årlige yearly annually",
    (Rhythm.YEAR, 2): "halvårsvis",
    (Rhythm.YEAR, 4): "kvartalsvis quarterly",
    (Rhythm.ONCE, 1): "engångs engång engangs eingongs once one-off engångsparti engangsparti",
}
_RHYTHM_OF = {word: told for table in (_NOUNS, _ADVERBS) for told, words in table.items() for word in words.split()}
_DEFINITE = "timmen|timen|dagen|dygnet|døgnet|veckan|uka|uken|veka|månaden|måneden|året|kvartalet|halvåret"
_NOUN = longest_first(word for words in _NOUNS.values() for word in words.split())
_EACH = r"per|pr\.?|varje|var|hver|hvert|kvar|kvart|each|every"
_SKIPPED = {
    1 / 2: r"varannan|vartannat|hver\sannen|hvert\sannet|annenhver|annethvert|annakvar|kvar\sannan|(?:every|each)\s"
    r"(?:other|second)",
    1 / 3: r"var\stredje|vart\stredje|hver\stredje|hvert\stredje|kvar\stredje|(?:every|each)\sthird",
    1 / 4: r"var\sfjärde|hver\sfjerde|(?:every|each)\sfourth",
}
_TIMES_WORDS = {"once": 1.0, "twice": 2.0, "thrice": 3.0, "en": 1.0, "én": 1.0, "ei": 1.0, "ein": 1.0}
_SPELT = {**{word: count for words in NUMBER_WORDS.values() for word, count in words.items()}, **_TIMES_WORDS}
_TIMES = (
    rf"(?:(?P<times>\d{{1,3}}|{longest_first(_SPELT)})\s?(?:gånger|gång|ggr\.?|ganger|gang|gonger|gong|times|time)"
    r"|(?P<crosses>\d{1,3})\s?[x×]|(?P<adverbial>once|twice|thrice))"
)
# "i veckan" is a rhythm, "i år" is this year: after i and om only the definite forms count.
RHYTHM = re.compile(
    rf"(?:\b{_TIMES}(?:\s?/\s?|\s(?:{_EACH}|an?|i|om|in\sthe)\s|\s(?=[^\W\d]))(?P<counted>{_NOUN}|årlig|årligen)"
    rf"|\b(?P<skipped>{'|'.join(_SKIPPED.values())})\s(?P<apart>{_NOUN})"
    rf"|\b(?:var|hver|kvar|every)\s(?P<nth>[2-9]|1[0-2])(?:\.|:?e|:?de|nd|rd|th)?\s(?P<each_nth>{_NOUN}|weeks|months|days)"
    r"|\b(?:var|hver|kvar|every)\s14(?:\.|:?e|:?de)?\s(?P<fortnight>dag(?:ar|er)?|days?)"
    rf"|(?:/\s?|\b(?:{_EACH}|an?)\s)(?P<any>{_NOUN})"
    rf"|\b(?:i|om)\s(?P<definite>{_DEFINITE})"
    rf"|\b(?P<adverb>{longest_first(word for words in _ADVERBS.values() for word in words.split())}))\b",
    re.IGNORECASE,
)

# "may" is a verb as often, "mar" and "des" are names: by themselves such words tell a month only behind "i" or "each".
_UNSURE = {"may", "mars", "march"}
_SHORT = "jan feb mar apr maj mai may jun jul aug sep sept okt oct nov dec des"
MONTH = rf"(?:(?:{longest_first((*MONTHS, *_SHORT.split()))})\b\.?)"
_SURE_MONTH = longest_first({*MONTHS} - _UNSURE)
_SEASONS = "våren|sommaren|sommeren|hösten|høsten|hausten|vintern|vinteren|vinterhalvåret|sommarhalvåret|sommerhalvåret"
_SEASON = "vår|sommar|sommer|höst|høst|haust|vinter|spring|summer|autumn|winter"
_MONTH_OR_SEASON = rf"(?:{MONTH}|(?:{_SEASONS}|{_SEASON})\b)"
_ALL_YEAR = longest_first(word for word, months in SEASON_OF.items() if months == "1-12" and " " in word)
_WITHIN = r"(?:\b(?:i|in|om|på|under|during)\s(?:the\s)?)"
_TO = r"\s?(?:[-–—]|\b(?:(?:till|til|to)\b|t\.?o\.?m\.?))\s?"
_AND = r"\s?(?:,|&|\b(?:och|og|and|samt)\b)\s?"
_FROM = "från|fra|frå|from|mellan|mellom|between"
_DAY = r"(?:\d{1,2}(?:\.|:?e|:?a|st|nd|rd|th)?\s)"
_DAYS = re.compile(_DAY)
MONTHS_TOLD = re.compile(
    rf"(?:(?<![\w.])(?:{_WITHIN}|\b(?:{_FROM})\s)?(?P<range>{MONTH}{_TO}{MONTH}|{_DAY}{MONTH}{_TO}{_DAY}{MONTH})"
    rf"|(?<![\w.]){_WITHIN}?(?P<list>{_MONTH_OR_SEASON}(?:{_AND}{_MONTH_OR_SEASON})+)"
    rf"|\b(?P<each>varje|var|hver|hvert|kvar|kvart|each|every)\s(?P<yearly>{MONTH}|(?:{_SEASON})\b)"
    rf"|{_WITHIN}(?P<within>{MONTH}|(?:{_SEASONS}|spring|summer|autumn|winter)\b)"
    rf"|\b(?P<alone>(?:{_SURE_MONTH}|{_SEASONS}|{_ALL_YEAR})\b))(?!\w)(?:\s20\d\d\b)?",
    re.IGNORECASE,
)
STARTS = r"från\soch\smed|fra\sog\smed|frå\sog\smed|fr\.?\s?o\.?\s?m\.?|från|fra|frå|from|since|efter|etter|after"
ENDS = r"till\soch\smed|til\sog\smed|t\.?\s?o\.?\s?m\.?|till|til|until|senast|senest|no\slater\sthan"
ENDS_BEFORE = "innan|före|før|before"
_SINCE_WORDS = rf"\b(?:{STARTS}|{ENDS}|{ENDS_BEFORE})"
_SINCE = re.compile(rf"(?:{_SINCE_WORDS}|\d\.?)\s*$", re.IGNORECASE)
_SINCE_WEEK = re.compile(rf"{_SINCE_WORDS}\s*$", re.IGNORECASE)
WEEK = r"(?:(?:veckorna|veckor|vecka|ukene|uker|uke|vekene|veker|veke|weeks|week|wks|wk)\s?|v(?:\.\s?|\s))"
WEEKS_TOLD = re.compile(
    rf"(?<![\w./])(?:{_WITHIN}?{WEEK}(?P<alone>\d{{1,2}})(?!{_TO}|\w)"
    rf"|(?:\b(?:{_FROM})\s)?{_WITHIN}?{WEEK}(?P<first>\d{{1,2}}){_TO}{WEEK}?(?P<last>\d{{1,2}}))(?!\w)",
    re.IGNORECASE,
)


def find_rhythms(text: str) -> Iterator[FoundRhythm]:
    """Yield how often: by the time alone ("i veckan"), or so many times in it."""
    for match in RHYTHM.finditer(text):
        rhythm, times = _told(match)
        yield FoundRhythm(rhythm, Span(match.start(), match.end(), match[0]), times)


def _told(match: re.Match[str]) -> tuple[Rhythm, float]:
    if match["fortnight"]:
        return Rhythm.WEEK, 1 / 2
    if match["nth"]:
        rhythm, times = _RHYTHM_OF[match["each_nth"].casefold().removesuffix("s")]
        return rhythm, times / int(match["nth"])
    noun = match["counted"] or match["apart"] or match["any"] or match["definite"] or match["adverb"]
    rhythm, times = _RHYTHM_OF[noun.casefold()]
    if match["skipped"]:
        skipped = next(share for share, words in _SKIPPED.items() if re.fullmatch(words, match["skipped"], re.I))
        return rhythm, times * skipped
    count = match["times"] or match["crosses"] or match["adverbial"]
    if count:
        return rhythm, times * (float(count) if count.isdigit() else _SPELT[count.casefold()])
    return rhythm, float(times)


def find_months(text: str) -> Iterator[FoundMonths]:
    """Yield the months; "från maj" begins then, and "15 maj" is a day: none is said of these."""
    for match in MONTHS_TOLD.finditer(text):
        words = match["range"] or match["list"] or match["yearly"] or match["within"] or match["alone"]
        months = months_in_words(_DAYS.sub("", words))
        is_whole = match["range"] or match["list"] or match["each"]
        if months and (is_whole or not _SINCE.search(text[: match.start()])):
            start = match.start("yearly") if match["each"] else match.start()
            yield FoundMonths(months, Span(start, match.end(), text[start : match.end()]))


def find_weeks(text: str) -> Iterator[FoundMonths]:
    """Yield the months of weeks: "vecka 32–36"; "från vecka 40" begins then, and none is said of it."""
    for match in WEEKS_TOLD.finditer(text):
        first, last = (int(match["alone"] or match[name]) for name in ("first", "last"))
        months = months_of_weeks(first, last)
        if months and (match["first"] or not _SINCE_WEEK.search(text[: match.start()])):
            yield FoundMonths(months, Span(match.start(), match.end(), match[0]))


def find_yearly(text: str) -> Iterator[FoundRhythm]:
    """Yield that it is once a year, where each of some months is told: "varje höst", "each May"."""
    for match in MONTHS_TOLD.finditer(text):
        if match["each"]:
            yield FoundRhythm(Rhythm.YEAR, Span(match.start("each"), match.end("each"), match["each"]))
