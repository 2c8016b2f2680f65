"""From the words of one line to materials and waste codes, each with the words that led there."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from matching.codes.evidence import Evidence, combine
from matching.codes.hits import Hit, HitFinder
from matching.codes.mirrors import Question, mirror_partners, question_of
from matching.knowledge import Knowledge, kept
from matching.words import detect_language
from matching.words.code_words import Target

# Chosen on the dev rows of `data/evaluation` and on everyday English terms (November 2026).
_NEXT_CODE = 0.93  # a material's second code against its first
_OF_GROUP, _SIBLING = 0.5, 0.12  # a leaf where only its group was named; another leaf of the same group
_PARTNER = 0.9  # the other side of a mirror pair
_ORIGIN_ALONE, _ORIGIN_LIFT = 0.15, 0.8  # where it comes from: alone, and as a help to what it is


@dataclass(frozen=True, slots=True)
class FoundMaterial:
    """score: in [0, 1]. words: the evidence that counted, the strongest first."""

    code: str
    score: float
    words: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class FoundCode:
    """A waste code with what is to be known of it.

    score: in [0, 1]. question: what decides whether it is right, None where nothing about hazard does.
    partners: the codes on the other side of a mirror pair. material: the one that speaks most for the code, "" where
    only its own words do. words: the evidence that counted, the strongest first.
    """

    code: str
    score: float
    hazardous: bool
    question: Question | None
    partners: tuple[str, ...]
    material: str
    words: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Understood:
    """What a line may mean, the likeliest first: a proposal to be corrected, never a choice."""

    language: str
    materials: tuple[FoundMaterial, ...]
    codes: tuple[FoundCode, ...]


_Told = tuple[float, tuple[Evidence, ...]]


class CodeFinder:
    """Finds materials and waste codes by the tables alone. Make it once: that takes some seconds."""

    def __init__(self, knowledge: Knowledge, *, cache_folder: Path | None = None) -> None:
        """Read the tables. cache_folder: where to keep what takes longest, by the tables' version; None: nowhere."""
        self._knowledge = knowledge
        self._hits = HitFinder(knowledge, cache_folder=cache_folder)
        self._partners = mirror_partners(knowledge)

    def understand(self, text: str, language: str = "", *, top: int = 10) -> Understood:
        """Return what the text may mean; its language is detected where none is given."""
        language = language or detect_language(text)
        hits = self._hits.find(text, language)
        return Understood(language, self._materials_of(hits)[:top], self._codes_of(hits)[:top])

    def _materials_of(self, hits: Iterable[Hit]) -> tuple[FoundMaterial, ...]:
        by_code: dict[str, list[Evidence]] = defaultdict(list)
        for hit in hits:
            if hit.target.material:
                by_code[hit.target.material].append(hit.evidence)
        found = (FoundMaterial(code, *combine(evidence)) for code, evidence in by_code.items())
        return tuple(sorted(found, key=lambda each: (-each.score, each.code)))

    def _codes_of(self, hits: Iterable[Hit]) -> tuple[FoundCode, ...]:
        by_code: dict[str, list[Evidence]] = defaultdict(list)
        origins: dict[str, list[Evidence]] = defaultdict(list)
        for hit in hits:
            if hit.target.heading:
                origins[hit.target.heading].append(hit.evidence)
            for code, share in self._shares(hit.target):
                by_code[code].append(replace(hit.evidence, weight=hit.evidence.weight * share))
        scores = {code: combine(evidence) for code, evidence in by_code.items()}
        lifted = self._lifted(scores, {heading: combine(evidence) for heading, evidence in origins.items()})
        found = (self._found(code, *told) for code, told in self._with_partners(lifted).items())
        return tuple(sorted(found, key=lambda each: (-each.score, each.code)))

    def _shares(self, target: Target) -> Iterator[tuple[str, float]]:
        """Yield the codes that a target stands for, with how far."""
        for place, code in enumerate(target.codes):
            yield code, _NEXT_CODE**place
        if target.material:
            yield from _codes_of_material(self._knowledge, target.material)

    def _lifted(self, scores: Mapping[str, _Told], origins: Mapping[str, _Told]) -> dict[str, _Told]:
        """Return the scores with the codes of the places lifted that the line says it comes from."""
        lifted = dict(scores)
        for code in self._knowledge.waste_codes:
            named = [origins[prefix] for prefix in (code[:4], code[:2]) if prefix in origins]
            if named:
                origin, told = max(named, key=lambda each: each[0])
                score, evidence = scores.get(code, (0.0, ()))
                score = 1 - (1 - score) * (1 - _ORIGIN_ALONE * origin)
                lifted[code] = score * (1 + _ORIGIN_LIFT * origin), (*evidence, *told)
        most = max((score for score, _ in lifted.values()), default=0.0)
        return {code: (score / max(most, 1.0), evidence) for code, (score, evidence) in lifted.items()}

    def _with_partners(self, scores: Mapping[str, _Told]) -> dict[str, _Told]:
        """Return the scores with both sides of each mirror pair: words seldom tell which it is."""
        found = dict(scores)
        for code, (score, evidence) in scores.items():
            for partner in self._partners.get(code, ()):
                if score * _PARTNER > found.get(partner, (0.0, ()))[0]:
                    found[partner] = (score * _PARTNER, evidence)
        return found

    def _found(self, code: str, score: float, evidence: tuple[Evidence, ...]) -> FoundCode:
        waste = self._knowledge.waste_codes[code]
        return FoundCode(
            code=code,
            score=score,
            hazardous=waste.hazardous,
            question=question_of(waste),
            partners=self._partners.get(code, ()),
            material=next((each.material for each in evidence if each.material), ""),
            words=evidence,
        )


@kept
def _codes_of_material(knowledge: Knowledge, material: str) -> tuple[tuple[str, float], ...]:
    """Return the codes that a material usually has, with how far it speaks for each: its own, its kinds', its kin's."""
    materials = knowledge.materials
    own, parent = materials[material].waste_codes, materials[material].parent
    ranked = [(own, 1.0)]
    ranked += [(materials[leaf].waste_codes, _OF_GROUP) for leaf in knowledge.children.get(material, ())]
    if own:
        ranked += [(materials[leaf].waste_codes, _SIBLING) for leaf in knowledge.children.get(parent, ())]
    shares: dict[str, float] = {}
    for codes, share in ranked:
        for place, code in enumerate(codes):
            shares[code] = max(shares.get(code, 0.0), share * _NEXT_CODE**place)
    return tuple(shares.items())


@kept
def code_finder(knowledge: Knowledge, cache_folder: Path | None = None) -> CodeFinder:
    """Return the finder of this knowledge, made once."""
    return CodeFinder(knowledge, cache_folder=cache_folder)
