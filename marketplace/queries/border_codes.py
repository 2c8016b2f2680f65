"""Codes that papers name: suggested by the tables, confirmed by a person, whose name and day are kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from marketplace.models import Listing
from marketplace.queries.knowledge import current_knowledge
from marketplace.queries.legal_facts import LawSide, said_facts
from marketplace.wording.border import code_kind_text, code_text, confidence_text
from matching.compliance import BorderCard, CodeKind, Facts, suggested_codes

# The fact that a confirmed code is kept as, and the side whose it is.
_FACTS = {
    CodeKind.LIST_ENTRY: ("wsr_code", Listing.Side.OFFER),
    CodeKind.HS: ("hs_code", Listing.Side.OFFER),
    CodeKind.ABP_KIND: ("abp_kind", Listing.Side.OFFER),
    CodeKind.SWEDISH_PERMIT: ("mpf_code", Listing.Side.NEED),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeToConfirm:
    """A code with what else it may be: (value, label). may_answer: the reader acts for its firm."""

    fact: str
    kind: str
    label: str
    choices: list[tuple[str, str]]
    listing_pk: int
    may_answer: bool
    confirmed_by: str
    confirmed_at: datetime | None
    confidence: str


def codes_to_confirm(
    facts: Facts, card: BorderCard, *, sides: Mapping[str, LawSide], as_of: date
) -> list[CodeToConfirm]:
    """Return the codes that can be suggested for an exchange, with who has confirmed which."""
    found = suggested_codes(facts, card, knowledge=current_knowledge(), as_of=as_of)
    rows = []
    for kind, suggested in found.items():
        fact, side = _FACTS[kind]
        listing = sides[side].listing
        said = said_facts(listing).get(fact) if sides[side].is_open else None
        rows.append(
            CodeToConfirm(
                fact=fact,
                kind=code_kind_text(kind),
                label=code_text(kind, suggested.code, level=suggested.level),
                choices=[(each, code_text(kind, each)) for each in (suggested.code, *suggested.alternatives) if each],
                listing_pk=listing.pk,
                may_answer=sides[side].may_answer,
                confirmed_by=str(said.said_by or "") if said and sides[side].names_people else "",
                confirmed_at=said.said_at if said else None,
                confidence=confidence_text(suggested.confidence),
            )
        )
    return rows
