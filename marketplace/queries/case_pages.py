"""Documented exchanges elsewhere: one as its page shows it, and all of them."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from marketplace.permissions import Viewer
from marketplace.queries.conditions import AnyOf, one_of
from marketplace.queries.knowledge import current_knowledge
from marketplace.queries.known_rows import (
    CaseRow,
    NamedLink,
    case_row,
    case_url,
    industry_name,
    material_url,
    use_url,
)
from marketplace.queries.live_listings import LiveListings, live_listings
from marketplace.wording.aspects import case_note
from marketplace.wording.known import case_status_text, certainty_text, country_name
from marketplace.wording.numbers import language, number_text, typed_amount_text, unit_text
from matching.knowledge import Case

SIMILAR = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePage:
    """A case with the sides, the material and the use; similar: other cases of the same material or use."""

    code: str
    url: str
    note: str
    place: str
    material: NamedLink
    use: NamedLink
    giver: str
    giver_industry: str
    receiver: str
    receiver_industry: str
    since: str
    reported: str
    amount: str
    status: str
    source: str
    address: str
    certainty: str
    similar: list[CaseRow]
    live: LiveListings


def case_page(code: str, *, viewer: Viewer) -> CasePage:
    """Return the page of a case. Raises KeyError."""
    knowledge, reader = current_knowledge(), language()
    case = knowledge.cases[code]
    of_family = one_of("material", {case.material, *knowledge.children.get(case.material, ())})
    return CasePage(
        code=code,
        url=case_url(code),
        note=case_note(code),
        place=", ".join(filter(None, (case.place, country_name(case.country)))),
        material=NamedLink(knowledge.name(case.material, reader), material_url(case.material)),
        use=NamedLink(knowledge.use_name(case.use, reader), use_url(case.use)),
        giver=case.giver,
        giver_industry=_industry(case.giver_industry),
        receiver=case.receiver,
        receiver_industry=_industry(case.receiver_industry),
        since=str(case.since or ""),
        reported=str(case.reported or ""),
        amount=_amount(case),
        status=case_status_text(case.status),
        source=case.source,
        address=case.address,
        certainty=certainty_text(case.how, case.confidence),
        similar=[case_row(each) for each in _similar(case)],
        live=live_listings(viewer, offers=of_family, needs=AnyOf((of_family, one_of("use", [case.use])))),
    )


def case_list() -> list[CaseRow]:
    """Return every case, by country and place."""
    cases = sorted(current_knowledge().cases.values(), key=lambda case: (case.country, case.place, case.code))
    return [case_row(case) for case in cases]


def _industry(nace: str) -> str:
    return industry_name(nace) if nace else _("households")


def _amount(case: Case) -> str:
    if case.amount is None:
        return ""
    if case.rhythm is None:
        return f"{number_text(case.amount)} {unit_text(case.unit)}"
    return typed_amount_text(Decimal(str(case.amount)), case.unit, str(case.rhythm))


def _similar(case: Case) -> list[Case]:
    """Return other cases, those alike in both before those alike in one."""
    others = [each for each in current_knowledge().cases.values() if each.code != case.code]
    alike = {each.code: (each.material == case.material) * 2 + (each.use == case.use) for each in others}
    return sorted((each for each in others if alike[each.code]), key=lambda each: -alike[each.code])[:SIMILAR]
