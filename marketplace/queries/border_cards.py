"""What the law asks of an exchange, as one reader may know it: `components/border_card.html`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from marketplace.models import Listing
from marketplace.queries.border_codes import CodeToConfirm, codes_to_confirm
from marketplace.queries.border_sources import (
    Citation,
    PaperRow,
    TermRow,
    citations_of,
    last_days,
    paper_rows,
    term_rows,
)
from marketplace.queries.knowledge import current_knowledge
from marketplace.queries.legal_facts import (
    LawSide,
    facts_from_tables,
    facts_of_giver,
    facts_of_receiver,
    said_facts,
)
from marketplace.wording.border import (
    country_name,
    mode_text,
    presumed_text,
    regime_text,
    status_short,
    status_text,
    tabled_text,
)
from marketplace.wording.border_notes import note_text
from marketplace.wording.law_choices import hazard_text
from marketplace.wording.law_questions import FIELD_QUESTIONS, law_question
from matching.compliance import BorderCard, Facts, Regime, Status, border_card, exchange_card, stop_of

_DOSSIER = "P-BYPROD"
_FACT, _AUTHORITY = "FACT:", "AUTH-"
_ASKED_BY_NOTES = {"name_hazards": "FACT:hp_codes"}  # for the papers alone: the status does not hang on it
_OTHER_SIDE = {"SE": "NO", "NO": "SE"}


@dataclass(frozen=True, slots=True)
class LawStatus:
    """A border card in a few words, for a list."""

    status: str
    short: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenFact:
    """A fact that would change the card. is_open: its listing is open to the reader.

    may_answer, may_ask: as of `LawSide`.
    """

    fact: str
    text: str
    side: str
    listing_pk: int
    is_open: bool
    may_answer: bool
    may_ask: bool
    is_field: bool  # the listing's own form has a field for it


@dataclass(frozen=True, slots=True)
class Branch:
    """The card if it were settled how Norway stands."""

    mode: str
    status: str
    regime: str
    codes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BorderView:
    """A border card in words.

    supposed: the country in which the receiver is only supposed to be, "" where it is. dossier_pk: the offer whose
    by-product dossier the reader may open.
    """

    day: date
    giver_country: str
    receiver_country: str
    supposed: str
    other_country: str
    other_country_name: str
    status: str
    short: str
    text: str
    regime: str
    open_facts: list[OpenFact]
    judges: list[TermRow]
    papers: list[PaperRow]
    if_hazardous: list[PaperRow]  # of the stricter case, while nobody has said whether it is
    optional: list[PaperRow]
    unblock: list[TermRow]
    deciders: list[TermRow]
    notes: list[str]
    codes: list[CodeToConfirm]
    citations: list[Citation]
    hazards: list[str]
    branches: list[Branch]
    presumed: str
    tabled: list[str]
    dossier_pk: int | None

    @property
    def crosses(self) -> bool:
        return self.giver_country != self.receiver_country

    @property
    def askable(self) -> list[OpenFact]:
        """Return what can be asked of a firm that the reader knows."""
        return [fact for fact in self.open_facts if fact.is_open]

    @property
    def first_question(self) -> OpenFact | None:
        """Return the first fact that the reader can ask a firm for."""
        return next((fact for fact in self.askable if fact.may_ask), None)

    @property
    def hidden(self) -> list[OpenFact]:
        """Return what hangs on a firm that is blind to the reader. It may have said so already: that is not told."""
        return [fact for fact in self.open_facts if not fact.is_open]


def exchange_facts(giver: LawSide, receiver: LawSide) -> Facts:
    """Return what is known of an exchange, each side as the reader may know it."""
    return Facts(**facts_of_giver(giver) | facts_of_receiver(receiver))


def card_of(facts: Facts, *, giver: LawSide, as_of: date) -> tuple[Facts, BorderCard]:
    """Return `exchange_card` by the tables in force."""
    return exchange_card(facts, material=giver.listing.material, knowledge=current_knowledge(), as_of=as_of)


def law_status(giver: LawSide, receiver: LawSide, *, as_of: date) -> LawStatus | None:
    """Return what the law asks of an exchange in a few words; None where the law of materials has nothing to say."""
    if giver.listing.resource != Listing.Resource.MATERIAL:
        return None
    _facts, card = card_of(exchange_facts(giver, receiver), giver=giver, as_of=as_of)
    return _short(card.status, card.regime)


def law_badge(giver: LawSide, receiver: LawSide, *, as_of: date) -> LawStatus | None:
    """Return what the law asks of an exchange where that stops it or needs a person to look; None where it does not.

    In a list where nearly every row had something to ask, nobody would see the few that matter.
    """
    knowledge, material = current_knowledge(), giver.listing.material
    if giver.listing.resource != Listing.Resource.MATERIAL or material not in knowledge.materials:
        return None
    stop = stop_of(exchange_facts(giver, receiver), material=material, knowledge=knowledge, as_of=as_of)
    return _short(*stop) if stop else None


def border_view(giver: LawSide, receiver: LawSide, *, as_of: date, supposed: str = "") -> BorderView | None:
    """Return what the law asks of an exchange; None where the law of materials has nothing to say.

    supposed: the country (SE or NO) in which the receiver is supposed to be instead.
    """
    if giver.listing.resource != Listing.Resource.MATERIAL:
        return None
    facts = exchange_facts(giver, receiver)
    is_supposed = supposed in _OTHER_SIDE and supposed != facts.dest_country
    if is_supposed:
        facts = replace(facts, dest_country=supposed, consignee_country="")
    facts, card = card_of(facts, giver=giver, as_of=as_of)
    other = _OTHER_SIDE.get(facts.dest_country, "")
    sides = {Listing.Side.OFFER.value: giver, Listing.Side.NEED.value: receiver}
    law = current_knowledge().law
    days = last_days(card, facts, as_of=as_of)
    stricter = _papers_if_hazardous(facts, card, as_of=as_of)
    return BorderView(
        day=card.day,
        giver_country=facts.origin_country,
        receiver_country=facts.dest_country,
        supposed=country_name(supposed) if is_supposed else "",
        other_country=other,
        other_country_name=country_name(other),
        status=_look(card.status, card.regime),
        short=status_short(card.status, card.regime),
        text=status_text(card.status, card.regime),
        regime=regime_text(card.regime),
        open_facts=list(open_facts(card, sides=sides)),
        judges=term_rows((each for each in card.asks if each.startswith(_AUTHORITY)), terms=law.authorities),
        papers=paper_rows((code for code in card.papers if code not in stricter), last_days=days),
        if_hazardous=paper_rows(stricter, last_days=days),
        optional=paper_rows(card.optional, last_days=days),
        unblock=term_rows(card.unblock, terms=law.unblocks),
        deciders=term_rows(card.deciders, terms=law.authorities),
        notes=[note_text(note) for note in card.notes],
        codes=codes_to_confirm(facts, card, sides=sides, as_of=card.day),
        citations=citations_of(card),
        hazards=[hazard_text(code) for code in sorted(facts.hp_codes, key=_by_number)],
        branches=[
            Branch(
                mode_text(mode),
                status_short(each.status, each.regime),
                regime_text(each.regime),
                ", ".join(each.list_codes),
            )
            for mode, each in card.branches.items()
        ],
        presumed=presumed_text(card.presumed),
        tabled=[tabled_text(name, value) for name, value in facts_from_tables(giver).items()],
        dossier_pk=giver.listing.pk if giver.may_answer and _DOSSIER in card.papers else None,
    )


def _papers_if_hazardous(facts: Facts, card: BorderCard, *, as_of: date) -> list[str]:
    """Return the papers that only hazardous waste needs, in the order of the card, while that is an open question."""
    if "FACT:hazardous" not in card.asks or facts.hazardous is not None:
        return []
    harmless = border_card(replace(facts, hazardous=False), knowledge=current_knowledge(), as_of=as_of)
    return [code for code in card.papers if code not in harmless.papers]


def _short(status: Status, regime: Regime | None) -> LawStatus:
    return LawStatus(_look(status, regime), status_short(status, regime))


def _look(status: Status, regime: Regime | None) -> str:
    return "prohibited" if regime is Regime.PROHIBITED else Status(status).value


def open_facts(card: BorderCard, *, sides: Mapping[str, LawSide]) -> Iterator[OpenFact]:
    """Yield what the card and its papers ask firms for, each once, in the order of the rules."""
    seen = set()
    for ask in (*card.asks, *(ask for note, ask in _ASKED_BY_NOTES.items() if note in card.notes)):
        name = ask.removeprefix(_FACT)
        question = law_question(name)
        field = FIELD_QUESTIONS.get(name)
        if not ask.startswith(_FACT) or not (question or field):
            continue
        fact, side, text = (question.code, question.side, question.text) if question else field
        if fact in seen:
            continue
        seen.add(fact)
        yield OpenFact(
            fact=fact,
            text=str(text),
            side=side,
            listing_pk=sides[side].listing.pk,
            is_open=sides[side].is_open,
            may_answer=sides[side].may_answer,
            may_ask=sides[side].may_ask and question is not None,
            is_field=question is None,
        )


def lacks_legal_fact(listing: Listing, fact: str) -> bool:
    """Return whether a law question of a listing's side is still unanswered."""
    question = law_question(fact)
    return question is not None and question.side == listing.side and question.code not in said_facts(listing)


def _by_number(code: str) -> tuple[int, str]:
    return len(code), code  # HP3 before HP14
