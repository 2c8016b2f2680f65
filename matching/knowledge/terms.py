"""Everyday words for materials, and later for uses, processes, forms and qualities."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from matching.knowledge.materials import Material
from matching.knowledge.tables import Basis, Confidence, Row, Tables

_BLANKS = re.compile(r"\s+")


class TermKind(StrEnum):
    """What a term's code is a code of."""

    MATERIAL = "material"
    USE = "use"
    PROCESS = "process"
    FORM = "form"
    QUALITY = "quality"
    TRAIT = "trait"  # what tells lots of one material apart: species, substance, part, kind of thing, where it is from
    OTHER = "other"  # nothing of ours in this language, though a sister language has the word; the code says what


class TermFlag(StrEnum):
    AMBIGUOUS = "ambiguous"  # means something else too: evidence, never proof
    NOT_TAIL = "not_tail"  # no hit as the last part of a longer word: "metall" is no talle
    NOT_HEAD = "not_head"  # no hit as the first part of a longer word
    WHOLE_WORD = "whole_word"  # as it stands alone only: neither part of a word nor inflected
    FORM_TAIL = "form_tail"  # as a tail names a form; the part before it says what material
    SEARCH = "search"  # where somebody looks for it only: in a listing "mat" or "väg" says too little


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A word and what it says: our judgement unless its row tells otherwise, less sure where it is ambiguous."""

    language: str
    text: str
    code: str
    kind: TermKind = TermKind.MATERIAL
    flags: frozenset[TermFlag] = frozenset()
    how: Basis = Basis.JUDGEMENT
    confidence: Confidence = Confidence.MEDIUM

    @property
    def material(self) -> str:
        """Return the material's code, "" where the term names something else."""
        return self.code if self.kind is TermKind.MATERIAL else ""

    @property
    def is_ambiguous(self) -> bool:
        return TermFlag.AMBIGUOUS in self.flags


def read_terms(tables: Tables, *, materials: Iterable[Material]) -> tuple[Term, ...]:
    """Return the terms of all tables in `terms`, then the materials' own names.

    A name that a table has too stands as it is there: so names can have flags.
    """
    terms = [_read_term(row) for row in tables.rows_of_folder("terms")]
    known = {(term.language, fold_text(term.text), term.code) for term in terms}
    names = (name for material in materials for name in _name_terms(material))
    return (*terms, *(name for name in names if (name.language, fold_text(name.text), name.code) not in known))


def _name_terms(material: Material) -> Iterator[Term]:
    """Yield what a material's names say: "grot (grenar och toppar)" is two terms, "(kategori 2)" is none."""
    for language, name in material.names.items():
        for part in name.replace(")", "").split("("):
            if not any(letter.isdigit() for letter in part):
                yield Term(language=language, text=part.strip(), code=material.code)


def _read_term(row: Row) -> Term:
    flags = row.read("flags", _read_flags)
    unsure = Confidence.LOW if TermFlag.AMBIGUOUS in flags else Confidence.MEDIUM
    return Term(
        language=row.text("language"),
        text=row.text("text"),
        code=row.text("code"),
        kind=row.read("kind", TermKind),
        flags=flags,
        how=row.optional("how", Basis) or Basis.JUDGEMENT,
        confidence=row.optional("confidence", Confidence) or unsure,
    )


def _read_flags(cell: str) -> frozenset[TermFlag]:
    return frozenset(TermFlag(flag) for flag in cell.split(";") if flag)


def fold_text(text: str) -> str:
    """Return the text as it is compared: composed, case folded, single blanks."""
    return _BLANKS.sub(" ", unicodedata.normalize("NFC", text).casefold()).strip()
