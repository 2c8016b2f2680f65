"""What a border card points to: papers with their days, authorities, and the places in the law."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from marketplace.queries.knowledge import current_knowledge
from marketplace.wording.border import (
    citation_text,
    confidence_text,
    country_name,
    due_text,
    law_name,
    made_by_text,
)
from matching.compliance import BorderCard, Facts, deadlines
from matching.knowledge.law import LawTerm


@dataclass(frozen=True, slots=True)
class Source:
    """A place in the law, with the address of its text; "" where there is none."""

    text: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperRow:
    """A paper of the checklist: who makes it and by when. country: the one that alone asks for it, "" for both.

    by: the last day for it, where the load has a first day.
    """

    name: str
    made_by: str
    due: str
    by: date | None
    country: str
    sources: list[Source]


@dataclass(frozen=True, slots=True)
class TermRow:
    """An authority, or what lifts a block."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Citation:
    """One rule with its places in the law and how sure its reading is."""

    rule: str
    sources: list[Source]
    confidence: str


def paper_rows(codes: Iterable[str], *, last_days: Mapping[str, date]) -> list[PaperRow]:
    """Return papers in the order of their card. last_days: the last day for a paper, where it is known."""
    papers = current_knowledge().law.papers
    return [
        PaperRow(
            name=law_name(papers[code]),
            made_by=made_by_text(papers[code]),
            due=due_text(papers[code]),
            by=last_days.get(code),
            country=country_name(papers[code].country) if papers[code].country else "",
            sources=sources_of(papers[code].source),
        )
        for code in codes
    ]


def last_days(card: BorderCard, facts: Facts, *, as_of: date) -> dict[str, date]:
    """Return the last day for each paper, counted in working days from the day on which the load starts.

    Empty where nobody has said when that is, or it has passed.
    """
    if facts.start_date is None or facts.start_date < as_of:
        return {}
    due = deadlines(card, facts, knowledge=current_knowledge(), start=facts.start_date)
    return {each.code: each.by for each in due}


def term_rows(codes: Iterable[str], *, terms: Mapping[str, LawTerm]) -> list[TermRow]:
    return [TermRow(law_name(terms[code]), terms[code].address) for code in codes]


def sources_of(source: str) -> list[Source]:
    """Return the places that a row of the law names."""
    return [Source(*citation_text(each)) for each in source.split(";") if each.strip()]


def citations_of(card: BorderCard) -> list[Citation]:
    """Return the rules that made a card, with the places in the law that held on its day."""
    rows: dict[str, tuple[dict[str, None], str]] = {rule: ({}, "") for rule in card.rules}
    for rule in current_knowledge().law.rules_on(card.day):
        if rule.id in rows:
            places, _sure = rows[rule.id]
            places.update(dict.fromkeys(each.strip() for each in rule.source.split(";") if each.strip()))
            rows[rule.id] = (places, confidence_text(rule.confidence))
    return [
        Citation(rule, [Source(*citation_text(place)) for place in places], sure)
        for rule, (places, sure) in rows.items()
    ]
