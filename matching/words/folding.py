"""Texts as they are compared: words without figures and units, and letters that Swedes and Norwegians write unlike."""

import re
import unicodedata

WORD = re.compile(r"[^\W\d_]+")
_LETTERS = str.maketrans({"ø": "ö", "æ": "ä"})

# Words that every listing may have and that say nothing about the stuff. In small sets of listings the frequencies
# alone would not show that.
_SWEDISH = (
    "och eller av att för från till med utan som är har kan ska vill vi våra vår en ett den det de i på om per ca "
    "cirka år månad vecka dag säljes säljs köpes köps sökes söker önskas finns hämtas bortskänkes skänkes lämnas "
    "behöver behov utbud alla även efter hos inte vid under över mot samt"
)
_NORWEGIAN = (
    "og eller av at å for fra frå til med uten utan som er har kan skal vil vi våre vår en et ei ein eit den det de i "
    "på om per ca cirka år måned uke dag selges kjøpes ønskes ønskjer søkes søker finnes hentes gis bort trenger behov "
    "tilbud alle også etter hos ikke ikkje ved under over mot samt"
)
_ENGLISH = (
    "and or of to for from with without that is are has have can will we our a an the in on per about year month week "
    "day sell selling sale buy buying wanted want seek seeking need needs offer offers available all also after not at "
    "under over by as it its be"
)
_UNITS = "kg ton tonn tonnes t m kubik kubikk liter litre l mwh kwh gwh st stk pcs km"
STOP_WORDS = frozenset(" ".join((_SWEDISH, _NORWEGIAN, _ENGLISH, _UNITS)).split())


def words(text: str) -> list[str]:
    """Return the words of a text in lower case, composed (NFC), without figures."""
    return WORD.findall(unicodedata.normalize("NFC", text).casefold())


def fold_for_ngrams(text: str) -> str:
    """Return the telling words of a text with the letters of both countries made one: for character n-grams only."""
    telling = " ".join(word for word in words(text) if word not in STOP_WORDS)
    return telling.translate(_LETTERS).replace("ck", "kk")
