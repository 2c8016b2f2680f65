"""Do the words of two listings mean the same, within a language and across?"""

from matching.words.asking import AskedFinder, asked_finder
from matching.words.concepts import ConceptFinder, Grade, Mention, concept_finder
from matching.words.language import detect_language
from matching.words.nearest import Nearest, nearest_finder
from matching.words.searching import CompoundStems, common_stem, compound_stems, telling_words
from matching.words.texts import TextModel, Texts, text_fits, text_model
from matching.words.uses import NamedUse, UseFinder, use_finder

__all__ = [
    "AskedFinder",
    "CompoundStems",
    "ConceptFinder",
    "Grade",
    "Mention",
    "NamedUse",
    "Nearest",
    "TextModel",
    "Texts",
    "UseFinder",
    "asked_finder",
    "common_stem",
    "compound_stems",
    "concept_finder",
    "detect_language",
    "nearest_finder",
    "telling_words",
    "text_fits",
    "text_model",
    "use_finder",
]
