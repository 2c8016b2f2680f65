"""From everyday words to materials and waste codes, and to amount, rhythm and place."""

from matching.codes.evidence import Evidence, Trace
from matching.codes.finder import CodeFinder, FoundCode, FoundMaterial, Understood, code_finder
from matching.codes.listing import ranked_rows, told_lines
from matching.codes.mirrors import Question, mirror_partners, question_of

__all__ = [
    "CodeFinder",
    "Evidence",
    "FoundCode",
    "FoundMaterial",
    "Question",
    "Trace",
    "Understood",
    "code_finder",
    "mirror_partners",
    "question_of",
    "ranked_rows",
    "told_lines",
]
