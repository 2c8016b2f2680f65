"""By-product dossiers: the criteria of both countries, with what has been said about each and by whom."""

from dataclasses import dataclass
from datetime import datetime

from marketplace.models import Listing
from marketplace.queries.knowledge import current_knowledge
from marketplace.queries.legal_facts import said_facts
from marketplace.wording.border import citation_text, country_name, spaced_code
from marketplace.wording.dossiers import evidence_text
from marketplace.wording.numbers import language
from matching.compliance import Facts, dossier_criteria
from matching.knowledge.languages import name_in

_BOTH = Facts(origin_country="SE", dest_country="NO")  # a dossier serves loads to either side


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionRow:
    """One criterion; answer: yes, no or "" where nobody has said. shown_by: what the firm names as its evidence.

    evidence: the kinds that answer it.
    """

    country: str
    question: str
    answer: str
    by: str
    at: datetime | None
    shown_by: str
    evidence: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """What a firm says of its material as a by-product."""

    firm: str
    title: str
    material: str
    waste_code: str
    rows: list[CriterionRow]


def byproduct_dossier(listing: Listing) -> Dossier:
    """Return the dossier of an offer, for those to whom all of it is open."""
    knowledge, said = current_knowledge(), said_facts(listing)
    rows = []
    for criterion in dossier_criteria(knowledge.law, dossier="byproduct", facts=_BOTH):
        fact = said.get(criterion.fact)
        rows.append(
            CriterionRow(
                country=country_name(criterion.country),
                question=name_in(criterion.questions, language()),
                answer=fact.value if fact else "",
                by=str(fact.said_by or "") if fact else "",
                at=fact.said_at if fact else None,
                shown_by=fact.evidence if fact else "",
                evidence=evidence_text(criterion.evidence),
                source="; ".join(citation_text(each)[0] for each in criterion.source.split(";")),
            )
        )
    return Dossier(
        firm=listing.firm.name,
        title=listing.title,
        material=knowledge.name(listing.material, language()) if listing.material in knowledge.materials else "",
        waste_code=spaced_code(listing.waste_code),
        rows=rows,
    )
