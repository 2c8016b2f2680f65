"""What the words of one line speak for among the materials, waste codes and headings of the tables."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from matching.codes.entries import material_entries, name_entries
from matching.codes.evidence import Evidence, Trace, strongest_by_word
from matching.codes.wording import WordingIndex, units
from matching.knowledge import Knowledge, TermKind
from matching.words import ConceptFinder, Grade, Mention
from matching.words.code_words import Target, as_terms, word_entries
from matching.words.folding import words
from matching.words.zones import ZONE_WEIGHTS, Zone, zones

_SURE = 0.97  # even a known term leaves a doubt, or a second one could not add to it
_UNSURE_PART = 0.5  # a part of a word that as a whole is a known term
_ALIKE_FROM, _ALIKE_MOST = 0.3, 0.8  # cosines below say nothing; wording alone is never sure
_NAME = 0.85  # what only a name of the list says
_OTHER_CATEGORY = 0.3
_CATEGORY = re.compile(r"\b(?:kategori|category|kat\.?|cat\.?)\s?([123])\b", re.IGNORECASE)
_HOW_IT_IS = (TermKind.QUALITY, TermKind.FORM, TermKind.PROCESS)


@dataclass(frozen=True, slots=True)
class Hit:
    """Evidence for a target of the tables."""

    target: Target
    evidence: Evidence


class HitFinder:
    """Reads the words of lines by the tables alone."""

    def __init__(self, knowledge: Knowledge, *, cache_folder: Path | None = None) -> None:
        self._materials = ConceptFinder(knowledge)
        terms, self._targets = as_terms(word_entries())
        self._words = ConceptFinder(replace(knowledge, terms=terms))
        entries = (*material_entries(knowledge), *name_entries(knowledge), *word_entries())
        self._wording = WordingIndex(entries, version=knowledge.version, cache_folder=cache_folder)
        numbers = {target: number for number, target in enumerate(dict.fromkeys(entry.target for entry in entries))}
        self._numbers = np.array([numbers[entry.target] for entry in entries])
        self._categories = {code: material.abp_category for code, material in knowledge.materials.items()}
        self._untelling = frozenset(
            word for term in knowledge.terms if term.kind in _HOW_IT_IS for word in words(term.text)
        )

    def find(self, text: str, language: str) -> list[Hit]:
        """Return what speaks for anything, weighed by where the words stand."""
        tokens, standing = words(text), zones(text)
        told = [
            *((Target(material=each.material), each) for each in self._materials.find(text, language)),
            *((self._targets[each.material], each) for each in self._words.find(text, language)),
        ]
        hits = [hit for target, mention in told for hit in _spoken(target, mention, tokens=tokens)]
        sure = strongest_by_word([hit.evidence for hit in hits if hit.evidence.trace is Trace.TERM])
        left_out = [place for place, zone in enumerate(standing) if zone is Zone.WITHOUT]
        hits = [_doubted(hit, sure) for hit in hits] + list(self._alike(tokens, language, left_out=left_out))
        placed = (_placed(hit, standing) for hit in hits)
        return [hit for each in placed if (hit := self._in_category(each, text)).evidence.weight > 0]

    def _in_category(self, hit: Hit, text: str) -> Hit:
        """Return the hit, less sure where the line tells another category of animal by-products than the material's."""
        told = _CATEGORY.search(text)
        own = self._categories.get(hit.target.material)
        if not told or own in (None, int(told[1])):
            return hit
        return replace(hit, evidence=replace(hit.evidence, weight=hit.evidence.weight * _OTHER_CATEGORY))

    def _alike(self, tokens: Sequence[str], language: str, *, left_out: Sequence[int]) -> Iterator[Hit]:
        """Yield for each part of the text and each target the entry that looks most alike."""
        spans = units(tokens, untelling=self._untelling, left_out=left_out)
        if not spans:
            return
        texts = [" ".join(tokens[span.start : span.stop]) for span in spans]
        alike = self._wording.likeness(texts, language)
        rows, columns = np.nonzero(alike > _ALIKE_FROM)
        order = np.lexsort((columns, -alike[rows, columns], self._numbers[columns], rows))
        keys = np.stack([rows[order], self._numbers[columns[order]]])
        first = np.ones(len(order), dtype=bool)
        first[1:] = (keys[:, 1:] != keys[:, :-1]).any(axis=0)
        for row, column in zip(rows[order][first], columns[order][first], strict=True):
            entry = self._wording.entries[column]
            weight = _ALIKE_MOST * (float(alike[row, column]) - _ALIKE_FROM) / (1 - _ALIKE_FROM)
            weight *= 1 if entry.is_term else _NAME
            yield Hit(entry.target, Evidence(spans[row], texts[row], weight, Trace.WORDING, entry.target.material))


def _spoken(target: Target, mention: Mention, *, tokens: Sequence[str]) -> Iterator[Hit]:
    """Yield what a mention says at each place where its word stands."""
    said = words(mention.word)
    trace = Trace.TERM if mention.grade is Grade.TERM else Trace.WORD_PART
    trace = Trace.ORIGIN if target.heading else trace
    for start in range(len(tokens) - len(said) + 1):
        if tokens[start : start + len(said)] == said:
            span = range(start, start + len(said))
            yield Hit(target, Evidence(span, mention.word, mention.weight * _SURE, trace, target.material))


def _doubted(hit: Hit, sure: Mapping[int, float]) -> Hit:
    """Return the hit, less sure where a known term says something of the same words as a whole."""
    evidence = hit.evidence
    known = max(sure.get(place, 0) for place in evidence.span)
    if evidence.trace is not Trace.WORD_PART or known < evidence.weight:
        return hit
    return replace(hit, evidence=replace(evidence, weight=evidence.weight * _UNSURE_PART))


def _placed(hit: Hit, standing: Sequence[Zone]) -> Hit:
    """Return the hit with the weight of the place where its words stand; an origin counts wherever it is named."""
    weights = [ZONE_WEIGHTS[standing[place]] for place in hit.evidence.span]
    weight = sum(weights) / len(weights) if hit.evidence.trace is Trace.WORDING else weights[0]
    weight = 1.0 if hit.target.heading and weight else weight
    return replace(hit, evidence=replace(hit.evidence, weight=hit.evidence.weight * weight))
