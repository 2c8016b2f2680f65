"""The one question that the law has about a listing: asked only when its answer would change a border card."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from marketplace.models import Listing, Suggestion
from marketplace.queries.border_cards import (
    LawStatus,
    card_of,
    exchange_facts,
    lacks_legal_fact,
    law_status,
    open_facts,
)
from marketplace.queries.legal_facts import LawSide, law_prefetches, said_facts
from marketplace.queries.listing_cards import ListingCard
from marketplace.queries.listings import Viewer, market
from marketplace.wording.law_questions import QUESTIONS, Kind, LawQuestion, law_answer_text, law_question
from matching.compliance import BorderCard, Facts
from matching.compliance.cases import case_columns

_TRIED = {Kind.YES_NO: ("yes", "no")}


@dataclass(frozen=True, slots=True)
class SaidFact:
    """A question with its answer, by whom and when; of_firm: kept once for all the firm's listings."""

    code: str
    question: str
    answer: str
    by: str
    at: datetime
    of_firm: bool
    evidence: str


def said_lines(listing: Listing) -> list[SaidFact]:
    """Return what has been said of a listing for the law, in the order of the questions."""
    said = said_facts(listing)
    return [
        SaidFact(
            code,
            str(QUESTIONS[code].text),
            law_answer_text(code, said[code].value),
            str(said[code].said_by or ""),
            said[code].said_at,
            said[code].firm_id is not None,
            said[code].evidence,
        )
        for code in QUESTIONS
        if code in said
    ]


def law_partners(cards: Iterable[ListingCard], *, viewer: Viewer) -> list[LawSide]:
    """Return counterparts that a page lists, as its reader may know them, in the order of the page."""
    is_open = {card.pk: card.is_open for card in cards}
    rows = market(viewer).filter(pk__in=is_open).prefetch_related(*law_prefetches())
    listings = {each.pk: each for each in rows}
    return [LawSide(listings[pk], is_open[pk]) for pk in is_open if pk in listings]


def law_statuses(own: LawSide, partners: Iterable[LawSide], *, as_of: date) -> dict[int, LawStatus]:
    """Return what the law asks of an exchange with each partner, by the partner's listing."""
    statuses = ((partner.listing.pk, law_status(*_roles(own, partner), as_of=as_of)) for partner in partners)
    return {pk: status for pk, status in statuses if status}


def _roles(own: LawSide, partner: LawSide) -> tuple[LawSide, LawSide]:
    """Return giver and receiver."""
    return (own, partner) if own.listing.side == Listing.Side.OFFER else (partner, own)


def next_law_question(listing: Listing, *, partners: Collection[LawSide], as_of: date) -> LawQuestion | None:
    """Return what to ask the firm of a listing next: what a coordinator asked for, else what would change a card.

    partners: those whom it could have an exchange with, the likeliest first.
    """
    asked = Suggestion.objects.filter(asked_listing=listing, state=Suggestion.State.ASKED).order_by("-asked_at", "pk")
    for fact in asked.values_list("asked_fact", flat=True):
        if lacks_legal_fact(listing, fact):
            return law_question(fact)
    if listing.resource != Listing.Resource.MATERIAL:
        return None
    return next(_telling_questions(LawSide(listing, is_open=True), partners, as_of=as_of), None)


def _telling_questions(own: LawSide, partners: Collection[LawSide], *, as_of: date) -> Iterator[LawQuestion]:
    for partner in partners:
        giver, receiver = _roles(own, partner)
        facts, card = card_of(exchange_facts(giver, receiver), giver=giver, as_of=as_of)
        for fact in open_facts(card, sides={giver.listing.side: giver, receiver.listing.side: receiver}):
            question = law_question(fact.fact)
            is_own = question and question.side == own.listing.side
            if is_own and _would_change(card, facts, question=question, giver=giver, as_of=as_of):
                yield question


def _would_change(card: BorderCard, facts: Facts, *, question: LawQuestion, giver: LawSide, as_of: date) -> bool:
    """Return whether any answer leads to another card; of numbers and codes it is taken for granted."""
    if question.kind in (Kind.NUMBER, Kind.CODE, Kind.SEVERAL):
        return True
    read = case_columns()[question.code]
    values = _TRIED.get(question.kind) or [value for value, _label in question.choices]
    answers = (replace(facts, **{question.code: read(value)}) for value in values)
    now = _outcome(card, without=question.code)
    return any(_outcome(card_of(each, giver=giver, as_of=as_of)[1], without=question.code) != now for each in answers)


def _outcome(card: BorderCard, *, without: str) -> tuple[object, ...]:
    asks = frozenset(card.asks) - {f"FACT:{without}"}
    return card.status, card.regime, card.papers, card.unblock, card.deciders, asks
