"""Synergy sheets as tagged PDF."""

import json
from pathlib import Path

import typst

from marketplace.queries.listing_cards import ListingCard
from marketplace.queries.sheets import SynergySheet
from marketplace.wording.numbers import day_text, language, month_name
from marketplace.wording.sheets import sheet_words

_TEMPLATE = Path(__file__).with_name("synergy_sheet.typ")
_MOST_PAPERS = 4  # on one page; the rest stands on the border card


def sheet_pdf(sheet: SynergySheet) -> bytes:
    """Return a sheet as one page of PDF, in the reader's language. Typst holds it to PDF/UA-1."""
    data = {
        "language": language(),
        "words": sheet_words(),
        "title": sheet.title,
        "state": sheet.state_label,
        "day": day_text(sheet.as_of),
        "sides": [_side(sheet.strip.giver), _side(sheet.strip.receiver)],
        "road": sheet.strip.km_text,
        "letters": [month_name(month, width="narrow") for month in range(1, 13)],
        "supply": sheet.strip.supply,
        "demand": sheet.strip.demand,
        "reasons_for": sheet.strip.reasons_for,
        "reasons_against": sheet.strip.reasons_against,
        "questions": sheet.questions,
        "law": _law(sheet),
        "impact": sheet.impact.lines if sheet.impact else [],
        "factor": sheet.impact.source if sheet.impact else "",
        "next": sheet.next_step,
        "plan": _plan(sheet),
        "contact": sheet.contact,
        "is_blind": sheet.is_blind,
    }
    # Data, never source: what people typed cannot become markup.
    return typst.compile(str(_TEMPLATE), format="pdf", pdf_standards="ua-1", sys_inputs={"data": json.dumps(data)})


def _side(card: ListingCard) -> dict[str, object]:
    place = card.area_name if card.firm_name else ""
    return {
        "title": card.title,
        "amount": card.amount,
        "who": ", ".join(filter(None, [card.firm_name or card.blind_label, place])),
        "price": card.price,
        "months": card.months_text,
        "is_confirmed": card.is_confirmed,
    }


def _plan(sheet: SynergySheet) -> dict[str, object]:
    if sheet.plan is None:
        return {}
    day = day_text(sheet.plan.step_date) if sheet.plan.step_date else ""
    facts = {"goal": sheet.plan.goal, "progress": sheet.plan.progress, "step": sheet.plan.step}
    return {**facts, "day": day, "is_shared": sheet.plan.is_shared}


def _law(sheet: SynergySheet) -> dict[str, object]:
    if sheet.border is None:
        return {}
    papers = [paper.name for paper in sheet.border.papers[:_MOST_PAPERS]]
    short = f"{sheet.border.short[:1].upper()}{sheet.border.short[1:]}"
    return {"short": short, "text": sheet.border.text, "papers": papers, "day": day_text(sheet.border.day)}
