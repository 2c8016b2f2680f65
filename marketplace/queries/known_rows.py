"""Rows of the knowledge tables as pages show them: names in all languages, uses with conditions, sources."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from marketplace.queries.knowledge import current_knowledge
from marketplace.wording.aspects import case_note, treatments_text
from marketplace.wording.known import (
    LANGUAGE_NAMES,
    certainty_text,
    condition_text,
    country_name,
    suitability_name,
)
from marketplace.wording.numbers import language, number_text, quantity_text
from marketplace.wording.uses import hierarchy_name
from matching.industries import load_industries
from matching.knowledge import Basis, Case, Knowledge, MaterialUse, Term, TermKind, fold_text, kept
from matching.knowledge.languages import LANGUAGES
from matching.records import Resource

_SOURCE = re.compile(r"(?P<key>[^()]+)(?:\((?P<columns>[^)]*)\))?")


@dataclass(frozen=True, slots=True)
class NameRow:
    """What something is called in one language, what else people call it there, and by which shared words it is found.

    Shared words (“strö”, “flis”) mean other things too: they are no names of it.
    """

    language: str
    language_name: str
    name: str
    others: tuple[str, ...]
    shared: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceRow:
    """Where a row is from; url: "" where there is no address."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class NamedLink:
    """A name and its page; url: "" for none."""

    name: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UseRow:
    """What one material can become, and under which conditions. name, url: of the use, or, on a use's own page, of
    the material."""

    name: str
    url: str
    step: str
    suitability: str
    is_common: bool
    conditions: tuple[str, ...]
    treatments: str
    product_yield: str
    smallest: str
    haul_km: str
    certainty: str
    sources: tuple[SourceRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """A documented exchange elsewhere."""

    code: str
    url: str
    note: str
    place: str
    years: str
    source: str


def slug_of(code: str) -> str:
    """Return a code as it stands in an address."""
    return code.replace("_", "-")


def code_of(slug: str) -> str:
    """Return the code that stands in an address."""
    return slug.replace("-", "_")


def material_url(code: str) -> str:
    return reverse("material-detail", args=[slug_of(code)])


def use_url(code: str) -> str:
    return reverse("use-detail", args=[slug_of(code)])


def case_url(code: str) -> str:
    return reverse("case-detail", args=[slug_of(code)])


def name_rows(code: str, *, kind: TermKind) -> list[NameRow]:
    """Return the names of a material or use in each language that has one, with the other words for it."""
    knowledge = current_knowledge()
    names = (knowledge.material(code) if kind is TermKind.MATERIAL else knowledge.use(code)).names
    terms = [term for term in knowledge.terms if term.kind is kind and term.code == code]
    rows = (
        _name_row([term for term in terms if term.language == each], each, names.get(each, "")) for each in LANGUAGES
    )
    return [row for row in rows if row.name or row.others or row.shared]


def _name_row(terms: Iterable[Term], reader: str, name: str) -> NameRow:
    others, shared = {}, {}
    for term in terms:
        words = shared if _is_shared(term, current_knowledge()) else others
        words[fold_text(term.text)] = term.text
    for words in (others, shared):
        words.pop(fold_text(name), None)
    in_order = (tuple(sorted(words.values(), key=str.casefold)) for words in (others, shared))
    return NameRow(reader, LANGUAGE_NAMES[reader], name, *in_order)


def _is_shared(term: Term, knowledge: Knowledge) -> bool:
    """Return whether a word means other things too: by its flag, or as it stands for them in the tables."""
    return term.is_ambiguous or len(_meanings(knowledge)[term.language, fold_text(term.text)]) > 1


@kept
def _meanings(knowledge: Knowledge) -> dict[tuple[str, str], set[str]]:
    """Return by language and word the materials and uses that it stands for."""
    found: dict[tuple[str, str], set[str]] = {}
    for term in knowledge.terms:
        if term.kind in (TermKind.MATERIAL, TermKind.USE):
            found.setdefault((term.language, fold_text(term.text)), set()).add(f"{term.kind} {term.code}")
    return found


def use_row(edge: MaterialUse, *, of_material: bool) -> UseRow:
    """Return an edge on the page of its material (so that it names the use), or of its use."""
    knowledge, reader = current_knowledge(), language()
    use, material = knowledge.use(edge.use), knowledge.material(edge.material)
    return UseRow(
        name=knowledge.use_name(use.code, reader) if of_material else knowledge.name(material.code, reader),
        url=use_url(use.code) if of_material else material_url(material.code),
        step=hierarchy_name(use.hierarchy),
        suitability=suitability_name(edge.suitability),
        is_common=edge.suitability.fit == 1,
        conditions=tuple(condition_text(each) for each in edge.conditions),
        treatments=treatments_text(";".join(edge.treatments)) if edge.treatments else "",
        product_yield=number_text(edge.product_yield, digits=3) if edge.product_yield else "",
        smallest=quantity_text(edge.smallest, Resource(material.resource).dimension, once=False)
        if edge.smallest
        else "",
        haul_km=number_text(edge.haul_km, digits=0) if edge.haul_km else "",
        certainty=certainty_text(edge.how, edge.confidence),
        sources=source_rows(edge.source),
    )


def source_rows(cell: str) -> tuple[SourceRow, ...]:
    """Return the sources that a row names, without our own judgement."""
    known = current_knowledge().sources
    keys = [match["key"].strip() for part in cell.split(";") if (match := _SOURCE.match(part.strip()))]
    return tuple(
        SourceRow(known[key].title, known[key].address)
        for key in dict.fromkeys(keys)
        if key in known and known[key].how is not Basis.JUDGEMENT
    )


def case_row(case: Case) -> CaseRow:
    """Return a case as a list shows it."""
    return CaseRow(
        code=case.code,
        url=case_url(case.code),
        note=case_note(case.code),
        place=", ".join(filter(None, (case.place, country_name(case.country)))),
        years=str(case.since or case.reported or ""),
        source=case.source,
    )


def industry_name(nace: str) -> str:
    """Return what the division of an industry is called, "" for none. Our words for a class may be too narrow."""
    division = load_industries().get(nace[:2])
    return division.name(language()) if division else ""


def sector_names(codes: Iterable[str]) -> list[str]:
    """Return sectors by name, each once."""
    known = current_knowledge().sectors.by_code
    return sorted({known[code].name(language()) for code in codes}, key=str.casefold)
