"""Do the words of two listings mean the same, within a language and across?"""

from matching.words.concepts import ConceptFinder, Grade, Mention
from matching.words.language import detect_language
from matching.words.texts import TextModel, Texts, text_fits, text_model
from matching.words.uses import NamedUse, UseFinder, use_finder

__all__ = [
    "ConceptFinder",
    "Grade",
    "Mention",
    "NamedUse",
    "TextModel",
    "Texts",
    "UseFinder",
    "detect_language",
    "text_fits",
    "text_model",
    "use_finder",
]
