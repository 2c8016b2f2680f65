"""How people write amounts, rhythms and where something is: words and patterns of `lines`."""

import re
from collections.abc import Iterable

from matching.amounts import Rhythm


def _longest_first(words: Iterable[str]) -> str:
    return "|".join(sorted(set(words), key=lambda word: (-len(word), word)))


_ONE_TO_TWELVE = {
    "sv": "ett två tre fyra fem sex sju åtta nio tio elva tolv",
    "nb": "ett to tre fire fem seks sju åtte ni ti elleve tolv",
    "nn": "eitt to tre fire fem seks sju åtte ni ti elleve tolv",
    "en": "one two three four five six seven eight nine ten eleven twelve",
}
NUMBER_WORDS = {
    language: {word: float(number) for number, word in enumerate(words.split(), start=1)}
    for language, words in _ONE_TO_TWELVE.items()
}
_DIGITS = r"\d{1,3}(?:[ \u00a0]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)*"
_SPELT = _longest_first(word for words in NUMBER_WORDS.values() for word in words)
# No hyphen before the unit: "10-litershink" is the size of a bucket. No letter behind it: "2 tunnor" is no 2 t.
AMOUNT = re.compile(
    rf"(?<![\w.,])(?P<low>{_DIGITS}|(?:{_SPELT})(?= ))(?:\s?[-–]\s?(?P<high>{_DIGITS}))?\s{{0,2}}"
    r"(?P<unit>(?:loose\s)?cubic\smet(?:re|er)s?|[lf]?m\s?(?:3|³)|[^\W\d_]+)(?![\w³])",
    re.IGNORECASE,
)
CUBIC = re.compile(r"(?:loose\s)?cubic\smet(?:re|er)s?|[lf]?m\s?(?:3|³)", re.IGNORECASE)

_NOUNS = {
    Rhythm.HOUR: "timme timmen time timen hour",
    Rhythm.DAY: "dag dagen dygn dygnet døgn døgnet day",
    Rhythm.WEEK: "vecka veckan v uke uka uken veke veka week wk",
    Rhythm.MONTH: "månad månaden mån måned måneden månaden mnd month",
    Rhythm.YEAR: "år året year annum",
}
_ADVERBS = {
    Rhythm.DAY: "dagligen daglig daglege daily",
    Rhythm.WEEK: "veckovis ukentlig vekentleg weekly",
    Rhythm.MONTH: "månadsvis månatligen månedlig månadleg monthly",
    Rhythm.YEAR: "årligen årlig årleg årligt yearly annually",
    Rhythm.ONCE: "engångs engång engangs eingongs once one-off engångsparti",
}
RHYTHM_OF = {word: rhythm for table in (_NOUNS, _ADVERBS) for rhythm, words in table.items() for word in words.split()}
_DEFINITE = "timmen|timen|dagen|dygnet|døgnet|veckan|uka|uken|veka|månaden|måneden|året"
_ANY_NOUN = _longest_first(word for words in _NOUNS.values() for word in words.split())
# "i veckan" is a rhythm, "i år" is this year: after i and om only the definite forms count.
RHYTHM = re.compile(
    rf"(?:(?:/\s?|\b(?:per|pr\.?|varje|var|hver|hvert|kvar|kvart|each|every|an?)\s)(?P<any>{_ANY_NOUN})"
    rf"|\b(?:i|om)\s(?P<definite>{_DEFINITE})"
    rf"|\b(?P<adverb>{'|'.join(word for words in _ADVERBS.values() for word in words.split())}))\b",
    re.IGNORECASE,
)
ABOUT = re.compile(r"(?:\b(?:ca|cirka|circa|omkring|ungefär|rundt|about|around|approx)\b\.?\s*)+$", re.IGNORECASE)
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
NEAR = frozenset(
    ("i", "på", "från", "fra", "frå", "ved", "vid", "nära", "nær", "in", "near", "at", "from", "till", "til", "to")
)
