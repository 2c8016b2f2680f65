"""From everyday words to materials and waste codes, and to amount, rhythm and place."""

from matching.codes.evidence import Evidence, Trace
from matching.codes.finder import CodeFinder, FoundCode, FoundMaterial, Understood, code_finder
from matching.codes.line_days import day_of
from matching.codes.line_facts import (
    FoundAmount,
    FoundBound,
    FoundCount,
    FoundMonths,
    FoundPlace,
    FoundPrice,
    FoundQuality,
    FoundRhythm,
    LineFacts,
    Span,
)
from matching.codes.line_qualities import find_qualities
from matching.codes.lines import read_line, without_counts
from matching.codes.listing import ranked_rows, told_lines
from matching.codes.mirrors import Question, mirror_partners, question_of

__all__ = [
    "CodeFinder",
    "Evidence",
    "FoundAmount",
    "FoundBound",
    "FoundCode",
    "FoundCount",
    "FoundMaterial",
    "FoundMonths",
    "FoundPlace",
    "FoundPrice",
    "FoundQuality",
    "FoundRhythm",
    "LineFacts",
    "Question",
    "Span",
    "Trace",
    "Understood",
    "code_finder",
    "day_of",
    "find_qualities",
    "mirror_partners",
    "question_of",
    "ranked_rows",
    "read_line",
    "told_lines",
    "without_counts",
]
